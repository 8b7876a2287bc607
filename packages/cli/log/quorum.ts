import {
  checkQuorum,
  type OpenedCheckpoint,
  type Policy,
} from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";

/**
 * Throws NotCosigned when too few witnesses cosigned what was found to hold otherwise; where something else
 * does not hold, that is the graver and stays the outcome.
 */
export function askQuorum(
  { exitCode }: Pick<Context, "exitCode">,
  opened: OpenedCheckpoint,
  policy: Policy,
): void {
  if (exitCode !== exitCodes.notGenuine) checkQuorum(opened, policy);
}
