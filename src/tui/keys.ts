/**
 * The one key table: command → keys → description. Matching, the help bar, the help page and the README's table all
 * come from here. `bar` is the short word in the help bar; commands without one are only on the help page. Within a scope the
 * most needed come first: the bar begins with them, and a narrow one ends with them.
 */
export { keyNames, keyText, showKey, showKeys } from './key-names.ts'

interface KeyRow {
  keys: readonly string[]
  text: string
  bar?: string
}

export const KEY_TABLE = {
  'list.up': { keys: ['up', 'k'], text: 'One row up' },
  'list.down': { keys: ['down', 'j'], text: 'One row down' },
  'list.pageUp': { keys: ['pageup', 'ctrl-u'], text: 'One page up' },
  'list.pageDown': { keys: ['pagedown', 'ctrl-d'], text: 'One page down' },
  'list.first': { keys: ['home', 'g'], text: 'To the first row' },
  'list.last': { keys: ['end', 'G'], text: 'To the last row' },

  'profiles.open': { keys: ['return', 'right'], text: 'Open the profile in the configurator', bar: 'open' },
  'profiles.build': { keys: ['b'], text: 'Plan and build the profile as it is', bar: 'build' },
  'profiles.run': { keys: ['x'], text: 'Build what is missing, then start the machine', bar: 'run it' },
  'profiles.new': { keys: ['n', '+'], text: 'A new profile from this one', bar: 'new' },
  'profiles.file': { keys: ['o'], text: 'Open a profile from a file', bar: 'file' },
  'profiles.result': { keys: ['r'], text: 'What the last build left', bar: 'result' },
  'profiles.search': { keys: ['/'], text: 'Search profiles and commands', bar: 'search' },
  'profiles.compare': {
    keys: ['d'],
    text: 'Compare it with another profile, or with what was last built',
    bar: 'compare',
  },
  'profiles.drafts': { keys: ['u'], text: 'Unsaved changes that an earlier session left' },
  'profiles.tour': { keys: ['t'], text: 'Take the short tour' },
  'profiles.noTour': { keys: ['N'], text: 'Do not offer the tour any more' },

  'tour.next': { keys: ['return', 'right', 'space'], text: 'Next step', bar: 'next' },
  'tour.previous': { keys: ['left', 'backspace'], text: 'Step before', bar: 'back' },
  'tour.end': { keys: ['escape', 'q'], text: 'End the tour', bar: 'end the tour' },

  'configure.toggle': { keys: ['space'], text: 'Switch on or off; next value', bar: 'change' },
  'configure.open': {
    keys: ['return', 'right'],
    text: 'Open: the section, the list, the value, the page about a component',
    bar: 'open',
  },
  'configure.save': { keys: ['s'], text: 'Save the profile', bar: 'save' },
  'configure.build': { keys: ['b'], text: 'Plan and build', bar: 'build' },
  'configure.why': { keys: ['w'], text: 'Why the row is as it is, and what would change that', bar: 'why' },
  'configure.info': { keys: ['?', 'h'], text: 'All about the row', bar: 'info' },
  'configure.undo': { keys: ['u'], text: 'Undo the last change', bar: 'undo' },
  'configure.search': { keys: ['/'], text: 'Search everything', bar: 'search' },
  'configure.compare': {
    keys: ['d'],
    text: 'Compare with another profile, its file, or what was last built',
    bar: 'compare',
  },
  'configure.redo': { keys: ['U', 'ctrl-r'], text: 'Redo' },
  'configure.back': {
    keys: ['escape', 'left', 'backspace'],
    text: 'Back to the sections, then to the profiles',
    bar: 'back',
  },
  'configure.yes': { keys: ['y'], text: 'On; a driver into the kernel' },
  'configure.no': { keys: ['n'], text: 'Off' },
  'configure.module': { keys: ['m'], text: 'A driver as a module' },
  'configure.section': { keys: ['tab'], text: 'Next section' },
  'configure.find': { keys: ['f'], text: 'Find in the menu by typing' },
  'configure.hidden': { keys: ['a'], text: 'Show entries that are no choice of their own, or not' },
  'configure.names': { keys: ['c'], text: 'Show names in files and kernel symbols, or not' },
  'configure.tree': { keys: ['t'], text: 'All sections in one list, or one by one; Enter folds one there' },
  'configure.add': { keys: ['+', '='], text: 'Add to the list' },
  'configure.remove': { keys: ['delete', '-', 'x'], text: 'Remove from the list; take the value away' },
  'configure.moveUp': { keys: ['K', '<'], text: 'Move up in the list' },
  'configure.moveDown': { keys: ['J', '>'], text: 'Move down in the list' },
  'configure.file': { keys: ['o'], text: 'Open another profile from a file' },
  'configure.launch': { keys: ['L'], text: 'Launch what was built last' },

  'kernel.fetch': { keys: ['return', 'F'], text: 'Fetch and unpack the source; again, cancel that', bar: 'fetch' },
  'kernel.back': {
    keys: ['escape', 'left', 'backspace'],
    text: 'Back to the menu before, then to Configure',
    bar: 'back',
  },

  'symbol.follow': { keys: ['return', 'right'], text: 'To the page of the symbol in this line', bar: 'follow' },
  'symbol.nth': {
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    text: 'To the page of the symbol with this number',
    bar: 'n-th',
  },
  'symbol.back': { keys: ['backspace', 'left'], text: 'Back to the page before', bar: 'back' },
  'symbol.place': { keys: ['p'], text: 'To its place in the menu', bar: 'place' },
  'symbol.why': { keys: ['w', 'f'], text: 'Why it is so, and what would change that', bar: 'why' },
  'symbol.close': { keys: ['escape', 'h', '?', 'q', 'space'], text: 'Close', bar: 'close' },

  'find.next': { keys: ['down', 'tab'], text: 'Next match', bar: 'next' },
  'find.previous': { keys: ['up', 'shift-tab'], text: 'Previous match', bar: 'previous' },
  'find.close': { keys: ['return', 'escape'], text: 'Stay at the row', bar: 'done' },

  'form.next': { keys: ['down', 'tab'], text: 'Next field', bar: 'field' },
  'form.previous': { keys: ['up', 'shift-tab'], text: 'Previous field' },
  'form.cycle': { keys: ['space', 'right'], text: 'Next value of a choice' },
  'form.forget': { keys: ['ctrl-x'], text: 'Take the password away' },
  'form.back': { keys: ['left'], text: 'Previous value of a choice' },

  'info.why': { keys: ['w', 'f'], text: 'Why it is so, and what would change that', bar: 'why' },
  'info.close': { keys: ['escape', 'return', 'space', 'h', '?', 'left', 'q'], text: 'Close', bar: 'close' },

  'edit.accept': { keys: ['return'], text: 'Take the value', bar: 'ok' },
  'edit.cancel': { keys: ['escape'], text: 'Leave it as it was', bar: 'cancel' },
  'edit.erase': { keys: ['backspace'], text: 'Delete the character before the cursor' },
  'edit.delete': { keys: ['delete'], text: 'Delete the character at the cursor' },
  'edit.left': { keys: ['left'], text: 'Cursor left' },
  'edit.right': { keys: ['right'], text: 'Cursor right' },
  'edit.start': { keys: ['home', 'ctrl-a'], text: 'Cursor to the start' },
  'edit.end': { keys: ['end', 'ctrl-e'], text: 'Cursor to the end' },
  'edit.clear': { keys: ['ctrl-u'], text: 'Clear the line' },

  'search.up': { keys: ['up'], text: 'Previous result' },
  'search.down': { keys: ['down'], text: 'Next result', bar: 'choose' },
  'search.jump': { keys: ['return'], text: 'Jump to the result', bar: 'jump' },
  'search.list': { keys: ['tab'], text: 'Between the words and the results', bar: 'results' },
  'search.nth': {
    keys: ['meta-1', 'meta-2', 'meta-3', 'meta-4', 'meta-5', 'meta-6', 'meta-7', 'meta-8', 'meta-9'],
    text: 'Jump to the result of this number',
    bar: 'n-th',
  },
  'search.digit': {
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    text: 'Among the results: jump to that number',
    bar: 'n-th',
  },
  'search.close': { keys: ['escape'], text: 'Close the search', bar: 'close' },

  'why.next': { keys: ['down', 'j', 'tab'], text: 'Next way' },
  'why.previous': { keys: ['up', 'k', 'shift-tab'], text: 'Previous way' },
  'why.apply': { keys: ['return', 'f'], text: 'Apply the fix as one step', bar: 'apply fix' },
  'why.close': { keys: ['escape', 'return', 'space', 'w', 'h', 'left', 'q'], text: 'Close', bar: 'close' },

  'leave.save': { keys: ['s', 'y'], text: 'Save, then leave', bar: 'save' },
  'leave.discard': { keys: ['d', 'n'], text: 'Leave without saving', bar: 'discard' },
  'leave.stay': { keys: ['escape', 'c'], text: 'Stay here', bar: 'stay' },

  'recent.next': { keys: ['down'], text: 'Next one that was opened before', bar: 'before' },
  'recent.previous': { keys: ['up'], text: 'Previous one that was opened before' },

  'save.field': { keys: ['tab', 'shift-tab', 'down', 'up'], text: 'Between name and place', bar: 'name, place' },
  'save.pageUp': { keys: ['pageup'], text: 'Page up in what will be written' },
  'save.pageDown': { keys: ['pagedown'], text: 'Page down in what will be written' },

  'compare.next': { keys: ['down', 'j', 'tab'], text: 'Compare with the next one', bar: 'with' },
  'compare.previous': { keys: ['up', 'k', 'shift-tab'], text: 'Compare with the one before' },
  'compare.swap': { keys: ['s', 'space'], text: 'The other way round', bar: 'swap' },
  'compare.close': { keys: ['escape', 'return', 'q', 'd', 'left'], text: 'Close the comparison', bar: 'close' },

  'draft.restore': { keys: ['r', 'return'], text: 'Go on with the unsaved changes', bar: 'restore' },
  'draft.discard': { keys: ['d'], text: 'Throw the unsaved changes away', bar: 'discard' },
  'draft.later': { keys: ['escape', 'l', 'q'], text: 'Look later', bar: 'later' },

  'confirm.yes': { keys: ['y', 'return'], text: 'Yes', bar: 'yes' },
  'confirm.no': { keys: ['escape', 'n'], text: 'No', bar: 'no' },

  'plan.build': { keys: ['return', 'b'], text: 'Start the build', bar: 'build' },
  'plan.why': { keys: ['?', 'w', 'h'], text: 'All about the step: why it runs, what it waits for', bar: 'why' },
  'plan.install': { keys: ['i'], text: 'Install the programs that this computer lacks', bar: 'install' },
  'plan.back': { keys: ['escape', 'left'], text: 'Back', bar: 'back' },

  'step.close': {
    keys: ['escape', 'return', 'space', 'w', 'h', '?', 'left', 'q'],
    text: 'Close the page about the step',
    bar: 'close',
  },

  'build.result': { keys: ['return'], text: 'See the result', bar: 'result' },
  'build.retry': { keys: ['r'], text: 'Try again from the failed step', bar: 'retry' },
  'build.shell': { keys: ['x'], text: 'A shell in the sandbox of the failed step, in its folder', bar: 'shell' },
  'build.log': { keys: ['v'], text: 'The whole log of the step, to scroll and to search', bar: 'whole log' },
  'build.follow': { keys: ['f'], text: 'Follow the running step and the end of its log', bar: 'follow' },
  'build.wide': { keys: ['z', 'return'], text: 'The log alone, in full width', bar: 'zoom' },
  'build.settings': { keys: ['c'], text: 'To the row of the component whose step is selected', bar: 'settings' },
  'build.back': { keys: ['escape', 'left'], text: 'Leave; the build goes on', bar: 'back' },
  'build.print': { keys: ['l'], text: 'Leave the full screen, print the log of the step, and come back', bar: 'print' },
  'build.logUp': { keys: ['pageup', 'ctrl-u', 'K'], text: 'Scroll the log up', bar: 'log' },
  'build.logDown': { keys: ['pagedown', 'ctrl-d', 'J'], text: 'Scroll the log down' },
  'build.pane': { keys: ['tab'], text: 'Next step that is running' },

  'log.search': { keys: ['/'], text: 'Search the whole log', bar: 'search' },
  'log.next': { keys: ['n'], text: 'Next place', bar: 'next' },
  'log.previous': { keys: ['N'], text: 'Previous place', bar: 'previous' },
  'log.wrap': { keys: ['w'], text: 'Wrap long lines, or cut them at the edge', bar: 'wrap' },
  'log.print': { keys: ['l'], text: 'Leave the full screen, print the log, and come back', bar: 'print' },
  'log.close': { keys: ['escape', 'q', 'left', 'v'], text: 'Close the log', bar: 'close' },

  'launch.start': { keys: ['return'], text: 'Start the machine', bar: 'start' },
  'launch.console': { keys: ['return'], text: 'To the console of the running machine', bar: 'console' },
  'launch.change': { keys: ['space', 'right'], text: 'Next value of the setting', bar: 'change' },
  'launch.previous': { keys: ['left'], text: 'Previous value of the setting' },
  'launch.verify': { keys: ['v'], text: 'Run all checks in machines of their own', bar: 'verify' },
  'launch.pause': { keys: ['p'], text: 'Pause or go on', bar: 'pause' },
  'launch.reset': { keys: ['r'], text: 'Reset the machine', bar: 'reset' },
  'launch.off': { keys: ['o'], text: 'Power off', bar: 'power off' },
  'launch.screenshot': { keys: ['s'], text: 'Save the screen as PNG, and show it', bar: 'screenshot' },
  'launch.save': { keys: ['w'], text: 'Save the running machine, to go on from it later', bar: 'save' },
  'launch.print': { keys: ['l'], text: 'Leave the full screen, print the exact command, and come back', bar: 'print' },
  'launch.another': { keys: ['+', 'a'], text: 'Another machine beside this one', bar: 'another' },
  'launch.next': { keys: ['tab', 'n'], text: 'The next machine', bar: 'next' },
  'launch.drop': { keys: ['-', 'delete'], text: 'Take a machine that is off away from the list' },
  'launch.back': { keys: ['escape'], text: 'Back; the machine runs on', bar: 'back' },

  'console.help': { keys: ['h', '?'], text: 'What the keys after Ctrl-A do', bar: 'help' },
  'console.leave': { keys: ['d'], text: 'Leave the console; the machine runs on', bar: 'leave' },
  'console.off': { keys: ['x'], text: 'Power the machine off', bar: 'off' },
  'console.force': { keys: ['k'], text: 'Pull the plug: off at once, without asking the guest' },
  'console.ctrlAltDel': { keys: ['c'], text: 'Press Ctrl-Alt-Del in the machine' },
  'console.pause': { keys: ['p'], text: 'Pause or go on', bar: 'pause' },
  'console.reset': { keys: ['r'], text: 'Reset' },
  'console.screenshot': { keys: ['s'], text: 'Save the screen as PNG, and show it', bar: 'shot' },
  'console.full': { keys: ['f'], text: 'The console alone on the whole terminal, and back', bar: 'full' },
  'console.scroll': { keys: ['[', 'pageup'], text: 'Scroll back to what has gone off the top', bar: 'scroll' },
  'console.verify': { keys: ['v'], text: 'Run all checks', bar: 'check' },
  'console.next': { keys: ['n'], text: 'The next machine; of two side by side, the other' },
  'console.save': { keys: ['w'], text: 'Save the running machine, to go on from it later' },
  'console.size': { keys: ['z'], text: 'Tell the shell in the machine how big this pane is (types stty)', bar: 'fit' },
  'console.send': { keys: ['a'], text: 'Send a Ctrl-A to the machine' },

  'scroll.close': { keys: ['escape', 'q', 'return', ']'], text: 'Back to the machine', bar: 'back to the machine' },

  'picture.close': { keys: ['escape', 'q', 'return', 'space', 'left', 's'], text: 'Close the picture', bar: 'close' },
  'picture.way': {
    keys: ['v'],
    text: 'Draw it another way: the best there is, kitty, sixels, blocks, characters',
    bar: 'way',
  },

  'result.launch': { keys: ['return', 'L'], text: 'Launch it', bar: 'launch' },
  'result.verify': { keys: ['v'], text: 'Boot it and run all checks', bar: 'verify' },
  'result.configure': { keys: ['c'], text: 'Back to the configuration', bar: 'configure' },
  'result.back': { keys: ['escape', 'left'], text: 'Back', bar: 'back' },

  'help.close': { keys: ['escape', 'q', '?', 'H', 'return'], text: 'Close the help', bar: 'close' },

  'go.budget': { keys: [], text: 'Ways to bring the image under its budget' },
  'go.configure': { keys: [], text: 'To the configuration' },
  'go.plan': { keys: [], text: 'To the plan' },
  'go.launch': { keys: [], text: 'To the machine' },
  'go.result': { keys: [], text: 'To the result' },

  'global.palette': { keys: [':'], text: 'Every command by its name; key=value changes a setting', bar: 'all' },
  'global.buildView': { keys: ['B'], text: 'Show the build that is running or was last' },
  'global.theme': { keys: ['T'], text: 'Next theme: dark, light, mono' },
  'global.help': { keys: ['?', 'H'], text: 'All keys', bar: 'keys' },
  'global.quit': { keys: ['q'], text: 'Quit', bar: 'quit' },
  'global.interrupt': { keys: ['ctrl-c'], text: 'Cancel the build; a second time, quit' },
} as const satisfies Record<string, KeyRow>

