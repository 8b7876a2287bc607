import { randomBytes } from "node:crypto";
import { NoticeHeader, SealedNotice, SignedReceipt } from "@talanoa/contract/generated/talanoa.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { openNotice, type OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { sealReceipt } from "@talanoa/sharing/receipt/receipt.ts";
import { sealStatement } from "@talanoa/sharing/statement/statement.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkCopy } from "./genuine-copy.ts";
import { checkedReceipt, NotGenuine } from "./genuine-receipt.ts";
import { keyRing } from "./key-ring.ts";
import { sealDraft } from "./seal-draft.ts";
import { directoryKey, testIdentity, testKey } from "./testing/keys.ts";
import { NotSealed, verifyBytes } from "./verify.ts";

const [own, hubKey, stranger] = [testKey(), testKey(), testKey()];
const identity = testIdentity("FJ", own, hubKey);
const draft = {
  kind: "alert",
  type: "seizure",
  title: "Cocaine on a yacht",
  when: "2025-07-14",
  where: "FJSUV",
  goods: { name: "Cocaine", class: "drugs-cocaine", quantity: 12.5, unit: "kg" },
  narrative: "Found in the keel.",
  marking: "AMBER",
  audience: ["polynesia"],
};
const { publication } = await sealDraft(identity, draft, Date.now());
const keys = {
  participants: keyRing([directoryKey("FJ", own), directoryKey("TO", stranger)]),
  hub: new Map([[hubKey.id, hubKey.publicKey]]),
};
const receipt = await sealReceipt(
  { ...publication.ref, digest: publication.digest, sequence: 9, acceptedAt: 1_752_000_000_000 },
  hubKey.id,
  hubKey.sign,
);
const sealed = SealedNotice.decode(publication.sealed);

test("a sealed notice is verified without a hub", async () => {
  const verified = await verifyBytes(publication.sealed, keys);
  expect(verified).toMatchObject({ kind: "notice", notice: { header: publication.ref } });
});

test("a notice is genuine whichever of its sections were withheld", async () => {
  await fc.assert(
    fc.asyncProperty(fc.subarray([...sealed.sections.keys()]), async (kept) => {
      const sections = kept.map((index) => sealed.sections[index]!);
      const copy = SealedNotice.encode({ ...fieldsOf(sealed), sections });
      expect((await verifyBytes(copy, keys)).kind).toBe("notice");
    }),
    { numRuns: 30 },
  );
});

