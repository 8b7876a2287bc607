import type {
  GetCheckpointRequest,
  GetCheckpointResponse,
  ProveRequest,
  ProveResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import { HubError, invalidField } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { consistencyProof, consistencyTiles } from "@talanoa/tlog/tree/consistency.ts";
import { inclusionProof, inclusionTiles } from "@talanoa/tlog/tree/inclusion.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import { parseNote } from "@talanoa/tlog/note/note.ts";
import type { Pool } from "pg";
import { type Checkpoint, type Checkpoints, shownOf } from "./checkpoints.ts";
import { readReached } from "./standing.ts";
import { readArchives } from "../tables/archives.ts";
import { readTiles } from "../tables/tiles.ts";
import { cosigners, type WitnessPolicy } from "../witness/witness-policy.ts";

export interface Proving {
  readonly pool: Pool;
  readonly directory: () => Directory;
  readonly policy: WitnessPolicy;
}

const MOST_PROOFS = 1_000;

/** The last checkpoint, and the proof that it continues the caller's. */
export function getCheckpoint(
  proving: Proving,
): Unary<GetCheckpointRequest, Init<GetCheckpointResponse>> {
  return async ({ since }, { caller }) => {
    checkReader(proving, caller);
    const { size, note } = shown(await readReached(proving.pool));
    // A reader may have had a checkpoint that was newer than the cosigned one is.
    if (since > size) {
      throw new HubError(
        "unavailable",
        `the checkpoint shown now is of ${size} entries: ask again`,
      );
    }
    const getTile = await readTiles(proving.pool, consistencyTiles(since, size));
    return {
      checkpoint: Buffer.from(note),
      consistency: ofTiles(() => consistencyProof(since, size, getTile)),
      cosigned: cosigners(proving.policy, parseNote(note)),
      quorum: proving.policy.quorum,
      archives: await readArchives(proving.pool),
    };
  };
}

/** Inclusion proofs of entries, all of one checkpoint. */
export function prove(proving: Proving): Unary<ProveRequest, Init<ProveResponse>> {
  return async ({ indexes, size: asked }, { caller }) => {
    checkReader(proving, caller);
    if (indexes.length === 0 || indexes.length > MOST_PROOFS) {
      throw invalidField("indexes", "count", `give 1 to ${MOST_PROOFS} indexes`);
    }
    const checkpoints = await readReached(proving.pool);
    const checkpoint = asked === 0 ? shown(checkpoints) : null;
    const size = checkpoint?.size ?? asked;
    if (size > (checkpoints.signed?.size ?? 0)) {
      throw invalidField("size", "size-published", `no checkpoint of so many entries is published`);
    }
    for (const [place, index] of indexes.entries()) {
      if (index < size) continue;
      const description = `the tree of ${size} entries does not reach it yet: ask again in a moment`;
      throw invalidField(`indexes[${place}]`, "index-in-tree", description);
    }
    const getTile = await readTiles(
      proving.pool,
      indexes.flatMap((index) => inclusionTiles(index, size)),
    );
    return {
      checkpoint: Buffer.from(checkpoint?.note ?? ""),
      proofs: ofTiles(() =>
        indexes.map((index) => ({ index, hashes: inclusionProof(index, size, getTile) })),
      ),
    };
  };
}

/** What is made of tiles that were signed. Throws `internal` that says so where some are not there any more. */
function ofTiles<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof TlogError) || cause.code !== "missing-tile") throw cause;
    const says = "the log has not all tiles of the tree that it signed: its database was changed";
    throw new HubError("internal", says, { cause });
  }
}

function checkReader({ directory }: Proving, caller: Caller): void {
  checkCaller(caller, ["auditor", "publisher", "liaison", "secretariat"], directory(), Date.now());
}

function shown(checkpoints: Checkpoints): Checkpoint {
  const checkpoint = shownOf(checkpoints, Date.now());
  if (checkpoint) return checkpoint;
  throw new HubError("unavailable", "no checkpoint has been published yet: ask again in a moment");
}
