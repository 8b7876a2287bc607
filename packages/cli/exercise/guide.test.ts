import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Deed, scenarioKinds } from "./kinds.ts";
import { scenarioFacts } from "./scenario-facts.ts";
import { STEERING } from "./unknown-kind.ts";

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
    "the statement what came of the notice it refers to first, by the words of `outcome` (below)",
  statement: ({ says }) => stated[says]!,
  consent: ({ granted }) =>
    granted
      ? "consent to the `consent-request` it refers to first: the notice goes to whom that named"
      : "refusal of the `consent-request` it refers to first",
  entry: ({ change }) => changed[change]!,
  overdue: () =>
    "nothing is sent: the publisher's list of who is late with the notice it refers to must be `late`",
  search: () => "a search over the publisher's own feed, for each `query`",
};

const stated: { readonly [says: string]: string } = {
  consentAsked: "the question to the originator of the notice to share it `with` a participant",
  recalled: "the notice is recalled; the check looks that nobody gets it any more",
  erasureOrdered: "the personal sections of the notice are erased; the check looks at all readers",
  destroyed: "the reader has destroyed its copies",
  withdrawn: "the request is withdrawn",
};

const changed: { readonly [change: string]: string } = {
  agreement: "an agreement `from` the publisher `to` a Member, in force",
  "agreement-end": "the end of that agreement, from now on",
  "operation-opening":
    "a joint `operation` of the publisher, with `participants`, and `partners` (each with its sponsor)",
  "operation-joining":
    "a `participant` joins the `operation`; with `sees_earlier` it gets what was sent before; a partner has a `sponsor`",
  "operation-leaving": "a `participant` leaves the `operation`",
  "operation-closing": "the `operation` is closed",
  "key-registration": "the publisher has a further signing key, with which it signs from now on",
  "key-revocation":
    "that key is revoked from now on; the check looks that what it signed before still verifies",
};

const steering = STEERING.map((name) => `\`${name}\``).join(", ");
const other = `| any other | an alert of the kind that it is a slip of, else of the type that its facts tell (seizure, suspect-traveller, suspect-consignment, small-craft, sighting, method), and the run says so; refused, with these kinds, when it is a slip of a kind that is no alert, is addressed to nobody, or has one of ${steering} |`;

test("the guide to exercises shows how each kind stands in the hub", async () => {
  const rows = Object.entries(scenarioKinds).map(([kind, deed]) => {
    const say = says[deed.as] as (deed: Deed) => string;
    return `| \`${kind}\` | ${say(deed)} |`;
  });
  const table = ["| kind in a scenario | in the hub |", "| --- | --- |", ...rows, other].join("\n");
  const expected = guide.replace(
    /(<!-- kinds: kept by a test -->\n\n)\|[^]*?\n\n/,
    (_, mark: string) => `${mark}${table}\n\n`,
  );
  // Write the guide anew with: npx vitest run packages/cli/exercise/guide.test.ts -u
  await expect(expected).toMatchFileSnapshot(path);
});

test("the guide to exercises names each fact that an inject may have", () => {
  const missing = Object.keys(scenarioFacts).filter((name) => !guide.includes(`\`${name}\``));
  expect(missing).toEqual([]);
});