test("one changed byte in a notice is found, or hides a whole section as if it was withheld", async () => {
  const { sections } = openNotice(SealedNotice.decode(publication.sealed));
  await fc.assert(
    fc.asyncProperty(
      fc.nat(publication.sealed.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (place, change) => {
        const bytes = Buffer.from(publication.sealed);
        bytes[place]! ^= change;
        const said = await verifyBytes(bytes, keys).catch((error: unknown) => error);
        if (said instanceof NotGenuine) return;
        // Where a field begins, another tag makes it a field that this version does not know.
        const { notice } = said as { notice: OpenedNotice };
        expect(notice.sections.length).toBe(sections.length - 1);
        for (const section of notice.sections) expect(sections).toContainEqual(section);
      },
    ),
    { numRuns: 300 },
  );
});

test("a receipt of the hub is verified, and one byte changed is found", async () => {
  const bytes = SignedReceipt.encode(receipt);
  expect(await verifyBytes(bytes, keys)).toMatchObject({
    kind: "receipt",
    receipt: { ...publication.ref, sequence: 9 },
  });
  const changed = Buffer.from(bytes);
  changed[10]! ^= 1;
  await expect(verifyBytes(changed, keys)).rejects.toThrow(NotGenuine);
});

test("a statement is verified against its participant's key", async () => {
  const body = {
    origin: "TO",
    id: newId(Date.now(), randomBytes),
    principal: "to-liaison",
    issuedAt: Date.now(),
    notice: publication.ref,
    noticeDigest: publication.digest,
    acknowledged: {},
  };
  const good = await sealStatement(body, { keyId: stranger.id, sign: stranger.sign });
  expect(await verifyBytes(good.sealed, keys)).toMatchObject({
    kind: "statement",
    statement: { says: "acknowledged" },
  });
  // Fiji cannot speak for Tonga.
  const forged = await sealStatement(body, { keyId: own.id, sign: own.sign });
  await expect(verifyBytes(forged.sealed, keys)).rejects.toThrow(NotGenuine);
});

test("a section that was changed is named, to who reads it", async () => {
  const change = (...places: number[]) =>
    SealedNotice.encode({
      ...fieldsOf(sealed),
      sections: sealed.sections.map((bytes, place) =>
        places.includes(place) ? Buffer.concat([bytes, Buffer.of(0)]) : bytes,
      ),
    });
  for (const [bytes, reason] of [
    [change(1), "section 2 is not what FJ signed"],
    [change(0, 2), "sections 1, 3 are not what FJ signed"],
  ] as const) {
    await expect(verifyBytes(bytes, keys)).rejects.toThrow(new NotGenuine(reason));
    const copy = feedCopy({ notice: SealedNotice.decode(bytes) });
    expect(await checkCopy(copy, keys.participants)).toMatchObject({ kind: "not-genuine", reason });
  }
});

test("a file that is none of these is told apart from a forged one", async () => {
  const yaml = "kind: alert\ntitle: Cocaine on a yacht\nwhere: FJSUV\n";
  for (const text of ["# notes\n", yaml, ""])
    await expect(verifyBytes(Buffer.from(text), keys)).rejects.toThrow(NotSealed);
});

test("a receipt counts only for the notice that it names", async () => {
  const { receiptKey } = identity.hub;
  const other = (await sealDraft(identity, draft, Date.now())).publication;
  expect((await checkedReceipt(receipt, publication, { receiptKey })).sequence).toBe(9);
  await expect(checkedReceipt(receipt, other, { receiptKey })).rejects.toThrow(
    "for something else",
  );
  await expect(
    checkedReceipt(receipt, { ...publication, digest: other.digest }, { receiptKey }),
  ).rejects.toThrow("for something else");
});

test("a receipt counts by each key that the hub is known by", async () => {
  const { receiptKey } = identity.hub;
  const next = { kid: "next", x: receiptKey.x };
  const hub = { receiptKey: next, otherReceiptKeys: [receiptKey] };
  expect((await checkedReceipt(receipt, publication, hub)).sequence).toBe(9);
  await expect(checkedReceipt(receipt, publication, { receiptKey: next })).rejects.toThrow(
    "another key",
  );
});

test("a receipt by another key than the hub's is no receipt", async () => {
  const { receiptKey } = identity.hub;
  const content = { ...publication.ref, digest: publication.digest, sequence: 9 };
  const named = await sealReceipt(content, stranger.id, stranger.sign);
  await expect(checkedReceipt(named, publication, { receiptKey })).rejects.toThrow("another key");
  const pretending = await sealReceipt(content, hubKey.id, stranger.sign);
  await expect(checkedReceipt(pretending, publication, { receiptKey })).rejects.toThrow(
    "does not hold",
  );
  await expect(checkedReceipt(null, publication, { receiptKey })).rejects.toThrow(
    "without a receipt",
  );
});

test.each([
  ["of nobody", keyRing([])],
  ["of another participant", keyRing([{ ...directoryKey("FJ", own), participant: "TO" }])],
  ["that ended before", keyRing([{ ...directoryKey("FJ", own), validity: { from: 1, until: 2 } }])],
  ["for other kinds", keyRing([{ ...directoryKey("FJ", own), kinds: [2] }])],
])("a notice signed by a key %s is not genuine", async (_, ring) => {
  const copy = feedCopy({ acceptedAt: Date.now() });
  expect(await checkCopy(copy, ring)).toMatchObject({ kind: "not-genuine" });
  expect(await checkCopy(copy, keys.participants)).toMatchObject({ kind: "notice" });
});

test("a notice under the name of another origin is not genuine", async () => {
  const header = NoticeHeader.encode({ ...NoticeHeader.decode(sealed.header), origin: "TO" });
  const copy = feedCopy({ notice: { ...fieldsOf(sealed), header } });
  expect(await checkCopy(copy, keys.participants)).toMatchObject({ kind: "not-genuine" });
});

test("a copy of a kind that this version does not know is called so, not genuine", async () => {
  expect(await checkCopy(feedCopy({ notice: null }), keys.participants)).toMatchObject({
    kind: "unknown",
  });
});

function fieldsOf({ header, sections, signature, keyId }: SealedNotice): SealedNotice {
  return { header, sections, signature, keyId };
}

function feedCopy(change: object) {
  return {
    notice: sealed,
    statement: null,
    withheld: [],
    acceptedAt: 0,
    routedAt: 0,
    audience: null,
    replacedBy: 0,
    reminder: null,
    requestStatus: null,
    acknowledged: false,
    outcomes: [],
    ...change,
  };
}
