import { checkedQuery } from "@talanoa/client/checked-query.ts";
import { connect } from "@talanoa/client/connect.ts";
import { continuing } from "@talanoa/client/continuing.ts";
import { faultIn } from "@talanoa/client/genuinely.ts";
import { httpTiles } from "@talanoa/client/http-tiles.ts";
import type { Hub } from "@talanoa/client/hub.ts";
import { everything, type LogQuestion, ownRecords } from "@talanoa/client/log.ts";
import { logPolicy, proveRows } from "@talanoa/client/log-proof.ts";
import { signedTiles } from "@talanoa/client/signed-tiles.ts";
import { surveyRecords } from "@talanoa/client/survey-records.ts";
import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import { verifyTree } from "@talanoa/client/verify-tree.ts";
import { Purpose } from "@talanoa/contract/generated/talanoa.ts";
import { freePort } from "@talanoa/devstack/free-port.ts";
import type { TestHub } from "@talanoa/platform/testing/hub.ts";
import { participants } from "@talanoa/sharing/record/testing/any-record.ts";
import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import { formatVerifierKey, type VerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { settings, startLog } from "../start-log.ts";

export const MEMBER = participants[0]!;

/** Sees the whole log. */
export const auditor = { name: "oco-auditor", participant: "OCO", role: "auditor" } as const;
/** Sees its own records. */
export const member = { name: "member-auditor", participant: MEMBER, role: "auditor" } as const;
/** Sees the tree alone, of which nothing is recorded. */
export const desk = { name: "member-desk", participant: MEMBER, role: "publisher" } as const;

export type Reader = typeof auditor | typeof member | typeof desk;

const reason = { purpose: Purpose.AUDIT, caseNumber: "" };

/** A reader on its way to a log. */
interface Asking {
  readonly hub: Hub;
  readonly policy: Policy;
  readonly reader: Reader;
}

/** What a reader does with the log; what of it does not hold together is given, or thrown. */
export type Ask = (asking: Asking) => Promise<readonly string[]>;

/** Has the log continue what was kept of it, as `talanoa log verify` does. */
export const continued =
  (kept: readonly OpenedCheckpoint[]): Ask =>
  async ({ hub, policy }) => {
    await continuing(hub, policy, kept);
    return [];
  };

/** Verifies the whole tree, and an auditor its records in it, as `talanoa log verify --all` does. */
export const all: Ask = async ({ hub, policy, reader }) => {
  const opened = await continuing(hub, policy, []);
  const { tiles } = hub.identity.hub;
  await verifyTree(signedTiles(httpTiles(tiles!), policy, opened.checkpoint), opened.checkpoint);
  if (reader.role !== "auditor") return [];
  const asked = { reason, filter: everything };
  const { completeness } = await surveyRecords(hub, policy, asked, { since: [opened] });
  return completeness.faults;
};

/** Has an answer proved, and that it leaves nothing out, as `talanoa log query --verify` does. */
export const answered =
  (question: LogQuestion): Ask =>
  async ({ hub, policy }) =>
    (await checkedQuery(hub, policy, { reason, question, limit: 1_000 })).faults;

/** Has one entry proved, as `talanoa log prove` does. */
export const proved =
  (index: number): Ask =>
  async ({ hub, policy }) => {
    const range = { fromIndex: index, untilIndex: index + 1 };
    const found = await Array.fromAsync(ownRecords(hub, reason, range));
    const rows = found.map(({ row }) => row);
    await proveRows(hub, policy, rows);
    return [];
  };

/** A log that is served, and how its readers ask it. */
export interface LogWithReaders extends AsyncDisposable {
  /** What a reader finds not to hold together; none when all does. Rejects as the client does: NotGenuine, HubError. */
  ask(reader: Reader, ask: Ask): Promise<readonly string[]>;
  /** What is shown now. */
  checkpoint(): Promise<OpenedCheckpoint>;
}

/** Runs the service in this process; `env` are its settings. The key is the log's. */
export async function serveToReaders(
  hub: TestHub,
  key: VerifierKey,
  env: { readonly [name: string]: string },
): Promise<LogWithReaders> {
  const tiles = `127.0.0.1:${await freePort()}`;
  const served = await hub.run(
    { name: "audit-log", settings, start: startLog },
    {
      TALANOA_LOG_HTTP_LISTEN: tiles,
      // None in the time of a test: they would be entries of their own.
      TALANOA_LOG_HEADS_SECONDS: "100000",
      TALANOA_LOG_SCRUB_SHARE: "0",
      ...env,
    },
  );
  const its = { log: served.address, tiles: `http://${tiles}/`, logKey: formatVerifierKey(key) };
  const policy = logPolicy(its);

  async function ask<Result>(
    reader: Reader,
    act: (asking: Asking) => Promise<Result>,
  ): Promise<Result> {
    const { name, participant, role } = reader;
    const own = testIdentity(participant, testKey(), testKey());
    const who = { name, participant, principal: name, roles: [role] };
    const token = await hub.token(who);
    await using client = connect({ ...own, ...who, token, hub: { ...own.hub, ...its } });
    try {
      return await act({ hub: client, policy, reader });
    } catch (error) {
      throw faultIn("the log", error);
    }
  }

  return {
    ask,
    checkpoint: () => ask(desk, (asking) => continuing(asking.hub, policy, [])),
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
  };
}
