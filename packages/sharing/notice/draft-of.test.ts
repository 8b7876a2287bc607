import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Audience } from "@talanoa/contract/generated/talanoa.ts";
import { sectionTypes } from "@talanoa/contract/sections.ts";
import { codesOf, kindWords } from "@talanoa/contract/words.ts";
import { describe, expect, test } from "vitest";
import { compose } from "./compose.ts";
import type { NoticeContent } from "./content.ts";
import { parseDraft } from "./draft.ts";
import { draftOf } from "./draft-of.ts";
import { openDraft, samples } from "./testing/sample-notice.ts";

const sighting = {
  kind: "alert",
  type: "sighting",
  title: "A yacht",
  when: "2025-07-14",
  where: "Suva",
  narrative: "Seen off the reef",
  marking: "TLP:GREEN",
};

/** What a content says, its messages as bytes. */
function spelled({ sections, audience, ...rest }: NoticeContent) {
  const bodies = sections.map(({ type, body }) => {
    const message = sectionTypes[type].body as { encode(body: object): Uint8Array };
    return [type, Buffer.from(message.encode(body)).toString("hex")];
  });
  return { ...rest, bodies, audience: Buffer.from(Audience.encode(audience)).toString("hex") };
}

/** What a draft says, and what the draft says that is made of it when it was sealed. */
async function thereAndBack(draft: object) {
  const again = draftOf(await openDraft(draft));
  return {
    written: spelled(compose(parseDraft(draft), "PF")),
    again: spelled(compose(parseDraft(again), "PF")),
  };
}

describe("what was sealed becomes a draft that says the same", () => {
  test.each(codesOf(kindWords))("of kind %i", async (kind) => {
    const { written, again } = await thereAndBack(samples[kind]());
    expect(again).toEqual(written);
  });

  test.each([
    "2025-07",
    "2025-07-14",
    "2025-07-14T00:00Z",
    "2025-07-14T09:30+12:00",
    { start: "2025-07-01", end: "2025-07-31" },
    { start: "2025-07", end: "2025-08" },
    { start: "2025-07-14", precision: "announced" },
    { start: "2025-07-14T09:30Z", end: "2025-07-14T10:30Z" },
  ])("with the time %j", async (when) => {
    const { written, again } = await thereAndBack({ ...sighting, when });
    expect(again).toEqual(written);
  });

  test("with quantities, positions and amounts of zero", async () => {
    const { written, again } = await thereAndBack({
      ...sighting,
      where: { latitude: 0, longitude: -180 },
      goods: [{ name: "Rice", quantity: 0, unit: "kg", value: { amount: 0, currency: "FJD" } }],
    });
    expect(again).toEqual(written);
  });

  const cases = join(import.meta.dirname, "../../devstack/demo/cases");
  test("of every case of the demo", async () => {
    const files = readdirSync(cases).filter((name) => name.endsWith(".json"));
    expect(files.length).toBeGreaterThan(60);
    for (const file of files) {
      const draft = JSON.parse(readFileSync(join(cases, file), "utf8")) as object;
      const { written, again } = await thereAndBack(draft);
      expect(again).toEqual(written);
    }
  });
});
