/** A pipeline that needs nothing: plans, builds, boots and verifies in fractions of a second, and records what was asked of it. */
import { basename } from 'node:path'
import { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BuildEvent, BuildPlan, PlannedStep } from '../../src/build/types.ts'
import type { Catalog } from '../../src/catalog/types.ts'
import {
  applyChange,
  applyChanges,
  calibrated,
  compare,
  describeChange,
  footprint,
  optionComplaint,
  problemsAbout,
  proposeBudgetFixes,
  proposeFix,
  proposeFixes,
  proposeProblemFixes,
  resolve,
} from '../../src/configure/index.ts'
import type { BuildRecord } from '../../src/image/types.ts'
import type { Picture } from '../../src/machine/png.ts'
import type { Machine, MachineSpec } from '../../src/machine/types.ts'
import type {
  ConfigurableTree,
  ListedState,
  Pipeline,
  PlannedSizes,
  Project,
  SymbolCost,
} from '../../src/pipeline/types.ts'
import {
  applySets,
  claimDraft,
  defaultProfile,
  diffProfiles,
  draftId,
  hashPassword,
  listDrafts,
  profileAsFile,
  profileYaml,
  releaseDraft,
  removeDraft,
  valueSource,
  writeDraft,
} from '../../src/profile/index.ts'
import type { Forward, Profile } from '../../src/profile/types.ts'
import { CancelledError, SmartError } from '../../src/system/error.ts'
import type { Core } from '../../src/tui/core.ts'
import type { Proof } from '../../src/verify/types.ts'
import { fakeCatalog } from './fake-catalog.ts'
import { fakeTree } from './fake-kconfig.ts'

const MIB = 1024 * 1024

export interface FakeOptions {
  /** Host programs that this computer lacks. */
  missing?: Core['missingTools']
  /** Bytes free on its disk. */
  free?: number
  /** Milliseconds per build step. */
  stepMs?: number
  /** Step that fails. */
  failing?: string
  /** Output of the first step. */
  output?: string
  /** What the failing step's diagnosis says instead, in all its fields. */
  diagnosis?: string
  /** Title and summary of every profile instead of the usual. */
  describe?: string
  /** Wait for ever in the first step, until cancelled. */
  hang?: boolean
  /** A second step runs beside the one that hangs. */
  beside?: boolean
  /** Folder of the log files, which are named but never written here. */
  logs?: string
  /** Every step is in the store, and nothing in the output folder. */
  cached?: boolean
  /** Why every step that is planned has to run. */
  reasons?: readonly string[]
  /** Further profiles of these names, each a minimal one. */
  names?: readonly string[]
  /** Another catalog than the usual small one. */
  catalog?: Catalog
  /** Why no machine can be saved. */
  unsaveable?: string
  /** What of an image is in the store already. */
  sizes?: PlannedSizes
  /** Host ports that somebody has, from the moment of the start on. */
  takenPorts?: readonly number[]
  /** What the guest tells of its memory through a balloon, in bytes; without it the machine has none. */
  guestMemory?: { total: number; available: number }
  /** What the guest prints when it starts, instead of a boot. */
  prints?: string
  /** Settings that were others when it was built. */
  stale?: readonly string[]
  /** As with --out: every profile's files go into one folder. */
  oneFolder?: boolean
  /** Profiles that were built, and proven, in an earlier session. */
  built?: readonly string[]
  proven?: readonly string[]
  /** Opens components' own trees, instead of small ones. */
  openTree?: (component: string) => Promise<ConfigurableTree | undefined>
  /** What builds have measured of kernel symbols. */
  costs?: Readonly<Record<string, SymbolCost>>
  /** Components whose source is not on this computer yet. */
  unfetched?: readonly string[]
  /** What the builds do, instead of playing one. */
  build?: Pipeline['buildProject']
}

