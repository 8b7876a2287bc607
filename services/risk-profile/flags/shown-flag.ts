import { publicationOf, refText } from "@talanoa/client/publication.ts";
import { type Flag, FlagNotice } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { Screening } from "../screening.ts";
import type { ScreeningTables } from "../tables/tables.ts";
import type { FlaggedTraveller } from "./flag-details.ts";
import { sealedNoticeOf } from "./tell/flag-notices.ts";
import { detailsOf } from "./sealed-details.ts";

type Row = ScreeningTables["flag"];

/** A flag as its Member's officers see it; null once its details are gone. */
export async function shownFlag(screening: Screening, row: Row): Promise<Init<Flag> | null> {
  const details = await detailsOf(screening, row);
  if (!details) return null;
  const { traveller, match, digest, flight, departure = "", arrival = "", itinerary } = details;
  const its: FlaggedTraveller = traveller ?? { surname: "", given: "" };
  const { surname, given, birthDate = "", sex = "", nationality = "", document } = its;
  return {
    id: row.id,
    state: row.state as Flag["state"],
    raisedAt: row.raised_at,
    grade: row.grade,
    [row.found_by]: row.source,
    sourceVersion: row.source_version,
    reasons: [...details.reasons],
    entry: match?.entry ?? "",
    entryKind: match ? (match.kind ?? "person") : "",
    namedAs: match?.named?.as ?? "",
    named: match?.named?.text ?? "",
    listedName: match?.listedName ?? "",
    evidence: (match?.evidence ?? []).map((each) => ({ ...each })),
    messageDigest: Buffer.from(digest, "hex"),
    flight,
    departure,
    arrival,
    itinerary: [...itinerary],
    surname,
    givenNames: given,
    birthDate,
    sex,
    nationality,
    documentNumber: document?.number ?? "",
    decidedBy: row.decided_by ?? "",
    decidedAt: row.decided_at ?? 0,
    ...(await noticeOf(screening, row)),
  };
}

/** The newest version of the notice that tells of a flag, and what became of it. */
async function noticeOf(screening: Screening, { participant, id }: Row): Promise<Init<Flag>> {
  const row = await screening.db
    .selectFrom("flag_notice")
    .selectAll()
    .where("participant", "=", participant)
    .where("flag", "=", id)
    .where("state", "<>", FlagNotice.UNSPECIFIED)
    .orderBy("version", "desc")
    .executeTakeFirst();
  const sealed = row && (await sealedNoticeOf(screening, row));
  if (!row || !sealed) return { notice: "", noticeState: FlagNotice.UNSPECIFIED, refused: "" };
  const { ref } = publicationOf(sealed);
  return {
    notice: refText(ref),
    noticeState: row.state as FlagNotice,
    refused: row.refused ?? "",
  };
}
