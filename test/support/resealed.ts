import { randomBytes } from "node:crypto";
import type { Identity } from "@talanoa/client/identity.ts";
import type { Publication } from "@talanoa/client/publication.ts";
import { signerOf } from "@talanoa/client/signer.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { compose } from "@talanoa/sharing/notice/compose.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { seal } from "@talanoa/sharing/notice/seal.ts";

/** Seals a draft under an id that one chooses, as the SDK never would. */
export async function resealed(
  identity: Identity,
  ref: NoticeRef,
  draft: object,
): Promise<Publication> {
  const content = compose(parseDraft(draft), identity.participant);
  const { keyId, sign } = signerOf(identity);
  const { sealed, digest } = await seal(content, {
    ...ref,
    issuedAt: Date.now(),
    keyId,
    random: randomBytes,
    sign,
  });
  return { ref, digest, sealed };
}
