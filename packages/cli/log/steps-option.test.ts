import { expect, test } from "vitest";
import { stepsOption } from "./steps-option.ts";

test("steps are taken from one option or several, and a word that is none is refused", () => {
  expect(stepsOption("opened", stepsOption("accepted, routed"))).toEqual([
    "accepted",
    "routed",
    "opened",
  ]);
  expect(() => stepsOption("acepted")).toThrow(
    expect.objectContaining({ message: "acepted is no step", advice: "Did you mean accepted?" }),
  );
  expect(() => stepsOption("opened,foo")).toThrow("foo is no step");
});
