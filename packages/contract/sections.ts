import {
  Category,
  Companies,
  Conveyance,
  Goods,
  Image,
  Narrative,
  Operation,
  Passengers,
  Persons,
  Places,
  Reference,
  ReplyBody,
  RequestBody,
  RiskFlag,
  Routing,
  SectionType,
  Source,
  Summary,
} from "./generated/talanoa.ts";
import type { MessageType } from "./message-type.ts";

/** The message in the body of each section type, and its category. Add a type: one row here. */
export const sectionTypes = {
  [SectionType.ROUTING]: { body: Routing, category: Category.GENERAL },
  [SectionType.SUMMARY]: { body: Summary, category: Category.GENERAL },
  [SectionType.PLACES]: { body: Places, category: Category.GENERAL },
  [SectionType.GOODS]: { body: Goods, category: Category.OPERATIONAL },
  [SectionType.CONVEYANCE]: { body: Conveyance, category: Category.OPERATIONAL },
  [SectionType.NARRATIVE]: { body: Narrative, category: Category.OPERATIONAL },
  [SectionType.IMAGE]: { body: Image, category: Category.OPERATIONAL },
  [SectionType.PERSONS]: { body: Persons, category: Category.PERSONAL },
  [SectionType.COMPANIES]: { body: Companies, category: Category.OPERATIONAL },
  [SectionType.SOURCE]: { body: Source, category: Category.SOURCE },
  [SectionType.OPERATION]: { body: Operation, category: Category.OPERATIONAL },
  [SectionType.PASSENGERS]: { body: Passengers, category: Category.PASSENGER },
  [SectionType.REFERENCE]: { body: Reference, category: Category.GENERAL },
  [SectionType.REQUEST]: { body: RequestBody, category: Category.OPERATIONAL },
  [SectionType.REPLY]: { body: ReplyBody, category: Category.OPERATIONAL },
  [SectionType.RISK_FLAG]: { body: RiskFlag, category: Category.OPERATIONAL },
} satisfies {
  readonly [Type in Exclude<SectionType, 0>]: {
    readonly body: MessageType<never> | MessageType<any>;
    readonly category: Category;
  };
};

export type KnownSectionType = Exclude<SectionType, 0>;

/** The decoded body of a section type. */
export type SectionBody<Type extends KnownSectionType> = ReturnType<
  (typeof sectionTypes)[Type]["body"]["decode"]
>;

export function isKnownSectionType(type: number): type is KnownSectionType {
  return type in sectionTypes;
}
