/** How large a measurement is: its full size, or less with `--quick`. */
export type Size = (full: number) => number;

export const fullSize: Size = (full) => full;

/** A tenth: to see that all of it runs; the figures are worth less. */
export const quickSize: Size = (full) => Math.ceil(full / 10);
