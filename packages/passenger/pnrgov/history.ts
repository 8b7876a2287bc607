import type { Segment } from "../edifact/segment.ts";
import { plainNumber } from "../flight-number.ts";
import type { Issues } from "../issue.ts";
import { lookup } from "../lookup.ts";
import type { HistoryEntry, HistoryItem } from "../model/booking.ts";
import type { Draft } from "../model/draft.ts";
import { readPnrName } from "../person-name.ts";
import type { Withheld } from "../privacy/withheld.ts";
import { readRequest } from "./request-text.ts";
import { readStamp, readTimes } from "./times.ts";

/** Reads the history of one PNR, groups 10 to 12. Nothing of it is itinerary or traveller. */
export interface HistoryReader {
  /** ABI: another source. */
  begin(segment: Segment): void;
  take(segment: Segment): void;
}

const actions: { readonly [code: string]: HistoryItem["action"] } = { A: "added", X: "cancelled" };

export function createHistoryReader(
  history: Draft<HistoryEntry>[],
  issues: Issues,
  withheld: Withheld,
): HistoryReader {
  let action: HistoryItem["action"] = "other";

  function begin(segment: Segment): void {
    action = "other";
    history.push({ location: segment.at(3), carrier: segment.at(5), items: [] });
  }

  function take(segment: Segment): void {
    const entry = history.at(-1);
    if (!entry) return;
    switch (segment.tag) {
      case "DAT": {
        const at = readStamp(segment, segment.at(1), issues);
        if (at) entry.at = at;
        break;
      }
      case "SAC":
        action = lookup(actions, segment.at(3)) ?? "other";
        break;
      case "TIF":
        entry.items.push({ action, name: readPnrName(segment.at(1), segment.at(2)) });
        break;
      case "TVL":
        entry.items.push({ action, flight: flightOf(segment, issues) });
        break;
      case "SSR": {
        const { code } = readRequest(segment, issues);
        if (!withheld.drops(code)) entry.items.push({ action, service: code });
        break;
      }
      case "IFT":
        withheld.count("history-text");
        break;
      default:
    }
  }

  return { begin, take };
}

function flightOf(segment: Segment, issues: Issues) {
  return {
    from: segment.at(2),
    to: segment.at(3),
    carrier: segment.at(4),
    number: plainNumber(segment.at(5)),
    ...readTimes(segment, issues),
  };
}
