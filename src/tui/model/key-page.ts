/** The key table as the README shows it. Pure, and free of everything but the table: set-up scripts import it as it is. */
import { type Command, KEY_TABLE, keyRow, SCOPES, showKeys } from '../keys.ts'

/** A Markdown table: heading, keys, what they do. */
export function keysMarkdown(): string {
  const commands = Object.keys(KEY_TABLE) as Command[]
  const rows = Object.entries(SCOPES).flatMap(([scope, title]) =>
    commands
      .filter((command) => command.startsWith(`${scope}.`))
      .map((command, index) => {
        const { keys, text } = keyRow(command)
        const shown = `\`${showKeys(keys, true).replaceAll('|', '\\|')}\``
        return `| ${index === 0 ? `**${title}**` : ''} | ${shown} | ${text} |`
      }),
  )
  return ['| where | keys | what they do |', '| --- | --- | --- |', ...rows].join('\n')
}
