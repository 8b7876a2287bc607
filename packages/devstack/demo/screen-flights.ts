import { setTimeout as sleep } from "node:timers/promises";
import { connect, type HubClient } from "@talanoa/client/connect.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { screen } from "@talanoa/client/screen.ts";
import { importWatchlist } from "@talanoa/client/watchlists.ts";
import { counted } from "@talanoa/contract/counted.ts";
import {
  type Flag,
  FlagDecision,
  FlagNotice,
  FlagService,
  FlagState,
  type NoticeRef,
} from "@talanoa/contract/generated/talanoa.ts";
import type { DemoOptions } from "./play.ts";
import { type MadeUpFlight, type MadeUpTraveller, passengerList } from "./passenger-list.ts";

/** Whom New Zealand looks for: nobody who exists, as all travellers here. */
const wanted: MadeUpTraveller = {
  surname: "SAMPLEFAKA",
  given: "SIONE",
  birthDate: "1984-02-29",
  country: "TON",
  passport: "SAMPLE0001",
};
const others: readonly MadeUpTraveller[] = [
  ["SAMPLEVAI", "MELE", "1991-07-14", "TON"],
  ["SAMPLERATU", "JONE", "1979-05-12", "FJI"],
  ["SAMPLEHOHEPA", "ARAMA", "2001-11-03", "NZL"],
  ["SAMPLESINA", "LUPE", "1966-01-22", "WSM"],
].map(([surname, given, birthDate, country], index) => ({
  surname: surname!,
  given: given!,
  birthDate: birthDate!,
  country: country!,
  passport: `SAMPLE100${index}`,
}));
const toNadi: MadeUpFlight = { number: "ZZ430", from: "AKL", to: "NAN" };
const toTonga: MadeUpFlight = { number: "ZZ440", from: "AKL", to: "TBU" };
const LIST = "demo";
const DAY = 86_400_000;

/**
 * Two made-up flights of tomorrow are screened for New Zealand, whose list has one of the travellers; an officer
 * confirms the flag, and Fiji is told of it, where that flight goes. Says what is not as it must be, each as a
 * sentence. Played again on the same day it finds the same flag.
 */
export async function screenFlights({
  identity,
  screening,
  out,
  patience = 30_000,
  signal,
}: Pick<DemoOptions, "identity" | "screening" | "out" | "patience" | "signal">): Promise<string[]> {
  await using opened = new AsyncDisposableStack();
  const as = async (name: string) => opened.use(connect(await identity(name)));
  const system = opened.use(connect(await screening("NZ")));
  const officer = await as("nz-publisher");
  await importWatchlist(officer, LIST, { entries: [entryOf(wanted)] }, signal);
  const day = new Date(Date.now() + DAY).toISOString().slice(0, 10);
  out.write(
    "\nTwo made-up flights from Auckland are screened for New Zealand, to Nadi and to Tongatapu …\n",
  );
  await screen(system, passengerList(toNadi, day, [others[0]!, wanted, others[1]!]), { signal });
  await screen(system, passengerList(toTonga, day, others.slice(2)), { signal });

  const raised = await flagsOf(officer, day);
  const [flag] = raised;
  if (!flag || raised.length > 1 || flag.documentNumber !== wanted.passport) {
    return [
      `screening: ${counted(raised.length, "flag was", "flags were")} raised for one traveller of a list`,
    ];
  }
  if (flag.state === FlagState.DRAFT) {
    const decision = { id: flag.id, decision: FlagDecision.CONFIRM };
    await officer.call(FlagService.decideFlag, decision, { signal });
  }
  const end = performance.now() + patience;
  const fiji = await as("fj-liaison");
  for (;;) {
    const [its] = await flagsOf(officer, day);
    const ref = its?.noticeState === FlagNotice.ACCEPTED ? refOf(its.notice) : null;
    if (ref && (await holds(fiji, ref))) {
      if (await holds(await as("to-liaison"), ref)) return ["screening: Tonga has a flag for Nadi"];
      out.write(
        `One of 5 travellers may be on New Zealand's list (grade ${flag.grade}); its officer confirms: Fiji is told of it, Tonga is not.\n`,
      );
      return [];
    }
    if (performance.now() > end) return ["screening: Fiji was not told of the flag in time"];
    await sleep(100, undefined, { signal });
  }
}

/** The flags of that day's flight to Nadi that the list raised. */
async function flagsOf(officer: HubClient, day: string): Promise<Flag[]> {
  const { flags } = await officer.call(FlagService.listFlags, { limit: 500 });
  return flags.filter(
    ({ watchlist, flight, departure }) =>
      watchlist === LIST && flight === toNadi.number && departure.startsWith(day),
  );
}

async function holds(reader: HubClient, ref: NoticeRef): Promise<boolean> {
  try {
    await getNotice(reader, ref);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === "not-found") return false;
    throw error;
  }
}

function refOf(text: string): NoticeRef {
  const [origin = "", id = "", version] = text.split("/");
  return { origin, id, version: Number(version) };
}

function entryOf({ surname, given, birthDate, passport }: MadeUpTraveller) {
  return {
    id: "demo-1",
    names: [{ text: `${given} ${surname}` }],
    birthDates: [birthDate],
    documents: [{ number: passport, issuer: "TO" }],
    nationalities: ["TO"],
  };
}
