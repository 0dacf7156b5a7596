/** The machine room's door. vt.ts is not behind it: it loads a terminal emulator and is imported by itself, lazily. */
export { type AccelerationChoice, probeAcceleration } from './acceleration.ts'
export { attachConsole, type ConsoleEnd, type ConsoleInput } from './attach.ts'
export { explainBootFailure, FATAL_LINE, lastSerialLines } from './boot-failure.ts'
export { connectUnix } from './connect.ts'
export { type ConsoleAction, type ConsoleCommand, consoleHelp, createConsoleKeys } from './console.ts'
export { openControl } from './control.ts'
export { type DevicePlaces, driverDevices, goesQuickly, lastingDevices } from './driver-devices.ts'
export { type SettledForwards, settleForwards } from './free-forwards.ts'
export { createGuestMemoryReader, type GuestMemory, type GuestMemoryReader } from './guest-memory.ts'
export { keysOfCharacter, keysOfCombination, pressKeys, typeText } from './keyboard.ts'
export { answerAsTerminal } from './lone-terminal.ts'
export { startMachine } from './machine.ts'
export { type MachineRequest, machineSpec } from './machine-spec.ts'
export { type OpenDevices, openDriverDevices } from './open-devices.ts'
export { createOverlay } from './overlay.ts'
export { type Firmware, prepareFirmware } from './ovmf.ts'
export { pasteArgv, pasteNotes, standsAlone } from './paste-argv.ts'
export { createPointer, type Pointer } from './pointer.ts'
export { qemuArgv, secondSerialSocket } from './qemu-argv.ts'
export { createRuntimeDir, deviceSocket, removeRuntimeDir } from './runtime.ts'
export { takePicture, writeScreenshot } from './screenshot.ts'
export {
  missingFiles,
  readState,
  resumeBytes,
  resumeSpec,
  type SavedState,
  STATE_RECORD,
  saveState,
  stateBytes,
} from './state.ts'
export { createUsageReader, type Usage, type UsageReader } from './usage.ts'
