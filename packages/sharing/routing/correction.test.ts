import { Audience, Revision } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { type Addressed, standingAudience } from "./correction.ts";

const { CHANGE, CORRECTION, UNSPECIFIED } = Revision;

/** Versions from the first on, each to one participant. */
const versions = [
  [UNSPECIFIED, "TO"],
  [CORRECTION, "WS"],
  [CHANGE, "VU"],
  [CORRECTION, "NZ"],
  [CORRECTION, "KI"],
] as const;

const addressed = versions.map(([revision, participant]): Addressed => ({
  revision,
  audience: Audience.decode(Audience.encode({ participants: [participant] })),
}));

test("a version goes by its own audience, a correction by that of what it corrects in the end", async () => {
  const asked: number[] = [];
  const its = await Promise.all(
    addressed.map((each, at) =>
      standingAudience(at + 1, each, async (version) => {
        asked.push(version);
        return addressed[version - 1]!;
      }),
    ),
  );
  expect(its.map(({ participants }) => participants.join())).toEqual([
    "TO",
    "TO",
    "VU",
    "VU",
    "VU",
  ]);
  expect(asked.toSorted((a, b) => a - b)).toEqual([1, 3, 3, 4]);
});

test("a correction of what is gone goes to nobody", async () => {
  const { participants } = await standingAudience(5, addressed[4]!, async () => null);
  expect(participants).toEqual([]);
});
