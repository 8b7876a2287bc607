import { HubError } from "@talanoa/platform/errors.ts";
import { ownRecords } from "@talanoa/client/log.ts";
import { fetchArchived } from "@talanoa/client/log-archives.ts";
import { verifyRow } from "@talanoa/client/log-proof.ts";
import { checkpointOf } from "@talanoa/client/prove-in-turn.ts";
import { httpTiles } from "@talanoa/client/http-tiles.ts";
import { signedTiles } from "@talanoa/client/signed-tiles.ts";
import type { TileSource } from "@talanoa/client/tile-source.ts";
import type { Identity } from "@talanoa/client/identity.ts";
import type { Reason } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { TreeHead } from "@talanoa/tlog/tree/hash.ts";
import type { Context } from "../context.ts";
import { Progress } from "../progress.ts";
import type { Session } from "../session.ts";
import { sayTree } from "./say-tree.ts";
import { checkTree, ShownRecords } from "./tree-check.ts";

interface Whole {
  readonly policy: Policy;
  readonly opened: OpenedCheckpoint;
  readonly earlier: readonly TreeHead[];
  readonly reason: Reason;
}

/**
 * Verifies all of the hub's log, and all records of one's own; gives the checkpoint that reaches the last of them. Throws
 * NotGenuine for what does not fit.
 */
export async function verifyWhole(
  context: Context,
  { hub, identity }: Session,
  { policy, opened, earlier, reason }: Whole,
): Promise<OpenedCheckpoint> {
  const { signal, terminal } = context;
  const now = Date.now();
  const shown = new ShownRecords();
  const auditor = identity.roles.includes("auditor");
  if (auditor) {
    using bar = new Progress(terminal, null);
    let count = 0;
    for await (const entry of ownRecords(hub, reason, {}, { signal })) {
      verifyRow(entry.row);
      shown.add(entry);
      bar.show(++count, "of your own records");
    }
  } else terminal.say(`${identity.name} is no auditor: the tree is verified, and no records.\n`);
  const last = await checkpointOf(hub, policy, shown.lastIndex + 1, { since: [opened], signal });
  const source = signedTiles(tilesOf(identity, signal), policy, last.checkpoint);
  const archived = await fetchArchived(hub, { signal });
  const { until: from, archives } = archived;
  const rate = await checkTree(context, source, last.checkpoint, { earlier, shown, from });
  const verdict = shown.verdict(last.checkpoint.size, identity.participant, {
    beginning: { from: 0, fromIndex: 0, archivedUntil: from },
    ending: { from: 0, until: 0, untilIndex: 0, now },
  });
  await sayTree(context, {
    opened: last,
    policy,
    rate,
    archives,
    verdict: auditor ? verdict : null,
  });
  return last;
}

/** Where the hub of an identity serves its log's tree. */
export function tilesOf({ hub }: Identity, signal: AbortSignal): TileSource {
  if (hub.tiles === undefined)
    throw new HubError(
      "failed-precondition",
      "the identity does not say where the exchange log's tree is served: ask for a new identity file",
    );
  return httpTiles(hub.tiles, hub.tls, signal);
}
