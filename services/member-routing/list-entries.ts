import type {
  ListEntriesRequest,
  ListEntriesResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import type { DirectoryType } from "@talanoa/contract/subjects.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { checkPrincipal } from "./check-caller.ts";
import { visibleEntries } from "./visible-entries.ts";

const types: readonly string[] = [
  "participant",
  "key",
  "group",
  "principal",
] satisfies DirectoryType[];

/** The directory's entries, or those of one type, as far as the caller may see them. */
export function listEntries(
  directory: () => Directory,
): Unary<ListEntriesRequest, ListEntriesResponse> {
  return async ({ type }, { caller }) => {
    const now = directory();
    checkPrincipal(caller, now);
    if (type !== "" && !types.includes(type)) {
      const description = `Ask for one of ${types.join(", ")}, or for all by leaving it out.`;
      const violations = [{ field: "type", rule: "directory-type", description }];
      throw new HubError("invalid-argument", description, { violations });
    }
    const wanted = type === "" ? undefined : (type as DirectoryType);
    return { entries: visibleEntries(now, caller.participant, wanted, Date.now()) };
  };
}
