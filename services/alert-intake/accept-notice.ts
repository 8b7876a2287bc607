import {
  type Audience,
  Kind,
  type NoticeHeader,
  type NoticeRef,
  Precedence,
  type PublishResponse,
  Record,
  Revision,
  SealedNotice,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { recordBytes, recordHeader } from "@talanoa/platform/bus/record-header.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import {
  EXCHANGE,
  type KnownPrecedence,
  routingLanes,
  subjects,
} from "@talanoa/contract/subjects.ts";
import { precedenceWords } from "@talanoa/contract/words.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Caller, Role } from "@talanoa/platform/auth/tokens.ts";
import { newNonce } from "@talanoa/platform/bus/record-message.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { firstPlace } from "@talanoa/platform/bus/tombstone.ts";
import type { Outgoing } from "@talanoa/platform/bus/unit.ts";
import { HubError, invalid, isConflict, refusal } from "@talanoa/platform/errors.ts";
import { counter } from "@talanoa/platform/telemetry/instruments.ts";
import { traceHeaders } from "@talanoa/platform/telemetry/propagation.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { isId } from "@talanoa/sharing/notice/id.ts";
import { type OpenedNotice, openNotice } from "@talanoa/sharing/notice/open.ts";
import { isStoredApart } from "@talanoa/sharing/notice/stored-apart.ts";
import { type Violation, violationOf } from "@talanoa/sharing/notice/violation.ts";
import { checkSuccession } from "./check-succession.ts";
import { checkNotice, mayHaveStood } from "./check-notice.ts";
import { checkReply } from "./check-reply.ts";
import type { Intake } from "./intake.ts";
import type { NoticeRequest } from "./notice-request.ts";
import { referenceWarnings } from "./check-references.ts";
import { type About, isFull, readable } from "./refuse.ts";
import { bytesOfCopies, type Needed, OVERHEAD } from "./room.ts";
import type { Turns } from "./turns.ts";

const accepted = counter("intake.accepted");

/**
 * Checks a notice, stores it, and answers with the hub's receipt once it is on the broker's disk.
 * The same notice again gets the first receipt. Throws HubError, having told `about` what the notice
 * is as soon as that is known. Versions of one notice that share `turns` are taken one after the other.
 */
export async function acceptNotice(
  intake: Intake,
  { notice: sealed, noticeBytes }: NoticeRequest,
  caller: Caller,
  about: About,
  turns?: Turns,
): Promise<Init<PublishResponse>> {
  const now = Date.now();
  const directory = intake.directory();
  if (!intake.bus.available()) {
    throw new HubError("unavailable", "the broker is not reachable");
  }
  checkCaller(caller, ["publisher", "liaison", "screening"], directory, now);
  if (!sealed) throw invalid([violation("notice", "notice-required")]);
  const opened = readable(() => openNotice(sealed));
  const { header } = opened;
  checkCaller(caller, publishersOf(header.kind), directory, now);
  about.exercise = header.exercise;
  if (header.origin !== caller.participant) {
    throw refusal("permission-denied", violation("origin", "origin-own"));
  }
  if (isId(header.id)) about.notice = refOf(header);
  // Before anything is waited for: so turns are taken in the order of arrival.
  using turn = turns?.take(header.id);
  if (turn?.before) await turn.before;

  if (intake.room.full()) return await withoutRoom(intake, opened);
  const { violations: found, warnings } = await checkNotice(opened, sealed.header, directory, now);
  // Looked up only for what is otherwise in order.
  const fault = found.length > 0 ? invalid(found) : await checkReply(intake, opened);
  if (fault) {
    const first = mayHaveStood(fault.violations) ? await firstReceipt(intake, opened) : null;
    if (first) return first;
    throw fault;
  }
  const allWarnings = [...warnings, ...(await referenceWarnings(intake, opened))];
  // Awaited, so that the turn lasts as long.
  return await acceptChecked(
    intake,
    { sealed, bytes: noticeBytes, opened },
    { caller, at: now, directory, warnings: allWarnings },
  );
}

