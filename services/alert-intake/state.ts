import {
  type NoticeRef,
  type Record,
  SealedStatement,
  type StateRequest,
  type StateResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { recordHeader } from "@talanoa/platform/bus/record-header.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { lifeMessage, readStandingLife } from "@talanoa/platform/bus/notice-life.ts";
import { newNonce, recordOf } from "@talanoa/platform/bus/record-message.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import type { Outgoing } from "@talanoa/platform/bus/unit.ts";
import { HubError, invalid, isConflict, refusal } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { takeTurn } from "@talanoa/platform/grpc/paced.ts";
import { traceHeaders } from "@talanoa/platform/telemetry/propagation.ts";
import { validKey } from "@talanoa/sharing/directory/standing.ts";
import { eventOf } from "@talanoa/sharing/lifecycle/of-statement.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import { statementSigningInput, verifySignature } from "@talanoa/sharing/notice/sign.ts";
import { type Violation, violationOf } from "@talanoa/sharing/notice/violation.ts";
import { outcomeFault } from "@talanoa/sharing/statement/outcome.ts";
import { factsOf, sayings } from "@talanoa/sharing/statement/sayings.ts";
import {
  type OpenedStatement,
  openStatement,
  validateStatement,
} from "@talanoa/sharing/statement/statement.ts";
import {
  answeredOnce,
  answerMessages,
  consentFaults,
  isAnswered,
  questionMessages,
} from "./consent.ts";
import { givenPersonal, type HeldNotice, noticeShownTo } from "./held-notice.ts";
import type { Intake } from "./intake.ts";
import { refusedByLife } from "./refused-by-life.ts";
import { type About, readable, recordingRefusal } from "./refuse.ts";

/** A statement about a notice that the caller's participant holds; its receipt, or a refusal. */
export function state(intake: Intake): Unary<StateRequest, StateResponse> {
  return ({ statement }, call) =>
    recordingRefusal(intake.refusals, "state", call, (about) => {
      takeTurn(intake.callRate, call.caller);
      return acceptStatement(intake, statement, call.caller, about);
    });
}

async function acceptStatement(
  intake: Intake,
  sealed: SealedStatement | null,
  caller: Caller,
  about: About,
): Promise<Init<StateResponse>> {
  const { bus, hubKey } = intake;
  const now = Date.now();
  if (!bus.available()) throw new HubError("unavailable", "the broker is not reachable");
  checkCaller(caller, ["liaison", "publisher"], intake.directory(), now);
  if (!sealed) throw invalid([violation("statement", "statement-required")]);
  const opened = readable(() => openStatement(sealed));
  const { statement, digest, says } = opened;
  if (statement.origin !== caller.participant || statement.principal !== caller.principal) {
    throw refusal("permission-denied", violation("principal", "principal-own"));
  }
  const { violations } = validateStatement(opened, { now });
  const fault = await faultOfSignature(intake, sealed, opened, now);
  const all = fault ? [fault] : violations;
  if (all.length > 0) {
    // Time alone may have made wrong what was right when it was first sent.
    const mayHaveStood = all.every(({ rule }) => rule === "id-old" || rule === "key-valid");
    const first = mayHaveStood ? await firstReceipt(intake, opened) : null;
    if (first) return first;
    throw invalid(all);
  }

  const notice = statement.notice as NoticeRef;
  about.notice = notice;
  const held = await noticeShownTo(intake, notice, caller);
  if (sayings[says!].by === "originator" && notice.origin !== statement.origin) {
    throw refusal("permission-denied", violation("says", "originator-alone"));
  }
  if (!held) throw new HubError("not-found", "there is no such notice");
  about.exercise = held.exercise;
  if (Buffer.compare(held.digest, statement.noticeDigest) !== 0) {
    throw invalid([violation("notice_digest", "digest-of-notice")]);
  }

  const byOriginator = notice.origin === statement.origin;
  const wrong =
    statement.outcome && outcomeFault(statement.outcome.outcome, { kind: held.kind, byOriginator });
  if (wrong) throw invalid([violation("outcome", wrong)]);

  const asked = await consentFaults(intake, statement);
  if (asked.length > 0) throw invalid(asked);

  const accepting = { sealed, opened, caller, held, at: now };
  const { sequence, acceptedAt } = await store(intake, accepting);
  const { origin, id } = statement;
  return { receipt: await hubKey.sealed({ origin, id, digest, sequence, acceptedAt }) };
}

interface Accepting {
  readonly sealed: SealedStatement;
  readonly opened: OpenedStatement;
  readonly caller: Caller;
  readonly held: HeldNotice;
  /** Unix ms. */
  readonly at: number;
}

/**
 * Stores a statement, and with it what it does to the notice: then it stands after all that has happened
 * to the notice so far, and before what comes.
 */
async function store(
  intake: Intake,
  { sealed, opened, caller, held, at }: Accepting,
): Promise<{ sequence: number; acceptedAt: number }> {
  const { bus, prompt, committer } = intake;
  const { statement, digest } = opened;
  const { origin, id } = statement;
  const subject = subjects.statement(origin, id);
  const notice = statement.notice as NoticeRef;
  const message = messageOf(sealed, opened, caller, { at, exercise: held.exercise });
  for (;;) {
    let life: Outgoing | null = null;
    // Anew each time: a version that was given to others may have come meanwhile.
    const event = eventOf(statement, {
      given: statement.outcome ? await givenPersonal(intake, notice) : [],
    });
    if (event) {
      const [standing, its] = await Promise.all([
        prompt.within(readMessage(bus, EXCHANGE, { last_by_subj: subject })),
        prompt.within(readStandingLife(bus, notice)),
      ]);
      const first = standing && statedRecord(standing, digest);
      if (standing && first) return { sequence: standing.sequence, acceptedAt: first.at };
      if (standing) throw refusal("already-exists", violation("id", "statement-exists"));
      // What is only said expects nothing of the notice's life: when that ends between this and the commit,
      // it is as if it had been said just before.
      const step = lifeMessage(its, event, notice, { statement: id, origin });
      if (typeof step === "string") throw refusedByLife(step, sayings[opened.says!].by);
      life = step;
    }
    const asking = await questionMessages(intake, statement);
    let acceptedAt = at;
    try {
      // The commit point: once this resolves, the statement stands on disk with its record.
      const commit = committer.commit(
        [message, ...answerMessages(statement), ...asking, ...(life ? [life] : [])],
        {
          sameAs(standing, its) {
            const first = its === message ? statedRecord(standing, digest) : null;
            if (first) acceptedAt = first.at;
            return first !== null;
          },
        },
      );
      return { sequence: (await prompt.within(commit)).firstSequence, acceptedAt };
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (await isAnswered(intake, statement)) throw answeredOnce();
      const ownPlace = (error as HubError).standing?.subject === subject;
      if ((!life && asking.length === 0) || ownPlace) {
        throw refusal("already-exists", violation("id", "statement-exists"));
      }
      // Something else has happened to the notice meanwhile, or was asked: look again what may.
    }
  }
}

async function faultOfSignature(
  { directory }: Intake,
  { body }: SealedStatement,
  { statement, keyId, signature }: OpenedStatement,
  now: number,
): Promise<Violation | null> {
  const key = validKey(directory(), keyId, { participant: statement.origin, time: now });
  if (!key) return violation("key_id", "key-valid");
  const holds = await verifySignature(statementSigningInput(body), key.publicKey, signature);
  return holds ? null : violation("signature", "signature-holds");
}

async function firstReceipt(
  { bus, prompt, hubKey }: Intake,
  { statement: { origin, id }, digest }: OpenedStatement,
): Promise<Init<StateResponse> | null> {
  const standing = await prompt.within(
    readMessage(bus, EXCHANGE, { last_by_subj: subjects.statement(origin, id) }),
  );
  const record = standing && statedRecord(standing, digest);
  if (!standing || !record) return null;
  const { sequence } = standing;
  return { receipt: await hubKey.sealed({ origin, id, digest, sequence, acceptedAt: record.at }) };
}

function messageOf(
  sealed: SealedStatement,
  { statement, says, digest, keyId }: OpenedStatement,
  { participant, principal }: Caller,
  { at, exercise }: { at: number; exercise: boolean },
): Outgoing {
  const { origin, id, notice } = statement;
  const stated = { participant, statement: id, notice, digest, keyId };
  const record = recordHeader({
    nonce: newNonce(),
    at,
    participant,
    principal,
    exercise,
    facts: { [says!]: { ...stated, ...factsOf(statement, says!) } },
  });
  return {
    subject: subjects.statement(origin, id),
    payload: SealedStatement.encode({ body: sealed.body, signature: sealed.signature, keyId }),
    headers: { ...record, ...traceHeaders() },
    expect: { lastSequence: 0 },
  };
}

/** The record of a standing statement, when its body has this digest; otherwise null. */
function statedRecord(standing: StoredMessage, digest: Uint8Array): Record | null {
  const { body } = SealedStatement.decode(standing.payload);
  return Buffer.compare(sha256(body), digest) === 0 ? recordOf(standing) : null;
}

const violation = violationOf({
  "originator-alone": "Leave this to the originator of the notice: it alone may say so.",
  "statement-required": "Send a sealed statement.",
  "principal-own": "State only in your own name, for your own participant.",
  "key-valid":
    "Sign with a key that the directory lists for your participant and that is valid now.",
  "signature-holds": "Sign the body's bytes, as they are sent, with the key that is named.",
  "digest-of-notice": "Give the digest of the notice's header as you hold it.",
  "outcome-of-flag":
    "Say confirmed or false of a risk flag alone, and offence-found of any notice but a risk flag.",
  "outcome-of-reader": "Leave the outcome of your own risk flag to those who made the check.",
  "statement-exists":
    "Make a new statement, with an id of its own: another one stands under this id.",
});
