/** What explainSymbol() and the planner found, in lines to read. */
import { termList } from './dropped-sentence.ts'
import type { SymbolExplanation } from './explain-symbol.ts'
import { formatSymbol } from './expr.ts'
import { obstacleText } from './plan-obstacles.ts'
import type { Plan, PlanResult } from './plan-types.ts'

const typeNames = { unknown: 'no type', bool: 'bool', tristate: 'tristate', int: 'int', hex: 'hex', string: 'string' }
/** How many changes of one kind are listed. */
const most = 12

/** A symbol: its value and who holds it, each prompt with what it lacks, and what would give it the other value. */
export function explanationLines(explanation: SymbolExplanation): string[] {
  const { symbol, value, heldBy, dependsOn, prompts, other } = explanation
  const lines = [`kernel symbol ${symbol.name}=${value} (${typeNames[symbol.type]}): ${heldBy}`]
  for (const { text, location, visible, unmet } of prompts) {
    lines.push(`  "${text}" in ${location.file}:${location.line}${visible ? '' : ', hidden'}`)
    if (unmet.length > 0) lines.push(`    needs ${termList(unmet)}`)
  }
  const [node] = symbol.nodes
  if (prompts.length === 0 && node) lines.push(`  no prompt, in ${node.location.file}:${node.location.line}`)
  if (dependsOn !== 'y') lines.push(`  depends on ${dependsOn}`)
  if (!other) return lines
  const { plan } = other
  if (plan.status !== 'planned') return [...lines, ...resultLines(plan).map((line) => `  ${line}`)]
  return [...lines, `  ${other.value} takes:`, ...resultLines(plan).map((line) => `    ${line}`)]
}

/** A plan as a list of assignments with reasons, then what follows; or why there is none. */
export function resultLines(result: PlanResult): string[] {
  if (result.status === 'already') return ['Nothing is to be done: it is so already.']
  if (result.status !== 'planned') return result.obstacles.map(obstacleText)
  return [...planLines(result.plan), ...result.alternatives.flatMap((plan) => [`or: ${assignmentList(plan)}`])]
}

function planLines({ assignments, automatic, lowered }: Plan): string[] {
  const width = Math.max(...assignments.map((one) => `${formatSymbol(one.symbol)}=${one.value}`.length))
  const given = new Set(assignments.map(({ symbol }) => symbol))
  return [
    ...assignments.map(({ symbol, value, why }) => `${`${formatSymbol(symbol)}=${value}`.padEnd(width)}  ${why}`),
    ...changeLines('follows', automatic),
    ...changeLines(
      'lowered',
      lowered.filter(({ symbol }) => !given.has(symbol)),
    ),
  ]
}

function changeLines(label: string, changes: Plan['automatic']): string[] {
  const lines = changes.slice(0, most).map(({ symbol, from, to, by }) => {
    return `${label}: ${formatSymbol(symbol)} ${from === '' ? 'unset' : from} → ${to === '' ? 'unset' : to} (${by})`
  })
  return changes.length > most ? [...lines, `${label}: ${changes.length - most} more`] : lines
}

function assignmentList({ assignments }: Plan): string {
  return assignments.map(({ symbol, value }) => `${formatSymbol(symbol)}=${value}`).join(' ')
}
