import { Door, ReleasedFacts, Summary } from "@talanoa/contract/generated/talanoa.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import { expect, test } from "vitest";
import { messageJson, noticeJson } from "./json.ts";

test("a message is JSON in the contract's words, and only what is set", () => {
  const summary = Summary.decode(
    Summary.encode({
      title: "A",
      alertType: 1,
      time: { startAt: 1_752_451_200_000, precision: 3 },
    }),
  );
  expect(messageJson(summary)).toEqual({
    title: "A",
    alert_type: "seizure",
    time: { start_at: "2025-07-14T00:00:00.000Z", precision: "day" },
  });
  const facts = ReleasedFacts.decode(
    ReleasedFacts.encode({ participant: "TO", door: Door.LIST, copies: [{ statement: "s" }] }),
  );
  expect(messageJson(facts)).toEqual({
    participant: "TO",
    door: "list",
    copies: [{ statement: "s" }],
  });
});

test("a notice as JSON says all that its draft said, and how it was sealed", async () => {
  const identity = testIdentity("FJ", testKey(), testKey());
  const draft = {
    kind: "alert",
    type: "small-craft",
    title: "Yacht",
    when: "2025-07-14",
    where: "FJSUV",
    conveyance: { type: "sailing yacht", containers: ["ZZZU1234564"] },
    marking: "AMBER",
    audience: ["polynesia"],
  };
  const { opened, publication } = await sealDraft(identity, draft, Date.now());
  const json = noticeJson(opened);
  expect(json).toMatchObject({
    notice: `FJ/${publication.ref.id}/1`,
    kind: "alert",
    tlp: "TLP:AMBER",
    precedence: "routine",
    digest: Buffer.from(publication.digest).toString("hex"),
  });
  const sections = json["sections"] as { section: string }[];
  expect(sections.find(({ section }) => section === "conveyance")).toMatchObject({
    category: "operational",
    type: "sailing yacht",
    containers: ["ZZZU1234564"],
  });
  expect(sections.find(({ section }) => section === "routing")).toMatchObject({
    audience: { sub_regions: ["polynesia"] },
    countries: ["FJ"],
  });
  // It can go through JSON and back.
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
});
