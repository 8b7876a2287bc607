import { HubError } from "@talanoa/platform/errors.ts";
import { expect, test } from "vitest";
import { wholeName } from "./whole-name.ts";

const one = { origin: "FJ", id: "0198c0de-0000-7000-8000-0000f04272ad", version: 1 };
const again = { ...one, version: 2 };
const other = { origin: "FJ", id: "0198c0de-0000-7000-8000-00001aaa72ad", version: 1 };
const nobody = async () => [];

test("a short name is that of the one notice that was shown, in any of its versions", async () => {
  const shown = [one, again, other];
  const named = (text: string) => wholeName(text, shown, nobody);
  expect(await named("FJ/f04272ad")).toEqual({ name: `FJ/${one.id}` });
  expect(await named(" fj/F04272AD/2 ")).toEqual({ name: `FJ/${one.id}/2` });
  expect(await named("1aaa72ad")).toEqual({ name: `FJ/${other.id}` });
  expect(await named("FJ/72ad")).toEqual({ fault: "several" });
  expect(await named("FJ/0198c0de")).toEqual({ fault: "several" });
  // The beginning of an id is that of all of one time.
  expect(await named("FJ/0198c")).toEqual({ fault: "unknown" });
  expect(await named("NZ/f04272ad")).toEqual({ fault: "unknown" });
});

test("a whole name is taken as it is, and what names nothing is refused before anything is looked up", async () => {
  const lookUp = () => {
    throw new HubError("internal", "looked up");
  };
  for (const name of ["", `FJ/${other.id}`, `FJ/${other.id}/3`])
    expect(await wholeName(name, [], lookUp)).toEqual({ name });
  for (const text of ["FJ-1", "FJ/72", "FJ/xyz0", "FJ/f04272ad/1/2", "FJ/f04272ad/x", "/"])
    expect(await wholeName(text, [one], lookUp)).toEqual({ fault: "notice" });
});

test("one that was not shown here is looked up by its part", async () => {
  const asked: object[] = [];
  const found = await wholeName("fj/f04272ad", [other], async (part) => {
    asked.push(part);
    return [one, again];
  });
  expect(found).toEqual({ name: `FJ/${one.id}` });
  expect(asked).toEqual([{ origin: "FJ", idPart: "f04272ad" }]);
});
