/**
 * The variables that `make ARCH=…` gives the programs of scripts/kconfig: what the kernel's top Makefile exports and Kconfig files
 * or the scripts they call read. Kconfig takes every macro that no file defines from there.
 */

/** What comes from outside: the environment of the person who calls, and this machine. */
export interface Outside {
  variables: Readonly<Record<string, string | undefined>>
  /** `uname -m`. */
  machine: string
}

export interface EnvironmentOptions {
  /** What `make ARCH=…` would get: `x86_64`, `arm64`, … */
  arch: string
  /** Absolute. */
  treeDir: string
  /** Text of the tree's top Makefile; empty where there is none. */
  makefile: string
  /** Variables as on make's command line (`CC=clang`): they win over everything. */
  given?: ReadonlyMap<string, string>
  outside: Outside
}

/** The variables of a kernel tree, without CC_VERSION_TEXT, which the compiler has to be asked for: see `compilerVersion()`. */
export function kernelEnvironment(options: EnvironmentOptions): Map<string, string> {
  const { arch, treeDir, makefile, outside } = options
  const given = (name: string) => options.given?.get(name) ?? outside.variables[name]
  return new Map([
    ...versionVariables(makefile),
    ['ARCH', arch],
    ['SRCARCH', sourceArch(arch)],
    ['UTS_MACHINE', arch],
    ['srctree', treeDir],
    ['abs_srctree', treeDir],
    ['LC_COLLATE', 'C'],
    ['LC_NUMERIC', 'C'],
    ...toolNames(given('CROSS_COMPILE') ?? '', given('LLVM') ?? ''),
    ...fixedTools,
    // User Mode Linux reads the Kconfig files of the machine it runs on, too.
    ...(arch === 'um'
      ? ([
          ['SUBARCH', subArch(outside.machine)],
          ['HEADER_ARCH', subArch(outside.machine) === 'i386' ? 'x86' : subArch(outside.machine)],
        ] satisfies [string, string][])
      : []),
    ...(options.given ?? []),
  ])
}

/** VERSION and its parts as they stand at the top of the Makefile, and KERNELVERSION; BusyBox has the same. */
export function versionVariables(makefile: string): [string, string][] {
  const names = ['VERSION', 'PATCHLEVEL', 'SUBLEVEL', 'EXTRAVERSION']
  const top = makefile.slice(0, 2000)
  const parts = names.map((name) => new RegExp(`^${name}[ \t]*=[ \t]*(.*)$`, 'm').exec(top)?.[1]?.trim() ?? '')
  const version = parts.slice(0, 3).filter((part) => part !== '')
  return [
    ...names.map((name, index): [string, string] => [name, parts[index] ?? '']),
    ['KERNELVERSION', version.join('.') + (parts[3] ?? '')],
  ]
}

/** The command whose output, without number signs, is CC_VERSION_TEXT. */
export function compilerVersion(compiler: string): string {
  return `LC_ALL=C ${compiler} --version 2>/dev/null | head -n 1`
}

/** Tools with a prefix: of GNU, or of LLVM where LLVM=1, LLVM=/folder/ or LLVM=-15 asks for it. */
function toolNames(cross: string, llvm: string): [string, string][] {
  if (llvm === '')
    return [
      ['CROSS_COMPILE', cross],
      ['CC', `${cross}gcc`],
      ['CPP', `${cross}gcc -E`],
      ...binutils.map((name): [string, string] => [name.toUpperCase(), cross + name]),
      ['HOSTCC', 'gcc'],
      ['HOSTCXX', 'g++'],
    ]
  const prefix = llvm.endsWith('/') ? llvm : ''
  const suffix = llvm.startsWith('-') ? llvm : ''
  const clang = `${prefix}clang${suffix}`
  return [
    ['CROSS_COMPILE', cross],
    ['CC', clang],
    ['CPP', `${clang} -E`],
    ...binutils.map((name): [string, string] => [
      name.toUpperCase(),
      `${prefix}${name === 'ld' ? 'ld.lld' : `llvm-${name}`}${suffix}`,
    ]),
    ['HOSTCC', clang],
    ['HOSTCXX', `${prefix}clang++${suffix}`],
  ]
}