interface Checked {
  readonly sealed: SealedNotice;
  readonly bytes: Uint8Array | null;
  readonly opened: OpenedNotice;
}

interface Accepting {
  readonly caller: Caller;
  /** Unix ms. */
  readonly at: number;
  readonly directory: Directory;
  readonly warnings: readonly Violation[];
}

/** Stores a notice that keeps all rules, as the next version of what stands. */
async function acceptChecked(
  intake: Intake,
  notice: Checked,
  accepting: Accepting,
): Promise<Init<PublishResponse>> {
  const { opened } = notice;
  const { header } = opened;
  const { caller, at, warnings } = accepting;
  for (;;) {
    let life: Outgoing | null = null;
    if (header.version > 1) {
      const first = await firstReceipt(intake, opened);
      if (first) return first;
      life = await intake.prompt.within(checkSuccession(intake.bus, header));
    }
    const messages = [...messagesOf(notice, opened, caller, at), ...(life ? [life] : [])];
    const settled = intake.room.keep(
      routingLanes.find(({ precedence }) => precedence === header.precedence)!,
      neededFor(messages, opened, accepting.directory),
    );
    // Many at once found room that was there for a few.
    if (!settled) return withoutRoom(intake, opened);
    const first = { at, sequence: 0 };
    // The commit point: once this resolves, the notice stands on disk with its record.
    const commit = intake.committer.commit(messages, {
      prompt: header.precedence >= Precedence.IMMEDIATE,
      sameAs(standing, message) {
        if (message === life) return false;
        const record = acceptedRecord(standing, opened.digest);
        if (record) Object.assign(first, { at: record.at, sequence: firstPlace(standing) });
        return record !== null;
      },
    });
    commit.then(
      ({ duplicate, firstSequence }) => settled(duplicate ? null : firstSequence),
      () => settled(null),
    );
    try {
      const { firstSequence, duplicate } = await intake.prompt.within(commit);
      if (!duplicate) {
        const precedence = precedenceWords[header.precedence as KnownPrecedence];
        accepted.add(1, { precedence });
      }
      return {
        receipt: await receiptOf(intake, opened, first.sequence || firstSequence, first.at),
        warnings: warned(warnings),
      };
    } catch (error) {
      // Something else has happened to the notice meanwhile: another version, or its end.
      if (life && isConflict(error)) continue;
      if (isConflict(error)) throw refusal("already-exists", violation("id", "notice-exists"));
      if (isFull(error)) throw refusal("resource-exhausted", violation("notice", "hub-full"));
      throw error;
    }
  }
}

/** The liaison officers' own work; all else is published by who investigates. */
const liaisonKinds: ReadonlySet<number> = new Set([Kind.OPERATION, Kind.REQUEST, Kind.REPLY]);

function publishersOf(kind: number): readonly Role[] {
  if (kind === Kind.RISK_FLAG) return ["publisher", "screening"];
  return liaisonKinds.has(kind) ? ["publisher", "liaison"] : ["publisher"];
}

/** A hub that is full still gives the first receipt for what it has. */
async function withoutRoom(intake: Intake, opened: OpenedNotice): Promise<Init<PublishResponse>> {
  const first = await firstReceipt(intake, opened);
  if (first) return first;
  throw refusal("resource-exhausted", violation("notice", "hub-full"));
}

/** The receipt of the same notice, when it stands already. */
async function firstReceipt(
  intake: Intake,
  opened: OpenedNotice,
): Promise<Init<PublishResponse> | null> {
  if (!isId(opened.header.id)) return null;
  const subject = subjects.noticeAnyPrecedence(refOf(opened.header));
  const standing = await intake.prompt.within(
    readMessage(intake.bus, EXCHANGE, { last_by_subj: subject }),
  );
  const record = standing && acceptedRecord(standing, opened.digest);
  if (!standing || !record) return null;
  return { receipt: await receiptOf(intake, opened, firstPlace(standing), record.at) };
}

