import { randomBytes } from "node:crypto";
import { type KnownPrecedence, subjects } from "@talanoa/contract/subjects.ts";
import {
  ConsentAnswer,
  SealedNotice,
  SealedStatement,
  Statement,
} from "@talanoa/contract/generated/talanoa.ts";
import { recordHeader } from "@talanoa/platform/bus/record-header.ts";
import type { Outgoing } from "@talanoa/platform/bus/unit.ts";
import type { TestHub } from "@talanoa/platform/testing/hub.ts";
import type { TestNotice } from "@talanoa/platform/testing/member.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { isStoredApart } from "@talanoa/sharing/notice/stored-apart.ts";

/** Puts a notice into the stream as the intake does; its sequence. */
export async function accept(hub: TestHub, { ref, sealed, digest }: TestNotice): Promise<number> {
  const { header, routing, sections } = openNotice(sealed);
  const { kind, tlp, precedence, exercise } = header;
  const apart = sections.filter(({ category }) => isStoredApart(category));
  const accepted = { notice: ref, digest, kind, tlp, precedence, keyId: sealed.keyId };
  const notice: Outgoing = {
    subject: subjects.notice(precedence as KnownPrecedence, ref),
    payload: SealedNotice.encode({
      header: sealed.header,
      sections: sections.flatMap(({ category, bytes }) => (isStoredApart(category) ? [] : bytes)),
      signature: sealed.signature,
      keyId: sealed.keyId,
    }),
    headers: recordHeader({
      nonce: randomBytes(16),
      at: Date.now(),
      participant: ref.origin,
      principal: "publisher",
      exercise,
      facts: { accepted },
    }),
    expect: { lastSequence: 0, subject: subjects.noticeAnyPrecedence(ref) },
  };
  const stored = await hub.committer.commit([
    notice,
    ...apart.map(({ place, bytes }) => ({
      subject: subjects.section(ref, place),
      payload: bytes,
    })),
    ...(routing?.audience?.operations ?? []).map((operation) => ({
      subject: subjects.operationNotice(operation, ref),
      payload: new Uint8Array(),
    })),
  ]);
  return stored.firstSequence;
}

/** Puts a statement into the stream as the intake does; its id. */
export async function acceptStatement(hub: TestHub, sealed: SealedStatement): Promise<string> {
  const statement = Statement.decode(sealed.body);
  const { origin, id, principal, notice, consentGranted } = statement;
  const digest = sha256(sealed.body);
  const acknowledged = { participant: origin, statement: id, notice, digest, keyId: sealed.keyId };
  await hub.committer.commit([
    {
      subject: subjects.statement(origin, id),
      payload: SealedStatement.encode(sealed),
      headers: recordHeader({
        nonce: randomBytes(16),
        at: Date.now(),
        participant: origin,
        principal,
        facts: { acknowledged },
      }),
      expect: { lastSequence: 0 },
    },
    ...(consentGranted && notice
      ? [
          {
            subject: subjects.consentAnswer(notice, consentGranted.asker, consentGranted.asked),
            payload: ConsentAnswer.encode({
              statement: id,
              participant: consentGranted.participant,
              granted: true,
            }),
            expect: { lastSequence: 0 },
          },
        ]
      : []),
  ]);
  return id;
}
