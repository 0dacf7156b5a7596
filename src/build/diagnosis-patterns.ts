/** What errors look like in the logs of compilers, linkers, configure scripts, shells and make; and what only looks like one. */
import type { DiagnosisKind } from './diagnosis.ts'

export interface ErrorLine {
  kind: DiagnosisKind
  /** The gist of the line for a title. */
  what: string
  /** Why it most likely is so. */
  cause?: string
  /** A program, header or library that is missing. */
  missing?: string
  missingIs?: 'tool' | 'header' | 'library'
}

/** Lines that hold an error's words without being one: warnings, compiler calls with -Werror, configure's questions. */
const NOISE =
  /\bwarning:|\bnote:|^\s*(?:\S*\/)?(?:ccache |\S*gcc |\S*g\+\+ |\S*ld |libtool:|sed |rm |cp |mv )|^\s*checking |^\s*(?:CC|LD|AR|AS|HOSTCC|HOSTLD|INSTALL)\s/

type Reader = [pattern: RegExp, read: (match: RegExpExecArray) => ErrorLine]

const READERS: readonly Reader[] = [
  [
    /^(\S[^:]*):(\d+)(?::\d+)?: fatal error: (\S+): No such file or directory/,
    ([, file, line, header]) => ({
      kind: 'compile',
      what: `${file}, line ${line}: the header ${header} was not found`,
      missing: header ?? '',
      missingIs: 'header',
    }),
  ],
  [
    /^(\S[^:]*):(\d+)(?::\d+)?: (?:fatal )?[Ee]rror: (.+)$/,
    ([, file, line, text]) => ({ kind: 'compile', what: `${file}, line ${line}: ${text}` }),
  ],
  [
    /^(?:\S*cc1\S*|\S*g?cc|\S*g\+\+|\S*as): (?:fatal )?error: (.+)$/,
    ([, text]) => ({ kind: 'compile', what: text ?? '' }),
  ],
  [
    /: undefined reference to [`'‘"]?([^`'’"]+)/,
    ([, symbol]) => ({ kind: 'link', what: `undefined reference to ${symbol}` }),
  ],
  [
    /cannot find -l(\S+?):?(?: |$)/,
    ([, library]) => ({
      kind: 'link',
      what: `the library ${library} was not found`,
      missing: library ?? '',
      missingIs: 'library',
    }),
  ],
  [
    /: multiple definition of [`'‘]?([^`'’]+)/,
    ([, symbol]) => ({ kind: 'link', what: `${symbol} is defined more than once` }),
  ],
  [
    /^\S*ld(?:\.bfd|\.gold|\.lld)?: (?:error: )?(cannot find .+|.+: file format not recognized.*|unrecognized option .+)$/,
    ([, text]) => ({ kind: 'link', what: text ?? '' }),
  ],
  [
    /^ERROR: modpost: "(\w+)" \[(?:\S*\/)?(\S+)\] undefined!/,
    ([, symbol, module]) => ({
      kind: 'link',
      what: `${module} uses ${symbol}, which the kernel does not offer to modules`,
      cause: 'The name is misspelt, or the part of the kernel that has it is switched off',
    }),
  ],
  [
    /^ERROR: modpost: GPL-incompatible module (\S+) uses GPL-only symbol '(\w+)'/,
    ([, module, symbol]) => ({
      kind: 'link',
      what: `${module} uses ${symbol}, which the kernel offers to modules under the GPL alone`,
      cause: 'Its MODULE_LICENSE is another one, or is missing',
    }),
  ],
  [/^configure: error: (.+)$/, ([, text]) => ({ kind: 'configure', what: text ?? '' })],
  [
    /^CMake Error(?: at (\S+))?/,
    ([, file]) => ({ kind: 'configure', what: file ? `CMake stopped at ${file}` : 'CMake stopped' }),
  ],
  [/^\S*meson\.build:\d+:\d+: ERROR: (.+)$/, ([, text]) => ({ kind: 'configure', what: text ?? '' })],
  [/^\S+: (?:line )?\d+: (?:exec: )?([\w.+/-]+): (?:command )?not found$/, missingTool],
  [/^g?make(?:\[\d+\])?: ([\w.+-]+): (?:No such file or directory|Command not found)$/, missingTool],
  [/^(?:\/usr\/bin\/)?env: [‘'"]?([\w.+-]+)[’'"]?: No such file or directory$/, missingTool],
  [/^tar \(child\): ([\w.+-]+): Cannot exec: No such file or directory$/, missingTool],
  [
    /^g?make(?:\[\d+\])?: \*\*\* (No rule to make target .+?)(?:\. {2}Stop\.)?$/,
    ([, text]) => ({ kind: 'unknown', what: text ?? '' }),
  ],
  [/^smart-os: error: (.+)$/, ([, text]) => ({ kind: 'unknown', what: text ?? '' })],
  [/^(?:\w*Error|SystemExit|ModuleNotFoundError): (.+)$/, ([, text]) => ({ kind: 'unknown', what: text ?? '' })],
  [/^(?:\S+: )?(?:[Ee]rror|ERROR|[Ff]atal error): (.+)$/, ([, text]) => ({ kind: 'unknown', what: text ?? '' })],
  [
    /^((?:tar|cp|install|mv|cat|ln|mkdir|sed|find|\S*\.sh): .*(?:No such file or directory|Permission denied|Read-only file system|cannot .+))$/,
    ([, text]) => ({ kind: 'unknown', what: text ?? '' }),
  ],
]

function missingTool([, tool]: RegExpExecArray): ErrorLine {
  return { kind: 'missing-tool', what: `the program ${tool} was not found`, missing: tool ?? '', missingIs: 'tool' }
}

/** Reads one line of a log; undefined when it is not an error. */
export function readErrorLine(line: string): ErrorLine | undefined {
  if (line.length > 2000 || NOISE.test(line)) return undefined
  for (const [pattern, read] of READERS) {
    const match = pattern.exec(line)
    if (match) return read(match)
  }
  return undefined
}

export const DISK_FULL = /No space left on device|Disk quota exceeded/
export const KILLED =
  /Killed signal terminated program|internal compiler error: Killed|^Killed$|\bKilled\s*(?:\(core dumped\))?$|virtual memory exhausted|out of memory allocating|Cannot allocate memory/
export const PATCH_FAILED = /^Hunk #\d+ FAILED at|^can't find file to patch|malformed patch|hunks? FAILED/
/** The line that the kernel's build.sh prints for each symbol that olddefconfig did not take. */
export const KERNEL_SYMBOL = /^smart-os: kernel symbol (\w+): requested (.+), got (.+)$/

/** Headers that programs for the build host need, and the Debian package of each. */
export const HOST_HEADERS: Readonly<Record<string, string>> = {
  'libelf.h': 'libelf-dev',
  'gelf.h': 'libelf-dev',
  'openssl/opensslv.h': 'libssl-dev',
  'openssl/bio.h': 'libssl-dev',
  'openssl/evp.h': 'libssl-dev',
}
