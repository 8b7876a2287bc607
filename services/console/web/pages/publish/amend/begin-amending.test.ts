import type { Hub } from "@talanoa/client/hub.ts";
import { publicationOf } from "@talanoa/client/publication.ts";
import { keyRing } from "@talanoa/client/key-ring.ts";
import { directoryKey, testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import {
  DirectoryEntry,
  FeedCopy,
  FeedService,
  type NoticeRef,
  ParticipantType,
  Revision,
  SealedNotice,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { type Directory, DirectoryHistory } from "@talanoa/sharing/directory/directory.ts";
import { beforeEach, expect, test } from "vitest";
import { type Written, withValue } from "../../../words/draft-path.ts";
import { blankDraft } from "../form/blank.ts";
import { writtenKinds } from "../form/plan.ts";
import { examine, sealWritten } from "../send/examine.ts";
import { beginAmending, correctedBy, holdersOfAmended } from "./begin-amending.ts";

const key = testKey();
const identity = testIdentity("FJ", key, testKey());
const keys = keyRing([directoryKey("FJ", key)]);
const now = Date.UTC(2026, 0, 15);
const inSea = (participant: string, sponsor = "") => ({
  participant,
  sponsor,
  period: { from: 1 },
});

function directoryWith(...more: readonly Init<DirectoryEntry>[]) {
  const history = new DirectoryHistory();
  const { MEMBER, PARTNER } = ParticipantType;
  const entries: readonly Init<DirectoryEntry>[] = [
    { participant: { id: "FJ", type: MEMBER } },
    { participant: { id: "TO", type: MEMBER } },
    { participant: { id: "NAVY", type: PARTNER, sponsor: "TO" } },
    { key: directoryKey("FJ", key) },
    ...more,
  ];
  for (const [at, entry] of entries.entries()) {
    const its = DirectoryEntry.decode(DirectoryEntry.encode(entry));
    history.apply({ entry: its, sequence: at + 1, storedAt: 1 });
  }
  return history.latest();
}
const sea = {
  operation: { id: "FJ-SEA", participants: [inSea("FJ"), inSea("TO"), inSea("NAVY", "TO")] },
};

function draftTo(audience: object): Written {
  let draft = blankDraft(writtenKinds[0], "2026-01-15");
  draft = withValue(draft, "title", "A yacht");
  draft = withValue(draft, "where[0].name", "Suva");
  draft = withValue(draft, "narrative.text", "Seen off the reef");
  return withValue(draft, "audience", audience);
}

/** The notice's versions: to the operation SEA, then corrected, and Tonga alone named. */
async function twoVersions(): Promise<SealedNotice[]> {
  const given = { identity, now };
  const first = await sealWritten(draftTo({ operations: ["FJ-SEA"] }), {
    ...given,
    amending: null,
  });
  const { ref, digest, sealed } = first.publication;
  const before = draftTo({});
  const amending = { ...ref, version: 1, digest, revision: Revision.CORRECTION, before };
  const second = await sealWritten(draftTo({ participants: ["TO"] }), { ...given, amending });
  return [sealed, second.publication.sealed].map((bytes) => SealedNotice.decode(bytes));
}

let versions: readonly SealedNotice[];
/** Those that were read. */
let read: number[];
let hub: Hub;
/** By which rules the first version was given. */
let given: { readonly [participant: string]: string };
beforeEach(async () => {
  versions = await twoVersions();
  read = [];
  given = { FJ: "originator", TO: "operation-participant", NAVY: "operation-participant" };
  const call = async ({ path }: { path: string }, { notice }: { notice: NoticeRef }) => {
    const version = notice.version || versions.length;
    if (path === FeedService.getNotice.path) {
      read.push(version);
      const copy = { notice: versions[version - 1]!, acceptedAt: now };
      return { copy: FeedCopy.decode(FeedCopy.encode(copy)), alsoIn: [] };
    }
    const decisions = Object.entries(given).map(([participant, rule]) => ({
      participant,
      deliver: true,
      rule: version === 1 || rule === "originator" ? rule : "earlier-reader",
      officers: [],
    }));
    return { notice: { ...notice, version }, decisions };
  };
  hub = { identity, call } as unknown as Hub;
});

/** What the preview tells of a correction of the newest version that names Tonga alone. */
async function preview(directory: Directory) {
  const amending = await beginAmending(
    { hub, keys },
    publicationOf(SealedNotice.encode(versions[0]!)).ref,
  );
  read = [];
  const holders = await holdersOfAmended(hub, amending);
  const corrected = await correctedBy({ hub, keys }, amending, { directory, readers: holders });
  const known = { identity, amending, directory, holders, corrected, now };
  const { consequences, difference } = await examine(draftTo({ participants: ["TO"] }), known);
  const ids = (all: readonly { participant: { id: string } }[]) =>
    all.map(({ participant }) => participant.id);
  const { gets, withheld, perhaps } = consequences!;
  return {
    gets: ids(gets),
    withheld: withheld.map(({ decision }) => [decision.participant, decision.rule]),
    perhaps: perhaps.map(({ id }) => id),
    difference,
  };
}

test("a correction of a correction reaches a partner by the operation that was addressed first", async () => {
  expect(await preview(directoryWith(sea))).toEqual({
    gets: ["NAVY", "TO"],
    withheld: [],
    perhaps: [],
    difference: { gains: [], keeps: ["NAVY", "TO"], staysBehind: [] },
  });
  expect(read).toEqual([2, 1]);
});

test("a correction does not reach a partner for which nobody answers any more", async () => {
  const participants = [inSea("FJ"), inSea("NAVY", "TO")];
  const without = { operation: { id: "FJ-SEA", participants } };
  expect(await preview(directoryWith(without))).toMatchObject({
    gets: ["TO"],
    withheld: [["NAVY", "partner-apart"]],
    difference: { keeps: ["TO"], staysBehind: ["NAVY"] },
  });
});

test("whether a partner of an operation that one has left gets a correction is not guessed", async () => {
  expect(await preview(directoryWith())).toEqual({
    gets: ["TO"],
    withheld: [],
    perhaps: ["NAVY"],
    difference: { gains: [], keeps: ["TO"], staysBehind: [] },
  });
});

test("no earlier version is read where its audience decides on nobody", async () => {
  given = { FJ: "originator", TO: "operation-participant", NAVY: "consent" };
  expect(await preview(directoryWith(sea))).toMatchObject({ gets: ["NAVY", "TO"] });
  expect(read).toEqual([]);
});
