import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";

/** The number of a record among those of a party or of a notice, from 1, and the index of the one before. */
export interface Place {
  readonly ordinal: number;
  /** 0 for the first. */
  readonly previous: number;
}

/**
 * Gives the places of a record in the log. Asked once for each of its parties, in their order, and then
 * for each notice of theirs.
 */
export interface Places {
  ofParty(party: string): Place;
  ofNotice(notice: NoticeRef): Place;
}

const NONE: Place = { ordinal: 0, previous: 0 };

/** Of a record that has no place in a log. */
export const noPlaces: Places = { ofParty: () => NONE, ofNotice: () => NONE };

/** Notes the places that are given: ordinal and index before, one after the other. */
export function noting(places: Places, noted: number[]): Places {
  const note = (place: Place): Place => {
    noted.push(place.ordinal, place.previous);
    return place;
  };
  return {
    ofParty: (party) => note(places.ofParty(party)),
    ofNotice: (notice) => note(places.ofNotice(notice)),
  };
}

/** The places as they were noted when the record was logged. */
export function notedPlaces(noted: readonly number[]): Places {
  let at = 0;
  const next = (): Place => ({ ordinal: noted[at++] ?? 0, previous: noted[at++] ?? 0 });
  return { ofParty: next, ofNotice: next };
}
