import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import type { Traveller } from "@talanoa/passenger/model/traveller.ts";
import type { Before } from "@talanoa/passenger/profiles/facts/surroundings.ts";
import { sql } from "kysely";
import { messagesHeld } from "../screen/held.ts";
import type { Screening } from "../screening.ts";
import { linksOf } from "./links.ts";
import { isOfAbsent, type Trip, tripsOf } from "./trip.ts";

/** What bookings said of travellers so far: what is told later stands in the place of what was before. */
export class Pushes {
  readonly #byTrip = new Map<string, Before>();
  /** By PNR and name, as a passport may be told later than the booking; null where two have one name. */
  readonly #bySeat = new Map<string, Before | null>();

  /** Takes what a message says. Of the bookings in it nothing older counts. */
  add(message: PassengerMessage): void {
    if (!isPush(message)) return;
    const parties = message.bookings.map((): Traveller[] => []);
    for (const traveller of message.travellers) parties[traveller.booking ?? -1]?.push(traveller);
    const seats = new Set<string>();
    for (const trip of tripsOf(message)) {
      const traveller = trip.identity;
      const booking = message.bookings[traveller.booking ?? -1];
      if (!booking) continue;
      const before = { traveller, booking, party: parties[traveller.booking!]! };
      this.#byTrip.set(trip.names.trip, before);
      const seat = seatOf(trip);
      this.#bySeat.set(seat, seats.has(seat) ? null : before);
      seats.add(seat);
    }
  }

  /** What was said of a traveller before; undefined on the first push. */
  before(trip: Trip): Before | undefined {
    return this.#byTrip.get(trip.names.trip) ?? this.#bySeat.get(seatOf(trip)) ?? undefined;
  }
}

/** What was last said of the travellers and bookings of messages, as far as it is still held. */
export async function earlierPushes(
  screening: Pick<Screening, "db" | "keys" | "lifetimes">,
  participant: string,
  messages: readonly PassengerMessage[],
  at: number,
): Promise<Pushes> {
  const pushes = new Pushes();
  const names = messages
    .filter(isPush)
    .flatMap((message) => tripsOf(message).map((its) => its.names));
  if (names.length === 0) return pushes;
  const links = await linksOf(screening, participant, at);
  const hashes = (of: readonly (string | null)[]): Buffer[] =>
    [...new Set(of)].flatMap((name) => (name === null ? [] : links.everyOf(name)));
  const trips = hashes(names.map(({ trip }) => trip));
  const bookings = hashes(names.map(({ booking }) => booking));
  const told = await screening.db
    .selectFrom("trip")
    .innerJoin("transmission", (join) =>
      join
        .onRef("transmission.participant", "=", "trip.participant")
        .onRef("transmission.digest", "=", "trip.push"),
    )
    .select("transmission.digest")
    .distinct()
    .select("screened_at")
    .where("trip.participant", "=", participant)
    .where(sql<boolean>`(trip = any(${trips}::bytea[]) or booking = any(${bookings}::bytea[]))`)
    .orderBy("screened_at")
    .execute();
  for (const { digest } of told) {
    const held = await messagesHeld(screening, participant, digest);
    held?.forEach((message) => pushes.add(message));
  }
  return pushes;
}

/** Whether a message says what bookings are, not who did not travel. */
export function isPush(message: PassengerMessage): boolean {
  return message.kind === "pnrgov" && !isOfAbsent(message);
}

function seatOf({ names, identity: { name } }: Trip): string {
  return JSON.stringify([names.booking, name.surname, name.given]);
}
