import {
  type Audience,
  type Card,
  type Goods,
  Precedence,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { type OpenedNotice, sectionOf } from "../notice/open.ts";

/** What a filter needs to know of a notice. */
export function cardOf(opened: OpenedNotice): Init<Card> {
  const { header, routing } = opened;
  const { origin, id, version } = header;
  const goods: Goods | null = sectionOf(opened, SectionType.GOODS);
  const request = sectionOf(opened, SectionType.REQUEST);
  const reply = sectionOf(opened, SectionType.REPLY);
  const classes = goods?.commodities.map(({ commodityClass }) => commodityClass) ?? [];
  return {
    notice: { origin, id, version },
    kind: header.kind,
    tlp: header.tlp,
    precedence: header.precedence,
    eventAt: header.eventAt,
    issuedAt: header.issuedAt,
    expiresAt: header.expiresAt,
    exercise: header.exercise,
    countries: routing?.countries ?? [],
    regions: routing?.regions ?? [],
    acknowledgeBy: header.handling?.acknowledgeBy ?? 0,
    commodityClasses: [...new Set(classes)].filter(Boolean).sort(),
    answers: reply?.request ?? null,
    answerBy: request?.answerBy ?? 0,
    operations: operationsOf(opened),
    named: namedBy(routing?.audience),
  };
}

/** The participants that an audience names, themselves or an officer of theirs; sorted. */
function namedBy(audience: Audience | null | undefined): string[] {
  const { participants = [], officers = [] } = audience ?? {};
  return [...new Set([...participants, ...officers.map((its) => its.participant)])].sort();
}

/** Whether a notice concerns each participant that receives it: it is urgent, or asks something of them. */
export function concernsAll({ precedence, acknowledgeBy, answerBy }: Card): boolean {
  return (
    precedence === Precedence.FLASH ||
    precedence === Precedence.IMMEDIATE ||
    acknowledgeBy > 0 ||
    answerBy > 0
  );
}

/** Whether a notice concerns a participant that receives it. */
export function concerns(card: Card, participant: string): boolean {
  return (
    card.countries.includes(participant) || card.named.includes(participant) || concernsAll(card)
  );
}

/** The joint operations that a notice belongs to: those addressed, and the one that it names itself; by id. */
export function operationsOf(opened: OpenedNotice): string[] {
  const operations = [
    ...(opened.routing?.audience?.operations ?? []),
    sectionOf(opened, SectionType.OPERATION)?.operation ?? "",
    sectionOf(opened, SectionType.REQUEST)?.operation ?? "",
  ];
  return [...new Set(operations)].filter(Boolean).sort();
}
