import {
  type Category,
  type Conveyance,
  type Goods,
  type Image,
  type Narrative,
  type Operation,
  type Passengers,
  type Persons,
  type Places,
  type Reference,
  type ReplyBody,
  type RequestBody,
  type RiskFlag,
  SectionType,
  type Source,
  type Summary,
} from "@talanoa/contract/generated/talanoa.ts";
import type { KnownKind } from "@talanoa/contract/kinds.ts";
import type { OpenedNotice } from "../open.ts";
import type { Changeable } from "./sample-notice.ts";

export type Notice = Changeable<OpenedNotice>;

/** How a notice breaks one rule and no other, and the field that is named. */
export interface Break {
  readonly field: string;
  /** An alert, unless given. */
  readonly kind?: KnownKind;
  readonly change: (notice: Notice) => void;
}

export function body<T>(notice: Notice, type: SectionType): T {
  return notice.sections.find((section) => section.type === type)!.body as T;
}
export const summary = (notice: Notice) => body<Summary>(notice, SectionType.SUMMARY);
export const places = (notice: Notice) => body<Places>(notice, SectionType.PLACES);
export const goods = (notice: Notice) => body<Goods>(notice, SectionType.GOODS).commodities;
export const conveyance = (notice: Notice) => body<Conveyance>(notice, SectionType.CONVEYANCE);
export const narrative = (notice: Notice) => body<Narrative>(notice, SectionType.NARRATIVE);
export const image = (notice: Notice) => body<Image>(notice, SectionType.IMAGE);
export const passenger = (notice: Notice) =>
  body<Passengers>(notice, SectionType.PASSENGERS).passengers[0]!;
export const person = (notice: Notice) => body<Persons>(notice, SectionType.PERSONS).persons[0]!;
export const source = (notice: Notice) => body<Source>(notice, SectionType.SOURCE);
export const operation = (notice: Notice) => body<Operation>(notice, SectionType.OPERATION);
export const reference = (notice: Notice) => body<Reference>(notice, SectionType.REFERENCE);
export const request = (notice: Notice) => body<RequestBody>(notice, SectionType.REQUEST);
export const reply = (notice: Notice) => body<ReplyBody>(notice, SectionType.REPLY);
export const flag = (notice: Notice) => body<RiskFlag>(notice, SectionType.RISK_FLAG);
export const audience = (notice: Notice) => notice.routing!.audience!;

export function remove(notice: Notice, type: SectionType): void {
  notice.sections = notice.sections.filter((section) => section.type !== type);
  notice.routing!.sections = notice.routing!.sections.filter((listed) => listed.type !== type);
}

export function repeat(notice: Notice, type: SectionType): void {
  const { ...again } = notice.sections.find((section) => section.type === type)!;
  again.digest = Buffer.alloc(32, 1);
  again.salt = Buffer.alloc(16, 1);
  notice.sections.push(again);
  const category = again.category as Category;
  notice.routing!.sections.push({ digest: again.digest, type, category });
}

/** Where digests stand that belong to no section. */
export function paddingPlaces({ header, sections }: Notice): number[] {
  const taken = new Set(sections.map(({ place }) => place));
  return [...header.sectionDigests.keys()].filter((place) => !taken.has(place));
}
