import { Command } from "commander";
import { expect, test } from "vitest";
import { addFilterOptions, filterOf, type FilterOptions } from "../feed-filter.ts";
import { UsageError } from "../usage-error.ts";
import { subscriptionName } from "./feed.ts";

function filter(...args: string[]) {
  const command = addFilterOptions(new Command()).exitOverride();
  return filterOf(command.parse(args, { from: "user" }).opts<FilterOptions>());
}

test("options become a filter, in the words of the contract's codes", () => {
  expect(
    filter(
      "--region",
      "polynesia,melanesia",
      "--concerns-us",
      "--country",
      "fj",
      "--country",
      "to",
      "--commodity",
      "drugs-cocaine",
      "--tlp",
      "amber+strict,RED",
      "--kind",
      "alert",
      "--origin",
      "oco",
      "--text",
      "yacht keel",
    ),
  ).toEqual({
    regions: ["polynesia", "melanesia"],
    concernsOwnCountry: true,
    countries: ["FJ", "TO"],
    commodityClasses: ["drugs-cocaine"],
    tlp: [4, 5],
    kinds: [1],
    origins: ["OCO"],
    text: "yacht keel",
  });
  expect(filter()).toEqual({});
});

test.each([
  [["--region", "polynezia"], "Did you mean polynesia?"],
  [["--tlp", "purple"], "They are: TLP:CLEAR"],
  [["--country", "XX1"], "Give two letters"],
  [["--commodity", "cocaine-drugs"], "They are: drugs-cocaine"],
])("a wrong word in %j is answered with the right ones", (args, advice) => {
  try {
    filter(...args);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).advice).toContain(advice);
  }
});

test("each filter has a place of its own in the feed, the same whenever it is asked for", () => {
  const plain = subscriptionName({}, "fj-liaison", {});
  const regional = subscriptionName({}, "fj-liaison", { regions: ["polynesia"], text: "a" });
  expect(plain).toBe("cli-fj-liaison");
  expect(regional).toMatch(/^cli-fj-liaison-[0-9a-f]{8}$/);
  expect(subscriptionName({}, "fj-liaison", { text: "a", regions: ["polynesia"] })).toBe(regional);
  expect(subscriptionName({ name: "night-watch" }, "fj-liaison", {})).toBe("night-watch");
  const long = subscriptionName({}, "the-regional-maritime-desk-of-fiji-1", {});
  expect(long).toMatch(/^[a-z0-9-]{1,40}$/);
  expect(long).not.toBe(subscriptionName({}, "the-regional-maritime-desk-of-fiji-2", {}));
  expect(() => subscriptionName({ name: "Night Watch" }, "fj-liaison", {})).toThrow(UsageError);
});
