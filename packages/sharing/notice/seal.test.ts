import { SealedNotice, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compose } from "./compose.ts";
import { sha256 } from "./digest.ts";
import { type Draft, parseDraft } from "./draft.ts";
import { openNotice, type OpenedNotice, sectionOf, sectionsOf } from "./open.ts";
import { sectionPlaces } from "./section-places.ts";
import { keyIdOf, noticeSigningInput, verifySignature } from "./sign.ts";
import { limits } from "./limits.ts";
import {
  fullAlert,
  fullOperation,
  now,
  publicKey,
  sealDraft,
  steadyBytes,
} from "./testing/sample-notice.ts";
import { validateNotice } from "./validate.ts";
import type { InvalidNotice } from "./violation.ts";

const optional = [
  "goods",
  "conveyance",
  "narrative",
  "images",
  "persons",
  "companies",
  "source",
  "route",
  "precedence",
  "expires",
] as const;

/** Alerts with any of the optional parts, but always something found. */
const drafts = fc
  .record({
    kept: fc.subarray([...optional]),
    title: fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
      .filter((text) => !/[\p{C}\p{Zl}\p{Zp}\ufffd]/u.test(text)),
    images: fc.integer({ min: 1, max: 8 }),
  })
  .map(({ kept, title, images }) => {
    const draft: { [field: string]: unknown } = fullAlert();
    draft["title"] = `A ${title}`;
    for (const field of optional) {
      if (!kept.includes(field) && field !== "narrative") delete draft[field];
    }
    if (draft["images"]) draft["images"] = Array(images).fill((draft["images"] as unknown[])[0]);
    return draft;
  });

const verifies = ({ header, signature }: SealedNotice, key = publicKey) =>
  verifySignature(noticeSigningInput(header), key, signature);

function refuses(sealed: SealedNotice): readonly string[] {
  try {
    openNotice(sealed);
    return [];
  } catch (error) {
    return (error as InvalidNotice).violations.map(({ rule }) => rule);
  }
}

