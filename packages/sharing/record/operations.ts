import type { Facts } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";

/**
 * The joint operations that facts name, each once: one that was changed in the directory, or those that a notice was
 * routed by. All other records belong to one by the notices that they are about.
 */
export function operationsOf({ routed, directoryChanged }: Init<Facts>): string[] {
  if (directoryChanged)
    return directoryChanged.type === "operation" ? [directoryChanged.id ?? ""] : [];
  const named = routed?.decisions?.flatMap(({ operations = [] }) => operations) ?? [];
  return [...new Set(named)];
}
