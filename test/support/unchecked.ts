import { randomBytes } from "node:crypto";
import { type NoticeRef, SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { recordHeader } from "@talanoa/platform/bus/record-header.ts";
import { type KnownPrecedence, subjects } from "@talanoa/contract/subjects.ts";
import { openCommitter } from "@talanoa/platform/bus/committer.ts";
import { openBus } from "@talanoa/platform/bus/connection.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import type { TestHub } from "./hub.ts";
import { resealed } from "./resealed.ts";

/**
 * Puts a draft into the stream, rightly signed, that the intake would refuse: as a hub would have it
 * whose intake checks nothing. Only sections that are stored with the notice.
 */
export async function putUnchecked(hub: TestHub, by: string, draft: object): Promise<NoticeRef> {
  const { identity } = await hub.as(by);
  const ref = { origin: identity.participant, id: newId(Date.now(), randomBytes), version: 1 };
  const { sealed, digest } = await resealed(identity, ref, draft);
  const { header, keyId } = openNotice(SealedNotice.decode(sealed));
  const { kind, tlp, precedence } = header;
  await using bus = await openBus({ servers: [hub.stack.natsUrl], name: "test" });
  await using committer = openCommitter(bus);
  await committer.commit([
    {
      subject: subjects.notice(precedence as KnownPrecedence, ref),
      payload: sealed,
      headers: recordHeader({
        nonce: randomBytes(16),
        at: Date.now(),
        participant: ref.origin,
        principal: identity.principal,
        facts: { accepted: { notice: ref, digest, kind, tlp, precedence, keyId } },
      }),
      expect: { lastSequence: 0, subject: subjects.noticeAnyPrecedence(ref) },
    },
  ]);
  return ref;
}
