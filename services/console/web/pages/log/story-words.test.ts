import { Facts } from "@talanoa/contract/generated/talanoa.ts";
import { storyOf } from "@talanoa/sharing/story/story.ts";
import { english } from "@talanoa/sharing/story/english.ts";
import type { ToldEntry } from "@talanoa/sharing/story/told-entry.ts";
import { expect, test, vi } from "vitest";

// The language is chosen by what a browser keeps.
vi.stubGlobal("localStorage", { getItem: () => "en" });
const { french } = await import("./story-words.ts");

const notice = { origin: "FJ", id: "0198c0de-0000-7000-8000-000000000001", version: 1 };

function told(index: number, step: string, facts: Parameters<typeof Facts.encode>[0]): ToldEntry {
  const its = Facts.decode(Facts.encode(facts));
  return { index, at: index, step, who: "TO to-1", exercise: false, facts: its };
}

const entries = [
  told(1, "accepted", { accepted: { notice, kind: 1, tlp: 2, precedence: 1, keyId: "k" } }),
  told(2, "routed", {
    routed: {
      notice,
      cause: "first",
      decisions: [
        { participant: "TO", deliver: true, rule: "all-members" },
        { participant: "NZ", deliver: false, rule: "not-addressed" },
      ],
    },
  }),
  told(3, "opened", { opened: { participant: "TO", origin: "FJ", door: 3, copies: [{ notice }] } }),
  told(4, "recalled", { recalled: { participant: "FJ", notice, reason: 1 } }),
];

test("a story tells the same in both languages, in their own words", () => {
  const tell = (words: typeof english) => storyOf(entries, [9], notice, (at) => `t${at}`, words);
  const [inEnglish, inFrench] = [tell(english), tell(french)];
  expect(inFrench.map(({ kind }) => kind)).toEqual(inEnglish.map(({ kind }) => kind));
  const text = JSON.stringify(inFrench);
  for (const said of [
    "Accepté",
    "L’avis est adressé à tous les Membres. (all-members)",
    "envoyé par erreur",
    "ouvert par TO",
    "Altérées à l’insu du journal",
  ])
    expect(text).toContain(said);
  for (const left of ["Accepted", "entitled", "not acknowledged", "sent-in-error", "by get"])
    expect(text).not.toContain(left);
});
