import { randomBytes } from "node:crypto";
import type {
  AskIdentityRequest,
  AskIdentityResponse,
  GrantIdentityRequest,
  GrantIdentityResponse,
  TripIdentity,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { purposeWords } from "@talanoa/contract/words.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { isId, newId } from "@talanoa/sharing/notice/id.ts";
import { analysts } from "../analysts.ts";
import { open } from "@talanoa/platform/sealed.ts";
import { refused } from "../refusals.ts";
import type { Screening } from "../screening.ts";
import type { ScreeningTables } from "../tables/tables.ts";
import { tripLabel } from "./keep-trips.ts";
import type { KeptIdentity } from "./trip.ts";

/** For how long a request may be granted, and what was granted be shown, in ms. */
export const REQUEST_LASTS = 86_400_000;
/** As the exchange log takes case numbers: no name fits the habit of writing one. */
const CASE_NUMBER = /^[A-Za-z0-9][A-Za-z0-9 ./_-]{0,63}$/;

type Row = ScreeningTables["identity_request"];

/** A person asks who travelled; shown once another has granted it. */
export function askIdentity(screening: Screening): Unary<AskIdentityRequest, AskIdentityResponse> {
  return async ({ trip: hex, purpose, caseNumber }, { caller }) => {
    const { participant, principal } = caller;
    checkCaller(caller, analysts, screening.directory(), Date.now());
    if (!(purpose in purposeWords)) throw refused("purpose");
    if (!CASE_NUMBER.test(caseNumber)) throw refused("case-number");
    const trip = Buffer.from(hex, "hex");
    const now = screening.now();
    const standing = await screening.db
      .selectFrom("identity_request")
      .selectAll()
      .where("participant", "=", participant)
      .where("trip", "=", trip)
      .where("asked_by", "=", principal)
      // What was granted for one case is not shown for another.
      .where("purpose", "=", purpose)
      .where("case_number", "=", caseNumber)
      .where("asked_at", ">", now - REQUEST_LASTS)
      .orderBy("id", "desc")
      .executeTakeFirst();
    const identity = await identityOf(screening, participant, trip);
    if (standing) {
      return { request: standing.id, identity: standing.granted_by === null ? null : identity };
    }
    const id = newId(now, randomBytes);
    const asked = { asked_by: principal, granted_by: null, asked_at: now, purpose };
    await screening.db
      .insertInto("identity_request")
      .values({ participant, id, trip, case_number: caseNumber, ...asked })
      .execute();
    return { request: id, identity: null };
  };
}

/** Another person grants it. The record stands before anything is shown. */
export function grantIdentity(
  screening: Screening,
): Unary<GrantIdentityRequest, GrantIdentityResponse> {
  return async ({ request: id }, { caller }) => {
    const { participant, principal } = caller;
    checkCaller(caller, analysts, screening.directory(), Date.now());
    const row = await rowOf(screening, participant, id);
    if (row.asked_by === principal) throw refused("second-person");
    const identity = await identityOf(screening, participant, row.trip);
    const { trip, asked_by: askedBy, purpose, case_number: caseNumber } = row;
    const facts = {
      reidentified: {
        participant,
        request: id,
        trip,
        askedBy,
        purpose: purpose as never,
        caseNumber,
      },
    };
    const message = recordMessage(
      { at: screening.now(), participant, principal, facts },
      { subject: subjects.reidentified(participant, id), lastSequence: 0 },
    );
    // The commit point: from here on it may be shown.
    await screening.committer.commit([message], { sameAs: () => true });
    await screening.db
      .updateTable("identity_request")
      .set({ granted_by: principal })
      .where("participant", "=", participant)
      .where("id", "=", id)
      .where("granted_by", "is", null)
      .execute();
    return { identity };
  };
}

async function rowOf({ db, now }: Screening, participant: string, id: string): Promise<Row> {
  const row =
    isId(id) &&
    (await db
      .selectFrom("identity_request")
      .selectAll()
      .where("participant", "=", participant)
      .where("id", "=", id)
      .where("asked_at", ">", now() - REQUEST_LASTS)
      .executeTakeFirst());
  if (!row) throw refused("request-stands");
  return row;
}

async function identityOf(
  { db, keys }: Screening,
  participant: string,
  trip: Buffer,
): Promise<Init<TripIdentity>> {
  const row = await db
    .selectFrom("trip")
    .select(["identity_slot", "identity"])
    .where("participant", "=", participant)
    .where("trip", "=", trip)
    .executeTakeFirst();
  const key = row && (await keys.opening(participant, "trip-identity", row.identity_slot));
  if (!row || !key) throw refused("trip-stands");
  const opened = open(key, tripLabel("identity", participant, trip), row.identity).toString();
  const { name, birthDate, sex, nationality, documents } = JSON.parse(opened) as KeptIdentity;
  return {
    surname: name.surname,
    givenNames: [name.given, name.middle].filter((part) => part !== "").join(" "),
    birthDate: birthDate?.value ?? "",
    sex: sex ?? "",
    nationality: nationality ?? "",
    documentNumbers: documents.map(({ number }) => number),
  };
}
