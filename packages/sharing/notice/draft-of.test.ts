import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Audience, Kind } from "@talanoa/contract/generated/talanoa.ts";
import { sectionTypes } from "@talanoa/contract/sections.ts";
import { describe, expect, test } from "vitest";
import { compose } from "./compose.ts";
import type { NoticeContent } from "./content.ts";
import { parseDraft } from "./draft.ts";
import { draftOf } from "./draft-of.ts";
import { openDraft, samples } from "./testing/sample-notice.ts";

/** What a content says, its messages as bytes. */
function spelled({ sections, audience, ...rest }: NoticeContent) {
  const bodies = sections.map(({ type, body }) => {
    const message = sectionTypes[type].body as { encode(body: object): Uint8Array };
    return [type, Buffer.from(message.encode(body)).toString("hex")];
  });
  return { ...rest, bodies, audience: Buffer.from(Audience.encode(audience)).toString("hex") };
}

async function comesBack(draft: object): Promise<void> {
  const again = draftOf(await openDraft(draft));
  expect(spelled(compose(parseDraft(again), "PF"))).toEqual(
    spelled(compose(parseDraft(draft), "PF")),
  );
}

describe("what was sealed becomes a draft that says the same", () => {
  test.each(Object.values(Kind).filter((kind) => kind !== 0))("of kind %i", async (kind) => {
    await comesBack(samples[kind as keyof typeof samples]());
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
  ])("with the time %j", (when) =>
    comesBack({ kind: "alert", title: "A", when, where: "Suva", marking: "GREEN", narrative: "B" }),
  );

  test("with quantities, positions and amounts of zero", () =>
    comesBack({
      kind: "alert",
      title: "Nothing found",
      when: "2025-07-14",
      where: { latitude: 0, longitude: -180 },
      goods: [{ name: "Rice", quantity: 0, unit: "kg", value: { amount: 0, currency: "FJD" } }],
      marking: "RED",
      audience: ["NZ:nz-liaison"],
    }));

  const cases = join(import.meta.dirname, "../../devstack/demo/cases");
  test("of every case of the demo", async () => {
    const files = readdirSync(cases).filter((name) => name.endsWith(".json"));
    expect(files.length).toBeGreaterThan(60);
    for (const file of files) await comesBack(JSON.parse(readFileSync(join(cases, file), "utf8")));
  });
});
