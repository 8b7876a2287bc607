import type { LogArchive } from "@talanoa/contract/generated/talanoa.ts";

/**
 * The archives that were told with the pages of an answer, each once, the first entries first: one that was put back
 * between two pages still has what no page showed.
 */
export class ToldArchives {
  readonly #byName = new Map<string, LogArchive>();

  /** Takes those that came with a page. */
  readonly add = (archives: readonly LogArchive[]): void => {
    for (const each of archives) this.#byName.set(each.name, each);
  };

  get all(): LogArchive[] {
    return [...this.#byName.values()].toSorted((one, other) => one.fromIndex - other.fromIndex);
  }
}