export interface Fake {
  pipeline: Pipeline
  core: Core
  /** What was typed into the guest. */
  typed: () => string
  /** The machine that was started last prints it. */
  print: (text: string) => void
  /** `yaml` is what the file would hold. */
  saved: { profile: Profile; file: string | undefined; yaml: string }[]
  calls: string[]
}

function profiles(): Record<string, Profile> {
  const base = defaultProfile('minimal')
  const minimal: Profile = {
    ...base,
    title: 'Minimal (64 MB)',
    summary:
      'Kernel, C library and BusyBox: the smallest system that is a real one. Boots to a shell in 64 MB of memory.',
    drivers: { 'virtio-blk': 'builtin', 'virtio-net': 'builtin', e1000: 'builtin' },
    system: { ...base.system, login: 'auto', hostname: 'minimal' },
    image: { ...base.image, budget: 64 * MIB, root: 'initramfs', formats: ['disk'] },
    machine: { ...base.machine, memory: 64 * MIB, boot: 'direct' },
  }
  const streaming: Profile = {
    ...minimal,
    name: 'streaming',
    title: 'Streaming server',
    summary: 'Takes live streams over RTMP and serves them.',
    components: { 'nginx-rtmp': true },
    machine: { ...minimal.machine, forward: [{ host: 1935, guest: 1935, protocol: 'tcp' }] },
  }
  const gcc: Profile = {
    ...minimal,
    name: 'gcc',
    title: 'Compiler',
    summary: 'C and C++ compilers inside the machine.',
    components: { gcc: true, openssh: true },
  }
  return { gcc, minimal, streaming }
}

