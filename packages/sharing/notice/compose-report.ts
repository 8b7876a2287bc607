import {
  type Commodity,
  type Conveyance,
  type EventTime,
  type Goods,
  type Narrative,
  type Summary,
  TimePrecision,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import {
  alertTypeWords,
  codeOf,
  directionWords,
  timePrecisionWords,
} from "@talanoa/contract/words.ts";
import type { Draft } from "./draft.ts";
import { readTime } from "./draft-time.ts";
import { said } from "./said.ts";

export function summaryOf(draft: Draft): Init<Summary> {
  return said({
    title: draft.title,
    caseReference: draft.case_reference,
    alertType: draft.type && codeOf(alertTypeWords, draft.type),
    time: draft.when && eventTimeOf(draft.when),
    direction: draft.direction && codeOf(directionWords, draft.direction),
    office: draft.office,
    detectionMethod: draft.detection_method,
  }) as Init<Summary>;
}

/**
 * A time as exact as it was written. The end is the last moment of the month or day that was
 * written as the end; with an end, and dates only, the time is a period.
 */
export function eventTimeOf(when: NonNullable<Draft["when"]>): Init<EventTime> | undefined {
  const start = readTime(when.start);
  const end = when.end ? readTime(when.end) : null;
  if (!start) return undefined;
  const written = when.precision ? codeOf(timePrecisionWords, when.precision) : undefined;
  const exact = {
    month: TimePrecision.MONTH,
    day: TimePrecision.DAY,
    minute: TimePrecision.MINUTE,
  };
  const precision =
    end && start.precision !== "minute" ? TimePrecision.PERIOD : exact[start.precision];
  return {
    startAt: start.first,
    ...(end && { endAt: end.last }),
    precision: written ?? precision,
  };
}

export function goodsOf(goods: NonNullable<Draft["goods"]>): Init<Goods> {
  return { commodities: goods.map(commodityOf) };
}

function commodityOf(item: NonNullable<Draft["goods"]>[number]): Init<Commodity> {
  return {
    ...said({
      name: item.name,
      commodityClass: item.class,
      hsHeading: item.hs_heading?.replaceAll(".", ""),
      unit: item.unit,
      approximate: item.approximate,
      packaging: item.packaging,
      note: item.note,
      value: item.value && said({ amount: item.value.amount, currency: item.value.currency }),
      concealment: item.concealment && said(item.concealment),
    }),
    // Zero is a quantity.
    ...(item.quantity !== undefined && { quantity: item.quantity }),
  } as Init<Commodity>;
}

export function conveyanceOf(written: NonNullable<Draft["conveyance"]>): Init<Conveyance> {
  const craft = written.small_craft;
  return said({
    transportMode: written.mode,
    type: written.type,
    name: written.name,
    flag: written.flag,
    imo: written.imo?.replace(/^\s*IMO\s*/i, ""),
    mmsi: written.mmsi,
    callSign: written.call_sign?.replaceAll(" ", "").toUpperCase(),
    containers: written.containers?.map((code) => code.replace(/[\s-]/g, "").toUpperCase()),
    flight: written.flight?.replaceAll(" ", "").toUpperCase(),
    registration: written.registration,
    smallCraft:
      craft &&
      said({
        length: craft.length,
        masts: craft.masts,
        hullColour: craft.hull_colour,
        sailColour: craft.sail_colour,
        description: craft.description,
        personsOnBoard: craft.persons_on_board,
      }),
  }) as Init<Conveyance>;
}

export function narrativeOf(written: NonNullable<Draft["narrative"]>): Init<Narrative> {
  return said({ text: written.text, followUp: written.follow_up }) as Init<Narrative>;
}
