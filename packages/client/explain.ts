import {
  type ExplainResponse,
  type NoticeRef,
  RoutingService,
} from "@talanoa/contract/generated/talanoa.ts";
import type { CallOptions, Hub } from "./hub.ts";

/** Why each participant got a notice or did not, as far as one may know. Throws HubError. */
export function explain(
  hub: Hub,
  notice: NoticeRef,
  options?: CallOptions,
): Promise<ExplainResponse> {
  return hub.call(RoutingService.explain, { notice }, options);
}
