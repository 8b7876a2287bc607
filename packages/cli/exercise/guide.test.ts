import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Deed, scenarioKinds } from "./kinds.ts";

const path = new URL("../../../docs/exercises.md", import.meta.url).pathname;
const guide = readFileSync(path, "utf8");

const says: { readonly [As in Deed["as"]]: (deed: Extract<Deed, { as: As }>) => string } = {
  alert: ({ type }) => `an alert: ${type}`,
  operation: () => "a joint-operation notice",
  request: ({ type }) => `a request for ${type}`,
  reply: () => "a reply to the request that it refers to first; an alert when that is none",
  revision: ({ revision }) =>
    `a ${revision} of the notice that it refers to first, when that is the publisher's own; a new alert otherwise`,
  acknowledgement: () => "the statement that the notice it refers to first is acknowledged",
  outcome: () =>
    "the statement what came of the notice it refers to first: `outcome` begins with *no* or *nothing* for nothing found",
  search: () => "a search over the publisher's own feed, for each `query`",
};

test("the guide to exercises shows how each kind stands in the hub", async () => {
  const rows = Object.entries(scenarioKinds).map(([kind, deed]) => {
    const say = says[deed.as] as (deed: Deed) => string;
    return `| \`${kind}\` | ${say(deed)} |`;
  });
  const table = ["| kind in a scenario | in the hub |", "| --- | --- |", ...rows].join("\n");
  const expected = guide.replace(
    /(<!-- kinds: kept by a test -->\n\n)\|[^]*?\n\n/,
    (_, mark: string) => `${mark}${table}\n\n`,
  );
  // Write the guide anew with: npx vitest run packages/cli/exercise/guide.test.ts -u
  await expect(expected).toMatchFileSnapshot(path);
});