const binutils = ['ld', 'ar', 'nm', 'objcopy', 'objdump', 'readelf', 'strip']

const fixedTools: [string, string][] = [
  ['CONFIG_SHELL', 'sh'],
  ['RUSTC', 'rustc'],
  ['RUSTDOC', 'rustdoc'],
  ['RUSTFMT', 'rustfmt'],
  ['BINDGEN', 'bindgen'],
  ['CARGO', 'cargo'],
  ['HOSTRUSTC', 'rustc'],
  ['PAHOLE', 'pahole'],
  ['LEX', 'flex'],
  ['YACC', 'bison'],
  ['AWK', 'awk'],
  ['PERL', 'perl'],
  ['PYTHON3', 'python3'],
  ['BASH', 'bash'],
  ['MAKE', 'make'],
  ['HOSTPKG_CONFIG', 'pkg-config'],
  ['RUSTC_BOOTSTRAP', '1'],
]

/** The folder below arch/ for an ARCH, as the kernel's top Makefile derives SRCARCH. */
export function sourceArch(arch: string): string {
  if (arch === 'i386' || arch === 'x86_64') return 'x86'
  if (arch === 'sparc32' || arch === 'sparc64') return 'sparc'
  if (arch === 'parisc64') return 'parisc'
  return arch
}

/** `uname -m` as scripts/subarch.include turns it into an architecture of the kernel. */
export function subArch(machine: string): string {
  if (/^(i.86|x86_64)$/.test(machine)) return 'x86'
  for (const [pattern, name] of subArchs) if (pattern.test(machine)) return name
  return machine
}

const subArchs: [RegExp, string][] = [
  [/^sun4u/, 'sparc64'],
  [/^(arm|sa110)/, 'arm'],
  [/^s390x/, 's390'],
  [/^ppc/, 'powerpc'],
  [/^mips/, 'mips'],
  [/^sh[234]/, 'sh'],
  [/^aarch64/, 'arm64'],
  [/^riscv/, 'riscv'],
  [/^loongarch/, 'loongarch'],
]

/**
 * What else a probe gets of the caller's environment: where programs are, and what compilers, linkers and libraries are known to
 * read. Everything else is kept from it, so that an answer depends on nothing that its key does not hold.
 */
const passed = new Set(
  (
    'PATH HOME TMPDIR LANG LANGUAGE LC_CTYPE LC_MESSAGES CPATH C_INCLUDE_PATH LIBRARY_PATH COMPILER_PATH GCC_EXEC_PREFIX ' +
    'LD_LIBRARY_PATH LD_RUN_PATH LDEMULATION GNUTARGET SOURCE_DATE_EPOCH SYSROOT USERCFLAGS USERLDFLAGS KCFLAGS CLANG_FLAGS ' +
    'CROSS_COMPILE_COMPAT CROSS32_COMPILE RUST_LIB_SRC RUSTUP_HOME RUSTUP_TOOLCHAIN CARGO_HOME LIBCLANG_PATH ' +
    'CCACHE_DIR CCACHE_CONFIGPATH CCACHE_DISABLE PKG_CONFIG_PATH'
  ).split(' '),
)

/** The whole environment of one command: kernel variables, what is passed on, and what the command names itself (`$USER`). */
export function probeEnvironment(
  kernel: ReadonlyMap<string, string>,
  outside: Outside['variables'],
  command: string,
): Record<string, string> {
  const environment: Record<string, string> = {}
  for (const name of passed) if (outside[name] !== undefined) environment[name] = outside[name]
  for (const [, name = ''] of command.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]*)/g))
    if (outside[name] !== undefined) environment[name] = outside[name]
  for (const [name, value] of kernel) environment[name] = value
  return environment
}
