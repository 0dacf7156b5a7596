/** The store: zustand's framework-free core around the pure actions, and the thin hooks by which components read it. */
import { createContext, useContext } from 'react'
import { useStore as useZustand } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { initialState } from './actions.ts'
import type { Session } from './session.ts'
import type { State } from './state.ts'
import type { Theme, ThemeName } from './theme.ts'

export type Store = StoreApi<State>

export function createAppStore(theme: ThemeName): Store {
  return createStore<State>(() => initialState(theme))
}

export interface AppContextValue {
  store: Store
  session: Session
  theme: Theme
  /** Whole terminal, and the part between header and footer. */
  columns: number
  rows: number
  bodyRows: number
}

export const AppContext = createContext<AppContextValue | undefined>(undefined)

/** Store, session, theme and sizes. */
export function useAppContext(): AppContextValue {
  const value = useContext(AppContext)
  if (!value) throw new Error('useAppContext outside of the configurator')
  return value
}

/** A part of the state; the component is drawn again when that part changes. */
export function useAppState<T>(select: (state: State) => T): T {
  return useZustand(useAppContext().store, select)
}
