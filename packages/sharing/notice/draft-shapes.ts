import { tlpWords } from "@talanoa/contract/words.ts";
import { z } from "zod";
import { readTime } from "./draft-time.ts";

// The building blocks of the draft's schema. Issues carry no text for people: draft-errors.ts
// makes violations of them.

/** An object with these fields and no others; the issue of an unknown one lists those known. */
export function record<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(" ");
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? known : undefined),
  });
}

export function wordIn<Word extends string>(words: { readonly [code: string]: Word }) {
  return z.enum(Object.values(words) as [Word, ...Word[]]);
}

export const text = z.string();

/**
 * A code that YAML may have read as a number. A leading zero is lost then, which the form of each
 * of these codes shows.
 */
export const code = z.preprocess(
  (value) => (typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value),
  z.string(),
);

/** A month, date or time with offset; see draft-time.ts. */
export const time = z.string().refine((value) => readTime(value) !== null, {
  params: { rule: "draft-time" },
});

/** A scalar stands for a record with this one field. */
export function orField<Schema extends z.ZodType>(field: string, schema: Schema) {
  return z.preprocess((value) => (typeof value === "string" ? { [field]: value } : value), schema);
}

/** One thing stands for a list of one. */
export function listOf<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(schema));
}

/** A TLP label, with or without `TLP:`, in any case. */
export const tlp = z.preprocess((value) => {
  if (typeof value !== "string") return value;
  const label = value.trim().toUpperCase();
  return label.startsWith("TLP:") ? label : `TLP:${label}`;
}, wordIn(tlpWords));

/** The bytes of an image, or base64. */
export const bytes = z.custom<Uint8Array | string>(
  (value) => value instanceof Uint8Array || (typeof value === "string" && BASE64.test(value)),
  { params: { rule: "draft-image" } },
);

const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;
