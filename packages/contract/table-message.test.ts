import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, test } from "vitest";
import * as byTable from "./generated/messages.browser.ts";
import * as byCode from "./generated/messages.js";
import { messageType, type MessageType } from "./message-type.ts";

// protobufjs' own reading of proto/ says what a message may hold; its generated code says what is right.
const proto = join(import.meta.dirname, "../../proto");
const root = new protobuf.Root();
root.resolvePath = (_, target) => join(proto, target);
const files = readdirSync(join(proto, "talanoa/v1")).map((file) => `talanoa/v1/${file}`);
await root.load(files, { keepCase: false });
root.resolveAll();

type Message = Record<string, unknown>;
const names = Object.keys(byTable);
const tables = byTable as unknown as Record<string, Parameters<typeof messageType>[1]>;
const codes = byCode as unknown as Record<string, Parameters<typeof messageType>[1]>;

const int32 = fc.oneof(fc.nat(20), fc.integer());
const uint64 = fc.oneof(fc.nat(3), fc.nat({ max: Number.MAX_SAFE_INTEGER }));
const scalars: Record<string, fc.Arbitrary<unknown>> = {
  string: fc.oneof(fc.constant(""), fc.string({ unit: "grapheme", maxLength: 20 })),
  bytes: fc.uint8Array({ maxLength: 40 }),
  double: fc.oneof(fc.constantFrom(0, -0, Number.NaN), fc.double()),
  bool: fc.boolean(),
  int32,
  uint32: fc.oneof(fc.nat(3), fc.nat({ max: 2 ** 32 - 1 })),
  int64: fc.oneof(uint64, fc.integer()),
  uint64,
  fixed64: uint64,
};

function valueOf(field: protobuf.Field, depth: number): fc.Arbitrary<unknown> {
  const its = field.resolvedType;
  if (!(its instanceof protobuf.Type)) return its ? int32 : scalars[field.type]!;
  return depth === 0 ? fc.constant({}) : messageOf(its, depth - 1);
}

function fieldOf(field: protobuf.Field, depth: number): fc.Arbitrary<unknown> {
  if (field.map) return fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 });
  if (field.repeated) return fc.array(valueOf(field, depth), { maxLength: 3 });
  return valueOf(field, depth);
}

/** A message as one writes it down: any field may be missing or null. */
function messageOf(type: protobuf.Type, depth: number): fc.Arbitrary<Message> {
  const fields = type.fieldsArray.map((field) => [
    field.name,
    fc.option(fieldOf(field, depth), { freq: 4 }),
  ]);
  return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: [],
  }) as fc.Arbitrary<Message>;
}

const reflected = (name: string): protobuf.Type =>
  root.lookupType(name === "Any" ? "google.protobuf.Any" : `talanoa.v1.${name}`);

/** All that can be seen of a decoded message: its own fields in their sequence, what it inherits, what it does not know. */
function seen(message: unknown, type: protobuf.Type): unknown {
  if (message === null || typeof message !== "object") return message;
  const its = message as Message;
  const fields = type.fieldsArray.map(({ name, resolvedType }) => {
    const value = its[name];
    const inside = (each: unknown): unknown =>
      resolvedType instanceof protobuf.Type ? seen(each, resolvedType) : each;
    const shown = Array.isArray(value) ? value.map(inside) : inside(value);
    return [name, Object.hasOwn(its, name), shown];
  });
  return { fields, keys: Object.keys(its), unknown: its["$unknowns"] };
}

/** What reading gives, or that it fails. */
function outcome(type: MessageType<unknown>, bytes: Uint8Array, its: protobuf.Type): unknown {
  try {
    return seen(type.decode(bytes), its);
  } catch (error) {
    return (error as Error).name;
  }
}

describe.each(names)("%s by its table", (name) => {
  const its = reflected(name);
  const code = messageType<unknown>(name, codes[name]!);
  const table = messageType<unknown>(name, tables[name]!);

  test("is written and read as by its code", () => {
    fc.assert(
      fc.property(messageOf(its, 3), (message) => {
        const bytes = code.encode(message as never);
        expect(table.encode(message as never)).toEqual(bytes);
        expect(seen(table.decode(bytes), its)).toEqual(seen(code.decode(bytes), its));
      }),
      { numRuns: 15 },
    );
  });

  // The generated code of a message without fields takes a whole tag for a field's number: it takes field 0, and refuses
  // groups. The table does as the code of all others.
  const isCompared = its.fieldsArray.length > 0;
  test.runIf(isCompared)(
    "takes and refuses the same bytes, and keeps what it does not know",
    () => {
      const damaged = fc.tuple(
        messageOf(its, 2),
        fc.nat(),
        fc.uint8Array({ maxLength: 6 }),
        fc.nat(4),
      );
      fc.assert(
        fc.property(damaged, ([message, place, bytes, length]) => {
          const whole = code.encode(message as never);
          const at = place % (whole.length + 1);
          const spoiled = Uint8Array.from([
            ...whole.subarray(0, at),
            ...bytes,
            ...whole.subarray(at + length),
          ]);
          const expected = outcome(code, spoiled, its);
          expect(outcome(table, spoiled, its)).toEqual(expected);
          if (typeof expected === "string") return;
          const again = table.encode(table.decode(spoiled) as never);
          expect(again).toEqual(code.encode(code.decode(spoiled) as never));
        }),
        { numRuns: 15 },
      );
    },
  );
});

test("every message of the contract has its table", () => {
  const others = new Set(["default", "talanoa", "google"]);
  expect(names).toEqual(Object.keys(byCode).filter((name) => !others.has(name)));
  expect(names.length).toBeGreaterThan(200);
});
