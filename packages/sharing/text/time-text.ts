/** `2025-07-14 10:02:11Z` of Unix ms; empty for 0, which is not set. */
export function utc(at: number): string {
  return at === 0 ? "" : `${new Date(at).toISOString().slice(0, 19).replace("T", " ")}Z`;
}

/** `2025-07-14T10:02:11.000Z` for programs; null for 0. */
export function isoTime(at: number): string | null {
  return at === 0 ? null : new Date(at).toISOString();
}
