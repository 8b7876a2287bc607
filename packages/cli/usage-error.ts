/** The command was used wrongly, or given something that it cannot read. `advice` says what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly advice: string;

  constructor(message: string, advice = "") {
    super(message);
    this.advice = advice;
  }
}
