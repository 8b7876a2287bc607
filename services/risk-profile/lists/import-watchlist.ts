import type {
  ImportWatchlistRequest,
  ImportWatchlistResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import type { ListedPerson } from "@talanoa/passenger/watchlist/entry.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import { type FieldViolation, invalid, invalidField } from "@talanoa/platform/errors.ts";
import type { Streaming } from "@talanoa/platform/grpc/call.ts";
import { takeTurn } from "@talanoa/platform/grpc/paced.ts";
import { analysts } from "../analysts.ts";
import { most } from "../limits.ts";
import { refused } from "../refusals.ts";
import type { Screening } from "../screening.ts";
import { keepList } from "./list-rows.ts";
import { readListedPerson } from "./listed-person.ts";
import { loadList } from "./lists.ts";

/** Entries of one list, and characters of all its names and documents. */
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
  readonly entries: readonly ListedPerson[];
}

/** The whole list. Throws HubError with the rules that it breaks, by the entry's place from 0. */
async function readList(requests: AsyncIterable<ImportWatchlistRequest>): Promise<ReadList> {
  const entries: ListedPerson[] = [];
  const ids = new Set<string>();
  const violations: FieldViolation[] = [];
  let id: string | null = null;
  let count = 0;
  let characters = 0;
  for await (const request of requests) {
    id ??= request.id;
    for (const sent of request.entries) {
      const field = `entries[${count}]`;
      count += 1;
      for (const { text } of sent.names) characters += text.length;
      for (const { number } of sent.documents) characters += number.length;
      if (count > MOST_ENTRIES || characters > MOST_CHARACTERS) {
        const description = `A list has up to ${MOST_ENTRIES} entries, and 64 MiB of names and documents.`;
        throw invalidField("entries", "list-size", description);
      }
      const read = readListedPerson(sent, field);
      if ("violations" in read) violations.push(...read.violations);
      else if (ids.has(sent.id)) violations.push({ ...repeated, field: `${field}.id` });
      else entries.push(read.entry);
      ids.add(sent.id);
      if (violations.length >= MOST_VIOLATIONS) throw invalid(violations);
    }
  }
  if (!id || !SUBJECT_TOKEN.test(id)) violations.push(listId);
  else if (count === 0) violations.push(empty);
  if (violations.length > 0) throw invalid(violations);
  return { id: id!, entries };
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
