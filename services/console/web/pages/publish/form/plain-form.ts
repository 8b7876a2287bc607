import { draftSchema } from "@talanoa/sharing/notice/draft.ts";
import type { Written } from "../../../words/draft-path.ts";

/**
 * A draft as the form has it: what can be read stands written out, an audience `["TO", "polynesia"]` as its participants
 * and sub-regions, a place that is a name as a place. A field that cannot be read stays as it is, to be put right.
 */
export function plainForm(written: Written): Written {
  return Object.fromEntries(
    Object.entries(written).map(([name, value]) => [name, plainField(name, value)]),
  );
}

function plainField(name: string, value: unknown): unknown {
  if (!Object.hasOwn(draftSchema.shape, name)) return value;
  const read = draftSchema.shape[name as keyof typeof draftSchema.shape].safeParse(value);
  return read.success ? read.data : value;
}
