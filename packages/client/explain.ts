import {
  type ExplainResponse,
  type NoticeRef,
  RoutingService,
} from "@talanoa/contract/generated/talanoa.ts";
import type { CallOptions, Hub } from "./hub.ts";
import type { Spoken } from "./state.ts";

export interface ExplainOptions extends CallOptions {
  /** Looks up what made the rules hold too; not unless given. */
  readonly withFacts?: boolean;
}

/** Why each participant got a notice or did not, as far as one may know. Throws HubError. */
export function explain(
  hub: Hub,
  notice: NoticeRef,
  { withFacts = false, ...options }: ExplainOptions = {},
): Promise<ExplainResponse> {
  return hub.call(RoutingService.explain, { notice, withFacts }, options);
}

/**
 * The version of a notice that a statement is about, by the digest that the hub's decision on it names: also when its
 * content is gone. Version 0 is the newest of which one may know. Throws HubError.
 */
export async function decidedVersion(
  hub: Hub,
  ref: NoticeRef,
  options?: CallOptions,
): Promise<Spoken> {
  const { notice, digest } = await explain(hub, ref, options);
  return { header: notice ?? ref, digest };
}
