/** What a profile that extends nothing starts from. */
import type { Profile } from './types.ts'

/** A complete, empty profile: nothing chosen, root locked, everything on loopback. */
export function defaultProfile(name: string): Profile {
  return {
    name,
    title: name,
    summary: '',
    arch: 'x86_64',
    origin: 'source',
    components: {},
    drivers: {},
    kernel: {},
    system: {
      hostname: 'smart-os',
      timezone: 'UTC',
      login: 'password',
      users: [],
      services: [],
      modules: 'listed',
      network: 'dhcp',
      dns: [],
      mounts: [],
      files: [],
    },
    image: {
      root: 'disk',
      memoryFs: 'tmpfs',
      overlay: 'memory',
      debug: false,
      rootfs: 'ext4',
      compression: 'zstd',
      formats: ['disk'],
    },
    machine: {
      memory: 128 * 1024 * 1024,
      cpus: 1,
      boot: 'bios',
      display: 'none',
      disks: [],
      network: 'user',
      nic: 'virtio-net',
      links: [],
      forward: [],
    },
  }
}
