import type { DraftSource } from "./drafts.ts";

/** A draft that was not read from a file, as one that was. */
export function oneDraft(draft: unknown): DraftSource {
  async function* drafts() {
    yield { place: "", draft };
  }
  return { form: "one", count: 1, drafts: drafts() };
}
