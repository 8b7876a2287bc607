import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { messagesOf, readBytes } from "../testing/read.ts";
import { factsOfMessage } from "./facts/of-message.ts";
import { parseProfile } from "./profile.ts";
import { screenTraveller } from "./screen-traveller.ts";
import { compiledExample, exampleFiles } from "./testing/example-profiles.ts";
import { profileOf } from "./testing/compiled.ts";
import { type Facts, variables } from "./vocabulary.ts";

// Messages of others: beside the repository, not in it.
const folder = join(import.meta.dirname, "../../../..", "shared", "passenger-data");
const absent = !existsSync(folder);
const says = absent ? " (left out: shared/passenger-data is not beside the repository)" : "";
if (absent) console.warn(`screening the messages of others${says}`);

describe.skipIf(absent)(`screening the messages of others${says}`, () => {
  const profiles = exampleFiles.map(compiledExample);
  const surroundings = { countryOf: (airport: string) => (airport < "M" ? "FJ" : "NZ") };

  test.each(globSync("{paxlst,pnrgov}/*", { cwd: folder }))(
    "%s gives facts as described",
    (path) => {
      for (const message of messagesOf(readBytes(readFileSync(join(folder, path))))) {
        const everyone = factsOfMessage(message, surroundings);
        expect(everyone).toHaveLength(message.travellers.length);
        for (const facts of everyone) {
          expect(problemsOf(facts)).toEqual([]);
          const { hits, unsaid } = screenTraveller(profiles, facts);
          expect(hits.length + unsaid.length).toBeLessThanOrEqual(profiles.length);
          for (const { why, field } of unsaid) {
            expect(why).toBe("missing");
            expect(variables).toContain(/^[a-z]+/.exec(field)?.[0]);
          }
        }
      }
    },
  );
});

/** What of some facts is not as the vocabulary says. */
function problemsOf(facts: Facts): unknown {
  const plain = Object.fromEntries(variables.map((name) => [name, facts[name]]));
  const examples = [true, false].map((hits) => ({ title: "As sent", hits, facts: plain as Facts }));
  const parsed = parseProfile(profileOf("true", { examples }));
  return "problems" in parsed ? parsed.problems : [];
}
