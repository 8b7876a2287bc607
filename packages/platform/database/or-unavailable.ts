import { isPassing } from "./retry.ts";
import { HubError } from "../errors.ts";

/** What a handler gives; while the database is away its error says that the same may succeed later. */
export function orUnavailable<Parameters extends readonly unknown[], Result>(
  handler: (...parameters: Parameters) => Promise<Result>,
): (...parameters: Parameters) => Promise<Result> {
  return async (...parameters) => {
    try {
      return await handler(...parameters);
    } catch (cause) {
      if (!isPassing(cause)) throw cause;
      throw new HubError("unavailable", "the database does not answer now", { cause });
    }
  };
}
