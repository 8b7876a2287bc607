import { refusalOf } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { activate, ofAge } from "../testing/profiles.ts";
import { type RunningScreening, runScreening } from "../testing/run-screening.ts";

let screening: RunningScreening;
beforeAll(async () => {
  screening = await runScreening();
}, 300_000);
afterAll(() => screening?.[Symbol.asyncDispose]());

/** Puts so many profiles in use, as if they had been saved and activated. */
async function inUse(participant: string, profile: object, count: number): Promise<void> {
  await screening.rows(
    `insert into profile (participant, id, version, state, saved_by, saved_at, grade, at_once, content)
      select $1, 'its-' || n, 1, 'active', 'one', 0, 'C', false,
        jsonb_set($2::jsonb, '{id}', to_jsonb('its-' || n))::text
      from generate_series(1, $3) as n`,
    [participant, JSON.stringify(profile), count],
  );
  await screening.restart();
}

test("a Member has up to 200 active profiles; a new version of one of them still takes its place", async () => {
  await inUse("FJ", ofAge("any", 30), 199);
  expect(await activate(screening, "FJ", ofAge("last", 40))).toMatchObject({ state: "active" });
  const refused = await refusalOf(activate(screening, "FJ", ofAge("more", 41)));
  expect(refused.violations).toMatchObject([{ field: "id", reason: "profile-count" }]);
  const next = await activate(screening, "FJ", ofAge("its-7", 42));
  expect(next).toMatchObject({ version: 2, state: "active" });
  expect(await activate(screening, "TO", ofAge("more", 41))).toMatchObject({ state: "active" });
});

test("a Member's active profiles have a cost together: one too many is refused, and a cheap one still fits", async () => {
  // Each contact with each other: most of what one profile may take.
  const costly = {
    ...ofAge("costly", 30),
    expression: "contacts.all(a, contacts.all(b, a.kind == b.kind))",
    examples: [
      { title: "One", hits: true, facts: { contacts: [{ kind: "email" }] } },
      { title: "Two", hits: false, facts: { contacts: [{ kind: "email" }, { kind: "phone" }] } },
    ],
  };
  await inUse("TO", costly, 9);
  const others = Array.from({ length: 40 }, (_, i) => ({ ...costly, id: `costly-${i}` }));
  const refused = await refusalOf(
    (async () => {
      for (const each of others) await activate(screening, "TO", each);
    })(),
  );
  expect(refused.violations).toMatchObject([{ field: "id", reason: "profile-cost" }]);
  expect(await activate(screening, "TO", ofAge("cheap", 43))).toMatchObject({ state: "active" });
});
