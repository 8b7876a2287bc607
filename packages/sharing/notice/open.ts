import {
  NoticeHeader,
  type Routing,
  type SealedNotice,
  Section,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import type { MessageType } from "@talanoa/contract/message-type.ts";
import { utf8Length } from "@talanoa/crypto/bytes.ts";
import {
  isKnownSectionType,
  type KnownSectionType,
  type SectionBody,
  sectionTypes,
} from "@talanoa/contract/sections.ts";
import { wordOf, sectionWords } from "@talanoa/contract/words.ts";
import { digestKey, keyOfBytes, sha256 } from "./digest.ts";
import { Findings } from "./findings.ts";
import { limits } from "./limits.ts";

/** A notice whose sections were found in its header. The signature is not yet checked. */
export interface OpenedNotice {
  readonly header: NoticeHeader;
  /** SHA-256 of the header's bytes: names exactly this version. */
  readonly digest: Uint8Array;
  readonly sections: readonly OpenedSection[];
  /** The routing section, for the hub and the origin; null for who did not get it. */
  readonly routing: Routing | null;
  readonly signature: Uint8Array;
  readonly keyId: string;
  /** Of the sealed notice, in bytes. */
  readonly size: number;
}

export interface OpenedSection {
  /** Index of its digest in header.sectionDigests. */
  readonly place: number;
  /** SHA-256 of its bytes. */
  readonly digest: Uint8Array;
  /** The bytes as they travelled. */
  readonly bytes: Uint8Array;
  readonly salt: Uint8Array;
  readonly type: number;
  readonly category: number;
  /** The message of the type; null for a type that this version does not know. */
  readonly body: unknown;
  /** Of the body, in bytes. */
  readonly size: number;
}

/**
 * Opens a sealed notice, or a copy of which sections were withheld, and finds each section in the
 * header. Throws InvalidNotice for one that is too large, bytes that are no message, and a section
 * that is not in the header or stands twice.
 */
export function openNotice(sealed: SealedNotice): OpenedNotice {
  const findings = new Findings();
  const size = sizeOf(sealed);
  if (size > limits.noticeSize) findings.violation("notice-size", "notice");
  if (sealed.sections.length > limits.digests) {
    findings.violation("digest-count", "sections");
  }
  if (sealed.header.length > limits.headerSize) {
    findings.violation("header-readable", "header", `At most ${limits.headerSize} bytes.`);
  }
  findings.throwIfAny();
  const header = decoded(NoticeHeader, sealed.header);
  if (!header) {
    findings.violation("header-readable", "header");
    throw findings.error();
  }

  const places = new Map<string, number>();
  header.sectionDigests.forEach((digest, place) => {
    const key = digestKey(digest);
    if (!places.has(key)) places.set(key, place);
  });
  const sections = sealed.sections.flatMap((bytes, index) => {
    const key = keyOfBytes(bytes);
    const place = places.get(key);
    if (place === undefined) {
      findings.violation("section-digest", `sections[${index}]`);
      return [];
    }
    // Found once: the same bytes a second time have no place left.
    places.delete(key);
    const digest = header.sectionDigests[place]!;
    return openSection(bytes, { index, place, digest }, findings) ?? [];
  });
  findings.throwIfAny();
  return {
    header,
    digest: sha256(sealed.header),
    sections,
    routing: sectionIn(sections, SectionType.ROUTING),
    signature: sealed.signature,
    keyId: sealed.keyId,
    size,
  };
}

function openSection(
  bytes: Uint8Array,
  found: { index: number; place: number; digest: Uint8Array },
  findings: Findings,
): OpenedSection | null {
  const section = decoded(Section, bytes);
  if (!section) {
    findings.violation("section-readable", `sections[${found.index}]`);
    return null;
  }
  const { salt, type, category, body } = section;
  const message = isKnownSectionType(type)
    ? decoded(sectionTypes[type].body as MessageType<unknown>, body)
    : null;
  if (isKnownSectionType(type) && message === null) {
    findings.violation("section-readable", wordOf(sectionWords, type));
    return null;
  }
  const { place, digest } = found;
  return { place, digest, bytes, salt, type, category, body: message, size: body.length };
}

/** The first section of a type, or null. */
export function sectionOf<Type extends KnownSectionType>(
  opened: Pick<OpenedNotice, "sections">,
  type: Type,
): SectionBody<Type> | null {
  return sectionIn(opened.sections, type);
}

/** All sections of a type: a notice may have several images. */
export function sectionsOf<Type extends KnownSectionType>(
  opened: Pick<OpenedNotice, "sections">,
  type: Type,
): SectionBody<Type>[] {
  return opened.sections
    .filter((section) => section.type === type)
    .map(({ body }) => body as SectionBody<Type>);
}

function sectionIn<Type extends KnownSectionType>(
  sections: readonly OpenedSection[],
  type: Type,
): SectionBody<Type> | null {
  const found = sections.find((section) => section.type === type);
  return found ? (found.body as SectionBody<Type>) : null;
}

function decoded<T>(message: MessageType<T>, bytes: Uint8Array): T | null {
  try {
    return message.decode(bytes);
  } catch {
    return null;
  }
}

/** The size of a sealed notice on the wire, in bytes. */
function sizeOf({ header, sections, signature, keyId }: SealedNotice): number {
  const lengths = [header.length, signature.length, utf8Length(keyId)];
  for (const section of sections) lengths.push(section.length);
  // Each field has one byte of tag and a length of one to three bytes before it.
  return lengths.reduce((sum, length) => sum + length + lengthSize(length) + 1, 0);
}

function lengthSize(length: number): number {
  return length < 0x80 ? 1 : length < 0x4000 ? 2 : length < 0x20_0000 ? 3 : 4;
}
