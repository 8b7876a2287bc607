import { setTimeout as sleep } from "node:timers/promises";
import type { HubClient } from "@talanoa/client/connect.ts";
import { listDirectory } from "@talanoa/client/directory.ts";
import { Category, DataPurpose, DirectoryEntry } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { entryName } from "@talanoa/sharing/directory/entry.ts";
import { changeEntry } from "./change-entry.ts";
import { directoryGroup } from "./draft-of.ts";
import { isOfTraveller } from "./fact-place.ts";
import { patient } from "./patient.ts";
import type { Scenario } from "./scenario.ts";

/**
 * Enters what a scenario needs into the directory: its groups, and the agreements under which its
 * passenger and personal data may go to those to whom it sends them. What stands already stays.
 */
export async function prepare(secretariat: HubClient, scenario: Scenario): Promise<number> {
  const standing = await listDirectory(secretariat, "", patient);
  let changed = 0;
  for (const entry of [...groupsOf(scenario), ...agreementsOf(scenario)]) {
    const wanted = DirectoryEntry.encode(entry);
    const name = entryName(DirectoryEntry.decode(wanted))!;
    const stands = standing.find(({ entry: each }) => {
      const its = each && entryName(each);
      return its?.type === name.type && its.id === name.id;
    });
    if (stands?.entry && Buffer.compare(DirectoryEntry.encode(stands.entry), wanted) === 0)
      continue;
    await changeEntry(secretariat, name.type as "agreement" | "group", name.id, () => entry);
    changed++;
  }
  // Intake follows the directory by its own reading of the stream.
  if (changed > 0) await sleep(500);
  return changed;
}

function groupsOf({ audience_groups }: Scenario): Init<DirectoryEntry>[] {
  return Object.entries(audience_groups).map(([name, members]) => ({
    group: {
      id: directoryGroup(name),
      name: `EXERCISE ${name}`,
      members: members.map((participant) => ({ participant })),
    },
  }));
}

function agreementsOf({ injects, audience_groups }: Scenario): Init<DirectoryEntry>[] {
  const pairs = new Map<string, { from: string; to: string }>();
  for (const inject of injects) {
    if (!isOfTraveller(inject)) continue;
    const { publisher, audience } = inject;
    const group = audience.group ? (audience_groups[audience.group] ?? []) : [];
    for (const to of [...audience.members, ...group])
      if (to !== publisher) pairs.set(`${publisher} ${to}`, { from: publisher, to });
  }
  return [...pairs.values()].map(({ from, to }) => ({
    agreement: {
      id: `EXERCISE-${from}-${to}`,
      from,
      to,
      title: `EXERCISE: passenger data from ${from} to ${to}`,
      categories: [Category.PERSONAL, Category.PASSENGER],
      purposes: [DataPurpose.CUSTOMS_ENFORCEMENT],
      period: { from: Date.UTC(2020, 0, 1) },
    },
  }));
}
