import { Record, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { steps, type StepField } from "@talanoa/contract/records.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logEntry } from "./entry.ts";
import { partsOf } from "./parts.ts";
import { anyRecord, operations, participants } from "./testing/any-record.ts";

const decoded = (record: Init<Record>) => Record.decode(Record.encode(record));

describe.each(Object.keys(steps) as StepField[])("a record of the step %s", (field) => {
  test("has at most one part for each party, in the order of their ids", () => {
    fc.assert(
      fc.property(anyRecord(field), (record) => {
        const parties = partsOf(decoded(record)).map(({ party }) => party);
        expect(parties).toEqual([...new Set(parties)].toSorted());
        expect(parties).not.toContain("");
      }),
    );
  });

  test("is known to whoever took the step", () => {
    fc.assert(
      fc.property(anyRecord(field), (record) => {
        const parties = partsOf(decoded(record)).map(({ party }) => party);
        expect(["", ...parties]).toContain(record.participant);
      }),
    );
  });

  test("names to a party that is not the origin nobody but itself, the origin and who took the step", () => {
    fc.assert(
      fc.property(anyRecord(field), (record) => {
        const facts = decoded(record).facts!;
        type Named = { origin?: string; notice?: { origin: string } | null; with?: string };
        const its = facts[field] as Named;
        const origin = its.origin ?? its.notice?.origin;
        for (const { party, bytes } of logEntry(decoded(record)).parts) {
          if (party === origin) continue;
          const known = [party, origin, record.participant];
          // Whoever asked for consent named with whom.
          known.push(its.with);
          if (field === "directoryChanged") known.push(facts.directoryChanged?.participant);
          const others = participants.filter((each) => !known.includes(each));
          const named = others.filter((each) => Buffer.from(bytes).includes(each));
          expect(named).toEqual([]);
        }
      }),
    );
  });
});

test("routing: the origin sees the whole decision, a receiver its own, and who gets nothing is no party", () => {
  fc.assert(
    fc.property(anyRecord("routed"), (record) => {
      const routed = decoded(record).facts!.routed!;
      const origin = routed.notice!.origin;
      const receivers = routed.decisions.filter(({ deliver }) => deliver);
      const parts = partsOf(decoded(record));
      const parties = new Set(receivers.map(({ participant }) => participant));
      if (routed.statement === "") parties.add(origin);
      expect(new Set(parts.map(({ party }) => party))).toEqual(parties);
      for (const { party, facts } of parts) {
        const shown = facts.routed!.decisions!.map(({ participant }) => participant);
        const whole = party === origin && routed.statement === "";
        expect(shown).toEqual(
          whole ? routed.decisions.map(({ participant }) => participant) : [party],
        );
      }
    }),
  );
});

test("a receiver that is not the origin is told by which rules sections were withheld, not which and how many", () => {
  fc.assert(
    fc.property(anyRecord("routed"), (record) => {
      const { notice, statement } = decoded(record).facts!.routed!;
      for (const { party, bytes } of logEntry(decoded(record)).parts) {
        if (party === notice!.origin && statement === "") continue;
        const [own] = RecordPart.decode(bytes).facts!.routed!.decisions;
        const rules = own!.withheld.map(({ rule }) => rule);
        expect(own!.withheld.map(({ section }) => section)).toEqual(rules.map(() => 0));
        expect(rules).toEqual([...new Set(rules)]);
      }
    }),
  );
});

test("how many personal sections were erased is told to the originator alone, as is by whose word", () => {
  fc.assert(
    fc.property(anyRecord("erased"), (record) => {
      const { notice, statedBy } = decoded(record).facts!.erased!;
      for (const { party, bytes } of logEntry(decoded(record)).parts) {
        if (party === notice!.origin) continue;
        const { erased } = RecordPart.decode(bytes).facts!;
        expect([erased!.sections, erased!.copies, erased!.holders]).toEqual([0, 0, []]);
        expect(["", notice!.origin, party]).toContain(erased!.statedBy);
        if (![notice!.origin, party].includes(statedBy)) expect(erased!.statedBy).toBe("");
      }
    }),
  );
});

test("the places of the stream, which tell the hub's volume, are in no part", () => {
  fc.assert(
    fc.property(anyRecord("routed", "received", "subscriptionDropped"), (record) => {
      for (const { bytes } of logEntry(decoded(record)).parts) {
        const { facts } = RecordPart.decode(bytes);
        const { routed, received, subscriptionDropped } = facts!;
        const place = routed?.directorySequence ?? (received ?? subscriptionDropped)!.position;
        expect(place).toBe(0);
        expect(received?.since ?? 0).toBe(0);
      }
    }),
  );
});

test("a subscription's name is for its own participant", () => {
  fc.assert(
    fc.property(anyRecord("released", "received"), (record) => {
      for (const { party, bytes } of logEntry(decoded(record)).parts) {
        if (party !== record.participant) {
          expect(Buffer.from(bytes).includes("night-desk")).toBe(false);
        }
      }
    }),
  );
});

test("that somebody asked about all notices is told to each that it names, with why alone", () => {
  fc.assert(
    fc.property(anyRecord("queried"), (record) => {
      const { notice, parties, question, purpose } = decoded(record).facts!.queried!;
      const parts = new Map(partsOf(decoded(record)).map(({ party, facts }) => [party, facts]));
      for (const party of parties) {
        if (party === record.participant || party === notice?.origin) continue;
        expect(parts.get(party)).toEqual({ queried: { question, purpose } });
      }
    }),
  );
});

test("routing: a receiver is told the joint operations of its own decision, and the originator those of all", () => {
  fc.assert(
    fc.property(anyRecord("routed"), (record) => {
      const routed = decoded(record).facts!.routed!;
      for (const { party, operations: named, bytes } of logEntry(decoded(record)).parts) {
        const seesAll = party === routed.notice!.origin && routed.statement === "";
        const its = routed.decisions.filter((each) => seesAll || each.participant === party);
        const told = new Set(its.flatMap((each) => each.operations));
        expect(new Set(named)).toEqual(told);
        for (const operation of operations)
          expect(Buffer.from(bytes).includes(operation)).toBe(told.has(operation));
      }
    }),
  );
});
