import type { KnownKind } from "@talanoa/contract/kinds.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { template } from "@talanoa/sharing/notice/template.ts";
import type { Written } from "../../../words/draft-path.ts";

/**
 * The documented template of a kind as a draft, in its plain form. It is an exercise, so that made-up content is
 * never sent as if it were real.
 */
export async function exampleOf(kind: KnownKind): Promise<Written> {
  // Only who asks for an example needs to read YAML.
  const { parse } = await import("yaml");
  return { ...parseDraft(parse(template(kind))), exercise: true };
}
