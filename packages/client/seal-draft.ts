import { randomBytes } from "@talanoa/crypto/random.ts";
import {
  type NoticeHeader,
  type NoticeRef,
  type Revision,
  SealedNotice,
} from "@talanoa/contract/generated/talanoa.ts";
import { compose } from "@talanoa/sharing/notice/compose.ts";
import type { NoticeContent } from "@talanoa/sharing/notice/content.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { type OpenedNotice, openNotice } from "@talanoa/sharing/notice/open.ts";
import { revisedContent } from "@talanoa/sharing/notice/revise.ts";
import { seal } from "@talanoa/sharing/notice/seal.ts";
import { brokenBySuccession } from "@talanoa/sharing/notice/succession.ts";
import { validateNotice } from "@talanoa/sharing/notice/validate.ts";
import { InvalidNotice, type Violation } from "@talanoa/sharing/notice/violation.ts";
import type { Caller } from "./identity.ts";
import type { Publication } from "./publication.ts";
import { signerOf } from "./signer.ts";

export interface SealedDraft {
  readonly publication: Publication;
  readonly opened: OpenedNotice;
  /** What is odd and is accepted all the same. */
  readonly warnings: readonly Violation[];
}

/**
 * Makes a notice of what a person wrote (see draft.ts of sharing), as version 1 under a new id.
 * `now` is Unix milliseconds. Throws InvalidNotice with every rule that it breaks, and
 * InvalidIdentity when the identity cannot sign.
 */
export function sealDraft(identity: Caller, draft: unknown, now: number): Promise<SealedDraft> {
  return sealContent(identity, compose(parseDraft(draft), identity.participant), now);
}

/** The same for content that a program composed. */
export function sealContent(
  identity: Caller,
  content: NoticeContent,
  now: number,
): Promise<SealedDraft> {
  const ref = { origin: identity.participant, id: newId(now, randomBytes), version: 1 };
  return sealAs(identity, content, { ref, now });
}

/**
 * The next version of a notice of one's own: what a draft says in place of what the version before says
 * (see revise.ts of sharing). Throws as `sealDraft` does.
 */
export function sealRevision(
  identity: Caller,
  before: OpenedNotice,
  revision: Revision,
  changes: unknown,
  now: number,
): Promise<SealedDraft> {
  return sealVersion(identity, before, revision, revisedContent(before, changes), now);
}

/** The next version of a notice of one's own, all of what it says. Throws as `sealDraft` does. */
export function sealVersion(
  identity: Caller,
  before: {
    readonly header: Pick<NoticeHeader, "id" | "version" | "tlp">;
    readonly digest: Uint8Array;
  },
  revision: Revision,
  content: NoticeContent,
  now: number,
): Promise<SealedDraft> {
  const { id, version } = before.header;
  const violations = brokenBySuccession(before.header, { revision, tlp: content.tlp });
  if (violations.length > 0) return Promise.reject(new InvalidNotice(violations));
  const ref = { origin: identity.participant, id, version: version + 1 };
  const follows = { revision, previousDigest: before.digest };
  return sealAs(identity, content, { ref, now, follows });
}

interface SealedAs {
  readonly ref: NoticeRef;
  readonly now: number;
  readonly follows?: { readonly revision: Revision; readonly previousDigest: Uint8Array };
}

async function sealAs(
  identity: Caller,
  content: NoticeContent,
  { ref, now, follows }: SealedAs,
): Promise<SealedDraft> {
  const { keyId, sign } = signerOf(identity);
  const { sealed, digest } = await seal(content, {
    ...ref,
    ...follows,
    issuedAt: now,
    keyId,
    random: randomBytes,
    sign,
  });
  const opened = openNotice(SealedNotice.decode(sealed));
  const { violations, warnings } = validateNotice(opened, { now });
  if (violations.length > 0) throw new InvalidNotice(violations);
  return { publication: { ref, digest, sealed }, opened, warnings };
}
