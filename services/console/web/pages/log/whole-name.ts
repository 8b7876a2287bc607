import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { isParticipantForm } from "@talanoa/sharing/codes/participants.ts";
import { refText } from "@talanoa/sharing/notice/ref-text.ts";
import { noticeNamed } from "./question.ts";

/** A part of a notice's name as a person typed it. */
export interface PartOfName {
  /** Empty where only digits were given. */
  readonly origin: string;
  /** Hex digits without dashes, in lower case: the end of an id (4 at least) or its beginning (8 at least). */
  readonly idPart: string;
}

/** The whole name of a notice, or why it is not known. */
export type WholeName =
  | { readonly name: string }
  | { readonly fault: "notice" | "unknown" | "several" };

/**
 * The whole name for what a person typed: as it is when it is whole or empty; else that of the one notice with such an
 * id among those that were shown, or, where none is, that `lookUp` finds. Throws what `lookUp` does.
 */
export async function wholeName(
  text: string,
  shown: Iterable<NoticeRef>,
  lookUp: (part: PartOfName) => Promise<readonly NoticeRef[]>,
): Promise<WholeName> {
  if (text.trim() === "" || noticeNamed(text)) return { name: text };
  const pieces = text.trim().split("/");
  const [origin = "", id = "", version = "0"] = pieces.length === 1 ? ["", pieces[0]] : pieces;
  const part = { origin: origin.toUpperCase(), idPart: id.replaceAll("-", "").toLowerCase() };
  if (
    pieces.length > 3 ||
    (origin !== "" && !isParticipantForm(part.origin)) ||
    !/^[0-9a-f]{4,32}$/.test(part.idPart) ||
    !/^\d{1,9}$/.test(version)
  )
    return { fault: "notice" };
  const here = distinct([...shown].filter((ref) => fits(ref, part)));
  const found = here.length > 0 ? here : distinct(await lookUp(part));
  const [first] = found;
  if (!first) return { fault: "unknown" };
  if (found.length > 1) return { fault: "several" };
  return { name: refText({ ...first, version: Number(version) }) };
}

function fits(ref: NoticeRef, { origin, idPart }: PartOfName): boolean {
  if (origin !== "" && ref.origin !== origin) return false;
  const digits = ref.id.replaceAll("-", "");
  return digits.endsWith(idPart) || (idPart.length >= 8 && digits.startsWith(idPart));
}

function distinct(refs: readonly NoticeRef[]): NoticeRef[] {
  return [...new Map(refs.map((ref) => [`${ref.origin}/${ref.id}`, ref])).values()];
}
