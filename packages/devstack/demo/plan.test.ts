import { subRegionOf, subRegions } from "@talanoa/sharing/codes/sub-regions.ts";
import { describe, expect, test } from "vitest";
import { caseNames, readCase } from "./case-files.ts";
import { members, participants } from "./members.ts";
import { groups, plannedCases, plannedForRegion, regionSubscribers } from "./plan.ts";
import type { PlannedAudience, PlannedCase } from "./plan.ts";

const codes = members.map((member) => member.id);
const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

const wide = (planned: PlannedCase): boolean =>
  planned.audience === "all" || (planned.audience.sub_regions ?? []).length > 0;

/** Read off the audience with nothing but the tables of the demo: a second hand, not the hub's. */
function addressed(audience: "all" | PlannedAudience): string[] {
  if (audience === "all") return codes;
  const regions = audience.sub_regions ?? [];
  return [
    ...members.filter((member) => regions.includes(String(member.subRegion))).map(({ id }) => id),
    ...(audience.participants ?? []),
    ...(audience.officers ?? []).map((officer) => officer.slice(0, officer.indexOf(":"))),
    ...(audience.groups ?? []).flatMap(
      (group) => groups.find(({ id }) => id === group)?.members ?? [`no group ${group}`],
    ),
  ];
}

describe("The demo's participants", () => {
  test("are the 24 Members and the Secretariat, in the sub-regions that the hub knows", () => {
    expect(codes).toHaveLength(24);
    expect(codes).toEqual(sorted(codes));
    expect(codes).not.toContain("NF");
    expect(participants.at(-1)?.id).toBe("OCO");
    expect(members.map(({ id }) => [id, subRegionOf(id)])).toEqual(
      members.map(({ id, subRegion }) => [id, subRegion]),
    );
    expect(sorted(members.map((member) => String(member.subRegion)))).toEqual(sorted(subRegions));
  });
});

describe("The plan", () => {
  test("covers each of the 63 cases once", async () => {
    expect(plannedCases).toHaveLength(63);
    expect(plannedCases.map((planned) => planned.case)).toEqual(await caseNames());
  });

  test("says of each case what its draft says", async () => {
    for (const planned of plannedCases) {
      const draft = (await readCase(planned.case)) as {
        marking: string | { tlp: string };
        precedence: string;
        audience: unknown;
      };
      const { marking, precedence, audience } = draft;
      const label = typeof marking === "string" ? marking : `TLP:${marking.tlp}`;
      expect({ ...planned, marking: label, precedence, audience }).toEqual(planned);
    }
  });

  test("names all who must receive a case, sorted: those addressed and its publisher", () => {
    for (const planned of plannedCases) {
      const receivers = sorted([...addressed(planned.audience), planned.publisher]);
      expect({ ...planned, receivers }).toEqual(planned);
    }
  });

  test("sends at least 15 cases to all, to sub-regions and to named participants", () => {
    const all = plannedCases.filter((planned) => planned.audience === "all");
    const named = plannedCases.filter((planned) => !wide(planned));
    expect(all.length).toBeGreaterThanOrEqual(15);
    expect(named.length).toBeGreaterThanOrEqual(15);
    expect(63 - all.length - named.length).toBeGreaterThanOrEqual(15);
  });

  test("gives every Member something, and the Secretariat only what names it", () => {
    const received = plannedCases.flatMap((planned) => planned.receivers);
    expect(sorted(received)).toEqual(sorted(participants.map(({ id }) => id)));
    const without = plannedCases.filter(
      ({ publisher, audience }) =>
        publisher !== "OCO" && (audience === "all" || !audience.participants?.includes("OCO")),
    );
    expect(without.filter(({ receivers }) => receivers.includes("OCO"))).toEqual([]);
    expect(plannedCases.filter((planned) => planned.publisher === "OCO")).toHaveLength(2);
  });

  test("keeps to the Traffic Light Protocol", () => {
    // AMBER and above go to a list of Members or a group, RED to the named alone.
    const amber = plannedCases.filter(({ marking }) => /AMBER|RED/.test(marking));
    expect(amber.filter(wide)).toEqual([]);
    const red = amber.filter(({ marking }) => marking === "TLP:RED");
    expect(red.filter(({ audience }) => audience !== "all" && audience.groups)).toEqual([]);
    expect(sorted(plannedCases.map((planned) => planned.marking))).toEqual([
      "TLP:AMBER",
      "TLP:AMBER+STRICT",
      "TLP:CLEAR",
      "TLP:GREEN",
      "TLP:RED",
    ]);
  });

  test("uses groups, named officers and every precedence", () => {
    const audiences = plannedCases.flatMap(({ audience }) => (audience === "all" ? [] : audience));
    expect(sorted(audiences.flatMap((audience) => audience.groups ?? []))).toEqual(
      groups.map((group) => group.id),
    );
    expect(audiences.filter((audience) => audience.officers).length).toBeGreaterThan(0);
    expect(sorted(plannedCases.map((planned) => planned.precedence))).toEqual([
      "flash",
      "immediate",
      "priority",
      "routine",
    ]);
  });

  test("names the sub-regions that a case concerns: those of its places and its route", async () => {
    for (const planned of plannedCases) {
      const draft = (await readCase(planned.case)) as { where?: unknown; route?: unknown };
      const text = JSON.stringify([draft.where, draft.route]);
      const countries = new Set(text.match(/(?<="country":").{2}/g));
      const concerned = members.filter((member) => countries.has(member.id));
      const regions = sorted(concerned.map((member) => String(member.subRegion)));
      expect({ ...planned, regions }).toEqual(planned);
    }
  });

  test("has something for every regional subscription, and less than for the whole feed", () => {
    for (const { participant, region } of regionSubscribers) {
      const whole = plannedCases.filter((planned) => planned.receivers.includes(participant));
      const regional = plannedForRegion(participant, region);
      expect(members.find(({ id }) => id === participant)?.subRegion).toBe(region);
      expect(regional.length).toBeGreaterThan(0);
      expect(regional.length).toBeLessThan(whole.length);
    }
  });
});
