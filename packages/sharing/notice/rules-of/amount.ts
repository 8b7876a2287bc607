/** Whether a number counts something: zero or more, and finite. */
export function isAmount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
