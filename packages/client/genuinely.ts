import { TlogError } from "@talanoa/tlog/errors.ts";
import { NotCosigned } from "@talanoa/tlog/note/open-checkpoint.ts";
import { NotGenuine } from "./genuine-receipt.ts";

/** Does something with the log's formats; a fault of theirs is thrown as NotGenuine that says in what it is. */
export function genuinely<Result>(what: string, act: () => Result): Result {
  try {
    const result = act();
    if (!(result instanceof Promise)) return result;
    return result.catch((error: unknown) => {
      throw faultIn(what, error);
    }) as Result;
  } catch (error) {
    throw faultIn(what, error);
  }
}

/** What to throw: that too few witnesses cosigned is no fault of what was read. */
export function faultIn(what: string, error: unknown): unknown {
  if (!(error instanceof TlogError) || error instanceof NotCosigned) return error;
  return new NotGenuine(`${what}: ${error.message}`, { cause: error });
}