export function fakePipeline(options: FakeOptions = {}): Fake {
  const known = profiles()
  for (const name of options.names ?? []) Object.assign(known, { [name]: { ...known.minimal, name } })
  if (options.describe !== undefined)
    for (const profile of Object.values(known))
      Object.assign(profile, { title: options.describe, summary: options.describe })
  const catalog = options.catalog ?? fakeCatalog
  const calls: string[] = []
  const saved: Fake['saved'] = []
  const built = new Map<string, BuildRecord>()
  const builtProfiles = new Map<string, Profile>()
  const proven = new Map<string, Proof>()
  for (const name of options.built ?? [])
    built.set(name, {
      schema: 1,
      profile: name,
      steps: {},
      files: {},
      initramfs: 'whole',
      cmdline: '',
      components: {},
      rootfsBytes: 0,
    })
  for (const profile of options.proven ?? [])
    proven.set(profile, { schema: 1, profile, image: 'disk.img', sha256: 'abc', files: {}, passed: true, runs: [] })
  const states: ListedState[] = []
  let started: Machine | undefined
  const unfetched = new Set(options.unfetched)
  const trees = new Map<string, ConfigurableTree>()
  const keep = (component: string) => {
    const tree = fakeTree(component)
    trees.set(component, tree)
    return tree
  }
  let typed = ''
  const project = (profile: Profile, original = profile): Project => ({
    loaded: {
      profile: original,
      own: {},
      file: `/profiles/${original.name}.yaml`,
      base: defaultProfile(original.name),
      builtin: true,
    },
    catalog,
    configuration: resolve(profile, catalog),
    out: options.oneFolder ? '/tmp/out/one' : `/tmp/out/${profile.name}`,
    cache: '/tmp/cache',
  })
  const pipeline: Pipeline = {
    openProject: async ({ profile }) => {
      calls.push(`open ${profile}`)
      const own = saved.findLast(({ file }) => file === profile || file === `/own/${profile}.yaml`)
      const found = known[profile] ?? own?.profile
      if (!found)
        throw new SmartError(`There is no profile ${JSON.stringify(profile)}`, {
          hint: 'smart-os profiles list shows all',
          exitStatus: 2,
        })
      const opened = project(found)
      if (!own) return opened
      const { extends: parent = '' } = own.profile
      const base = known[parent] ?? defaultProfile(own.profile.name)
      return { ...opened, loaded: { ...opened.loaded, file: own.file, base, builtin: false } }
    },
    reconfigure: (before, profile) => ({
      ...before,
      loaded: { ...before.loaded, profile },
      configuration: resolve(profile, catalog),
    }),
    planProject: async (wanted) => {
      const plan = planOf(wanted, built.get(wanted.configuration.profile.name))
      const { reasons, cached } = options
      if (cached) return { ...plan, steps: plan.steps.map((step) => ({ ...step, action: 'reuse', reasons: [] })) }
      if (!reasons) return plan
      const steps = plan.steps.map((step) => ({ ...step, reasons: step.action === 'build' ? [...reasons] : [] }))
      return { ...plan, steps }
    },
    buildProject: async (wanted, run = {}) => {
      const { signal, onEvent } = run
      const { name } = wanted.configuration.profile
      calls.push(`build ${name}`)
      if (options.build) return options.build(wanted, run)
      const record = await playBuild(
        wanted,
        planOf(wanted, built.get(name)),
        options,
        (event) => onEvent?.(event),
        signal,
      )
      built.set(name, record)
      builtProfiles.set(name, wanted.configuration.profile)
      return record
    },
    plannedSizes: async () => options.sizes ?? { bytes: {} },
    measured: async () => ({ bytes: { openssh: 2_300_000 }, seconds: { openssh: 75 } }),
    staleSettings: async () => [...(options.stale ?? [])],
    builtProject: async (wanted) => {
      const built = builtProfiles.get(wanted.configuration.profile.name)
      return built && project(built)
    },
    compareProjects: async (before, after) => {
      calls.push(`compare ${before.configuration.profile.name} ${after.configuration.profile.name}`)
      return compare({ configuration: before.configuration }, { configuration: after.configuration })
    },
    openConfigurableTree: async (_project, component) =>
      options.openTree
        ? options.openTree(component)
        : unfetched.has(component)
          ? undefined
          : (trees.get(component) ?? keep(component)),
    symbolCosts: async (_project, { component }) =>
      new Map(component === 'linux' ? Object.entries(options.costs ?? {}) : []),
    fetchSource: async (_project, component, { onEvent, signal } = {}) => {
      calls.push(`fetch ${component}`)
      onEvent?.({ type: 'step:started', at: Date.now(), id: `fetch:${component}`, log: '', incremental: false })
      onEvent?.({
        type: 'step:progress',
        at: Date.now(),
        id: `fetch:${component}`,
        fraction: 0.5,
        note: '5 MB of 10 MB',
      })
      await sleep(options.stepMs ?? 20, undefined, { signal })
      unfetched.delete(component)
      return `/src/${component}`
    },
    openShell: async (_project, component) => {
      calls.push(`shell ${component}`)
      return {
        argv: ['/bin/sh', '-i'],
        env: { SRC: '/src' },
        cwd: '/tmp',
        note: `The tree in which ${component} failed`,
        [Symbol.asyncDispose]: async () => void calls.push('shell closed'),
      }
    },
    lastBuild: async (wanted) => (options.oneFolder ? [...built.values()].at(-1) : built.get(basename(wanted.out))),
    lastProof: async (wanted) => proven.get(basename(wanted.out)),
    prepareMachine: async (wanted, launch = {}) => {
      const { machine, name } = wanted.configuration.profile
      const memory = launch.memory ?? machine.memory
      if (Object.keys(launch).length > 0) calls.push(`prepare ${JSON.stringify(launch)}`)
      const spec: MachineSpec = {
        name,
        memory,
        cpus: launch.cpus ?? machine.cpus,
        acceleration: 'tcg',
        boot: {
          type: 'direct',
          kernel: '/tmp/out/bzImage',
          initramfs: '/tmp/out/initramfs',
          cmdline: 'console=tty0 console=ttyS0',
        },
        disks: [],
        nics:
          launch.network === 'none'
            ? []
            : [{ model: 'virtio-net', backend: 'user', forward: launch.forward ?? machine.forward }],
        display: 'none',
        extra: options.guestMemory ? ['-device', 'virtio-balloon-pci,id=balloon0'] : [],
        runtimeDir: '/tmp/smart-os-test-runtime',
        serialLog: `/tmp/out/${name}/logs/serial${launch.instance === undefined ? '' : `-${launch.instance}`}.log`,
      }
      const argv = [
        'qemu-system-x86_64',
        '-nodefaults',
        '-machine',
        'microvm',
        '-accel',
        'tcg',
        '-m',
        `${memory / MIB}M`,
        '-kernel',
        `/tmp/out/${name}/bzImage`,
        '-initrd',
        `/tmp/out/${name}/initramfs`,
        '-append',
        'console=tty0 console=ttyS0 quiet',
        '-device',
        'virtio-net-device,netdev=net0',
        '-netdev',
        'user,id=net0',
        '-nographic',
      ]
      const settled = settle(spec, launch.promised)
      return {
        spec: settled.spec,
        argv,
        accelerationReason: '/dev/kvm is there, but a probe guest hung in it',
        notes: settled.moved,
      }
    },
    settlePorts: async (spec, promised) => ({
      argv: ['qemu-system-x86_64'],
      ...settle(spec, promised, options.takenPorts),
    }),
    startMachine: async (spec, { onEvent } = {}) => {
      calls.push(`start ${spec.name}`)
      started = fakeMachine(
        spec,
        onEvent ?? (() => {}),
        (text) => {
          typed += text
        },
        calls,
        options.prints,
        options.guestMemory,
      )
      return started
    },
    announceMachine: async (_project, spec) => void calls.push(`announce ${spec.serialLog}`),
    saveState: async (_project, machine, name) => {
      if (options.unsaveable !== undefined) throw new SmartError(options.unsaveable)
      calls.push(`save ${machine.spec.name}`)
      states.push({ name, created: '2026-01-01T00:00:00Z', bytes: 38 * MIB, memory: machine.spec.memory })
    },
    listSaved: async () => [...states],
    deleteSaved: async (_project, name) => {
      calls.push('delete saved')
      states.splice(
        states.findIndex((state) => state.name === name),
        1,
      )
    },
    prepareSaved: async (wanted, name) => {
      calls.push(`restore ${name === states[0]?.name ? 'the first' : name}`)
      return pipeline.prepareMachine(wanted)
    },
    verifyProject: async (wanted, { onEvent, signal } = {}) => {
      const ids = ['boot', 'clock', 'network:dhcp', 'network:dns', 'component:busybox', 'driver:virtio-net']
      onEvent?.({ type: 'verify:run', at: Date.now(), boot: 'direct', memory: 64 * MIB, checks: ids })
      for (const id of ids) {
        onEvent?.({ type: 'verify:check', at: Date.now(), boot: 'direct', id, state: 'running' })
        await sleep(options.stepMs ?? 20, undefined, { signal })
        onEvent?.({
          type: 'verify:checked',
          at: Date.now(),
          boot: 'direct',
          result: { id, status: 'passed', reason: '', seconds: 0.1 },
        })
      }
      onEvent?.({ type: 'verify:finished', at: Date.now(), passed: true })
      const proof: Proof = {
        schema: 1,
        profile: wanted.configuration.profile.name,
        image: 'disk.img',
        sha256: 'abc',
        files: {},
        passed: true,
        runs: [
          {
            boot: 'direct',
            memory: 64 * MIB,
            acceleration: 'tcg',
            timeline: { login: 1.42 },
            checks: ids.map((id) => ({ id, status: 'passed', reason: '', seconds: 0.1 })),
          },
        ],
      }
      proven.set(proof.profile, proof)
      return proof
    },
  }
  const core: Core = {
    listProfiles: async () => {
      const given = Object.keys(known).map((name) => ({ name, file: `/profiles/${name}.yaml`, builtin: true }))
      const files = [...new Set(saved.map(({ file = '' }) => file))].filter((file) => file.startsWith('/own/'))
      const own = files.map((file) => ({ name: file.slice('/own/'.length, -'.yaml'.length), file, builtin: false }))
      return [...given, ...own].sort((a, b) => (a.name < b.name ? -1 : 1))
    },
    loadProfile: async (name) => {
      const profile = known[name]
      if (!profile) throw new SmartError(`There is no profile ${name}`)
      return project(profile).loaded
    },
    saveProfile: async (profile, base, file, tryOut) => {
      if (!/^[a-z0-9-]+$/.test(profile.name))
        throw new SmartError(`${JSON.stringify(profile.name)} cannot be a profile's name`, {
          hint: 'Use lower-case letters',
        })
      const path = file ?? `/own/${profile.name}.yaml`
      saved.push({ profile, file: path, yaml: profileYaml(profile, base) })
      await tryOut(path)
      return path
    },
    profileYaml,
    profileAsFile,
    diffProfiles,
    applySets,
    ownProfileFile: (name) => {
      if (!/^[a-z0-9-]+$/.test(name))
        throw new SmartError(`${JSON.stringify(name)} cannot be a profile's name`, { hint: 'Use lower-case letters' })
      return `/own/${name}.yaml`
    },
    applyChange,
    applyChanges,
    describeChange,
    proposeFix,
    proposeFixes,
    proposeProblemFixes,
    proposeBudgetFixes,
    problemsAbout,
    valueSource,
    lineOf: async () => 7,
    hashPassword,
    calibrated,
    footprint,
    optionComplaint,
    missingTools: () => options.missing?.() ?? [],
    freeBytes: async () => options.free ?? 100_000 * MIB,
    claimDraft,
    draftId,
    listDrafts,
    releaseDraft,
    removeDraft,
    writeDraft,
  }
  return { pipeline, core, typed: () => typed, print: (text) => void started?.console.push(text), saved, calls }
}

