import type {
  ListEntriesRequest,
  ListEntriesResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import type { DirectoryType } from "@talanoa/contract/subjects.ts";
import { checkMayAct } from "@talanoa/platform/auth/check-caller.ts";
import { invalidField } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { visibleEntries } from "./visible-entries.ts";

const types: readonly string[] = [
  "participant",
  "key",
  "group",
  "principal",
  "agreement",
  "operation",
] satisfies DirectoryType[];

/** The directory's entries, or those of one type, as far as the caller may see them. */
export function listEntries(
  directory: () => Directory,
): Unary<ListEntriesRequest, ListEntriesResponse> {
  return async ({ type }, { caller }) => {
    const now = directory();
    checkMayAct(caller, now);
    if (type !== "" && !types.includes(type)) {
      const description = `Ask for one of ${types.join(", ")}, or for all by leaving it out.`;
      throw invalidField("type", "directory-type", description);
    }
    const wanted = type === "" ? undefined : (type as DirectoryType);
    return { entries: visibleEntries(now, caller.participant, wanted, Date.now()) };
  };
}
