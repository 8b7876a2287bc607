import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import type { CompiledProfile } from "@talanoa/passenger/profiles/compile-profile.ts";
import { factsOfMessage } from "@talanoa/passenger/profiles/facts/of-message.ts";
import { screenTraveller } from "@talanoa/passenger/profiles/screen-traveller.ts";
import { type UnsaidProfile, UnsaidProfiles } from "@talanoa/passenger/profiles/unsaid-profiles.ts";
import type { ListEntry } from "@talanoa/passenger/watchlist/entry.ts";
import type { Match } from "@talanoa/passenger/watchlist/entry-list.ts";
import { type NamedThing, namedThings } from "@talanoa/passenger/watchlist/named-things.ts";
import { subjectOf } from "@talanoa/passenger/watchlist/subject-of.ts";
import { airportOf } from "@talanoa/sharing/codes/ports.ts";
import type { Json } from "../json.ts";
import type { NamedList } from "./watchlists.ts";

/** What travellers are compared with. */
export interface Screens {
  readonly lists: readonly NamedList[];
  readonly profiles: readonly CompiledProfile[];
}

/** What found a traveller, or the vessel or a company of all of them: a profile, or likeness to an entry of a list. */
export interface Hit {
  /** Which of the message's travellers, from 0; null where it concerns all. */
  readonly traveller: number | null;
  /** For a person. */
  readonly text: string;
  readonly json: { readonly [field: string]: Json };
}

/** What lists and profiles say of a message. */
export interface Findings {
  readonly hits: readonly Hit[];
  /** Profiles to which it does not tell what they ask for. */
  readonly unsaid: readonly UnsaidProfile[];
}

/** Of what a message does not say itself: where airports are. */
const surroundings = { countryOf: (airport: string) => airportOf(airport)?.country };

/** What is found of a message: of lists what would raise a draft flag. */
export function findingsOf(message: PassengerMessage, { lists, profiles }: Screens): Findings {
  const facts = profiles.length > 0 ? factsOfMessage(message, surroundings) : [];
  const unsaid = new UnsaidProfiles();
  const ofProfiles = facts.flatMap((its, traveller) => {
    const answers = screenTraveller(profiles, its);
    unsaid.add(answers.unsaid);
    return answers.hits.map(({ profile, reasons }) => ({
      traveller,
      text: `profile ${profile}: ${reasons.join(", ")}`,
      json: { traveller, profile, reasons: [...reasons] },
    }));
  });
  const ofLists = lists.flatMap((list) => listHits(message, list));
  return { hits: [...ofProfiles, ...ofLists], unsaid: unsaid.all() };
}

/** Of the travellers, and of the vessels and companies that the message names. */
function listHits(message: PassengerMessage, { name, list }: NamedList): Hit[] {
  const ofTravellers = message.travellers.flatMap((traveller, index) =>
    list.matchTraveller(subjectOf(traveller)).flatMap((match) => hitOf(name, match, index) ?? []),
  );
  const ofThings = namedThings(message).flatMap((thing) =>
    list.matchThing(thing).flatMap((match) =>
      // One that concerns all of the journey is told once.
      (thing.travellers ?? [null]).flatMap((index) => hitOf(name, match, index, thing) ?? []),
    ),
  );
  return [...ofTravellers, ...ofThings];
}

/** Undefined where the match would raise no draft flag. */
function hitOf(
  watchlist: string,
  { entry, listedName, score, grade, parts, raisesDraftFlag }: Match<ListEntry>,
  traveller: number | null,
  thing?: NamedThing,
): Hit | undefined {
  if (!raisesDraftFlag) return undefined;
  const evidence = parts.map(({ field, finding }) => ({ field, finding }));
  const told = evidence.map(({ field, finding }) => `${field} ${finding}`).join(", ");
  const named = thing ? `${thing.as} ${thing.text}: ` : "";
  return {
    traveller,
    text: `${named}${watchlist}, ${entry.id}: ${listedName}, grade ${grade}${told ? ` (${told})` : ""}`,
    json: {
      traveller,
      watchlist,
      entry: entry.id,
      entry_kind: entry.kind,
      ...(thing && { named_as: thing.as, named: thing.text }),
      listed_name: listedName,
      grade,
      score: Math.round(score * 100) / 100,
      evidence,
    },
  };
}
