import { signal } from "@preact/signals";
import type { OpenedStatement } from "@talanoa/sharing/statement/statement.ts";

/** The last statement that came live, checked: what is open on a page may have ended by it. */
export const arrivedStatement = signal<OpenedStatement | null>(null);

/**
 * How often a live feed has begun at what comes from now on: what was said between the reading of a page and that moment
 * does not come live, and is to be asked for.
 */
export const begunAnew = signal(0);
