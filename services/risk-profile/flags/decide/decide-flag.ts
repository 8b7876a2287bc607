import { publicationOf } from "@talanoa/client/publication.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import {
  type DecideFlagRequest,
  type DecideFlagResponse,
  FlagDecision,
  FlagNotice,
  FlagState,
  type NoticeRef,
} from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { flagDecisionWords } from "@talanoa/contract/words.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { recordMessage, recordOf } from "@talanoa/platform/bus/record-message.ts";
import { type HubError, isConflict, refusal } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { isId } from "@talanoa/sharing/notice/id.ts";
import { InvalidNotice } from "@talanoa/sharing/notice/violation.ts";
import { analysts } from "../../analysts.ts";
import { refused } from "../../refusals.ts";
import type { Screening } from "../../screening.ts";
import type { ScreeningTables } from "../../tables/tables.ts";
import { flagDraft, type FlagToTell } from "../tell/flag-draft.ts";
import { sealedNoticeOf, waitingNotice } from "../tell/flag-notices.ts";
import { detailsOf } from "../sealed-details.ts";
import { shownFlag } from "../shown-flag.ts";

type Decision = Exclude<FlagDecision, 0>;
type Row = ScreeningTables["flag"];

const stateOf = {
  [FlagDecision.CONFIRM]: FlagState.CONFIRMED,
  [FlagDecision.DISMISS]: FlagState.DISMISSED,
} as const satisfies { readonly [Key in Decision]: FlagState };

/**
 * An officer confirms a flag, so that the Members on the journey are told, or dismisses it. Of a vessel nobody is told:
 * a risk flag is of a traveller.
 */
export function decideFlag(screening: Screening): Unary<DecideFlagRequest, DecideFlagResponse> {
  return async ({ id, decision }, { caller }) => {
    checkCaller(caller, analysts, screening.directory(), Date.now());
    if (!(decision in stateOf)) throw refused("flag-decision");
    const decided = decision as Decision;
    const row = await rowOf(screening, caller.participant, id);
    if (row.state === FlagState.DRAFT) await decide(screening, row, decided, caller);
    else if (row.state !== stateOf[decided]) throw refused("flag-decided");
    const flag = await shownFlag(screening, await rowOf(screening, caller.participant, id));
    return { flag };
  };
}

/** Decides on a draft, in the name of a principal; of the hub itself where that is empty. Throws HubError. */
export async function decide(
  screening: Screening,
  row: Row,
  decision: Decision,
  { participant, principal }: Pick<Caller, "participant" | "principal">,
): Promise<void> {
  const { db, committer, now } = screening;
  const { id, grade, found_by: foundBy, source } = row;
  const at = now();
  const notice = decision === FlagDecision.CONFIRM ? await keptNotice(screening, row) : null;
  const word = flagDecisionWords[decision];
  const facts = {
    flagDecided: {
      participant,
      flag: id,
      decision: word,
      grade,
      [foundBy]: source,
      ...(notice && { notice }),
    },
  };
  const message = recordMessage(
    { at, participant, principal, facts },
    { subject: subjects.flagDecided(participant, id), lastSequence: 0 },
  );
  try {
    // A flag is decided once: whoever comes second with another decision is told so.
    await committer.commit([message], {
      sameAs: (standing) => recordOf(standing)?.facts?.flagDecided?.decision === word,
    });
  } catch (error) {
    if (!isConflict(error)) throw error;
    throw refused("flag-decided");
  }
  // The commit point. Ended before the next lines, the flag stays a draft until the same is decided again.
  const changed = await db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable("flag")
      .set({ state: stateOf[decision], decided_by: principal, decided_at: at })
      .where("participant", "=", participant)
      .where("id", "=", id)
      .where("state", "=", FlagState.DRAFT)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) return false;
    await transaction
      .updateTable("flag_notice")
      .set({ state: FlagNotice.WAITING })
      .where("participant", "=", participant)
      .where("flag", "=", id)
      .where("state", "=", FlagNotice.UNSPECIFIED)
      .execute();
    return true;
  });
  if (!changed) {
    // Another call made the same decision; or the flag was withdrawn meanwhile, and nobody is told of it.
    const { state } = await rowOf(screening, participant, id);
    if (state !== stateOf[decision]) throw refused("flag-decided");
  }
  screening.sendSoon();
}

/**
 * The notice that tells of a flag, sealed by the Member's screening and kept before the record names it: decided
 * again after a crash, it is the same. Null where no traveller is flagged. Throws HubError that says why nobody can be
 * told.
 */
async function keptNotice(screening: Screening, row: Row): Promise<NoticeRef | null> {
  const kept = await noticeOf(screening, row);
  if (kept) return kept;
  const details = await detailsOf(screening, row);
  if (!details) throw refused("flag-stands");
  const { traveller } = details;
  if (!traveller) return null;
  const sealed = await sealedNotice(screening, row, { ...details, traveller });
  await screening.db
    .insertInto("flag_notice")
    .values({ ...sealed, state: FlagNotice.UNSPECIFIED })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await noticeOf(screening, row))!;
}

/** The first notice about a flag, as far as it is kept. */
async function noticeOf(
  screening: Screening,
  { participant, id }: Row,
): Promise<NoticeRef | undefined> {
  const row = await screening.db
    .selectFrom("flag_notice")
    .selectAll()
    .where("participant", "=", participant)
    .where("flag", "=", id)
    .where("version", "=", 1)
    .executeTakeFirst();
  const sealed = row && (await sealedNoticeOf(screening, row));
  return sealed ? publicationOf(sealed).ref : undefined;
}

async function sealedNotice(
  screening: Screening,
  row: Row,
  details: FlagToTell["details"],
): Promise<ScreeningTables["flag_notice"]> {
  const { participant, id, grade, found_by: foundBy, source, source_version: version } = row;
  const sender = await screening.senders.of(participant);
  if (!sender) throw refused("screening-identity");
  const now = Date.now();
  const profile = foundBy === "profile" ? { id: source, version } : null;
  const draft = flagDraft({ id, grade, profile, details }, screening.directory(), now);
  try {
    const { publication } = await sealDraft(sender, draft, now);
    const named = { participant, flag: id, version: 1 };
    return await waitingNotice(screening, named, publication);
  } catch (error) {
    if (!(error instanceof InvalidNotice)) throw error;
    throw untellable(error);
  }
}

/** Why nobody can be told of a flag: the hub wrote the notice, so no rule of it is one that an officer can mend. */
function untellable({ violations }: InvalidNotice): HubError {
  const rules = new Set(violations.map(({ rule }) => rule));
  if (rules.has("expiry-after-issue")) return refused("flag-past");
  if (rules.has("audience-required")) return refused("flag-nobody");
  const fields = violations.map(({ field }) => field).join(", ");
  return refusal("failed-precondition", {
    field: "id",
    rule: "flag-untold",
    description: `The message does not say what a notice needs (${fields}): tell others by an alert, or dismiss the flag.`,
  });
}

async function rowOf({ db }: Screening, participant: string, id: string): Promise<Row> {
  const row =
    isId(id) &&
    (await db
      .selectFrom("flag")
      .selectAll()
      .where("participant", "=", participant)
      .where("id", "=", id)
      .executeTakeFirst());
  if (!row) throw refused("flag-stands");
  return row;
}
