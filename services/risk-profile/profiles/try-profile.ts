import { setImmediate } from "node:timers/promises";
import type { TryProfileRequest, TryProfileResponse } from "@talanoa/contract/generated/talanoa.ts";
import { screenTraveller } from "@talanoa/passenger/profiles/screen-traveller.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { analysts } from "../analysts.ts";
import { factsOf } from "../flags/find/hits.ts";
import { heldMessages } from "../screen/held.ts";
import type { Screening } from "../screening.ts";
import { Pushes } from "../trips/pushes.ts";
import { isOfAbsent } from "../trips/trip.ts";
import { groupsOf } from "./country-groups.ts";
import { languageOf } from "./language.ts";
import { readProfile } from "./read-profile.ts";

/** Counts whom a profile would have found in what is held of the caller's Member. */
export function tryProfile(screening: Screening): Unary<TryProfileRequest, TryProfileResponse> {
  return async ({ profile }, { caller, signal }) => {
    checkCaller(caller, analysts, screening.directory(), Date.now());
    const language = languageOf(await groupsOf(screening, caller.participant));
    const { compiled } = readProfile(profile, 1, language);
    // What is known of earlier journeys and pushes changes by the day: a try is about the messages alone.
    const unknown = { histories: new Map(), pushes: new Pushes() };
    const found = { messages: 0, travellers: 0, hits: 0, unsaid: 0, cost: compiled.cost };
    for await (const { messages } of heldMessages(screening, caller.participant)) {
      signal.throwIfAborted();
      for (const message of messages) {
        if (isOfAbsent(message)) continue;
        found.messages += 1;
        for (const facts of factsOf(message, unknown)) {
          const { hits, unsaid } = screenTraveller([compiled], facts);
          found.travellers += 1;
          found.hits += hits.length;
          found.unsaid += unsaid.length;
        }
        await setImmediate();
      }
    }
    return found;
  };
}
