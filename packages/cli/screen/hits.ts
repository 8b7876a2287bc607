import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import type { CompiledProfile } from "@talanoa/passenger/profiles/compile-profile.ts";
import { factsOfMessage } from "@talanoa/passenger/profiles/facts/of-message.ts";
import { screenTraveller } from "@talanoa/passenger/profiles/screen-traveller.ts";
import { draftFlagThreshold } from "@talanoa/passenger/watchlist/grade.ts";
import { subjectOf } from "@talanoa/passenger/watchlist/subject-of.ts";
import { airportOf } from "@talanoa/sharing/codes/ports.ts";
import type { Json } from "../json.ts";
import type { NamedList } from "./watchlists.ts";

/** What travellers are compared with. */
export interface Screens {
  readonly lists: readonly NamedList[];
  readonly profiles: readonly CompiledProfile[];
}

/** What one traveller was found by: a profile, or likeness to an entry of a list. */
export interface Hit {
  /** Which of the message's travellers, from 0. */
  readonly traveller: number;
  /** For a person. */
  readonly text: string;
  readonly json: { readonly [field: string]: Json };
}

/** Of what a message does not say itself: where airports are. */
const surroundings = { countryOf: (airport: string) => airportOf(airport)?.country };

/** The hits of a message: of lists those that would raise a draft flag. */
export function hitsOf(message: PassengerMessage, { lists, profiles }: Screens): Hit[] {
  const facts = profiles.length > 0 ? factsOfMessage(message, surroundings) : [];
  return message.travellers.flatMap((traveller, index) => {
    const its = facts[index];
    return [
      ...(its ? profileHits(profiles, its, index) : []),
      ...(lists.length > 0 ? listHits(lists, subjectOf(traveller), index) : []),
    ];
  });
}

function profileHits(
  profiles: readonly CompiledProfile[],
  facts: Parameters<typeof screenTraveller>[1],
  traveller: number,
): Hit[] {
  return screenTraveller(profiles, facts).hits.map(({ profile, reasons }) => ({
    traveller,
    text: `profile ${profile}: ${reasons.join(", ")}`,
    json: { traveller, profile, reasons: [...reasons] },
  }));
}

function listHits(
  lists: readonly NamedList[],
  subject: ReturnType<typeof subjectOf>,
  traveller: number,
): Hit[] {
  return lists.flatMap(({ name, list }) =>
    list
      .matchTraveller(subject)
      .filter(({ score }) => score >= draftFlagThreshold)
      .map(({ entry, listedName, score, grade, parts }) => {
        const evidence = parts.map(({ field, finding }) => ({ field, finding }));
        const told = evidence.map(({ field, finding }) => `${field} ${finding}`).join(", ");
        const rounded = Math.round(score * 100) / 100;
        return {
          traveller,
          text: `${name}, ${entry.id}: ${listedName}, grade ${grade}${told ? ` (${told})` : ""}`,
          json: {
            traveller,
            watchlist: name,
            entry: entry.id,
            listed_name: listedName,
            grade,
            score: rounded,
            evidence,
          },
        };
      }),
  );
}
