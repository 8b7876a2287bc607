import { writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import type { HubClient } from "@talanoa/client/connect.ts";
import { getEarlierVersions, getNotice } from "@talanoa/client/notices.ts";
import { checkChain } from "@talanoa/client/version-chain.ts";
import { SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { chainJson, copyJson } from "../json.ts";
import { type EarlierVersions, noticePage } from "../notice-page.ts";
import { findNotice, refHelp } from "../notice-ref.ts";
import { printJson } from "../print.ts";
import { openSession } from "../session.ts";
import { UsageError } from "../usage-error.ts";

export function define(command: Command, context: Context): void {
  command
    .argument("<notice>", refHelp)
    .option("--save <file>", "also keep the sealed notice as it came: `talanoa verify` reads it")
    .action(async (text: string, { save }: { save?: string }) => {
      const { terminal, signal } = context;
      await using session = await openSession(context);
      const { hub } = session;
      const ref = await findNotice(hub, text, signal);
      const content = await checkCopy(await getNotice(hub, ref, { signal }), directoryKeys(hub));
      if (content.kind === "not-genuine")
        throw new NotGenuine(`this copy is not what its origin signed: ${content.reason}`);
      if (content.kind !== "notice")
        throw new UsageError(
          "this is of a kind that this version does not know",
          "Update talanoa.",
        );
      if (save) await keep(save, SealedNotice.encode(content.copy.notice!));
      const earlier = await earlierVersions(hub, content.notice, signal);
      if (earlier?.chain.state === "broken") context.exitCode = exitCodes.notGenuine;
      if (context.options.json)
        return printJson(context, [
          { ...copyJson(content), ...(earlier && { versions: chainJson(earlier.chain) }) },
        ]);
      await terminal.write(`${noticePage(content, terminal, earlier).join("\n")}\n`);
    });
}

/** The versions before that one holds, and whether each names the one before; none for a first version. */
async function earlierVersions(
  hub: HubClient,
  notice: OpenedNotice,
  signal: AbortSignal,
): Promise<EarlierVersions | undefined> {
  if (notice.header.version === 1) return undefined;
  const keys = directoryKeys(hub);
  const copies = await getEarlierVersions(hub, notice.header, { signal });
  const notices: OpenedNotice[] = [];
  for (const copy of copies) {
    const content = await checkCopy(copy, keys);
    // One that is not its origin's proves nothing of the chain.
    if (content.kind === "notice") notices.push(content.notice);
  }
  return { chain: checkChain([notice, ...notices]), notices };
}

async function keep(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes, { flag: "wx", mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST")
      throw new UsageError(`${file} is there already`, "Give another name by --save.");
    if (code === "ENOENT") throw new UsageError(`there is no folder ${dirname(file)}`);
    throw error;
  }
}
