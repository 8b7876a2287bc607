import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import { expect, test } from "vitest";
import { askDraft } from "./ask.ts";
import { openAsking } from "./asking.ts";
import { personAt } from "./testing/person.ts";

const identity = testIdentity("FJ", testKey(), testKey());

async function answering(answers: readonly string[]) {
  const { terminal, answer } = personAt();
  using asking = openAsking({ terminal, signal: new AbortController().signal });
  const asked = askDraft(asking, terminal, identity);
  await Promise.race([answer(answers), asked]);
  return { draft: await asked, said: terminal.written.err };
}

test("ten answers make an alert that can be sent", async () => {
  const { draft } = await answering([
    "Cocaine in a container",
    "seiz",
    "2025-07-14",
    "FJSUV",
    "Cocaine",
    "drugs-co",
    "12.5 kg",
    "",
    "",
    "GREEN",
    "",
  ]);
  expect(draft).toMatchObject({
    type: "seizure",
    goods: [{ name: "Cocaine", class: "drugs-cocaine", quantity: 12.5, unit: "kg" }],
    marking: "GREEN",
    audience: ["all"],
  });
  const { publication } = await sealDraft(identity, draft, Date.now());
  expect(publication.ref.origin).toBe("FJ");
});

test("without goods the alert says what happened, and a smaller circle is asked for", async () => {
  const { draft } = await answering([
    "Yacht without lights",
    "sighting",
    "2025-07-14",
    "Vava'u",
    "",
    "Left at night.",
    "TO-7",
    "",
    "ws, polynesia",
  ]);
  expect(draft).toMatchObject({
    narrative: "Left at night.",
    case_reference: "TO-7",
    marking: "AMBER",
    audience: ["WS", "polynesia"],
  });
  await sealDraft(identity, draft, Date.now());
});

test("each wrong answer is asked for again when it is given, with what is wrong", async () => {
  const { draft, said } = await answering([
    "",
    "A title",
    "boat",
    "sighting",
    "last week",
    "2199-01-01",
    "2025-07-14",
    "FJSUV",
    "Cigarettes",
    "food",
    "tobacco",
    "some",
    "12,5 kg",
    "1,200 packs",
    "",
    "",
    "BLUE",
    "GREEN",
    "the members",
    "Polynesia, to",
  ]);
  const reasons = [...said.matchAll(/This is needed|with a point|\((?:[a-z]+-)+[a-z]+\)$/gm)];
  expect(reasons.map(([reason]) => reason)).toEqual([
    "This is needed",
    "(draft-word)",
    "(draft-time)",
    "(event-not-ahead)",
    "(class-known)",
    "with a point",
    "with a point",
    "(draft-word)",
    "(participant-form)",
  ]);
  expect(said).toContain("What was it (seizure, interception, ");
  expect(draft).toMatchObject({
    when: "2025-07-14",
    goods: [{ name: "Cigarettes", class: "tobacco", quantity: 1200, unit: "packs" }],
    audience: ["polynesia", "TO"],
  });
});
