import { join } from "node:path";
import { connect, type HubClient } from "@talanoa/client/connect.ts";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { screen } from "@talanoa/client/screen.ts";
import { importWatchlist } from "@talanoa/client/watchlists.ts";
import {
  FlagService,
  ProfileChange,
  ProfileService,
  ScreeningService,
} from "@talanoa/contract/generated/talanoa.ts";
import {
  exampleFiles,
  exampleLanguage,
  exampleProfile,
} from "@talanoa/passenger/profiles/testing/example-profiles.ts";
import { asListed, type MadeUpPerson, madeUpPeople } from "../quality/made-up-people.ts";
import type { TestHub } from "../support/hub.ts";
import { type Figure, quantile } from "./figure.ts";
import { pushOf } from "./screen/push.ts";
import type { Size } from "./size.ts";

const FLIGHTS = 20;
const PASSENGERS = 300;
const LISTED = 10_000;
/** One passenger in so many is on the list. */
const ONE_IN = 100;

/**
 * From sending the push of a flight with 300 passengers until an officer is shown the draft flags of those
 * on a list of 10,000; the ten example profiles screen too.
 */
export async function screenFlag(hub: TestHub, size: Size): Promise<Figure> {
  await using system = connect(
    await loadIdentity(join(hub.stack.screeningDir, "nz-screening.json")),
  );
  const officer = await hub.as("nz-publisher");
  const listed = madeUpPeople(LISTED, 2);
  await importWatchlist(officer, "listed", { entries: listed.map(entryOf) });
  await activateProfiles(officer, await hub.as("nz-liaison"));
  const flights = size(FLIGHTS);
  const times: number[] = [];
  const changes: number[] = [];
  // The first one warms up.
  for (let flight = 0; flight <= flights; flight++) {
    const people = madeUpPeople(PASSENGERS, 100 + flight).map((person, i) =>
      i % ONE_IN ? person : listed[(flight * PASSENGERS + i) % LISTED]!,
    );
    const push = Buffer.from(
      pushOf(people)
        .toString("latin1")
        .replaceAll("+0410", `+${1_000 + flight}`),
      "latin1",
    );
    const first = await flagsAfter(system, officer, push, people);
    // The same flight again, one byte longer: it is compared with the push before.
    const again = await flagsAfter(
      system,
      officer,
      Buffer.concat([push, Buffer.from("\n")]),
      people,
    );
    if (flight === 0) continue;
    times.push(first);
    changes.push(again);
  }
  const { flags } = await officer.call(ScreeningService.getFigures, {});
  const detail = {
    "p50 (ms)": quantile(times, 0.5),
    "flags of a flight": flags / (flights + 1),
    "the same flight pushed again, p99 (ms)": quantile(changes, 0.99),
    flights,
  };
  const alone = { bare: null, ratio: null, goal: { atMost: 2_000 }, detail };
  return { name: "screen flag p99", unit: "ms", value: quantile(times, 0.99), ...alone };
}

/** Milliseconds from sending a push until the flags of all in it who are on the list are shown. */
async function flagsAfter(
  system: HubClient,
  officer: HubClient,
  push: Buffer,
  people: readonly MadeUpPerson[],
): Promise<number> {
  const wanted = people.filter((_, i) => i % ONE_IN === 0).map(({ passport }) => passport);
  const began = performance.now();
  const { digest } = await screen(system, push);
  const { flags } = await officer.call(FlagService.listFlags, { limit: 500 });
  const took = performance.now() - began;
  const shown = new Set(
    flags
      .filter((flag) => flag.watchlist && Buffer.from(flag.messageDigest).equals(digest))
      .map((flag) => flag.documentNumber),
  );
  const missing = wanted.filter((passport) => !shown.has(passport)).length;
  if (missing > 0) throw new Error(`${missing} of ${wanted.length} listed travellers have no flag`);
  return took;
}

function entryOf(person: MadeUpPerson, index: number) {
  const { id, names, birthDates, documents, sex, nationalities } = asListed(
    person,
    index,
    "all-dated",
  );
  const text = (part: number | undefined) =>
    part === undefined ? [] : String(part).padStart(2, "0");
  return {
    id,
    names: [...names],
    birthDates: birthDates.map(({ year, month, day }) =>
      [year, month, day].flatMap(text).join("-"),
    ),
    documents: [...documents],
    sex: sex ?? "",
    nationalities: [...nationalities],
  };
}

/** Puts the example profiles in use, with the country groups that they name. */
async function activateProfiles(writer: HubClient, colleague: HubClient): Promise<void> {
  const groups = Object.fromEntries(
    [...exampleLanguage.groups].map(([name, countries]) => [name, [...countries]]),
  );
  await writer.call(ProfileService.setCountryGroups, { groups: JSON.stringify(groups) });
  for (const file of exampleFiles) {
    const content = JSON.stringify(exampleProfile(file));
    const { profile } = await writer.call(ProfileService.saveProfile, {
      profile: content,
      grade: "C",
    });
    const { id, version } = profile!;
    const change = (to: ProfileChange) => ({ id, version, change: to });
    await writer.call(ProfileService.changeProfile, change(ProfileChange.PROPOSE));
    await colleague.call(ProfileService.changeProfile, change(ProfileChange.ACTIVATE));
  }
}
