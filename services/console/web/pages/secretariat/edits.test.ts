import {
  Category,
  DataPurpose,
  DirectoryEntry,
  ParticipantType,
  type Period,
  type StandingEntry,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import { describe, expect, test } from "vitest";
import { fieldChanges } from "@talanoa/sharing/directory/field-changes.ts";
import { type Change, changeName, subjectOf } from "./change.ts";
import {
  agreementChange,
  agreementEnd,
  agreementFields,
  enrolment,
  groupChange,
  groupFields,
  memberChange,
  memberFields,
  principalChange,
  revocation,
  suspension,
} from "./edits.ts";
import { secretariatSide } from "./secretariat-view.ts";

const changedFields = ({ before, after }: Change) => fieldChanges(before, after);

const now = Date.UTC(2026, 10, 26, 12);
const DAY = 86_400_000;

function standing(entry: Init<DirectoryEntry>, revision = 7): StandingEntry {
  const whole = DirectoryEntry.decode(DirectoryEntry.encode(entry));
  return { entry: whole, revision, changedAt: now - DAY };
}

const ends = ({ from, until }: Period) => [from, until];

const fiji = standing({
  participant: {
    id: "FJ",
    name: "Fiji",
    administration: "Fiji Revenue and Customs Service",
    type: ParticipantType.MEMBER,
    subRegion: "melanesia",
    membership: [{ from: 5, until: 0 }],
    timeZones: ["Pacific/Fiji"],
    latitude: -18.1,
    longitude: 178.4,
  },
});

describe("a participant", () => {
  test("that is saved as it stands changes nothing", () => {
    const change = memberChange(fiji, memberFields(fiji.entry!.participant, now), now);
    expect(changedFields(change)).toEqual([]);
    expect(change.revision).toBe(7);
  });

  test("that leaves keeps its past, and one that comes back has another period", () => {
    const fields = memberFields(fiji.entry!.participant, now);
    const left = memberChange(fiji, { ...fields, member: false }, now);
    expect(left.after.participant!.membership).toEqual([{ from: 5, until: now }]);
    expect(changedFields(left)).toEqual([
      { field: "membership[0].until", before: "", after: new Date(now).toISOString() },
    ]);
    const gone = standing(left.after);
    const back = memberChange(gone, memberFields(gone.entry!.participant, now + DAY), now + DAY);
    expect(back.after.participant!.membership).toEqual([{ from: 5, until: now }]);
    const again = { ...memberFields(gone.entry!.participant, now + DAY), member: true };
    expect(memberChange(gone, again, now + DAY).after.participant!.membership.map(ends)).toEqual([
      [5, now],
      [now + DAY, 0],
    ]);
  });

  test("a place that is no number is none: nothing is put in its stead", () => {
    const fields = { ...memberFields(null, now), id: "TV", name: "Tuvalu", latitude: "8,5 S" };
    const { after } = memberChange(null, fields, now);
    expect(after.participant?.latitude).toBeNaN();
  });

  test("that is new begins from nothing, in the form that the directory has", () => {
    const fields = { ...memberFields(null, now), id: " tv ", name: "Tuvalu", latitude: "-8.5" };
    const change = memberChange(null, { ...fields, timeZones: "Pacific/Funafuti" }, now);
    expect(change).toMatchObject({ before: null, revision: 0 });
    expect(change.after.participant).toMatchObject({
      id: "TV",
      subRegion: "polynesia",
      timeZones: ["Pacific/Funafuti"],
      latitude: -8.5,
      membership: [],
    });
    expect(changeName(change)).toBe("participant TV");
  });

  test("and a principal are suspended and go on, and nothing else of them changes", () => {
    const change = suspension(fiji, true);
    expect(changedFields(change)).toEqual([{ field: "suspended", before: "", after: "true" }]);
    expect(`${change.deed} ${subjectOf(change)}`).toMatch(/^suspend [A-Z]+$/);
    const officer = principalChange(null, { id: "fj-1", participant: "FJ", suspended: true });
    expect(officer.after.principal).toMatchObject({ id: "fj-1", suspended: true });
    const stopped = standing(officer.after);
    expect(suspension(stopped, false).after.principal!.suspended).toBe(false);
  });
});

describe("a key", () => {
  const publicKey = new Uint8Array(32).fill(9);

  test("of a device is valid from now on for who has it", () => {
    const its = { participant: "FJ", principal: "fj-1", publicKey };
    const { after, revision, deed, reason } = enrolment(its, now, "key of a device of fj-1");
    expect({ deed, reason }).toEqual({ deed: "enter", reason: "key of a device of fj-1" });
    expect(revision).toBe(0);
    expect(after.key).toMatchObject({
      id: keyIdOf(publicKey),
      participant: "FJ",
      validity: { from: now, until: 0 },
      suspended: false,
    });
  });

  test("that is revoked ends now, and is tried as if it had ended before what is looked at", () => {
    const key = standing({ key: { id: "k", participant: "FJ", publicKey, validity: { from: 9 } } });
    const { after, tried } = revocation(key, now);
    expect(after.key!.validity).toEqual({ from: 9, until: now });
    expect(tried.key!.validity).toEqual({ from: 9, until: now - 30 * DAY });
  });
});

test("a group keeps who was in it: who is named joins now, who is not any more leaves now", () => {
  const group = standing({
    group: {
      id: "MSG",
      name: "Group",
      members: [
        { participant: "FJ" },
        { participant: "SB", period: { from: 5, until: 0 } },
        { participant: "NC", period: { from: 5, until: 9 } },
      ],
    },
  });
  const fields = groupFields(group.entry!.group, now);
  expect(fields.members).toBe("FJ, SB");
  expect(changedFields(groupChange(group, fields, now))).toEqual([]);
  const changed = groupChange(group, { ...fields, members: "fj; vu  FJ" }, now);
  expect(
    changed.after.group!.members.map(({ participant, period }) => [
      participant,
      period && ends(period),
    ]),
  ).toEqual([
    ["FJ", null],
    ["SB", [5, now]],
    ["NC", [5, 9]],
    ["VU", [now, 0]],
  ]);
});

describe("an agreement", () => {
  const agreement = standing({
    agreement: {
      id: "FJ-TO",
      from: "FJ",
      to: "TO",
      categories: [Category.PERSONAL],
      purposes: [DataPurpose.SERIOUS_CRIME],
      period: { from: now - 90 * DAY, until: now + 90 * DAY },
      title: "Fiji to Tonga",
    },
  });

  test("that is saved as it stands keeps its times, also within a day", () => {
    const fields = agreementFields(agreement.entry!.agreement, now);
    expect(changedFields(agreementChange(agreement, fields, now))).toEqual([]);
  });

  test("is in force to the end of its last day", () => {
    const fields = agreementFields(agreement.entry!.agreement, now);
    const change = agreementChange(agreement, { ...fields, lastDay: "2026-12-31" }, now);
    expect(change.after.agreement!.period!.until).toBe(Date.UTC(2027, 0, 1));
    expect(agreementFields(change.after.agreement, now).lastDay).toBe("2026-12-31");
  });

  test("that ends is tried as if it had not been in force for what is looked at", () => {
    const { after, tried } = agreementEnd(agreement, now);
    expect(after.agreement!.period!.until).toBe(now);
    expect(tried.agreement!.period!.until).toBe(now - 30 * DAY);
  });
});

test("a path below /secretariat shows its side, and the Members where it names none", () => {
  expect(secretariatSide("/secretariat")).toBe("members");
  expect(secretariatSide("/secretariat/health")).toBe("health");
  expect(secretariatSide("/secretariat/nowhere")).toBe("members");
});
