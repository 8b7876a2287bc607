import { DirectoryEntry, ParticipantType } from "@talanoa/contract/generated/talanoa.ts";
import { DirectoryHistory } from "@talanoa/sharing/directory/directory.ts";
import { expect, test } from "vitest";
import { checkEntry } from "./check-entry.ts";

function member(place: number, name = "A customs service"): DirectoryEntry {
  const id = `P${place}`;
  const its = { id, name, type: ParticipantType.MEMBER, subRegion: "polynesia" };
  return DirectoryEntry.decode(DirectoryEntry.encode({ participant: its }));
}

test("a hub has 400 participants and takes no more, and those that stand may be changed", () => {
  const history = new DirectoryHistory();
  const enter = (place: number) =>
    history.apply({ entry: member(place), sequence: place + 1, storedAt: 0 });
  const broken = (entry: DirectoryEntry) =>
    checkEntry(entry, history.latest(), 0).map(({ field, rule }) => [field, rule]);
  for (let place = 0; place < 399; place++) enter(place);
  expect(broken(member(399))).toEqual([]);
  enter(399);
  expect(broken(member(400))).toEqual([["participant.id", "participants-most"]]);
  expect(broken(member(0, "Another name"))).toEqual([]);
});
