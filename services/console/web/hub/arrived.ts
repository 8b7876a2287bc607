import { signal } from "@preact/signals";
import type { OpenedStatement } from "@talanoa/sharing/statement/statement.ts";

/** The last statement that came live, checked: what is open on a page may have ended by it. */
export const arrivedStatement = signal<OpenedStatement | null>(null);
