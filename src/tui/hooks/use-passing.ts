/** Messages that pass: gone after a while wherever one has gone meanwhile, and at once where a dialog speaks of something else. */
import { useEffect } from 'react'
import { passes } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'

const FADE_MS = 3500

/** Warnings and errors stay until the next key that says something. */
export function usePassingMessages(): void {
  const { store } = useAppContext()
  const message = useAppState((state) => state.message)
  useEffect(() => {
    if (!message || !passes(message)) return
    const timer = setTimeout(
      () => store.setState((state) => (state.message === message ? { message: undefined } : {})),
      FADE_MS,
    )
    return () => clearTimeout(timer)
  }, [store, message])
  useEffect(
    () =>
      store.subscribe((state, before) => {
        const opened = state.dialog !== undefined && before.dialog === undefined
        if (opened && state.message && state.message === before.message && passes(state.message))
          store.setState({ message: undefined })
      }),
    [store],
  )
}
