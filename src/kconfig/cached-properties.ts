/** Prompts, defaults, selects, implies and ranges of a cached tree; where they stand is read from the file when somebody asks. */
import type { Default, Expr, KconfigSymbol, Location, Prompt, Range, Selection } from './ast.ts'
import type { Source } from './cached-source.ts'
import { PropertyField, PropertyPlace, propertyLists, TITLE } from './tree-format.ts'

/** What every property has. */
export class CachedProperty {
  readonly when: Expr | undefined
  protected readonly source: Source
  protected readonly number: number

  constructor(source: Source, number: number) {
    this.source = source
    this.number = number
    this.when = source.expr(source.properties[number * PropertyField.width + PropertyField.when] as number)
  }

  protected field(field: number): number {
    return this.source.properties[this.number * PropertyField.width + field] as number
  }

  private place(field: number): number {
    return this.source.places().properties[this.number * PropertyPlace.width + field] as number
  }

  get location(): Location {
    return { file: this.source.files[this.place(PropertyPlace.file)] ?? '', line: this.place(PropertyPlace.line) }
  }

  get condition(): Expr | undefined {
    return this.source.expr(this.place(PropertyPlace.condition))
  }
}

export class CachedPrompt extends CachedProperty implements Prompt {
  get text(): string {
    const { text, prompt } = this.source
    return (this.field(PropertyField.list) === TITLE ? text : prompt)(this.field(PropertyField.left))
  }
}

export class CachedDefault extends CachedProperty implements Default {
  get value(): Expr {
    return this.source.expr(this.field(PropertyField.left)) as Expr
  }
}

export class CachedSelection extends CachedProperty implements Selection {
  get by(): KconfigSymbol {
    return this.source.symbols[this.field(PropertyField.left)] as KconfigSymbol
  }

  get target(): KconfigSymbol {
    return this.source.symbols[this.field(PropertyField.right)] as KconfigSymbol
  }
}

export class CachedRange extends CachedProperty implements Range {
  get low(): KconfigSymbol {
    return this.source.symbols[this.field(PropertyField.left)] as KconfigSymbol
  }

  get high(): KconfigSymbol {
    return this.source.symbols[this.field(PropertyField.right)] as KconfigSymbol
  }
}

/** The property of a number, of the kind that its record says. */
export function makeProperty(source: Source, number: number): CachedProperty {
  switch (propertyLists[source.properties[number * PropertyField.width] as number]) {
    case 'defaults':
      return new CachedDefault(source, number)
    case 'selects':
    case 'implies':
      return new CachedSelection(source, number)
    case 'ranges':
      return new CachedRange(source, number)
    default:
      return new CachedPrompt(source, number)
  }
}
