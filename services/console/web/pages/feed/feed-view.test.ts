import { Kind, Tlp } from "@talanoa/contract/generated/talanoa.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressOf, concernsUs, filterOfView, readView, wholeFeed } from "./feed-view.ts";

test("the console opens on what concerns us, and /feed is everything", () => {
  expect(readView("/")).toEqual(concernsUs);
  expect(readView("/feed")).toEqual(wholeFeed);
  expect([addressOf(concernsUs), addressOf(wholeFeed)]).toEqual(["/", "/feed"]);
});

test("a filter stands in the address", () => {
  const address =
    "/feed?kind=alert,request&region=polynesia&commodity=currency&tlp=AMBER%2BSTRICT&member=FJ&text=white+hull&exercises=yes&name=desk";
  const view = readView(address);
  expect(view).toEqual({
    words: {
      kind: ["alert", "request"],
      region: ["polynesia"],
      commodity: ["currency"],
      tlp: ["AMBER+STRICT"],
      origin: ["FJ"],
      text: "white hull",
    },
    statements: true,
    exercises: true,
    name: "desk",
  });
  expect(filterOfView(view)).toEqual({
    filter: {
      kinds: [Kind.ALERT, Kind.REQUEST],
      regions: ["polynesia"],
      commodityClasses: ["currency"],
      tlp: [Tlp.AMBER_STRICT],
      origins: ["FJ"],
      text: "white hull",
    },
    unknown: [],
  });
});

test("exercises are left out unless they are asked for", () => {
  expect(filterOfView(wholeFeed).filter).toEqual({ withoutExercises: true });
  expect(filterOfView({ ...wholeFeed, exercises: true }).filter).toEqual({});
});

test("what an address says that nobody knows is told, and does not narrow the feed", () => {
  const { filter, unknown } = filterOfView(readView("/feed?kind=alerts&member=FJ"));
  expect(filter).toMatchObject({ origins: ["FJ"] });
  expect(filter).not.toHaveProperty("kinds");
  expect(unknown).toMatchObject([{ field: "kind", word: "alerts" }]);
});

test("a view is read from its address as it was", () => {
  const word = fc.stringMatching(/^[A-Za-z0-9+-]{1,12}$/);
  const list = fc.array(word, { minLength: 1, maxLength: 3 });
  const words = fc.record(
    {
      kind: list,
      region: list,
      country: list,
      commodity: list,
      tlp: list,
      origin: list,
      operation: list,
      concernsUs: fc.constant(true),
      text: fc
        .string({ minLength: 1 })
        .map((text) => text.trim())
        .filter(Boolean),
    },
    { requiredKeys: [] },
  );
  const view = fc.record({
    words,
    statements: fc.boolean(),
    exercises: fc.boolean(),
    name: fc.constantFrom("", "desk", "night-watch"),
  });
  fc.assert(
    fc.property(view, (its) => {
      expect(readView(addressOf(its))).toEqual(its);
    }),
    { numRuns: 2_000 },
  );
});