describe("a sealed notice", () => {
  test("opens to what was composed, verifies and breaks no rule", async () => {
    await fc.assert(
      fc.asyncProperty(drafts, async (draft) => {
        const content = compose(parseDraft(draft) as Draft, "PF");
        const sealed = await sealDraft(draft, { random: steadyBytes(String(draft["title"])) });
        const opened = openNotice(sealed);
        expect(opened.sections.map(({ type }) => type)).toEqual([
          SectionType.ROUTING,
          ...content.sections.map(({ type }) => type),
        ]);
        for (const { type, body } of content.sections) {
          if (type !== SectionType.IMAGE) expect(sectionOf(opened, type)).toMatchObject(body);
        }
        expect(sectionsOf(opened, SectionType.IMAGE).length).toBe(
          content.sections.filter(({ type }) => type === SectionType.IMAGE).length,
        );
        expect(opened.size).toBe(SealedNotice.encode(sealed).length);
        expect(opened.digest).toEqual(sha256(sealed.header));
        expect(await verifies(sealed)).toBe(true);
        expect(validateNotice(opened, { now }).violations).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test("verifies with any sections withheld, and then tells of their number only its eights", async () => {
    const sealed = await sealDraft(fullAlert());
    const whole = openNotice(sealed);
    await fc.assert(
      fc.asyncProperty(fc.subarray(sealed.sections), async (sections) => {
        const copy = { ...pick(sealed), sections };
        const opened = openNotice(copy);
        expect(await verifies(copy)).toBe(true);
        expect(opened.sections.map(({ bytes }) => bytes)).toEqual(sections);
        expect(opened.digest).toEqual(whole.digest);
        const { sectionDigests } = opened.header;
        expect(sectionDigests.length).toBe(16);
        expect(sectionDigests.toSorted(Buffer.compare)).toEqual(sectionDigests);
      }),
    );
  });

  test("has as many digests as any other with up to eight sections", async () => {
    const { persons: _, images: __, source: ___, companies: ____, ...fewer } = fullAlert();
    const { conveyance: _____, ...fewest } = fewer;
    for (const draft of [fewer, fewest, fullOperation()]) {
      expect(openNotice(await sealDraft(draft)).header.sectionDigests.length).toBe(8);
    }
  });

  test("seals the same words to other digests each time", async () => {
    const one = openNotice(await sealDraft(fullAlert(), { random: steadyBytes("one") }));
    const other = openNotice(await sealDraft(fullAlert(), { random: steadyBytes("other") }));
    const digests = new Set(one.header.sectionDigests.map((digest) => digest.toString()));
    expect(other.header.sectionDigests.some((digest) => digests.has(digest.toString()))).toBe(
      false,
    );
  });

  test("is refused or not verified when any bit of its parts is flipped", async () => {
    const sealed = await sealDraft(fullAlert());
    const parts = [sealed.header, sealed.signature, ...sealed.sections];
    const anyBit = fc
      .constantFrom(...parts.keys())
      .chain((part) => fc.tuple(fc.constant(part), fc.nat(parts[part]!.length * 8 - 1)));
    await fc.assert(
      fc.asyncProperty(anyBit, async ([part, bit]) => {
        const [header, signature, ...sections] = parts.map((bytes, index) =>
          index === part ? flipped(bytes, bit) : bytes,
        ) as [Uint8Array, Uint8Array, ...Uint8Array[]];
        const changed = { ...pick(sealed), header, signature, sections };
        const holds = (await verifies(changed)) && refuses(changed).length === 0;
        expect(holds).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test("never passes for another notice when any bit of its message is flipped", async () => {
    const sealed = await sealDraft(fullAlert());
    const bytes = SealedNotice.encode(sealed);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        let changed: SealedNotice;
        let opened: OpenedNotice;
        try {
          changed = SealedNotice.decode(flipped(bytes, bit));
          opened = openNotice(changed);
        } catch {
          return;
        }
        // The name of the key is not signed: another name finds another key, or none.
        const passes =
          (await verifies(changed)) &&
          changed.keyId === sealed.keyId &&
          validateNotice(opened, { now }).violations.length === 0;
        expect(passes).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test("does not verify with another key, or with one that is none", async () => {
    const sealed = await sealDraft(fullAlert());
    expect(await verifies(sealed, flipped(publicKey, 9))).toBe(false);
    expect(await verifies(sealed, publicKey.subarray(1))).toBe(false);
    expect(keyIdOf(publicKey)).toBe(Buffer.from(sha256(publicKey)).toString("hex").slice(0, 32));
    expect(keyIdOf(publicKey)).not.toBe(keyIdOf(flipped(publicKey, 9)));
  });

  test("lists the places of all its sections for the hub, those stored apart too", async () => {
    const sealed = await sealDraft(fullAlert());
    const whole = openNotice(sealed);
    const apart = whole.sections.find(({ type }) => type === SectionType.PERSONS)!;
    const stored = openNotice({
      ...pick(sealed),
      sections: sealed.sections.filter((bytes) => bytes !== apart.bytes),
    });
    const expected = whole.sections
      .map(({ place, type, category }) => ({ place, type, category }))
      .toSorted((one, other) => one.place - other.place);
    expect(sectionPlaces(stored)).toEqual(expected);
    expect(sectionPlaces({ ...whole, routing: null })).toEqual([]);
  });
});

describe("opening refuses", () => {
  test("a section that is not in the header, or that stands twice", async () => {
    const sealed = await sealDraft(fullAlert());
    const foreign = (await sealDraft(fullAlert(), { random: steadyBytes("x") })).sections[0]!;
    const { sections } = sealed;
    expect(refuses({ ...pick(sealed), sections: [...sections, foreign] })).toEqual([
      "section-digest",
    ]);
    expect(refuses({ ...pick(sealed), sections: [...sections, sections[3]!] })).toEqual([
      "section-digest",
    ]);
  });

  test("bytes that are no header, no section or no body", async () => {
    const sealed = await sealDraft(fullAlert());
    const broken = Buffer.from([0xff, 0xff]);
    expect(refuses({ ...pick(sealed), header: broken })).toEqual(["header-readable"]);
    const cut = sealed.sections[1]!.subarray(0, -3);
    const { header } = openNotice(sealed);
    header.sectionDigests[0] = sha256(cut);
    const { NoticeHeader } = await import("@talanoa/contract/generated/talanoa.ts");
    const changed = { ...pick(sealed), header: NoticeHeader.encode(header), sections: [cut] };
    expect(refuses(changed)).toEqual(["section-readable"]);
  });

  test("more than 512 KiB or 64 sections before it looks at any of it", async () => {
    const sealed = await sealDraft(fullAlert());
    const large = Buffer.alloc(limits.noticeSize);
    expect(refuses({ ...pick(sealed), sections: [large] })).toEqual(["notice-size"]);
    const many = Array<Uint8Array>(65).fill(sealed.sections[0]!);
    expect(refuses({ ...pick(sealed), sections: many })).toEqual(["digest-count"]);
  });

  test("a header beyond 8 KiB before it reads it, however many digests it might have", async () => {
    const sealed = await sealDraft(fullAlert());
    const empties = Buffer.alloc(limits.headerSize).map((_, i) => (i % 2 === 0 ? 0x6a : 0));
    const header = Buffer.concat([sealed.header, empties]);
    expect(refuses({ ...pick(sealed), header })).toEqual(["header-readable"]);
  });
});

function pick({ header, sections, signature, keyId }: SealedNotice): SealedNotice {
  return { header, sections, signature, keyId };
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}