export type Command = keyof typeof KEY_TABLE

/** Headings of the help page, in order, by the part of a command's name before the dot. */
export const SCOPES: Readonly<Record<string, string>> = {
  list: 'Moving',
  profiles: 'Profiles',
  tour: 'The tour',
  configure: 'Configure',
  kernel: 'Menu of the kernel, of BusyBox (beside the keys of Configure)',
  symbol: 'Page of a kernel symbol',
  find: 'Finding in the menu',
  form: 'Members of a list',
  info: 'All about a row',
  edit: 'Editing a value',
  search: 'Search',
  why: 'Why and fix',
  leave: 'Leaving with changes',
  recent: 'Opening a file',
  save: 'Saving',
  compare: 'Compare',
  draft: 'Unsaved changes of an earlier session',
  confirm: 'Questions',
  plan: 'Plan',
  step: 'All about a step',
  build: 'Build',
  log: 'Whole log',
  launch: 'Launch',
  console: 'Console, after Ctrl-A',
  scroll: 'Scrolled back in the console: the keys of lists, and',
  picture: 'Picture of a screen',
  result: 'Result',
  help: 'Help',
  go: 'By name only, through :',
  global: 'Everywhere',
}

export function keyRow(command: Command): KeyRow {
  return KEY_TABLE[command]
}

/** The first command of `commands` that has this key. */
export function matchCommand(key: string, commands: readonly Command[]): Command | undefined {
  return commands.find((command) => keyRow(command).keys.includes(key))
}
