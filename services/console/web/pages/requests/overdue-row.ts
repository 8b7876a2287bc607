import type { OverdueOf, Reminder } from "@talanoa/contract/generated/talanoa.ts";

/** Something that was due and is not done. */
export interface OverdueRow {
  readonly reminder: Reminder;
  readonly of: OverdueOf;
  /** Others who are late with what is one's own; null for what one is late with oneself. */
  readonly late: readonly string[] | null;
}

/** What one's own administration is late with first, since that can be done at once; each part as it came. */
export function overdueRows(reminders: readonly Reminder[], participant: string): OverdueRow[] {
  const rows = reminders.map((reminder): OverdueRow => {
    const isOwn = reminder.notice?.origin === participant;
    return { reminder, of: reminder.of, late: isOwn ? reminder.participants : null };
  });
  return [...rows.filter(({ late }) => late === null), ...rows.filter(({ late }) => late !== null)];
}
