/** In which order the checks of one run are made. */
import type { Check } from './check-list.ts'

/** Of a run's plan, what decides which results it will have. */
export interface RunOrder {
  checks: Check[]
  reboots: boolean
  screen?: string | undefined
  asks?: boolean | undefined
  outsidePort?: object | undefined
  peer?: object | undefined
  further?: readonly { id: string }[] | undefined
}

/** Ids of all results that a run will have, in order. */
export function expectedIds(plan: RunOrder): string[] {
  const of = (phase: Check['phase'], place: Check['place']): string[] =>
    checksOf(plan, phase, place).map(({ id }) => id)
  const { beforeScreen, afterScreen } = scriptsAroundScreen(plan)
  return [
    'boot',
    ...(plan.asks ? ['login'] : []),
    ...beforeScreen.map(({ id }) => id),
    ...(plan.screen ? ['screen', ...of('first', 'screen')] : []),
    ...afterScreen.map(({ id }) => id),
    ...(plan.outsidePort ? ['network:tcp'] : []),
    ...of('first', 'host'),
    ...(plan.peer ? ['peer:boot', ...of('first', 'peer')] : []),
    'power-off',
    ...(plan.reboots ? ['reboot', ...of('again', 'guest')] : []),
    ...(plan.further ?? []).map(({ id }) => id),
  ]
}

/** What is done at the screen comes before drivers' checks, some of which take its devices away from whoever draws there. */
export function scriptsAroundScreen(plan: Pick<RunOrder, 'checks'>): { beforeScreen: Check[]; afterScreen: Check[] } {
  const scripts = checksOf(plan, 'first', 'guest')
  const drivers = scripts.findIndex(({ entry }) => entry?.kind === 'driver')
  const middle = drivers < 0 ? scripts.length : drivers
  return { beforeScreen: scripts.slice(0, middle), afterScreen: scripts.slice(middle) }
}

/** Checks of one boot and place. */
export function checksOf({ checks }: Pick<RunOrder, 'checks'>, phase: Check['phase'], place: Check['place']): Check[] {
  return checks.filter((check) => check.phase === phase && check.place === place)
}
