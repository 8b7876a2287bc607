import { PassThrough } from "node:stream";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import { expect, test } from "vitest";
import { askDraft } from "./ask.ts";
import { exitCodes } from "./exit-code.ts";
import { keptTerminal } from "./testing/terminal.ts";

async function answering(answers: readonly string[]) {
  const input = new PassThrough();
  const terminal = keptTerminal({ input, inputIsPerson: true });
  const context = {
    terminal,
    options: {},
    signal: new AbortController().signal,
    exitCode: exitCodes.ok,
  };
  const asked = askDraft(context);
  let seen = 0;
  // Each answer when its question stands.
  for (const answer of answers) {
    while (!terminal.written.err.slice(seen).includes(": ")) await new Promise(setImmediate);
    seen = terminal.written.err.length;
    input.write(`${answer}\n`);
  }
  return { draft: await asked, said: terminal.written.err };
}

const identity = testIdentity("FJ", testKey(), testKey());

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

test("a wrong answer is asked for again, with what is wrong", async () => {
  const { draft, said } = await answering([
    "A title",
    "sighting",
    "last week",
    "2025-07-14",
    "FJSUV",
    "",
    "Seen.",
    "",
    "GREEN",
    "all",
  ]);
  expect(said).toContain("draft-time");
  expect(draft).toMatchObject({ when: "2025-07-14" });
});

test("nobody is asked where nobody types", async () => {
  const context = {
    terminal: keptTerminal(),
    options: {},
    signal: new AbortController().signal,
    exitCode: exitCodes.ok,
  };
  await expect(askDraft(context)).rejects.toThrow("needs a terminal");
});
