import { type CaseRow, newestCopies, placedCopies } from "@talanoa/client/case-copies.ts";
import { writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type CheckedCopy, checkCopy } from "@talanoa/client/genuine-copy.ts";
import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { refText } from "@talanoa/client/publication.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import type { HubClient } from "@talanoa/client/connect.ts";
import { getEarlierVersions, showNotice } from "@talanoa/client/notices.ts";
import { checkChain } from "@talanoa/client/version-chain.ts";
import { type AlsoIn, SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { caseLineOf } from "@talanoa/sharing/feed/case-line.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import type { Command } from "commander";
import { bundleOf } from "../bundle-of.ts";
import { caseCells, caseColumns, caseJson } from "../case-rows.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { identifierWords } from "../identifier-options.ts";
import { chainJson, copyJson, type Json, messageJson } from "../json.ts";
import { type EarlierVersions, noticePage } from "../notice-page.ts";
import { unlessEnded } from "../notice-ended.ts";
import { findNotice, refHelp } from "../notice-ref.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { openSession, type Session } from "../session.ts";
import { styleOf } from "../style.ts";
import { table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

interface Options {
  save?: string;
  bundle?: string;
  case?: boolean;
}

export function define(command: Command, context: Context): void {
  command
    .argument("<notice>", refHelp)
    .option("--save <file>", "also keep the sealed notice as it came: `talanoa verify` reads it")
    .option(
      "--bundle <file>",
      "also keep all versions that you hold with the keys of its originator: `talanoa verify` reads them without a hub",
    )
    .option(
      "--case",
      "also its case as far as you hold it, in the order of events: what refers to it or shares its case number",
    )
    .action(async (text: string, options: Options) => {
      const { save, bundle } = options;
      const { terminal, signal } = context;
      await using session = await openSession(context);
      const { hub } = session;
      const ref = await findNotice(hub, text, signal);
      const shown = showNotice(hub, ref, { signal });
      const { copy, alsoIn } = await unlessEnded(hub, ref, shown, signal);
      const content = await checkCopy(copy, directoryKeys(hub));
      if (content.kind === "not-genuine")
        throw new NotGenuine(`this copy is not what its origin signed: ${content.reason}`);
      if (content.kind !== "notice")
        throw new UsageError(
          "this is of a kind that this version does not know",
          "Update talanoa.",
        );
      const { header } = content.notice;
      if (bundle) {
        const whole = await bundleOf(session, { header, copy: content.copy }, signal);
        await keep(bundle, Buffer.from(whole));
      }
      if (save) await keep(save, SealedNotice.encode(content.copy.notice!));
      const line = options.case ? await caseOf(context, session, content) : [];
      const earlier = await earlierVersions(hub, content.notice, signal);
      if (earlier?.chain.state === "broken") context.exitCode = exitCodes.notGenuine;
      if (context.options.json)
        return printJson(context, [
          {
            ...copyJson(content),
            ...(earlier && { versions: chainJson(earlier.chain) }),
            also_in: alsoIn.map(alsoInJson),
            ...(options.case && { case: line.map(caseJson) }),
          },
        ]);
      const lines = [
        ...noticePage(content, terminal, earlier),
        ...alsoInLines(alsoIn),
        ...caseLinesOf(line, terminal),
      ];
      await terminal.write(`${lines.join("\n")}\n`);
    });
}

/** So many of the newest copies are looked at for those of one case. */
const CASE_AMONG = 1_000;

/** The line of a notice's case, among the newest copies of the feed. Throws HubError. */
async function caseOf(
  context: Context,
  session: Session,
  content: Extract<CheckedCopy, { kind: "notice" }>,
): Promise<CaseRow[]> {
  const { contents, more } = await newestCopies(session.hub, directoryKeys(session.hub), {
    most: CASE_AMONG,
    signal: context.signal,
  });
  if (more)
    context.terminal.say(`Its case is looked for among your newest ${CASE_AMONG} copies.\n`);
  return caseLineOf(placedCopies([...contents, content]), content.notice.header);
}

function caseLinesOf(line: readonly CaseRow[], terminal: Terminal): string[] {
  if (line.length === 0) return [];
  const cells = line.map((row) => caseCells(row, terminal));
  const { dim } = styleOf(terminal);
  const rows = table(caseColumns, cells, { columns: terminal.columns, heading: dim });
  return ["", "its case, in the order of events", ...rows];
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

/** The other notices with the same numbers, one a line. */
function alsoInLines(alsoIn: readonly AlsoIn[]): string[] {
  if (alsoIn.length === 0) return [];
  const lines = alsoIn.map(({ notice, shared }) => {
    const what = Object.entries(shared ?? {}).flatMap(([field, values]) =>
      (values as string[]).map((value) => `${identifierWords[field] ?? field} ${value}`),
    );
    return `  ${notice ? refText(notice) : ""}  ${what.join(", ")}`;
  });
  return ["", "also in", ...lines.map(plain)];
}

function alsoInJson({ notice, shared }: AlsoIn): Json {
  return { notice: notice && refText(notice), shared: messageJson(shared ?? {}) };
}

async function keep(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes, { flag: "wx", mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw new UsageError(`${file} is there already`, "Give another name.");
    if (code === "ENOENT") throw new UsageError(`there is no folder ${dirname(file)}`);
    throw error;
  }
}
