import type { Context } from "./context.ts";
import { UsageError } from "./usage-error.ts";

export const wholeHelp =
  "with --json: all sections of each notice that you hold, which the log has as opened by you; else what a line tells";

/** Whether a list is asked for lines alone: a table shows no more. Throws UsageError. */
export function briefOf(
  { options }: Pick<Context, "options">,
  its: { readonly whole?: boolean },
): boolean {
  if (!its.whole) return true;
  if (options.json) return false;
  throw new UsageError(
    "a table does not show whole notices",
    "Add --json, or see one by `talanoa show`.",
  );
}
