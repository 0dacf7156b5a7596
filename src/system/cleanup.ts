/** What has to be undone at the end of a scope, last first. Node 22 has `Symbol.asyncDispose`, but not yet AsyncDisposableStack. */

export class Cleanup implements AsyncDisposable {
  readonly #undo: (() => unknown)[] = []

  /** Disposes a resource at the end; gives it back. */
  use<T extends AsyncDisposable | Disposable>(resource: T): T {
    this.#undo.push(() =>
      Symbol.asyncDispose in resource ? resource[Symbol.asyncDispose]() : resource[Symbol.dispose](),
    )
    return resource
  }

  /** Calls this at the end. */
  defer(undo: () => unknown): void {
    this.#undo.push(undo)
  }

  /** Undoes everything, whatever fails on the way; then throws the first failure. */
  async [Symbol.asyncDispose](): Promise<void> {
    let failure: { error: unknown } | undefined
    for (let undo = this.#undo.pop(); undo !== undefined; undo = this.#undo.pop()) {
      try {
        await undo()
      } catch (error) {
        failure ??= { error }
      }
    }
    if (failure) throw failure.error
  }
}
