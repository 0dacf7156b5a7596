/** What is in each listed profile, for the search on the first screen: read once, one after the other, while the person types. */
import type { Contents } from '../state.ts'
import type { SessionContext } from './context.ts'

/** Profiles that were looked at already are known; one that cannot be read is found by its name alone. */
export async function lookIntoProfiles({ core, pipeline, store, update }: SessionContext): Promise<void> {
  const { profiles, previews, contents } = store.getState()
  const any = Object.values(previews).find(({ project }) => project !== undefined)?.project
  for (const { name } of profiles) {
    if (previews[name]?.project || contents[name]) continue
    try {
      const { profile } = await core().loadProfile(name)
      const chosen = Object.keys(profile.components).filter((id) => profile.components[id] !== false)
      const found: Contents = {
        title: profile.title,
        summary: profile.summary,
        components: any ? pipeline.reconfigure(any, profile).configuration.components : chosen,
      }
      update((state) => ({ ...state, contents: { ...state.contents, [name]: found } }))
    } catch {
      // The details beside the list say what is wrong with it.
    }
  }
}
