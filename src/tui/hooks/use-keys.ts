/**
 * Keys reach commands through layers: a dialog lies over a screen, a screen over what holds everywhere. The highest layer
 * that knows the key takes it; a modal one lets nothing through. The help bar reads the same layers.
 */
import { useInput, usePaste } from 'ink'
import { createContext, useContext, useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import { type Command, keyNames, keyRow, keyText, matchCommand } from '../keys.ts'

/** What commands do; each is told the key, for commands of several keys that mean different things (digits). */
export type Handlers = Partial<Record<Command, (key: string) => void>>

interface Layer {
  priority: number
  modal: boolean
  commands: readonly Command[]
  handlers: () => Handlers
  onText: () => ((text: string) => void) | undefined
}

export const Priority = { global: 0, screen: 1, pane: 2, dialog: 3, editor: 4 } as const

export class KeyLayers {
  #layers: Layer[] = []
  readonly #listeners = new Set<() => void>()

  add(layer: Layer): () => void {
    this.#layers = [...this.#layers, layer].sort((a, b) => b.priority - a.priority)
    this.#changed()
    return () => {
      this.#layers = this.#layers.filter((other) => other !== layer)
      this.#changed()
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Highest first, down to the first modal one. */
  active = (): readonly Layer[] => this.#layers

  static reachable(layers: readonly Layer[]): readonly Layer[] {
    const modal = layers.findIndex((layer) => layer.modal)
    return modal === -1 ? layers : layers.slice(0, modal + 1)
  }

  /** Commands that keys reach now, each once, highest layer first. */
  commands(): Command[] {
    return [...new Set(KeyLayers.reachable(this.#layers).flatMap((layer) => layer.commands))]
  }

  /** Runs a command by its name, as its key would. False where nothing on the screen has it. */
  run(command: Command): boolean {
    for (const layer of KeyLayers.reachable(this.#layers)) {
      const handler = layer.commands.includes(command) ? layer.handlers()[command] : undefined
      if (!handler) continue
      handler(keyRow(command).keys[0] ?? '')
      return true
    }
    return false
  }

  press(key: string, text: string | undefined): void {
    // Ctrl-C is the way out of everything: no dialog keeps it.
    for (const layer of key === 'ctrl-c' ? this.#layers : KeyLayers.reachable(this.#layers)) {
      const command = matchCommand(key, layer.commands)
      const handler = command && layer.handlers()[command]
      if (handler) {
        handler(key)
        return
      }
      const onText = layer.onText()
      if (onText && text !== undefined) {
        onText(text)
        return
      }
    }
  }

  paste(text: string): void {
    for (const layer of KeyLayers.reachable(this.#layers)) {
      const onText = layer.onText()
      if (onText) {
        onText(text.replace(/[\p{Cc}]+/gu, ' '))
        return
      }
    }
  }
}

export const KeyLayersContext = createContext(new KeyLayers())

interface Options {
  priority: number
  active?: boolean
  /** Nothing below this layer gets keys. */
  modal?: boolean
  /** Gets printable characters that are no command of this layer. */
  onText?: (text: string) => void
}

/** Binds commands to what they do while the component is mounted (and `active`). */
export function useKeys(handlers: Handlers, { priority, active = true, modal = false, onText }: Options): void {
  const layers = useContext(KeyLayersContext)
  const latest = useRef({ handlers, onText })
  latest.current = { handlers, onText }
  const names = (Object.keys(handlers) as Command[]).filter((name) => handlers[name]).join(' ')
  useLayoutEffect(() => {
    if (!active) return
    const commands = names === '' ? [] : (names.split(' ') as Command[])
    return layers.add({
      priority,
      modal,
      commands,
      handlers: () => latest.current.handlers,
      onText: () => latest.current.onText,
    })
  }, [layers, priority, active, modal, names])
}

/** The one listener on the terminal, at the root. Keys that come together are pressed one by one, each after the drawing of the one before. */
export function useKeyboard(layers: KeyLayers): void {
  const queue = useRef<(() => void)[]>([])
  const busy = useRef(false)
  const pump = () => {
    queue.current.shift()?.()
    // React draws at the end of this turn of the loop; the next turn sees the layers as they are then.
    setImmediate(() => {
      if (queue.current.length > 0) pump()
      else busy.current = false
    })
  }
  const enqueue = (press: () => void) => {
    queue.current.push(press)
    if (busy.current) return
    busy.current = true
    pump()
  }
  useInput((input, key) => {
    for (const name of keyNames(input, key)) enqueue(() => layers.press(name, keyText(name)))
  })
  usePaste((text) => enqueue(() => layers.paste(text)))
}

/** Layers that keys reach now, for the help bar. */
export function useReachableLayers(): readonly Layer[] {
  const layers = useContext(KeyLayersContext)
  return KeyLayers.reachable(useSyncExternalStore(layers.subscribe, layers.active))
}