function receiptOf(
  { hubKey }: Intake,
  { header: { origin, id, version }, digest }: OpenedNotice,
  sequence: number,
  acceptedAt: number,
) {
  return hubKey.sealed({ origin, id, version, digest, sequence, acceptedAt });
}

/**
 * The notice with its record, after it the sections that are stored apart, and what finds it by the
 * joint operations that it is addressed to.
 */
function messagesOf(
  { sealed, bytes }: Pick<Checked, "sealed" | "bytes">,
  { header, routing, sections, digest, keyId, size }: OpenedNotice,
  { participant, principal }: Caller,
  at: number,
): Outgoing[] {
  const notice = refOf(header);
  const { kind, tlp, precedence, exercise } = header;
  const apart = sections.filter(({ category }) => isStoredApart(category));
  const record = recordHeader({
    nonce: newNonce(),
    at,
    participant,
    principal,
    exercise,
    facts: { accepted: { notice, digest, keyId, kind, tlp, precedence } },
  });
  return [
    {
      subject: subjects.notice(precedence as KnownPrecedence, notice),
      // As it came when that is all there is in it: to write it again costs what its signature does to make.
      payload: apart.length === 0 && bytes?.length === size ? bytes : together(sealed, sections),
      headers: { ...record, ...traceHeaders() },
      expect: { lastSequence: 0, subject: subjects.noticeAnyPrecedence(notice) },
    },
    ...apart.map(({ place, bytes }) => ({
      subject: subjects.section(notice, place),
      payload: bytes,
    })),
    ...(routing?.audience?.operations ?? []).map((operation) => ({
      subject: subjects.operationNotice(operation, notice),
      payload: new Uint8Array(),
    })),
  ];
}

/** The notice without the sections that are stored apart. */
function together(
  { header, signature, keyId }: SealedNotice,
  sections: OpenedNotice["sections"],
): Uint8Array {
  return SealedNotice.encode({
    header,
    sections: sections.flatMap(({ category, bytes }) => (isStoredApart(category) ? [] : bytes)),
    signature,
    keyId,
  });
}

/** The record of a standing notice, when its header has this digest; otherwise null. */
function acceptedRecord(standing: StoredMessage, digest: Uint8Array): Record | null {
  const text = standing.header(RECORD_HEADER);
  if (!text) return null;
  const record = Record.decode(recordBytes(text));
  const its = record.facts?.accepted?.digest;
  return its && Buffer.compare(its, digest) === 0 ? record : null;
}

function refOf({ origin, id, version }: NoticeHeader): NoticeRef {
  return { origin, id, version };
}

function neededFor(
  messages: readonly Outgoing[],
  { header, routing }: OpenedNotice,
  directory: Directory,
): Needed {
  const itself = messages.reduce((sum, { payload }) => sum + payload.length + OVERHEAD, 0);
  const size = messages[0]?.payload.length ?? 0;
  // What corrects a version goes to who holds that, whatever audience it names.
  const copies =
    header.revision === Revision.CORRECTION
      ? directory.participants().length
      : mostCopies(routing?.audience ?? null, directory);
  return { itself, copies: bytesOfCopies(size, copies, directory.participants().length) };
}

/** A sub-region, a group or an operation is taken for the whole: room that is kept for nothing is soon given back. */
function mostCopies(audience: Audience | null, directory: Directory): number {
  const all = directory.participants().length;
  if (!audience) return 1;
  const { participants, officers, subRegions, groups, operations } = audience;
  const wide = [subRegions, groups, operations].some(({ length }) => length > 0);
  if (audience.allMembers || wide) return all;
  return Math.min(all, 1 + participants.length + officers.length);
}

const violation = violationOf({
  "notice-required": "Send a sealed notice.",
  "origin-own": "Publish only for your own participant.",
  "hub-full": "Send the notice again later: the hub has no room for more notices now.",
  "notice-exists":
    "Make a new notice, with an id of its own: another one stands under this id and version.",
});

function warned(warnings: readonly Violation[]) {
  return warnings.map(({ field, rule, description }) => ({ field, reason: rule, description }));
}
