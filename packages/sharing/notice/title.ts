/** A title of a text: its first line, cut where it grows long. */
export function titleOf(text: string, most = 100): string {
  const [line = ""] = text.trim().split("\n");
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`;
}
