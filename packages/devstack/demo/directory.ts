import { setTimeout as sleep } from "node:timers/promises";
import type { HubClient } from "@talanoa/client/connect.ts";
import type { Identity } from "@talanoa/client/identity.ts";
import {
  DataPurpose,
  DirectoryEntry,
  DirectoryService,
  Kind,
  ParticipantType,
  type Period,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { entryName } from "@talanoa/sharing/directory/entry.ts";
import { type DemoMember, exercisePartner, participants, secretariat } from "./members.ts";
import { agreements, groups } from "./plan.ts";

/** A public signing key of a participant. */
export interface DemoKey {
  /** As the directory names it: see `keyIdOf`. */
  readonly id: string;
  readonly participant: string;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** What it may sign; empty for all. */
  readonly kinds: readonly Kind[];
}

export interface LoadedDirectory {
  /** How many entries were added. */
  readonly added: number;
  /**
   * Entries that stand otherwise than the demo has them, `participant NZ`: an operator changed
   * them, so they were left as they are.
   */
  readonly differing: readonly string[];
}

/** The services follow the directory over the bus: milliseconds, and this many to be sure. */
const SPREADS = 300;
/** Since when the demo's agreements are in force, Unix ms. */
const AGREED = Date.UTC(2025, 0, 1);
const REASON = "demo: first entries";

/** The public keys of identities, each once; identities that cannot sign have none. */
export function publicKeysOf(identities: Iterable<Identity>): DemoKey[] {
  const keys = new Map<string, DemoKey>();
  for (const { participant, roles, signingKey } of identities) {
    if (!signingKey) continue;
    const publicKey = Buffer.from(signingKey.x, "base64url");
    const kinds = roles.includes("screening") ? [Kind.RISK_FLAG] : [];
    keys.set(signingKey.kid, { id: signingKey.kid, participant, publicKey, kinds });
  }
  return [...keys.values()];
}

/**
 * Enters the participants, keys, groups and agreements of the demo that are not there yet, as the Secretariat.
 * What stands is never changed. Throws HubError.
 */
export async function loadDirectory(
  client: HubClient,
  keys: readonly DemoKey[],
): Promise<LoadedDirectory> {
  return enterMissing(client, demoEntries(keys));
}

/**
 * Enters the Secretariat, the Members of these codes and the keys that are not there yet, as the Secretariat, and
 * nothing else of the demo. What stands is never changed. Throws HubError.
 */
export async function loadMembers(
  client: HubClient,
  codes: readonly string[],
  keys: readonly DemoKey[],
): Promise<LoadedDirectory> {
  const chosen = participants.filter((each) => each === secretariat || codes.includes(each.id));
  return enterMissing(client, [
    chosen.map((each) => ({ participant: participantEntry(each) })),
    keys.map(keyEntry),
  ]);
}

/** Enters what is not there yet, one list after the other. */
async function enterMissing(
  client: HubClient,
  lists: readonly Init<DirectoryEntry>[][],
): Promise<LoadedDirectory> {
  const standing = await standingEntries(client);
  const differing: string[] = [];
  let added = 0;
  for (const entries of lists) {
    const missing = entries.filter((entry) => {
      const wanted = DirectoryEntry.decode(DirectoryEntry.encode(entry));
      const stands = standing.get(nameOf(wanted));
      if (stands && contentOf(stands) !== contentOf(wanted)) differing.push(nameOf(wanted));
      return !stands;
    });
    await Promise.all(missing.map((entry) => add(client, entry)));
    added += missing.length;
  }
  if (added > 0) await sleep(SPREADS);
  return { added, differing };
}

/** Participants come first, since keys and groups name them. */
function demoEntries(keys: readonly DemoKey[]): Init<DirectoryEntry>[][] {
  return [
    participants.map((each) => ({ participant: participantEntry(each) })),
    // Its sponsor first.
    [{ participant: participantEntry(exercisePartner) }],
    [
      ...keys.map(keyEntry),
      ...groups.map(({ id, name, members }) => ({
        group: { id, name, members: members.map((participant) => ({ participant })) },
      })),
      ...agreements.map(({ id, title, from, to, category }) => ({
        agreement: {
          id,
          title,
          from,
          to,
          categories: [category],
          purposes: [DataPurpose.CUSTOMS_ENFORCEMENT, DataPurpose.SERIOUS_CRIME],
          period: { from: AGREED },
        },
      })),
    ],
  ];
}

function keyEntry({ kinds, ...key }: DemoKey): Init<DirectoryEntry> {
  return { key: { ...key, kinds: [...kinds] } };
}

function participantEntry(member: DemoMember): NonNullable<Init<DirectoryEntry>["participant"]> {
  const { id, name, administration, subRegion, timeZones, latitude, longitude } = member;
  const from = member.memberSince ? Date.parse(member.memberSince) : 0;
  return {
    id,
    name,
    administration,
    type: typeOf(member),
    sponsor: member.sponsor ?? "",
    subRegion: subRegion ?? "",
    membership: [{ from }],
    timeZones: [...timeZones],
    latitude,
    longitude,
  };
}

function typeOf(member: DemoMember): ParticipantType {
  if (member === secretariat) return ParticipantType.SECRETARIAT;
  return member.sponsor ? ParticipantType.PARTNER : ParticipantType.MEMBER;
}

async function add(client: HubClient, entry: Init<DirectoryEntry>): Promise<void> {
  try {
    await client.call(DirectoryService.changeEntry, { entry, revision: 0, reason: REASON });
  } catch (error) {
    // The answer to a change may be lost, and another run may add the same.
    const name = nameOf(DirectoryEntry.decode(DirectoryEntry.encode(entry)));
    if (!(await standingEntries(client)).has(name)) throw error;
  }
}

async function standingEntries(client: HubClient): Promise<Map<string, DirectoryEntry>> {
  const { entries } = await client.call(DirectoryService.listEntries, { type: "" });
  return new Map(entries.flatMap(({ entry }) => (entry ? [[nameOf(entry), entry] as const] : [])));
}

function nameOf(entry: DirectoryEntry): string {
  const name = entryName(entry);
  return name ? `${name.type} ${name.id}` : "";
}

/** What an entry says. Fields are read by name: a decoded message has its defaults elsewhere. */
function contentOf({ participant, key, group, agreement }: DirectoryEntry): string {
  const periods = (all: readonly (Period | null)[]) =>
    all.map((period) => [period?.from ?? 0, period?.until ?? 0]);
  if (participant) {
    const { id, name, administration, type, subRegion, membership, timeZones } = participant;
    const { suspended, latitude, longitude } = participant;
    const place = [latitude, longitude];
    const texts = [id, name, administration, subRegion];
    return JSON.stringify([type, texts, suspended, place, timeZones, periods(membership)]);
  }
  if (key) {
    const { id, participant: owner, publicKey, validity, kinds, suspended } = key;
    const bytes = Buffer.from(publicKey).toString("hex");
    return JSON.stringify([id, owner, bytes, periods([validity]), kinds, suspended]);
  }
  if (agreement) {
    const { id, from, to, title, categories, purposes, period } = agreement;
    return JSON.stringify([id, from, to, title, categories, purposes, periods([period])]);
  }
  return JSON.stringify([
    group?.id,
    group?.name,
    group?.members.map((member) => [member.participant, ...periods([member.period])]),
  ]);
}
