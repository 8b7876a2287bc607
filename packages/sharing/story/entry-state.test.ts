import { type Facts, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { expect, test } from "vitest";
import { answerCsvHead, answerCsvLine, csvLine } from "./entry-csv.ts";
import { entryJson } from "./entry-json.ts";
import { entryState } from "./entry-state.ts";
import type { ShownEntry } from "./shown-entry.ts";

const row = { entry: new Uint8Array(3) };
const notice = (id: string, version = 1) => ({ origin: "FJ", id, version });

function entry(index: number, step: string, facts: Init<Facts>): ShownEntry {
  const part = RecordPart.decode(RecordPart.encode({ party: "FJ", facts }));
  return { index, step, at: 0, parts: [part], row, altered: false };
}

const accepted = entry(1, "accepted", { accepted: { notice: notice("a") } });
const released = entry(2, "released", {
  released: { copies: [{ notice: notice("a", 2) }, { notice: notice("b") }] },
});
const erased = (index: number, id: string, version = 1) =>
  entry(index, "erased", {
    erased: { notice: notice(id, version), cause: "recalled", versions: version },
  });
const altered: ShownEntry = { ...accepted, index: 8, parts: [], altered: true };

test("an entry is intact until content of what it names was erased, by which entry is said", () => {
  expect(entryState({ ...accepted, erasing: [] })).toBe("intact");
  expect(entryState({ ...accepted, erasing: [erased(7, "b")] })).toBe("intact");
  expect(entryState({ ...accepted, erasing: [erased(7, "a")] })).toBe(
    "content erased by entry 7 (recalled)",
  );
  // The first version went, and the entry is about the second.
  expect(entryState({ ...released, erasing: [erased(7, "a")] })).toBe("intact");
  expect(entryState({ ...released, erasing: [erased(7, "a"), erased(9, "b")] })).toBe(
    "FJ/b/1: content erased by entry 9 (recalled)",
  );
});

test("what was altered is that, and what cannot be known or was not told is not called intact", () => {
  expect(entryState({ ...altered, erasing: [] })).toBe("altered");
  expect(entryState(altered)).toBe("altered");
  expect(entryState({ ...accepted, erasing: [altered] })).toBe("not known: entry 8 is altered");
  expect(entryState(accepted)).toBe("");
});

test("what was refused, and another's notice that was asked about, have no state", () => {
  const refused = entry(3, "refused", { refused: { notice: notice("a"), door: "publish" } });
  expect(entryState({ ...refused, erasing: [] })).toBe("");
  expect(entryJson({ ...refused, erasing: [] })).not.toHaveProperty("state");
  const asked = { queried: { question: "trail", notice: notice("a") } };
  const [own] = entry(4, "queried", asked).parts;
  const another = { ...own!, party: "NZ" };
  const queried = (...parts: RecordPart[]) => ({ ...entry(4, "queried", {}), parts, erasing: [] });
  expect(entryState(queried(another))).toBe("");
  expect(entryState(queried(own!))).toBe("intact");
  // The whole log.
  expect(entryState(queried(another, own!))).toBe("intact");
  expect(entryState({ ...queried(own!), erasing: [erased(7, "a")] })).toBe(
    "content erased by entry 7 (recalled)",
  );
});

test("the state stands in JSON and CSV where it was told, and records are written without it", () => {
  const told = { ...accepted, erasing: [erased(7, "a")] };
  expect(entryJson(told)["state"]).toBe("content erased by entry 7 (recalled)");
  expect(entryJson(altered)).toEqual({ index: 8, altered: true, state: "altered" });
  expect(entryJson(accepted)).not.toHaveProperty("state");
  expect(answerCsvHead.split(",").at(-1)).toBe("state");
  expect(answerCsvLine(told)).toBe(`${csvLine(accepted)},content erased by entry 7 (recalled)`);
  expect(answerCsvLine(accepted)).toBe(`${csvLine(accepted)},`);
});
