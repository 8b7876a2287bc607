/** What was sent from the same place before, as another draft, stands: what was to be sent now was not. */
export class EarlierStands extends Error {
  override readonly name = "EarlierStands";
  readonly ref: string;

  /** @param ref the name of what stands */
  constructor(ref: string) {
    super(`${ref} was sent before, and stands`);
    this.ref = ref;
  }
}
