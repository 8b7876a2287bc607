const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
] as const;

/** A duration in milliseconds for a person: `1.3 s`, `4 min 10 s`, `2 d 3 h`; `day` stands for days. */
export function took(milliseconds: number, day = "d"): string {
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const at = UNITS.findIndex(([, size]) => milliseconds >= size);
  const [unit, size] = UNITS[at]!;
  const [next, smaller] = UNITS[at + 1] ?? (["s", 1_000] as const);
  const rest = Math.floor((milliseconds % size) / smaller);
  const word = unit === "d" ? day : unit;
  return `${Math.floor(milliseconds / size)} ${word}${rest > 0 ? ` ${rest} ${next}` : ""}`;
}
