import { type Trip, type TripIdentity, TripService } from "@talanoa/contract/generated/talanoa.ts";
import { purposeWords, wordOf } from "@talanoa/contract/words.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import type { Json } from "../json.ts";
import { reasonOf, type ReasonOptions, withReason } from "../log/reason.ts";
import { plain } from "../plain-text.ts";
import { printJson, printRows } from "../print.ts";
import { openSession } from "../session.ts";
import { byEndOfId } from "../screening/by-end-of-id.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";
import { UsageError } from "../usage-error.ts";

export function define(command: Command, context: Context): void {
  command
    .command("requests", { isDefault: true })
    .description("Who of your administration asked in the last day who travelled, and what for.")
    .action(() => requests(context));
  command
    .command("list")
    .description("The trips on a flight, without who travelled.")
    .argument("<flight>", "carrier and number, as FJ411")
    .argument("<day>", "of its departure there, as 2026-03-11")
    .action((flight: string, day: string) => list(context, flight, day));
  withReason(command.command("identify"))
    .description(
      "Ask who travelled. Once another person has granted it, the same again, for the same purpose and case, shows it, for a day. The log says who asked and who granted.",
    )
    .argument("<trip>", "its id, as `trip list` shows it")
    .action((trip: string, options: ReasonOptions) => identify(context, trip, options));
  command
    .command("grant")
    .description("Grant what another person asked, and see it. The log says that you did.")
    .argument("<request>", "its id, or the end of it, as `trip requests` shows it")
    .action((request: string) => grant(context, request));
}

async function requests(context: Context): Promise<void> {
  await using session = await openSession(context);
  const { requests: found } = await session.hub.call(TripService.listIdentityRequests, {});
  await printRows(context, found, {
    columns: [
      { title: "request" },
      { title: "trip" },
      { title: "asked by" },
      { title: "asked", shrinksTo: 20 },
      { title: "purpose" },
      { title: "case" },
      { title: "granted by" },
    ],
    cells: (each) => [
      each.id.slice(-8),
      each.trip,
      each.askedBy,
      utcAndLocal(each.askedAt),
      wordOf(purposeWords, each.purpose),
      each.caseNumber,
      each.grantedBy,
    ],
    json: (each) => ({
      request: each.id,
      trip: each.trip,
      asked_by: each.askedBy,
      asked_at: isoTime(each.askedAt),
      purpose: wordOf(purposeWords, each.purpose),
      case: each.caseNumber,
      granted_by: each.grantedBy || null,
    }),
    none: "Nobody asked in the last day.",
  });
}

async function list(context: Context, written: string, day: string): Promise<void> {
  const [, carrier, number] = /^([A-Z0-9]{2}[A-Z]?)0*(\d{1,4}[A-Z]?)$/i.exec(written.trim()) ?? [];
  if (!carrier || !number) throw new UsageError("give a flight as carrier and number, as FJ411");
  await using session = await openSession(context);
  const asked = { flight: (carrier + number).toUpperCase(), day };
  const { trips } = await session.hub.call(TripService.listTrips, asked);
  await printRows(context, trips, {
    columns: [
      { title: "trip" },
      { title: "route" },
      { title: "departs" },
      { title: "role" },
      { title: "bags", align: "right" },
      { title: "told", shrinksTo: 20 },
    ],
    cells: (each) => [
      each.id,
      `${each.from}–${each.to}`,
      each.departure.replace("T", " "),
      each.role,
      String(each.bags ?? ""),
      utcAndLocal(each.toldAt),
    ],
    json: tripJson,
    none: "Your administration keeps no trip on that flight.",
  });
}

async function identify(context: Context, trip: string, options: ReasonOptions): Promise<void> {
  const { purpose, caseNumber } = reasonOf(options);
  if (caseNumber === "")
    throw new UsageError("name the case that it is for", "Give --case NUMBER.");
  await using session = await openSession(context);
  const asked = { trip, purpose, caseNumber };
  const { request, identity } = await session.hub.call(TripService.askIdentity, asked);
  if (identity) return printIdentity(context, request, identity);
  if (context.options.json) return printJson(context, [{ request, identity: null }]);
  context.terminal.say(
    `Asked. Another person of your administration grants it with: talanoa trip grant ${plain(request)}\n`,
  );
}

async function grant(context: Context, written: string): Promise<void> {
  const ending = byEndOfId(written, "request");
  await using session = await openSession(context);
  const { requests: found } = await session.hub.call(TripService.listIdentityRequests, {});
  const request = ending(found.map((each) => each.id)) ?? written;
  const { identity } = await session.hub.call(TripService.grantIdentity, { request });
  await printIdentity(context, request, identity!);
}

function printIdentity(context: Context, request: string, identity: TripIdentity): Promise<void> {
  return printRows(context, [identity], {
    columns: [
      { title: "traveller" },
      { title: "born" },
      { title: "sex" },
      { title: "nationality" },
      { title: "documents" },
    ],
    cells: (each) => [
      [each.surname, each.givenNames].filter(Boolean).join("/"),
      each.birthDate,
      each.sex,
      each.nationality,
      each.documentNumbers.join(" "),
    ],
    json: (each) => ({
      request,
      identity: {
        surname: each.surname,
        given_names: each.givenNames,
        birth_date: each.birthDate || null,
        sex: each.sex || null,
        nationality: each.nationality || null,
        document_numbers: each.documentNumbers,
      },
    }),
    none: "",
  });
}

function tripJson(trip: Trip): Json {
  const { id, from, to, departure, role, bags, toldAt } = trip;
  return { id, from, to, departure: departure || null, role, bags, told_at: isoTime(toldAt) };
}
