import { createHash } from "node:crypto";
import { type OpenedNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import type { PlannedCase } from "./plan.ts";

/**
 * A flag that is made up, as is its traveller: New Zealand's screening flags a flight to Fiji, from which the
 * traveller goes on to Tonga.
 */
export const plannedFlag: PlannedCase = {
  case: "made-up risk flag",
  publisher: "NZ",
  marking: "TLP:AMBER",
  precedence: "priority",
  audience: { participants: ["FJ", "TO"] },
  receivers: ["FJ", "NZ", "TO"],
  regions: ["australia-new-zealand", "melanesia", "polynesia"],
};

/** Who is shown the traveller: the originator, and Fiji by an agreement. */
const shownTheTraveller: ReadonlySet<string> = new Set(["NZ", "FJ"]);

const HOUR = 60 * 60 * 1000;

/** The draft of the flag, on a flight that arrives five hours after `now` (Unix ms). */
export function flagDraft(now: number): object {
  const iso = (time: number) => new Date(time).toISOString();
  return {
    kind: "risk-flag",
    title: "Made up: one traveller on ZZ410 from Auckland to Nadi",
    risk_flag: {
      reference: "NZ-RF-SAMPLE",
      flight: "ZZ410",
      flight_date: iso(now).slice(0, 10),
      departs: "AKL",
      arrives: "NAN",
      onward: ["TOTBU"],
      arrives_at: iso(now + 5 * HOUR),
      grade: "B",
      reasons: ["route", "payment", "stay"],
      profile: "sample-short-stay",
      profile_version: 1,
      travellers: 1,
      message_digest: createHash("sha256").update("a made-up message").digest("hex"),
      measure: "inspect",
    },
    passengers: [
      {
        name: "SAMPLE/TRAVELLER",
        birth_date: "1980-01-02",
        sex: "X",
        nationality: "NZ",
        document_type: "P",
        document_number: "SAMPLE000",
        seat: "23A",
        bags: 1,
        record_locator: "SAMPL1",
      },
    ],
    purpose: "customs-enforcement",
    marking: plannedFlag.marking,
    precedence: plannedFlag.precedence,
    audience: plannedFlag.audience,
  };
}

/** What is wrong with a participant's copy of the flag, as a sentence; null when nothing is. */
export function flagFault(participant: string, copy: OpenedNotice): string | null {
  const shown = sectionOf(copy, SectionType.PASSENGERS) !== null;
  if (shown === shownTheTraveller.has(participant)) return null;
  return `${plannedFlag.case}: ${participant} was ${shown ? "" : "not "}shown the traveller`;
}
