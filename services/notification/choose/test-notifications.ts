import type {
  TestNotificationsRequest,
  TestNotificationsResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import { Rate } from "@talanoa/platform/auth/rate.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { takeTurn } from "@talanoa/platform/grpc/paced.ts";
import { sql } from "kysely";
import type { Notification } from "../notification.ts";
import { namesOf } from "../send/way.ts";
import { checkOfficer, knownOfficer } from "./officer.ts";
import { stateOf } from "./state.ts";

/** Sends a test to all of the caller's destinations that are confirmed. */
export function testNotifications(
  its: Notification,
): Unary<TestNotificationsRequest, TestNotificationsResponse> {
  const tests = new Rate({ perSecond: 1 / 60, burst: 5 });
  return async (_request, { caller }) => {
    checkOfficer(its, caller);
    takeTurn(tests, caller);
    const officer = await knownOfficer(its.db, caller);
    const now = Date.now();
    // What is asked by a person who waits for it is tried at once, whatever came of the last attempt.
    const { numAffectedRows = 0n } = await sql`
      with told as (
        update destination set retry_at = 0
        where officer = ${officer?.id ?? 0} and confirmed and way = any(${namesOf(its.ways)}::text[])
        returning id
      )
      insert into waiting
        (destination, of, exercise, sequence, origin, notice, version, queued_at, due_at)
      select id, 'test', false, null, '', '', 0, ${now}, ${now} from told`.execute(its.db);
    if (numAffectedRows === 0n)
      throw new HubError("failed-precondition", "there is no confirmed address and no device");
    its.bell.ring();
    return stateOf(its, caller, officer);
  };
}
