import { randomBytes } from "node:crypto";
import { SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { compose } from "@talanoa/sharing/notice/compose.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { type OpenedNotice, openNotice } from "@talanoa/sharing/notice/open.ts";
import { seal } from "@talanoa/sharing/notice/seal.ts";
import { fullAlert, signWithKey } from "@talanoa/sharing/notice/testing/sample-notice.ts";

/** A notice that refers to others. */
export async function noticeOf(references: readonly string[] = []): Promise<OpenedNotice> {
  const now = Date.now();
  const draft = parseDraft({ ...fullAlert(), exercise: true, references: [...references] });
  const { sealed } = await seal(compose(draft, "FJ"), {
    origin: "FJ",
    id: newId(now, randomBytes),
    version: 1,
    issuedAt: now,
    random: randomBytes,
    keyId: "key",
    sign: signWithKey,
  });
  return openNotice(SealedNotice.decode(sealed));
}
