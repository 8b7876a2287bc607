import { Kind } from "@talanoa/contract/generated/talanoa.ts";

/** Whether the roles of an officer let it publish a notice of a kind; the hub asks the same. */
export function mayPublish(roles: readonly string[], kind: Kind): boolean {
  return roles.includes("publisher") || (kind !== Kind.ALERT && roles.includes("liaison"));
}
