import {
  type ArchivedRecord,
  ExchangeLogService,
  type Reason,
} from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { CallOptions, Hub } from "../hub.ts";

const PAGE = 1_000;

/**
 * Records of a range of the log as its database has them, for the Secretariat's auditor; each page is recorded
 * as a question. From inclusive, until exclusive. Throws HubError.
 */
export async function* fetchRecords(
  hub: Hub,
  reason: Reason,
  { fromIndex, untilIndex }: { readonly fromIndex: number; readonly untilIndex: number },
  options?: CallOptions,
): AsyncGenerator<ArchivedRecord, void, void> {
  for (let index = fromIndex; index < untilIndex;) {
    const request = { reason, fromIndex: index, pageSize: Math.min(PAGE, untilIndex - index) };
    const { records } = await hub.call(ExchangeLogService.records, request, options);
    if (records.length === 0)
      throw new HubError("unavailable", `the hub gave no records from entry ${index} on`);
    yield* records;
    index += records.length;
  }
}
