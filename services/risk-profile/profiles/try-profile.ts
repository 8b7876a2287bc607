import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { TryProfileRequest, TryProfileResponse } from "@talanoa/contract/generated/talanoa.ts";
import type { CompiledProfile } from "@talanoa/passenger/profiles/compile-profile.ts";
import { screenTraveller } from "@talanoa/passenger/profiles/screen-traveller.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { analysts } from "../analysts.ts";
import { factsOf } from "../flags/find/hits.ts";
import { heldMessages } from "../screen/held.ts";
import type { Screening } from "../screening.ts";
import { Pushes } from "../trips/pushes.ts";
import { isOfAbsent, tripsOf } from "../trips/trip.ts";
import { coarseCount } from "./coarse-count.ts";
import { groupsOf } from "./country-groups.ts";
import { languageOf } from "./language.ts";
import { readProfile } from "./read-profile.ts";

/**
 * Counts whom a profile would have found in what is held of the caller's Member, coarsely, so that it finds nobody out,
 * and records that.
 */
export function tryProfile(screening: Screening): Unary<TryProfileRequest, TryProfileResponse> {
  return async ({ profile }, { caller, signal }) => {
    const { participant, principal } = caller;
    checkCaller(caller, analysts, screening.directory(), Date.now());
    const language = languageOf(await groupsOf(screening, participant));
    const { compiled } = readProfile(profile, 1, language);
    const at = screening.now();
    const { messages, answers } = await answersOf(screening, participant, compiled, signal);
    const { bytes: key } = await screening.keys.sealing(participant, "held", at);
    const told = (said: Answer): number =>
      coarseCount(
        key,
        [...answers].flatMap(([trip, its]) => (its === said ? trip : [])),
      );
    const found = { messages, travellers: answers.size, hits: told("hit") };
    const digest = createHash("sha256").update(profile).digest();
    const facts = { profileTried: { participant, digest, ...found } };
    const record = { at, participant, principal, facts };
    // What is read is recorded before it is shown.
    await screening.committer.commit([recordMessage(record, { step: "profile-tried" })]);
    return { ...found, unsaid: told("unsaid"), cost: compiled.cost };
  };
}

/** What a profile says of a traveller, by all messages that tell of them. */
type Answer = "hit" | "no" | "unsaid";

/** What a profile says of each traveller of the messages that are held, by the name of the trip, and how many these are. */
async function answersOf(
  screening: Screening,
  participant: string,
  profile: CompiledProfile,
  signal: AbortSignal,
): Promise<{ messages: number; answers: ReadonlyMap<string, Answer> }> {
  // What is known of earlier journeys and pushes changes by the day: a try is about the messages alone.
  const unknown = { histories: new Map(), pushes: new Pushes() };
  const answers = new Map<string, Answer>();
  let count = 0;
  for await (const { messages } of heldMessages(screening, participant)) {
    signal.throwIfAborted();
    for (const message of messages) {
      if (isOfAbsent(message)) continue;
      count += 1;
      const trips = tripsOf(message);
      for (const [place, facts] of factsOf(message, unknown).entries()) {
        const name = trips[place]?.names.trip ?? `${count} ${place}`;
        const { hits, unsaid } = screenTraveller([profile], facts);
        if (hits.length > 0) answers.set(name, "hit");
        else if (unsaid.length === 0 && answers.get(name) !== "hit") answers.set(name, "no");
        else if (!answers.has(name)) answers.set(name, "unsaid");
      }
      await setImmediate();
    }
  }
  return { messages: count, answers };
}
