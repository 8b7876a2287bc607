import type { VerifiedRecord } from "@talanoa/client/archive/read-archive.ts";
import { ownNotices } from "@talanoa/sharing/record/notices.ts";
import { notedPlaces } from "@talanoa/sharing/record/places.ts";
import { type Head, isId, keyOf } from "../keep/heads.ts";

/** Where the records of each party and of each notice end in an archive: its last number, and its index. */
export class ArchivedHeads {
  readonly parties = new Map<string, Head>();
  /** By `keyOf` its origin and id. */
  readonly notices = new Map<string, Head>();
  /** The place in the stream of the last record. */
  lastSequence = 0;

  /** Takes the next record of the archive. */
  take({ index, stored, record, its }: VerifiedRecord): void {
    this.lastSequence = stored.streamSequence;
    if (!record) return;
    const places = notedPlaces(stored.places);
    for (const { party } of its.parts) {
      const { ordinal } = places.ofParty(party);
      if (isId(party)) this.parties.set(party, { ordinal, index });
    }
    for (const { party } of its.parts) {
      for (const notice of ownNotices(record, party)) {
        const { ordinal } = places.ofNotice(notice);
        if (isId(notice.origin) && isId(notice.id))
          this.notices.set(keyOf(notice), { ordinal, index });
      }
    }
  }
}
