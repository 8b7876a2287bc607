import fc from "fast-check";
import type { ValueType } from "../value-type.ts";
import { type Facts, variables, vocabulary } from "../vocabulary.ts";

/** Values of a type, sometimes missing, too long, or of another type. */
function anyValue(type: ValueType): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: proper(type) },
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.anything() },
  );
}

function proper(type: ValueType): fc.Arbitrary<unknown> {
  switch (type.type) {
    case "bool":
      return fc.boolean();
    case "int":
      return fc.integer({ min: -10, max: 100 });
    case "double":
      return fc.double();
    case "string":
      return type.oneOf ? fc.constantFrom(...type.oneOf) : fc.string({ maxLength: type.most + 5 });
    case "list":
      return fc.array(anyValue(type.of), { maxLength: 4 });
    default:
      return fc.record(
        Object.fromEntries(
          Object.entries(type.fields).map(([name, field]) => [name, anyValue(field)]),
        ),
      );
  }
}

export const anyFacts = fc.record(
  Object.fromEntries(variables.map((name) => [name, anyValue(vocabulary[name])])),
) as fc.Arbitrary<Facts>;

/** Every list and text as long as it may be, all alike. */
function largest(type: ValueType): unknown {
  switch (type.type) {
    case "bool":
      return true;
    case "int":
      return 1;
    case "double":
      return 1;
    case "string":
      return type.oneOf?.[0] ?? "A".repeat(type.most);
    case "list":
      return Array.from({ length: type.most }, () => largest(type.of));
    default:
      return Object.fromEntries(
        Object.entries(type.fields).map(([name, field]) => [name, largest(field)]),
      );
  }
}

export const largestFacts = Object.fromEntries(
  variables.map((name) => [name, largest(vocabulary[name])]),
) as Facts;
