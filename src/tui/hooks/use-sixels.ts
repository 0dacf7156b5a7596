/** Whether the terminal has sixels: asked once, when a picture could be drawn so. */
import { useEffect, useState } from 'react'
import type { SixelScreen } from '../model/sixel-screen.ts'
import { useAppContext } from '../store.ts'

/** `wanted` asks. The terminal's own figures; null where it has no sixels, undefined until that is known. */
export function useSixels(wanted: boolean): SixelScreen | null | undefined {
  const { session } = useAppContext()
  const [answer, setAnswer] = useState<SixelScreen | null>()
  useEffect(() => {
    if (!wanted) return
    let gone = false
    void session.context.askSixels().then((screen) => {
      if (!gone) setAnswer(screen ?? null)
    })
    return () => {
      gone = true
    }
  }, [wanted, session])
  return answer
}
