import type {
  ImportWatchlistRequest,
  ImportWatchlistResponse,
  ListedCompany,
  ListedPerson,
  ListedVessel,
} from "@talanoa/contract/generated/talanoa.ts";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import type { ListEntry } from "@talanoa/passenger/watchlist/entry.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import { type FieldViolation, invalid, invalidField } from "@talanoa/platform/errors.ts";
import type { Streaming } from "@talanoa/platform/grpc/call.ts";
import { takeTurn } from "@talanoa/platform/grpc/paced.ts";
import { analysts } from "../analysts.ts";
import { most } from "../limits.ts";
import { refused } from "../refusals.ts";
import type { Screening } from "../screening.ts";
import type { ReadEntry } from "./entry-rules.ts";
import { keepList } from "./list-rows.ts";
import { readListedCompany } from "./listed-company.ts";
import { readListedPerson } from "./listed-person.ts";
import { readListedVessel } from "./listed-vessel.ts";
import { loadList } from "./lists.ts";

/** Entries of one list, and characters of all its names, documents and registrations. */
const MOST_ENTRIES = 250_000;
const MOST_CHARACTERS = 64 * 1024 * 1024;
/** Rules that are told of one import. */
const MOST_VIOLATIONS = 20;

/** Takes a list and puts it in use. */
export function importWatchlist(
  screening: Screening,
): Streaming<ImportWatchlistRequest, ImportWatchlistResponse> {
  return async (requests, call) => {
    const { participant, principal } = call.caller;
    checkCaller(call.caller, analysts, screening.directory(), Date.now());
    takeTurn(screening.callRate, call.caller);
    const { id, entries } = await readList(requests);
    const watchlist = await screening.listChanges.run(async () => {
      const standing = await screening.db
        .selectFrom("watchlist")
        .select("version")
        .where("participant", "=", participant)
        .where("id", "=", id)
        .executeTakeFirst();
      if (!standing && screening.lists.of(participant).length >= most.lists) {
        throw refused("list-count");
      }
      const version = (standing?.version ?? 0) + 1;
      const list = await loadList(id, version, entries);
      const at = screening.now();
      const facts = {
        watchlistChanged: { participant, watchlist: id, version, entries: entries.length },
      };
      const record = { at, participant, principal, facts };
      await screening.committer.commit([recordMessage(record, { step: "watchlist-changed" })]);
      const kept = { participant, id, version, entries, importedBy: principal, importedAt: at };
      // The commit point. Ended before the next line, the list that stood stands on: it is to be imported again.
      await keepList(screening, kept);
      screening.lists.put(participant, list);
      return { id, version, entries: entries.length, importedBy: principal, importedAt: at };
    });
    await call.write({ watchlist });
  };
}

interface ReadList {
  readonly id: string;
  readonly entries: readonly ListEntry[];
}

/** The whole list. Throws HubError with the rules that it breaks, by the entry's place among those of its kind, from 0. */
async function readList(requests: AsyncIterable<ImportWatchlistRequest>): Promise<ReadList> {
  const entries: ListEntry[] = [];
  const ids = new Set<string>();
  const violations: FieldViolation[] = [];
  const counts = { entries: 0, vessels: 0, companies: 0 };
  let id: string | null = null;
  let count = 0;
  let characters = 0;

  function take(sent: SentEntry, read: ReadEntry<ListEntry>, field: string): void {
    if ("violations" in read) violations.push(...read.violations);
    else if (ids.has(sent.id)) violations.push({ ...repeated, field: `${field}.id` });
    else entries.push(read.entry);
    ids.add(sent.id);
    count += 1;
    characters += lengthOf(sent);
    if (count > MOST_ENTRIES || characters > MOST_CHARACTERS) {
      const description = `A list has up to ${MOST_ENTRIES} entries, and 64 MiB of names and documents.`;
      throw invalidField("entries", "list-size", description);
    }
    if (violations.length >= MOST_VIOLATIONS) throw invalid(violations);
  }

  for await (const request of requests) {
    id ??= request.id;
    for (const sent of request.entries) {
      const field = `entries[${counts.entries++}]`;
      take(sent, readListedPerson(sent, field), field);
    }
    for (const sent of request.vessels) {
      const field = `vessels[${counts.vessels++}]`;
      take(sent, readListedVessel(sent, field), field);
    }
    for (const sent of request.companies) {
      const field = `companies[${counts.companies++}]`;
      take(sent, readListedCompany(sent, field), field);
    }
  }
  if (!id || !SUBJECT_TOKEN.test(id)) violations.push(listId);
  else if (count === 0) violations.push(empty);
  if (violations.length > 0) throw invalid(violations);
  return { id: id!, entries };
}

type SentEntry = ListedPerson | ListedVessel | ListedCompany;

/** Characters of its texts that are not short by nature. */
function lengthOf(sent: SentEntry): number {
  const texts = sent.names.map(({ text }) => text);
  if ("documents" in sent) texts.push(...sent.documents.map(({ number }) => number));
  if ("registrationNumbers" in sent) texts.push(...sent.registrationNumbers);
  return texts.reduce((sum, { length }) => sum + length, 0);
}

const repeated = {
  rule: "entry-id",
  description: "Give each entry an id, unique in its list: this one came before.",
};
const listId = {
  field: "id",
  rule: "list-id",
  description: "Name the list by up to 64 letters, digits, - and _.",
};
const empty = {
  field: "entries",
  rule: "list-size",
  description: "Send at least one entry; to be without the list, remove it.",
};
