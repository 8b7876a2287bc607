import type { ListTripsRequest, ListTripsResponse } from "@talanoa/contract/generated/talanoa.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { analysts } from "../analysts.ts";
import { Turns } from "../flags/find/turns.ts";
import { open } from "@talanoa/platform/sealed.ts";
import { refused } from "../refusals.ts";
import type { Screening } from "../screening.ts";
import { tripLabel } from "./keep-trips.ts";
import type { TripFacts } from "./trip.ts";

const DAY = 86_400_000;
/** Messages about a flight come from so many days before it, to so many after. */
const BEFORE = 30;
const AFTER = 7;

/** The trips of the caller's Member on a flight, without who travelled. */
export function listTrips(screening: Screening): Unary<ListTripsRequest, ListTripsResponse> {
  return async ({ flight, day }, { caller }) => {
    const { participant } = caller;
    checkCaller(caller, analysts, screening.directory(), Date.now());
    const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : NaN;
    if (Number.isNaN(at)) throw refused("flight-date-form");
    const rows = await screening.db
      .selectFrom("trip")
      .select(["trip", "slot", "facts", "told_at"])
      .where("participant", "=", participant)
      .where("told_at", ">", at - BEFORE * DAY)
      .where("told_at", "<", at + AFTER * DAY)
      .orderBy("told_at")
      .execute();
    const trips = [];
    const turns = new Turns();
    for (const { trip, slot, facts, told_at: toldAt } of rows) {
      await turns.pass();
      const key = await screening.keys.opening(participant, "trip", slot);
      if (!key) continue;
      const opened = open(key, tripLabel("facts", participant, trip), facts).toString();
      const its = JSON.parse(opened) as TripFacts;
      if (its.flight !== flight || !its.departure?.startsWith(day)) continue;
      const { from, to, departure, role, pieces: bags } = its;
      trips.push({
        id: trip.toString("hex"),
        from,
        to,
        departure,
        role,
        bags: bags ?? null,
        toldAt,
      });
    }
    return { trips };
  };
}
