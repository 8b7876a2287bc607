import { Record } from "@talanoa/contract/generated/talanoa.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { noticesOf } from "./notices.ts";
import { anyRecord } from "./testing/any-record.ts";

test("a record is about every notice that it names, in any of its copies", () => {
  fc.assert(
    fc.property(anyRecord(), (record) => {
      const { facts } = Record.decode(Record.encode(record));
      const named = new Set<string>();
      JSON.stringify(
        facts,
        (key, value: { origin: string; id: string; version: number } | null) => {
          if (key === "notice" && value) named.add(`${value.origin} ${value.id} ${value.version}`);
          return value;
        },
      );
      const found = noticesOf(facts!).map(
        ({ origin, id, version }) => `${origin} ${id} ${version}`,
      );
      expect(new Set(found)).toEqual(named);
    }),
  );
});

test("a change of the directory and the heads of the log are about no notice", () => {
  fc.assert(
    fc.property(anyRecord("directoryChanged", "heads"), (record) => {
      expect(noticesOf(Record.decode(Record.encode(record)).facts!)).toEqual([]);
    }),
  );
});