function planOf(project: Project, record: BuildRecord | undefined): BuildPlan {
  const { configuration } = project
  const step = (
    id: string,
    kind: PlannedStep['kind'],
    title: string,
    seconds: number,
    needs: string[],
  ): PlannedStep => {
    const known = record?.steps[id]?.key === JSON.stringify([id, kind === 'build' ? 1 : configuration.profile])
    return {
      id,
      kind,
      title,
      needs,
      key: id,
      action: known ? 'reuse' : 'build',
      reasons: known ? [] : [record ? 'a setting changed' : 'never built'],
      seconds,
      cores: kind === 'build' ? 2 : 1,
      measured: record !== undefined,
    }
  }
  const builds = configuration.components
    .filter((id) => id !== 'base')
    .flatMap((id) => {
      const seconds = (configuration.catalog.entries.get(id)?.estimates.cpuSeconds ?? 10) / 2
      return [
        step(`unpack:${id}`, 'unpack', `unpack ${id}`, 3, []),
        step(`build:${id}`, 'build', `build ${id}`, seconds, [`unpack:${id}`]),
      ]
    })
  const steps = [
    ...builds,
    step('compose', 'compose', 'compose the system', 2, []),
    step('pack:initramfs', 'pack', 'pack initramfs', 4, ['compose']),
    step('pack:disk', 'pack', 'pack disk', 3, ['compose']),
  ]
  const todo = steps.filter(({ action }) => action === 'build')
  const seconds = todo.reduce((sum, { seconds: own }) => sum + own, 0)
  return {
    steps,
    jobs: 2,
    seconds: seconds / 2,
    criticalPathSeconds: Math.max(0, ...todo.map((one) => one.seconds)),
    bytes: 800 * MIB,
  }
}

