import type {
  ListRecalledRequest,
  ListRecalledResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import { invalidField } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { sql } from "kysely";
import { checkAccess } from "./access.ts";
import { rowsOf, withDashes } from "./database.ts";
import type { Feeds } from "./feeds.ts";

const MOST = 200;

/**
 * What was recalled of what the caller was to be shown, while its participant has not stated that its own copies are
 * destroyed. As in `maySee`, who only publishes is shown its own administration's notices alone, and those it recalls itself.
 */
export function listRecalled({
  db,
  directory,
  checkRecalls,
}: Pick<Feeds, "db" | "directory" | "checkRecalls">): Unary<
  ListRecalledRequest,
  ListRecalledResponse
> {
  return async ({ pageSize, withoutExercises }, { caller }) => {
    checkAccess(caller, directory);
    if (pageSize > MOST) {
      throw invalidField("page_size", "page-size", `ask for at most ${MOST} at once`);
    }
    await checkRecalls();
    if (!caller.roles.includes("liaison")) return { recalled: [], more: false };
    const size = pageSize || MOST;
    let query = db
      .selectFrom("recall_open")
      .select(["origin", "id", "exercise", "told_at"])
      .where("participant", "=", caller.participant)
      .where(sql<boolean>`(officers = '{}' or ${caller.principal} = any(officers))`);
    if (withoutExercises) query = query.where("exercise", "=", false);
    const rows = await rowsOf(query.orderBy("sequence", "desc").limit(size + 1));
    const recalled = rows.slice(0, size).map(({ origin, id, exercise, told_at: recalledAt }) => ({
      notice: { origin, id: withDashes(id), version: 0 },
      recalledAt,
      exercise,
    }));
    return { recalled, more: rows.length > size };
  };
}
