import type { Flag } from "@talanoa/contract/generated/talanoa.ts";
import { flagNoticeWords, flagStateWords, wordOf } from "@talanoa/contract/words.ts";
import type { Json } from "../json.ts";
import { printRows, type Shown } from "../print.ts";
import { isoTime } from "@talanoa/client/times.ts";

/** Prints flags, for a person the ends of their ids. */
export function printFlags(context: Shown, flags: readonly Flag[], none: string): Promise<void> {
  return printRows(context, flags, {
    columns: [
      { title: "flag" },
      { title: "state" },
      { title: "grade" },
      { title: "traveller", shrinksTo: 16 },
      { title: "born" },
      { title: "document" },
      { title: "flight" },
      { title: "departs" },
      { title: "route", shrinksTo: 9 },
      { title: "found by", shrinksTo: 12 },
      { title: "told" },
    ],
    cells: (each) => [
      each.id.slice(-8),
      wordOf(flagStateWords, each.state),
      each.grade,
      [each.surname, each.givenNames].filter(Boolean).join("/") || "all on board",
      each.birthDate,
      each.documentNumber,
      each.flight,
      each.departure.replace("T", " "),
      each.itinerary.join("–"),
      foundBy(each),
      toldText(each),
    ],
    json: flagJson,
    none,
  });
}

function foundBy({ watchlist, profile, listedName, namedAs, named }: Flag): string {
  if (!watchlist) return profile;
  return `${watchlist}: ${listedName}${namedAs ? ` (${namedAs} ${named})` : ""}`;
}

function toldText({ noticeState, refused }: Flag): string {
  if (!noticeState) return "";
  const word = wordOf(flagNoticeWords, noticeState);
  return refused ? `${word}: ${refused}` : word;
}

function flagJson(flag: Flag): Json {
  return {
    id: flag.id,
    state: wordOf(flagStateWords, flag.state),
    raised_at: isoTime(flag.raisedAt),
    grade: flag.grade,
    watchlist: flag.watchlist || null,
    profile: flag.profile || null,
    source_version: flag.sourceVersion,
    reasons: flag.reasons,
    entry: flag.entry || null,
    entry_kind: flag.entryKind || null,
    listed_name: flag.listedName || null,
    named_as: flag.namedAs || null,
    named: flag.named || null,
    evidence: Object.fromEntries(flag.evidence.map(({ field, finding }) => [field, finding])),
    message_digest: Buffer.from(flag.messageDigest).toString("hex"),
    flight: flag.flight,
    departure: flag.departure || null,
    arrival: flag.arrival || null,
    itinerary: flag.itinerary,
    surname: flag.surname,
    given_names: flag.givenNames,
    birth_date: flag.birthDate || null,
    sex: flag.sex || null,
    nationality: flag.nationality || null,
    document_number: flag.documentNumber || null,
    decided_by: flag.decidedBy || null,
    decided_at: isoTime(flag.decidedAt),
    notice: flag.notice || null,
    notice_state: flag.noticeState ? wordOf(flagNoticeWords, flag.noticeState) : null,
    refused: flag.refused || null,
  };
}