async function playBuild(
  project: Project,
  plan: BuildPlan,
  { stepMs = 15, failing, output, hang, diagnosis, beside, logs = '/tmp/cache/logs' }: FakeOptions,
  emit: (event: BuildEvent) => void,
  signal?: AbortSignal,
): Promise<BuildRecord> {
  emit({ type: 'build:planned', at: Date.now(), plan })
  for (const [index, { id, action }] of plan.steps.entries()) {
    if (action === 'reuse') continue
    const started = Date.now()
    emit({
      type: 'step:started',
      at: started,
      id,
      log: `${logs}/${id.replace(':', '-')}.log`,
      incremental: false,
    })
    if (hang && beside && index === 0) {
      const other = plan.steps[1]?.id ?? ''
      emit({ type: 'step:started', at: started, id: other, log: `${logs}/other.log`, incremental: false })
      emit({ type: 'step:output', at: started, id: other, text: 'words of the other one\n' })
    }
    if (index === 0 && output !== undefined) emit({ type: 'step:output', at: Date.now(), id, text: output })
    try {
      if (hang && index === 0) await sleep(600_000, undefined, { signal })
      for (let tick = 1; tick <= 10; tick++) {
        emit({ type: 'step:output', at: Date.now(), id, text: `  CC      ${id.split(':')[1] ?? id}/file${tick}.o\n` })
        emit({ type: 'step:progress', at: Date.now(), id, fraction: Math.min(1, tick / 10) })
        await sleep(stepMs / 10, undefined, { signal })
      }
    } catch {
      emit({ type: 'step:finished', at: Date.now(), id, outcome: 'cancelled', seconds: 0, cpuSeconds: 0, bytes: 0 })
      emit({ type: 'build:finished', at: Date.now(), outcome: 'cancelled', seconds: 0 })
      throw new CancelledError('The build was cancelled')
    }
    const seconds = (Date.now() - started) / 1000
    if (id === failing) {
      emit({
        type: 'step:finished',
        at: Date.now(),
        id,
        outcome: 'failed',
        seconds,
        cpuSeconds: 1,
        bytes: 0,
        diagnosis: {
          kind: 'compile',
          step: id,
          title: `Compiling ${id.split(':')[1]} failed`,
          error: "networking/tc.c:236:27: error: 'TCA_CBQ_MAX' undeclared (first use in this function)",
          excerpt: [
            'networking/tc.c: In function ‘cbq_print_opt’:',
            "networking/tc.c:236:27: error: 'TCA_CBQ_MAX' undeclared (first use in this function)",
            '  236 |  struct rtattr *tb[TCA_CBQ_MAX+1];',
            '      |                    ^~~~~~~~~~~',
            'make[1]: *** [scripts/Makefile.build:197: networking/tc.o] Error 1',
          ],
          cause: 'The kernel headers are newer than this program expects.',
          hint: 'Switch the option tc of busybox off, then build again',
          ...(diagnosis === undefined
            ? {}
            : {
                title: diagnosis,
                error: diagnosis,
                excerpt: diagnosis.split('\n'),
                cause: diagnosis,
                hint: diagnosis,
              }),
          log: `/tmp/cache/logs/${id.replace(':', '-')}.log`,
        },
      })
      emit({ type: 'build:finished', at: Date.now(), outcome: 'failed', seconds: 1 })
      throw new SmartError(`${id} failed`, { hint: 'See the log' })
    }
    emit({ type: 'step:finished', at: Date.now(), id, outcome: 'done', seconds, cpuSeconds: seconds, bytes: 1000 })
  }
  emit({ type: 'build:finished', at: Date.now(), outcome: 'done', seconds: 1 })
  const components = Object.fromEntries(
    project.configuration.components.map((id) => [
      id,
      project.configuration.catalog.entries.get(id)?.estimates.bytes ?? 0,
    ]),
  )
  return {
    schema: 1,
    profile: project.configuration.profile.name,
    steps: Object.fromEntries(
      plan.steps.map(({ id, kind }) => [
        id,
        { key: JSON.stringify([id, kind === 'build' ? 1 : project.configuration.profile]), inputs: {} },
      ]),
    ),
    files: {
      'disk.img': { bytes: 11_400_000, sha256: '3fa4c17e'.repeat(8) },
      bzImage: { bytes: 2_150_000, sha256: '9b1d77aa'.repeat(8) },
      initramfs: { bytes: 1_730_000, sha256: 'c0ffee42'.repeat(8) },
    },
    initramfs: 'whole',
    cmdline: 'console=ttyS0',
    components,
    rootfsBytes: 4_140_000,
  }
}

