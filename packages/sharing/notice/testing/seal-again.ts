import {
  NoticeHeader,
  Routing,
  SealedNotice,
  Section,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import type { MessageType } from "@talanoa/contract/message-type.ts";
import { isKnownSectionType, sectionTypes } from "@talanoa/contract/sections.ts";
import { DIGEST_LENGTH, digestKey, sha256 } from "../digest.ts";
import type { OpenedNotice, OpenedSection } from "../open.ts";
import { noticeSigningInput, SIGNATURE_LENGTH } from "../sign.ts";
import { type Changeable, signWithKey } from "./sample-notice.ts";

/**
 * Seals a notice that was opened and changed, as a careless client might: what was changed stands
 * in the bytes, and digests and signature are right unless they are what was changed.
 */
export function sealAgain(notice: Changeable<OpenedNotice>): SealedNotice {
  const { header, routing } = notice;
  const renewed = new Map<string, Uint8Array>();
  const bytesOf = (section: OpenedSection) => {
    const bytes = encodeSection(section);
    renewed.set(digestKey(section.digest), sha256(bytes));
    return bytes;
  };
  const others = notice.sections
    .filter(({ type }) => type !== SectionType.ROUTING)
    .map((section) => bytesOf(section));
  for (const listed of routing?.sections ?? []) {
    listed.digest = renewed.get(digestKey(listed.digest)) ?? listed.digest;
  }
  const own = notice.sections.find(({ type }) => type === SectionType.ROUTING);
  const sections = own ? [bytesOf(own), ...others] : others;

  const wasSorted = isSorted(header.sectionDigests);
  const standing = new Set(header.sectionDigests.map(digestKey));
  const added = [...renewed].filter(([old]) => !standing.has(old)).map(([, digest]) => digest);
  header.sectionDigests = header.sectionDigests.map((digest) => {
    const ofSection = renewed.get(digestKey(digest));
    // A section that came in addition takes the place of a padding digest.
    return ofSection ?? (digest.length === DIGEST_LENGTH ? (added.pop() ?? digest) : digest);
  });
  if (wasSorted) header.sectionDigests.sort((one, other) => Buffer.compare(one, other));
  const headerBytes = NoticeHeader.encode(header);
  const signature =
    notice.signature.length === SIGNATURE_LENGTH
      ? signWithKey(noticeSigningInput(headerBytes))
      : notice.signature;
  const sealed = { header: headerBytes, sections, signature, keyId: notice.keyId };
  return SealedNotice.decode(SealedNotice.encode(sealed));
}

function encodeSection({ salt, type, category, body }: OpenedSection): Uint8Array {
  const message = isKnownSectionType(type) ? sectionTypes[type].body : Routing;
  return Section.encode({
    salt,
    type: type as SectionType,
    category: category as 0,
    body: (message as MessageType<object>).encode(body as object),
  });
}

function isSorted(digests: readonly Uint8Array[]): boolean {
  return digests.every(
    (digest, place) => place === 0 || Buffer.compare(digests[place - 1]!, digest) <= 0,
  );
}
