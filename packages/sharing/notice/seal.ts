import {
  NoticeHeader,
  type Revision,
  type Routing,
  SealedNotice,
  Section,
  type SectionClass,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init, MessageType } from "@talanoa/contract/message-type.ts";
import { type KnownSectionType, sectionTypes } from "@talanoa/contract/sections.ts";
import { compareBytes } from "@talanoa/crypto/bytes.ts";
import { concerned } from "./concerned.ts";
import type { NoticeContent } from "./content.ts";
import { DIGEST_LENGTH, sha256 } from "./digest.ts";
import { noticeSigningInput } from "./sign.ts";

export const SALT_LENGTH = 16;
/** The number of digests in a header is a multiple of this, so that it tells little. */
export const DIGESTS_STEP = 8;

export interface SealOptions {
  /** The participant that publishes. */
  readonly origin: string;
  /** UUIDv7, see id.ts. */
  readonly id: string;
  /** 1 for the first. */
  readonly version: number;
  /** SHA-256 of the header of the version before; for version 2 and later. */
  readonly previousDigest?: Uint8Array;
  /** What it is to the version before; for version 2 and later. */
  readonly revision?: Revision;
  /** Unix ms. */
  readonly issuedAt: number;
  readonly keyId: string;
  /** Random bytes from a cryptographic source. */
  random(length: number): Uint8Array;
  /** Ed25519 with the key that keyId names. */
  sign(input: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** The bytes of a SealedNotice, and the SHA-256 of its header. */
export interface Sealed {
  readonly sealed: Uint8Array;
  readonly digest: Uint8Array;
}

/** Seals what a notice says: sections salted, digested and padded, header signed. Checks nothing. */
export async function seal(content: NoticeContent, options: SealOptions): Promise<Sealed> {
  const { random } = options;
  const listed = content.sections.map(({ type, body }) => sealSection(type, body, random));
  const routing = sealSection(SectionType.ROUTING, routingOf(content, listed), random);
  const sections = [routing, ...listed];
  const header = NoticeHeader.encode({
    origin: options.origin,
    id: options.id,
    version: options.version,
    ...(options.previousDigest && { previousDigest: options.previousDigest }),
    kind: content.kind,
    tlp: content.tlp,
    ...(content.grading && { grading: content.grading }),
    precedence: content.precedence,
    ...(content.eventAt && { eventAt: content.eventAt }),
    issuedAt: options.issuedAt,
    ...(content.expiresAt && { expiresAt: content.expiresAt }),
    ...(content.exercise && { exercise: true }),
    sectionDigests: padded(
      sections.map(({ digest }) => digest),
      random,
    ),
    ...(content.handling && { handling: content.handling }),
    ...(options.revision && { revision: options.revision }),
  });
  const sealed = SealedNotice.encode({
    header,
    sections: sections.map(({ bytes }) => bytes),
    signature: await options.sign(noticeSigningInput(header)),
    keyId: options.keyId,
  });
  return { sealed, digest: sha256(header) };
}

interface SealedSection {
  readonly type: KnownSectionType;
  readonly bytes: Uint8Array;
  readonly digest: Uint8Array;
}

function sealSection(
  type: KnownSectionType,
  body: object,
  random: SealOptions["random"],
): SealedSection {
  const { category, body: message } = sectionTypes[type];
  const bytes = Section.encode({
    salt: random(SALT_LENGTH),
    type,
    category,
    body: (message as MessageType<object>).encode(body),
  });
  return { type, bytes, digest: sha256(bytes) };
}

function routingOf(content: NoticeContent, listed: readonly SealedSection[]): Init<Routing> {
  const classes: Init<SectionClass>[] = listed.map(({ digest, type }) => ({
    digest,
    type,
    category: sectionTypes[type].category,
  }));
  return {
    audience: content.audience,
    ...concerned(content.sections),
    sections: classes,
    ...(content.showAudience && { showAudience: true }),
    ...(content.purpose && { purpose: content.purpose }),
  };
}

// Sorted by their bytes, all of them, so that a digest's place tells neither which section it is
// of nor whether it is padding.
function padded(digests: readonly Uint8Array[], random: SealOptions["random"]): Uint8Array[] {
  const all = [...digests];
  while (all.length % DIGESTS_STEP !== 0) all.push(random(DIGEST_LENGTH));
  return all.sort(compareBytes);
}
