import type { DraftSource } from "./drafts.ts";

/** A draft that was not read from a file, as one that was. */
export function oneDraft(draft: unknown): DraftSource {
  async function* drafts() {
    yield { place: "", draft };
  }
  return { form: "one", count: 1, drafts: drafts() };
}

/** A title of a text: its first line, cut where it grows long. */
export function titleOf(text: string, most = 100): string {
  const [line = ""] = text.trim().split("\n");
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`;
}
