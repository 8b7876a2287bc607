import { z } from "zod";
import { formError } from "./form-error.ts";
import { limits } from "./limits.ts";
import { type Problem, problemsOfForm } from "./problem.ts";
import type { ValueType } from "./value-type.ts";
import { type Facts, vocabulary } from "./vocabulary.ts";

/** A traveller written for a profile, and whether the profile must hit. */
export interface Example {
  readonly title: string;
  readonly hits: boolean;
  readonly facts: Facts;
}

/** What a Member writes: who is to be looked at, and why. */
export interface Profile {
  /** The Member's own: lower-case letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  /** What the indicator is known from, and its limits. */
  readonly about?: string | undefined;
  /** CEL over the vocabulary; true where the profile hits. */
  readonly expression: string;
  /** Codes of reasons that a flag gives. */
  readonly reasons: readonly string[];
  /** At least one that must hit and one that must not. */
  readonly examples: readonly Example[];
}

const line = z.string().trim().min(1).max(200);

function schemaOf(type: ValueType): z.ZodType {
  switch (type.type) {
    case "bool":
      return z.boolean();
    case "int":
      return z.int();
    case "double":
      return z.number();
    case "string":
      return type.oneOf ? z.enum(type.oneOf as [string]) : z.string().max(type.most);
    case "list":
      return z.array(schemaOf(type.of)).max(type.most);
    default:
      return schemaOfFields(type.fields);
  }
}

function schemaOfFields(fields: { readonly [name: string]: ValueType }) {
  const schemas = Object.entries(fields).map(([name, type]) => [name, schemaOf(type).optional()]);
  return z.strictObject(Object.fromEntries(schemas) as { [name: string]: z.ZodType });
}

const schema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "Lower-case letters, digits and single hyphens.")
    .max(60),
  title: line,
  about: z.string().trim().max(2_000).optional(),
  expression: z.string().trim().min(1).max(limits.expression),
  reasons: z.array(line).min(1).max(10),
  examples: z
    .array(
      z.strictObject({
        title: line,
        hits: z.boolean(),
        facts: schemaOfFields(vocabulary) as unknown as z.ZodType<Facts>,
      }),
    )
    .max(limits.examples)
    .refine((examples) => examples.some(({ hits }) => hits), "One example must hit.")
    .refine((examples) => examples.some(({ hits }) => !hits), "One example must not hit."),
});

/** A profile as it was written in YAML or JSON, or all that is wrong with its form. */
export function parseProfile(written: unknown): { profile: Profile } | { problems: Problem[] } {
  const parsed = schema.safeParse(written, { error: formError });
  if (parsed.success) return { profile: parsed.data };
  return { problems: problemsOfForm(parsed.error) };
}
