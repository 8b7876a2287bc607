import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import { DirectoryEntry, ParticipantType, Revision } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { DirectoryHistory } from "@talanoa/sharing/directory/directory.ts";
import { draftOf } from "@talanoa/sharing/notice/draft-of.ts";
import { expect, test } from "vitest";
import { blankDraft } from "../form/blank.ts";
import { type Written, withValue } from "../../../words/draft-path.ts";
import { writtenKinds } from "../form/plan.ts";
import { canSign, examine, sealWritten } from "./examine.ts";

const key = testKey();
const identity = testIdentity("FJ", key, testKey());
const { MEMBER } = ParticipantType;
const entries: Init<DirectoryEntry>[] = [
  { participant: { id: "FJ", subRegion: "melanesia", type: MEMBER } },
  { participant: { id: "NZ", subRegion: "australia-new-zealand", type: MEMBER } },
  { participant: { id: "TO", subRegion: "polynesia", type: MEMBER } },
  { key: { id: key.id, participant: "FJ", publicKey: key.publicKey } },
];
const history = new DirectoryHistory();
for (const [at, entry] of entries.entries())
  history.apply({
    entry: DirectoryEntry.decode(DirectoryEntry.encode(entry)),
    sequence: at + 1,
    storedAt: 1,
  });

const now = Date.UTC(2026, 0, 15);
const examining = {
  identity,
  amending: null,
  directory: history.latest(),
  holders: null,
  corrected: null,
  now,
};
const fields = (written: Written) =>
  examine(written, examining).then(({ violations }) => violations.map(({ field }) => field));

let whole = blankDraft(writtenKinds[0], "2026-01-15");
whole = withValue(whole, "title", "A yacht");
whole = withValue(whole, "where[0].name", "Suva");
whole = withValue(whole, "narrative.text", "Seen off the reef");
whole = withValue(whole, "audience.participants", ["NZ", "TO"]);

test("a new form of each kind says at its fields what is still needed", async () => {
  for (const kind of writtenKinds)
    expect(await fields(blankDraft(kind, "2026-01-15"))).toContain("title");
  expect(await fields(withValue(whole, "where", undefined))).toEqual(["where"]);
  expect(await fields(withValue(whole, "goods[0].quantity", "many"))).toEqual([
    "goods[0].quantity",
  ]);
});

test("who would get it is told before it is whole", async () => {
  const { consequences, violations, size } = await examine(
    withValue(whole, "title", ""),
    examining,
  );
  expect(violations).not.toEqual([]);
  expect(consequences?.gets.map(({ participant }) => participant.id)).toEqual(["NZ", "TO"]);
  expect(size).toBe(0);
});

test("persons go to nobody without an agreement", async () => {
  const { consequences, violations, size } = await examine(
    withValue(whole, "persons[0].name", "SAMPLE PERSON"),
    examining,
  );
  expect(violations).toEqual([]);
  expect(size).toBeGreaterThan(500);
  expect(consequences?.gets.map(({ without }) => without.map(({ rule }) => rule))).toEqual([
    ["no-agreement"],
    ["no-agreement"],
  ]);
});

test("a correction goes to those who hold the version before, a change to its audience", async () => {
  const { publication, opened } = await sealWritten(whole, { identity, amending: null, now });
  const holding = { rule: "named-participant", officers: [] };
  const holders = new Map([
    ["FJ", holding],
    ["TO", holding],
  ]);
  const amending = {
    origin: "FJ",
    id: publication.ref.id,
    version: 1,
    digest: publication.digest,
    revision: Revision.CORRECTION as Revision,
    before: draftOf(opened),
  };
  const next = withValue(draftOf(opened), "title", "Two yachts");
  const { audience } = opened.routing!;
  const corrects = { readers: holders, audience: audience! };
  const corrected = await examine(next, { ...examining, amending, holders, corrected: corrects });
  expect(corrected.violations).toEqual([]);
  expect(corrected.difference).toEqual({ gains: [], keeps: ["TO"], staysBehind: [] });
  const change = { ...amending, revision: Revision.CHANGE };
  const changed = await examine(next, { ...examining, amending: change, holders });
  expect(changed.difference).toEqual({ gains: ["NZ"], keeps: ["TO"], staysBehind: [] });
  const sealed = await sealWritten(next, { identity, amending, now });
  expect(sealed.publication.ref).toEqual({ ...publication.ref, version: 2 });
  expect(sealed.opened.header.previousDigest).toEqual(publication.digest);
});

test("on a device without a key it can be looked at, and not sent", async () => {
  const { signingKey: _, ...unable } = identity;
  expect(canSign(identity)).toBe(true);
  expect(canSign(unable)).toBe(false);
  const { violations, consequences } = await examine(whole, { ...examining, identity: unable });
  expect(violations).toEqual([]);
  expect(consequences?.gets.map(({ participant }) => participant.id)).toEqual(["NZ", "TO"]);
  const sealing = sealWritten(whole, { identity: unable, amending: null, now });
  await expect(sealing).rejects.toThrow("has no signing key");
});
