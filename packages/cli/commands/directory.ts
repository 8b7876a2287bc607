import { listDirectory } from "@talanoa/client/directory.ts";
import type { DirectoryEntry, Period } from "@talanoa/contract/generated/talanoa.ts";
import type { DirectoryType } from "@talanoa/contract/subjects.ts";
import { kindWords, participantTypeWords, wordOf } from "@talanoa/contract/words.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import type { Json } from "../json.ts";
import { printRows } from "../print.ts";
import { openSession } from "../session.ts";
import { styleOf } from "../style.ts";
import type { Cell, Column } from "../table.ts";
import { isoTime, utc } from "../times.ts";

export function define(command: Command, context: Context): void {
  command
    .command("participants")
    .description("Members, the Secretariat and partners.")
    .action(() => print(context, participants(context)));
  command
    .command("keys")
    .description(
      "Signing keys of participants, and the hub's receipt key. With --json, a file for `talanoa verify --keys`.",
    )
    .action(() => print(context, keys(context)));
  command
    .command("groups")
    .description("Groups that a notice can be addressed to.")
    .action(() => print(context, groups));
}

interface Form<Row> {
  readonly type: DirectoryType;
  readonly columns: readonly Column[];
  readonly none: string;
  row(entry: DirectoryEntry): Row | null;
  cells(row: Row): Cell[];
  json(row: Row): Json;
  /** What is not in the directory and belongs beside it. */
  beside?(receiptKey: { kid: string; x: string }): Row[];
  sort(row: Row): string;
}

async function print<Row>(context: Context, form: Form<Row>): Promise<void> {
  await using session = await openSession(context);
  const entries = await listDirectory(session.hub, form.type, { signal: context.signal });
  const rows = entries.flatMap(({ entry }) => (entry && form.row(entry)) ?? []) as Row[];
  rows.sort((a, b) => (form.sort(a) < form.sort(b) ? -1 : 1));
  rows.push(...(form.beside?.(session.identity.hub.receiptKey) ?? []));
  await printRows(context, rows, form);
}

function participants({ terminal }: Context): Form<NonNullable<DirectoryEntry["participant"]>> {
  const { bad, good } = styleOf(terminal);
  return {
    type: "participant",
    columns: [
      { title: "id" },
      { title: "name", shrinksTo: 16 },
      { title: "administration", shrinksTo: 16 },
      { title: "type" },
      { title: "sub-region" },
      { title: "member" },
      { title: "state" },
    ],
    none: "No participant is in the directory.",
    row: ({ participant }) => participant,
    cells: (its) => [
      its.id,
      its.name,
      its.administration,
      wordOf(participantTypeWords, its.type),
      its.subRegion,
      its.membership.map(periodText).join(", "),
      its.suspended ? { text: "suspended", paint: bad } : { text: "active", paint: good },
    ],
    json: (its) => ({
      id: its.id,
      name: its.name,
      administration: its.administration,
      type: wordOf(participantTypeWords, its.type),
      sub_region: its.subRegion,
      membership: its.membership.map(periodJson),
      time_zones: its.timeZones,
      suspended: its.suspended,
    }),
    sort: ({ id }) => id,
  };
}

interface KeyRow {
  readonly id: string;
  /** Null for the hub's receipt key. */
  readonly participant: string | null;
  readonly publicKey: string;
  readonly validity: Period | null;
  readonly kinds: readonly string[];
  readonly suspended: boolean;
}

function keys({ terminal }: Context): Form<KeyRow> {
  const { bad, good } = styleOf(terminal);
  return {
    type: "key",
    columns: [
      { title: "participant" },
      { title: "key" },
      { title: "signs" },
      { title: "valid" },
      { title: "state" },
    ],
    none: "No key is in the directory.",
    row({ key }) {
      if (!key) return null;
      const { id, participant, validity, suspended } = key;
      const publicKey = Buffer.from(key.publicKey).toString("base64url");
      const kinds = key.kinds.map((kind) => wordOf(kindWords, kind));
      return { id, participant, publicKey, validity, kinds, suspended };
    },
    cells: (its) => [
      its.participant ?? "the hub",
      its.id,
      its.participant === null ? "receipts" : its.kinds.join(", ") || "all kinds",
      periodText(its.validity),
      its.suspended ? { text: "suspended", paint: bad } : { text: "active", paint: good },
    ],
    json: (its) => ({
      id: its.id,
      participant: its.participant,
      use: its.participant === null ? "receipt" : "sign",
      public_key: its.publicKey,
      ...periodJson(its.validity),
      kinds: [...its.kinds],
      suspended: its.suspended,
    }),
    beside: ({ kid, x }) => [
      { id: kid, participant: null, publicKey: x, validity: null, kinds: [], suspended: false },
    ],
    sort: ({ participant, id }) => `${participant} ${id}`,
  };
}

const groups: Form<NonNullable<DirectoryEntry["group"]>> = {
  type: "group",
  columns: [{ title: "id" }, { title: "name", shrinksTo: 16 }, { title: "members", shrinksTo: 20 }],
  none: "No group is in the directory.",
  row: ({ group }) => group,
  cells: ({ id, name, members }) => [
    id,
    name,
    members.map((member) => member.participant).join(", "),
  ],
  json: ({ id, name, members }) => ({
    id,
    name,
    members: members.map(({ participant, period }) => ({ participant, ...periodJson(period) })),
  }),
  sort: ({ id }) => id,
};

function periodText(period: Period | null): string {
  const day = (at: number) => utc(at).slice(0, 10);
  if (!period || (period.from === 0 && period.until === 0)) return "always";
  if (period.until === 0) return `from ${day(period.from)}`;
  return `${period.from === 0 ? "" : `from ${day(period.from)} `}until ${day(period.until)}`;
}

function periodJson(period: Period | null): { from: string | null; until: string | null } {
  return { from: isoTime(period?.from ?? 0), until: isoTime(period?.until ?? 0) };
}
