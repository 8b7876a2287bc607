import { generateKeyPairSync } from "node:crypto";
import type { Identity } from "@talanoa/client/identity.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { precedenceWords, tlpWords, wordOf } from "@talanoa/contract/words.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import { describe, expect, test } from "vitest";
import { readCase } from "./case-files.ts";
import { plannedCases } from "./plan.ts";

const { x = "", d = "" } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
const kid = keyIdOf(Buffer.from(x, "base64url"));

function publisher(participant: string): Identity {
  const address = "127.0.0.1:1";
  return {
    name: "publisher",
    participant,
    principal: "publisher",
    roles: ["publisher"],
    office: "",
    token: "none",
    signingKey: { kty: "OKP", crv: "Ed25519", kid, x, d },
    hub: {
      intake: address,
      feeds: address,
      routing: address,
      log: address,
      receiptKey: { kid, x },
    },
  };
}

const oddPlaces: ReadonlySet<string> = new Set(["country-unknown", "unlocode-unknown"]);

describe("Every case of the demo", () => {
  test.each(plannedCases)("can be published as it stands: $case", async (planned) => {
    const draft = await readCase(planned.case);
    const { opened, warnings } = await sealDraft(publisher(planned.publisher), draft, Date.now());
    // "South America" has no country, an atoll and a strip have codes that the hub does not know.
    expect(warnings.filter(({ rule }) => !oddPlaces.has(rule))).toEqual([]);
    const { header, routing, sections } = opened;
    expect(wordOf(tlpWords, header.tlp)).toBe(planned.marking);
    expect(wordOf(precedenceWords, header.precedence)).toBe(planned.precedence);
    expect(header.exercise).toBe(false);
    // The hub's own derivation and the plan's hand agree on what a case concerns.
    expect(routing?.regions).toEqual(planned.regions);
    expect(sections.some(({ type }) => type === SectionType.PERSONS)).toBe(false);
  });
});
