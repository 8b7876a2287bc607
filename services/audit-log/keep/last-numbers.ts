import type { Record } from "@talanoa/contract/generated/talanoa.ts";
import type { LogEntry } from "@talanoa/sharing/record/entry.ts";
import { ownNotices } from "@talanoa/sharing/record/notices.ts";
import { notedPlaces } from "@talanoa/sharing/record/places.ts";
import { type Head, isId, isNamed, keyOf } from "./heads.ts";

/** An entry of a record with the numbers that it gives. */
export interface NumberedEntry {
  readonly index: number;
  readonly record: Record;
  readonly its: Pick<LogEntry, "parts">;
  /** As they were noted. */
  readonly places: readonly number[];
}

/** Where the records of each party and of each notice end, as entries themselves say it. */
export class LastNumbers {
  readonly parties = new Map<string, Head>();
  /** By `keyOf` its origin and id. */
  readonly notices = new Map<string, Head>();

  /** Takes the next entry. */
  take({ index, record, its: { parts }, places }: NumberedEntry): void {
    const noted = notedPlaces(places);
    for (const { party } of parts) {
      const { ordinal } = noted.ofParty(party);
      if (isId(party)) this.parties.set(party, { ordinal, index });
    }
    for (const { party } of parts) {
      for (const notice of ownNotices(record, party)) {
        const { ordinal } = noted.ofNotice(notice);
        if (isNamed(notice)) this.notices.set(keyOf(notice), { ordinal, index });
      }
    }
  }
}
