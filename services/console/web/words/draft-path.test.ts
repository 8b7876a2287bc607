import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isNothing, kindOfPath, stepsOf, valueAt, withoutItem, withValue } from "./draft-path.ts";

describe("a path", () => {
  test("is read as violations write it", () => {
    expect(stepsOf("goods[0].concealment.method")).toEqual(["goods", 0, "concealment", "method"]);
    expect(kindOfPath("goods[12].value.amount")).toBe("goods.value.amount");
    expect(stepsOf("")).toEqual([]);
  });

  test("leads to a value, or to none where something else stands", () => {
    const draft = { goods: [{ name: "Cocaine" }], title: "A" };
    expect(valueAt(draft, "goods[0].name")).toBe("Cocaine");
    expect(valueAt(draft, "goods[1].name")).toBeUndefined();
    expect(valueAt(draft, "title.tlp")).toBeUndefined();
  });
});

describe("what is typed", () => {
  test("makes the records and lists that it stands in", () => {
    const draft = withValue({}, "goods[1].value.amount", 12);
    expect(draft).toEqual({ goods: [{}, { value: { amount: 12 } }] });
  });

  test("and taken away again leaves nothing but the places of a list", () => {
    const draft = withValue({}, "goods[1].value.amount", 12);
    expect(withValue(draft, "goods[1].value.amount", "")).toEqual({ goods: [{}, {}] });
    expect(withValue({ marking: { tlp: "TLP:RED" } }, "marking.tlp", undefined)).toEqual({});
  });

  test("stands beside what was written before, which does not change", () => {
    const before = Object.freeze({ title: "A", narrative: Object.freeze({ text: "B" }) });
    expect(withValue(before, "narrative.follow_up", "C")).toEqual({
      title: "A",
      narrative: { text: "B", follow_up: "C" },
    });
    expect(before).toEqual({ title: "A", narrative: { text: "B" } });
  });

  test("zero and false are said, bytes are not taken apart", () => {
    expect(isNothing(0) || isNothing(false)).toBe(false);
    const content = Uint8Array.of(1, 2);
    expect(valueAt(withValue({}, "images[0].content", content), "images[0].content")).toBe(content);
  });

  test("is found where it was put, whatever else is there", () => {
    const name = fc.constantFrom("title", "goods", "value", "name");
    const path = fc
      .tuple(name, fc.array(fc.oneof(name, fc.nat(3)), { maxLength: 3 }))
      .map(([first, more]) =>
        more.reduce<string>(
          (at, step) => (typeof step === "number" ? `${at}[${step}]` : `${at}.${step}`),
          first,
        ),
      );
    fc.assert(
      fc.property(fc.array(path, { maxLength: 4 }), path, fc.integer(), (others, at, value) => {
        const draft = others.reduce<object>((so, each) => withValue(so as {}, each, "x"), {});
        expect(valueAt(withValue(draft as {}, at, value), at)).toBe(value);
      }),
    );
  });
});

test("an item is taken out of a list, and the last one takes the list with it", () => {
  const draft = { references: ["a", "b"] };
  expect(withoutItem(draft, "references", 0)).toEqual({ references: ["b"] });
  expect(withoutItem({ references: ["a"], title: "T" }, "references", 0)).toEqual({ title: "T" });
});
