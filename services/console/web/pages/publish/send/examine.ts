import type { Caller } from "@talanoa/client/identity.ts";
import { sealContent, type SealedDraft, sealVersion } from "@talanoa/client/seal-draft.ts";
import { signerOf } from "@talanoa/client/signer.ts";
import { type Kind, Revision } from "@talanoa/contract/generated/talanoa.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { validKey } from "@talanoa/sharing/directory/standing.ts";
import { compose } from "@talanoa/sharing/notice/compose.ts";
import type { NoticeContent } from "@talanoa/sharing/notice/content.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { InvalidNotice, type Violation } from "@talanoa/sharing/notice/violation.ts";
import {
  type Consequences,
  consequencesOf,
  type Difference,
  differenceTo,
} from "@talanoa/sharing/routing/consequences.ts";
import type { Corrected } from "@talanoa/sharing/routing/correction.ts";
import type { Amending } from "../amend/amending.ts";
import { markingOf } from "../form/used-audience.ts";
import type { Written } from "../../../words/draft-path.ts";

/** What would come of a draft as it stands. */
export interface Examined {
  /** The rules that it breaks; none when it can be sent. */
  readonly violations: readonly Violation[];
  /** What is odd and can be sent all the same. */
  readonly warnings: readonly Violation[];
  /** Null while nothing can be said: the draft cannot be read, or the directory is not there yet. */
  readonly consequences: Consequences | null;
  /** Of a later version: what changes for whom. */
  readonly difference: Difference | null;
  /** Of the sealed notice, in bytes; 0 while it cannot be sealed. */
  readonly size: number;
}

export interface Examining {
  readonly identity: Caller;
  readonly amending: Amending | null;
  readonly directory: Directory | null;
  /** Of a later version: who holds the one before; null while that is not known. */
  readonly holders: Corrected["readers"] | null;
  /** Of a later version: what decides a correction; null while that is not known. */
  readonly corrected: Corrected | null;
  /** Unix ms. */
  readonly now: number;
}

/** Seals a draft as it would be sent, throws that away, and tells what would come of it. */
export async function examine(written: Written, examining: Examining): Promise<Examined> {
  const nothing = { violations: [], warnings: [], consequences: null, difference: null, size: 0 };
  let content: NoticeContent;
  try {
    content = contentOf(written, examining.identity);
  } catch (error) {
    if (error instanceof InvalidNotice) return { ...nothing, violations: error.violations };
    throw error;
  }
  const told = { ...nothing, ...consequences(content, examining) };
  try {
    const { publication, warnings } = await sealed(content, {
      ...examining,
      identity: unsigned(examining.identity),
    });
    return { ...told, warnings, size: publication.sealed.length };
  } catch (error) {
    if (error instanceof InvalidNotice) return { ...told, violations: error.violations };
    throw error;
  }
}

/** Seals a draft to be sent. Throws InvalidNotice with every rule that it breaks, and InvalidIdentity. */
export function sealWritten(
  written: Written,
  given: Pick<Examining, "identity" | "amending" | "now">,
): Promise<SealedDraft> {
  return sealed(contentOf(written, given.identity), given);
}

function contentOf(written: Written, { participant }: Caller): NoticeContent {
  return compose(parseDraft(written), participant);
}

function sealed(
  content: NoticeContent,
  { identity, amending, now }: Pick<Examining, "identity" | "amending" | "now">,
): Promise<SealedDraft> {
  if (!amending) return sealContent(identity, content, now);
  const { id, version, digest, revision } = amending;
  const header = { id, version, tlp: markingOf(amending.before) };
  return sealVersion(identity, { header, digest }, revision, content, now);
}

function consequences(
  content: NoticeContent,
  { identity, amending, directory, holders, corrected, now }: Examining,
): Pick<Examined, "consequences" | "difference"> {
  const isCorrection = amending?.revision === Revision.CORRECTION;
  if (!directory || (isCorrection && !corrected)) return { consequences: null, difference: null };
  const { participant: origin } = identity;
  const told = consequencesOf(content, {
    origin,
    keyId: keyOf(identity, content.kind, directory, now),
    directory,
    now,
    ...(isCorrection && corrected && { corrected }),
  });
  const difference = amending && holders ? differenceTo(holders, told, origin) : null;
  return { consequences: told, difference };
}

/** Whether what an officer writes can be signed on this device. */
export function canSign({ signer, signingKey }: Caller): boolean {
  return Boolean(signer ?? signingKey);
}

/** As who signs nothing: what is written on a device without a key can be looked at all the same. */
function unsigned(identity: Caller): Caller {
  const signer = { keyId: "0".repeat(32), sign: () => new Uint8Array(64) };
  return canSign(identity) ? identity : { ...identity, signer };
}

/** The key that will sign; on a device without one, any by which the administration signs. */
function keyOf(identity: Caller, kind: Kind, directory: Directory, time: number): string {
  if (canSign(identity)) return signerOf(identity).keyId;
  const { participant } = identity;
  const keys = directory.entries("key").flatMap(({ entry }) => entry.key ?? []);
  return keys.find(({ id }) => validKey(directory, id, { participant, kind, time }))?.id ?? "";
}
