/** What a `$(shell …)` command answered: all that the rest of Kconfig sees of the machine it runs on. */
export interface ProbeAnswer {
  /** Standard output as it came; the preprocessor strips the newlines. */
  output: string
  /** What it wrote on its error output, where it wrote something. */
  said?: string
}
