import type { DirectoryEntry } from "@talanoa/contract/generated/talanoa.ts";
import { participantTypeWords, wordOf } from "@talanoa/contract/words.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { agreementRows } from "../agreement-rows.ts";
import { type Form, periodJson, periodText, print } from "../entry-rows.ts";
import { defineChanges } from "../directory/define-changes.ts";
import { keyRows } from "../key-rows.ts";
import { operationRows } from "../operation/rows.ts";
import { styleOf } from "../style.ts";

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
    .action(() => print(context, keyRows(context)));
  command
    .command("groups")
    .description("Groups that a notice can be addressed to.")
    .action(() => print(context, groups));
  command
    .command("agreements")
    .description("Agreements on personal and passenger data to which you are a party.")
    .action(() => print(context, agreementRows(context)));
  command
    .command("principals")
    .description("Persons and systems that were suspended once: yours; all, for the Secretariat.")
    .action(() => print(context, principals(context)));
  command
    .command("operations")
    .description("Joint operations in which you are.")
    .action(() => print(context, operationRows));
  defineChanges(command, context);
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

function principals({ terminal }: Context): Form<NonNullable<DirectoryEntry["principal"]>> {
  const { bad, good } = styleOf(terminal);
  return {
    type: "principal",
    columns: [{ title: "participant" }, { title: "principal" }, { title: "state" }],
    none: "No principal that you may see is in the directory.",
    row: ({ principal }) => principal,
    cells: ({ id, participant, suspended }) => [
      participant,
      id,
      suspended ? { text: "suspended", paint: bad } : { text: "active", paint: good },
    ],
    json: ({ id, participant, suspended }) => ({ id, participant, suspended }),
    sort: ({ participant, id }) => `${participant} ${id}`,
  };
}
