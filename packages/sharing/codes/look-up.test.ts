import { expect, test } from "vitest";
import { commodityClasses } from "./commodity-classes.ts";
import { lookUpIn } from "./look-up.ts";
import { allPorts } from "./ports.ts";

const ports = lookUpIn(allPorts, ({ unlocode, iata, name }) => ({
  codes: [unlocode],
  lesserCodes: iata === "" ? [] : [iata],
  names: [name],
}));
const first = (typed: string) => ports.find(typed)[0]?.unlocode;

test("a port is found by its code, by the beginning of its name and of any word of it", () => {
  expect(first("FJSUV")).toBe("FJSUV");
  expect(first("suv")).toBe("FJSUV");
  expect(first("akl")).toBe("NZAKL");
  expect(ports.find("suv").map(({ iata }) => iata)).toContain("SUV");
  expect(ports.find("pago")[0]?.name).toBe("Pago Pago");
  expect(ports.find("international", 50).length).toBeGreaterThan(10);
});

test("accents, apostrophes and case do not count", () => {
  expect(first("NOUMEA")).toBe(first("Nouméa"));
  expect(first("nukualofa")).toBe(first("Nuku'alofa"));
  expect(first("noumea")).toBe("NCNOU");
});

test("a code comes before a name, the beginning before a word within", () => {
  const found = lookUpIn(["east apia", "apia", "apia-x", "zz"], (name) => ({
    codes: name === "zz" ? ["APIA"] : [],
    names: [name],
  }));
  expect(found.find("apia")).toEqual(["zz", "apia", "apia-x", "east apia"]);
  expect(found.find("apia", 2)).toEqual(["zz", "apia"]);
});

test("nothing typed finds nothing, and what fits nowhere finds nothing", () => {
  expect(ports.find("  ")).toEqual([]);
  expect(ports.find("qqqq")).toEqual([]);
});

test("a class of goods is found by its title", () => {
  const classes = lookUpIn(Object.entries(commodityClasses), ([code, { title }]) => ({
    codes: [code],
    names: [title],
  }));
  expect(classes.find("cigar")[0]?.[0]).toBe("tobacco");
  expect(classes.find("drugs-c").map(([code]) => code)).toContain("drugs-cocaine");
});