/** Forwards whose ports are promised or taken lead from a thousand higher. */
function settle(
  spec: MachineSpec,
  promised: readonly Forward[] = [],
  taken: readonly number[] = [],
): { spec: MachineSpec; moved: string[] } {
  const used = new Set([...promised.map(({ host }) => host), ...taken])
  const moved: string[] = []
  const nics = spec.nics.map((nic) => ({
    ...nic,
    forward: nic.forward.map((forward) => {
      if (!used.has(forward.host)) return forward
      moved.push(`Port ${forward.host} is taken: 127.0.0.1:${forward.host + 1000} leads to ${forward.guest}/tcp`)
      return { ...forward, host: forward.host + 1000 }
    }),
  }))
  return { spec: { ...spec, nics }, moved }
}

/** A red half above a blue one. */
function fakePicture(): Picture {
  const rgb = new Uint8Array(64 * 48 * 3)
  for (let pixel = 0; pixel < 64 * 48; pixel++) rgb[pixel * 3 + (pixel < (64 * 48) / 2 ? 0 : 2)] = 255
  return { width: 64, height: 48, rgb }
}

function fakeMachine(
  spec: MachineSpec,
  onEvent: (event: {
    type: 'machine:milestone'
    at: number
    entry: { milestone: 'kernel' | 'init' | 'login'; at: number }
  }) => void,
  type: (text: string) => void,
  calls: string[],
  prints = '\x1b[1;32mLinux version 6.1.90\x1b[0m (smart-os)\r\nsmart-os: init\r\n\r\n~ # ',
  memory?: FakeOptions['guestMemory'],
): Machine {
  let end: (value: { exitCode: number; reason: 'powered-off' }) => void = () => {}
  const exited = new Promise<{ exitCode: number; reason: 'powered-off' }>((resolve) => {
    end = resolve
  })
  const console = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      type(chunk.toString())
      this.push(chunk.toString().replaceAll('\r', '\r\n'))
      done()
    },
  })
  console.push(prints)
  for (const [milestone, at] of [
    ['kernel', 0.21],
    ['init', 0.93],
    ['login', 1.42],
  ] as const)
    setTimeout(() => onEvent({ type: 'machine:milestone', at: Date.now(), entry: { milestone, at } }), at * 30)
  const off = async () => {
    calls.push('power off')
    end({ exitCode: 0, reason: 'powered-off' })
  }
  return {
    spec,
    // A process that is there: its figures are real.
    pid: process.pid,
    console,
    timeline: [],
    exited,
    reached: async (milestone) => ({ milestone, at: 1 }),
    qmp: async (command) => {
      calls.push(`qmp ${command}`)
      if (command === 'quit') await off()
      if (command !== 'qom-get' || !memory) return {}
      const stats = { 'stat-total-memory': memory.total, 'stat-available-memory': memory.available }
      return { stats, 'last-update': Math.floor(Date.now() / 1000) }
    },
    powerOff: off,
    reset: async () => void calls.push('reset'),
    pause: async () => void calls.push('pause'),
    resume: async () => void calls.push('resume'),
    screenshot: async (file) => {
      calls.push(`screenshot ${file}`)
      return fakePicture()
    },
    [Symbol.asyncDispose]: off,
  }
}
