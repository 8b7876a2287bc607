import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import { isWritten, type WrittenKind, writtenKinds } from "../form/plan.ts";

/** Whether the roles of an officer let it publish a notice of a kind; the hub asks the same. */
export function mayPublish(roles: readonly string[], kind: Kind): boolean {
  return roles.includes("publisher") || (kind !== Kind.ALERT && roles.includes("liaison"));
}

/** What a form may begin as; a reply begins from its request. */
const lightestFirst: readonly WrittenKind[] = [Kind.ALERT, Kind.REQUEST, Kind.OPERATION];

/** The lightest kind that the roles of an officer let it publish; of who publishes nothing, the first. */
export function firstKind(roles: readonly string[]): WrittenKind {
  return lightestFirst.find((kind) => mayPublish(roles, kind)) ?? writtenKinds[0];
}

/** The kind of an empty form after one of a kind: the same again. A reply begins from the request that it answers. */
export function nextKind(roles: readonly string[], kind: Kind): WrittenKind {
  return isWritten(kind) && kind !== Kind.REPLY ? kind : firstKind(roles);
}
