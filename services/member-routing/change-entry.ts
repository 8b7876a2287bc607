import {
  type ChangeEntryRequest,
  type ChangeEntryResponse,
  DirectoryEntry,
  type JointOperation,
} from "@talanoa/contract/generated/talanoa.ts";
import { recordHeader } from "@talanoa/platform/bus/record-header.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import { newNonce } from "@talanoa/platform/bus/record-message.ts";
import { checkCaller, checkMayAct, denied } from "@talanoa/platform/auth/check-caller.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import type { DirectoryFollower } from "@talanoa/platform/directory/follower.ts";
import { type HubError, invalid, isConflict, refusal } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { SECRETARIAT } from "@talanoa/sharing/directory/secretariat.ts";
import { entryName } from "@talanoa/sharing/directory/entry.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { checkEntry } from "./check-entry.ts";

export interface Changing {
  readonly bus: Bus;
  readonly committer: Committer;
  readonly directory: DirectoryFollower;
}

const MOST_REASON = 200;

/** Puts an entry into the directory, new or in place of the one that stood at the given revision. */
export function changeEntry({
  bus,
  committer,
  directory,
}: Changing): Unary<ChangeEntryRequest, ChangeEntryResponse> {
  return async ({ entry, revision, reason }, { caller, signal }) => {
    // On an empty directory too: the first entries are the Secretariat's to make.
    const isSecretariat =
      caller.participant === SECRETARIAT && caller.roles.includes("secretariat");
    if (!isSecretariat && !entry?.operation) {
      throw denied("secretariat", "only the Secretariat changes the directory");
    }
    // As of now, whoever changed it last: this one may follow upon an answer of another instance.
    const { lastSequence } = await readStreamUsage(bus);
    const standing = await directory.upTo(lastSequence, signal);
    if (isSecretariat) checkMayAct(caller, standing);
    else checkCoordinates(caller, entry?.operation ?? null, standing);
    const name = entry && entryName(entry);
    const violations = [...checkEntry(entry, standing, Date.now()), ...checkReason(reason)];
    if (!entry || !name || violations.length > 0) throw invalid(violations);

    const { type, id, participant, parties = [] } = name;
    const payload = DirectoryEntry.encode(entry);
    const nonce = newNonce();
    const record = {
      nonce,
      at: Date.now(),
      participant: caller.participant,
      principal: caller.principal,
      facts: {
        directoryChanged: { type, id, participant, digest: sha256(payload), reason, parties },
      },
    };
    const message = {
      subject: subjects.directory(type, id),
      payload,
      headers: recordHeader(record),
      expect: { lastSequence: revision },
    };
    const committed = await committer
      // The commit point. The same entry standing there is this one, sent before.
      .commit([message], {
        sameAs: (found) => Buffer.compare(found.payload, payload) === 0,
      })
      .catch((error: unknown) => {
        throw isConflict(error) ? stale(revision) : error;
      });
    // Whoever has this answer finds the change in the next list.
    await directory.upTo(committed.firstSequence, signal);
    return { revision: committed.firstSequence };
  };
}

/** Throws unless the caller acts for the coordinator of the operation, as it stands and as it is to be. */
export function checkCoordinates(
  caller: Caller,
  operation: JointOperation | null,
  directory: Directory,
): void {
  checkCaller(caller, ["publisher", "liaison"], directory, Date.now());
  const standing = operation && directory.operation(operation.id);
  const coordinators = [operation, standing].flatMap((its) => its?.coordinator ?? []);
  if (coordinators.every((each) => each === caller.participant)) return;
  throw denied("coordinator", "only its coordinator and the Secretariat change a joint operation");
}

function checkReason(reason: string): Violation[] {
  if (reason.length <= MOST_REASON) return [];
  return [
    {
      field: "reason",
      rule: "text-length",
      description: `Keep the reason within ${MOST_REASON} characters, without personal data.`,
    },
  ];
}

function stale(revision: number): HubError {
  const description =
    revision === 0
      ? "The entry is there already: list it, and change it from its revision."
      : "The entry was changed since that revision: list it again, and change it from there.";
  return refusal("conflict", { field: "revision", rule: "revision-stands", description });
}
