/** Reading the loader's report: a person who trusts a wrong row looks for a library where it is not. */
import { describe, expect, it } from 'vitest'
import { parseLoaderTrace } from '../../src/image/loader-trace.ts'

const REPORT = `
         2:	file=/host/pre.so [0];  needed by ./app [0]
         2:	file=/host/pre.so [0];  generating link map
         2:	  dynamic: 0x00007f base: 0x00007f   size: 0x0000
         2:	
         2:	file=libown.so [0];  needed by ./app [0]
         2:	find library=libown.so [0]; searching
         2:	 search path=/opt/own		(RUNPATH from file ./app)
         2:	  trying file=/opt/own/libown.so
         2:	
         2:	file=libown.so [0];  generating link map
         2:	file=libc.so.6 [0];  needed by ./app [0]
         2:	find library=libc.so.6 [0]; searching
         2:	 search path=/opt/own		(RUNPATH from file ./app)
         2:	  trying file=/opt/own/libc.so.6
         2:	 search path=/lib:/usr/lib		(system search path)
         2:	  trying file=/lib/libc.so.6
         2:	
         2:	file=libc.so.6 [0];  generating link map
         2:	file=libc.so.6 [0];  needed by libown.so [0]
         2:	calling init: /lib/libc.so.6
         2:	transferring control: ./app
         3:	file=libchild.so [0];  needed by /bin/child [0]
         2:	file=libplug.so [0];  dynamically loaded by ./app [0]
         2:	find library=libplug.so [0]; searching
         2:	 search cache=/etc/ld.so.cache
         2:	  trying file=/usr/lib/plug/libplug.so
         2:	file=libplug.so [0];  generating link map
         2:	file=libgone.so [0];  needed by /usr/lib/plug/libplug.so [0]
         2:	find library=libgone.so [0]; searching
         2:	 search path=/lib:/usr/lib		(system search path)
         2:	  trying file=/lib/libgone.so
`

describe('a report of LD_DEBUG=libs,files', () => {
  const rows = parseLoaderTrace(REPORT, '/host/pre.so')
  const row = (name: string) => rows.find((library) => library.name === name)

  it('keeps the order in which the loader was asked, each library once', () => {
    expect(rows.map(({ name }) => name)).toEqual(['/host/pre.so', 'libown.so', 'libc.so.6', 'libplug.so', 'libgone.so'])
  })

  it('says where each was found, by which rule, and where else was looked', () => {
    expect(row('libown.so')).toMatchObject({ path: '/opt/own/libown.so', rule: 'RUNPATH from file ./app', tried: [] })
    expect(row('libc.so.6')).toMatchObject({
      path: '/lib/libc.so.6',
      rule: 'system search path',
      tried: ['/opt/own/libc.so.6'],
      when: 'start',
    })
  })

  it('tells what was preloaded and what was opened while the program ran', () => {
    expect(row('/host/pre.so')).toMatchObject({ neededBy: 'LD_PRELOAD', rule: 'preload', path: '/host/pre.so' })
    expect(row('libplug.so')).toMatchObject({ when: 'run', rule: 'cache', neededBy: './app' })
  })

  it('does not claim that a missing library was found where it was last looked for', () => {
    expect(row('libgone.so')).toMatchObject({ path: undefined, rule: 'not found' })
  })

  it('leaves the libraries of child processes out', () => {
    expect(row('libchild.so')).toBeUndefined()
  })
})
