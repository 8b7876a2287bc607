import { stat } from "node:fs/promises";
import { directoryKeys, type KeyRing, keyRing } from "@talanoa/client/key-ring.ts";
import { refText } from "@talanoa/client/publication.ts";
import { isSealed, type Verified, verifyBytes } from "@talanoa/client/verify.ts";
import { checkChain } from "@talanoa/client/version-chain.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import type { Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import { receiptKeysOf } from "@talanoa/client/genuine-receipt.ts";
import type { Command } from "commander";
import { isBundle } from "../bundle-file.ts";
import { verifyBundle } from "../bundle-verify.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { readNamed } from "../file-trouble.ts";
import { chooseIdentity, NoIdentities, readIdentity } from "../identities.ts";
import { hex } from "@talanoa/crypto/bytes.ts";
import { chainJson, type Json, noticeJson } from "../json.ts";
import { type KeysFile, readKeys } from "../keys-file.ts";
import { logFileKind, verifyLogFile } from "../log-file-verify.ts";
import { type LogKeyOptions, policyOf, withLogKeys } from "../log-policy.ts";
import { hasProofBlock } from "../log/proof-block.ts";
import { verifyExport } from "../log/verify-export.ts";
import { verifyReport } from "../log/verify-report.ts";
import { noticeLines } from "../notice-page.ts";
import { plain } from "../plain-text.ts";
import { printFields, printJson } from "../print.ts";
import { sealedBy, sealedByJson } from "../sealed-by.ts";
import { openSession } from "../session.ts";
import { styleOf } from "../style.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";
import { UsageError } from "../usage-error.ts";

export function define(command: Command, context: Context): void {
  withLogKeys(command)
    .description(
      "Verify a bundle (`talanoa show --bundle`), a sealed notice (`talanoa show --save`), a statement or a receipt (the outbox keeps them), a proof (`talanoa log prove`), a checkpoint of the exchange log, a report (`talanoa log report`), or a folder with an archive or an export of the log. A bundle needs no hub and no identity; nor do the others with --keys or --log-key.",
    )
    .argument(
      "<files...>",
      "what to verify; of versions of one notice also that each names the one before",
    )
    .option("--keys <file>", "keys as `talanoa directory keys --json` prints them")
    .action(async (files: string[], options: LogKeyOptions & { keys?: string }) => {
      const notices: OpenedNotice[] = [];
      let policy: Promise<Policy> | undefined;
      for (const [i, file] of files.entries()) {
        if (await isFolder(file)) {
          await verifyExport(context, file, options);
          continue;
        }
        const bytes = await readNamed(file);
        const kind = logFileKind(bytes);
        if (kind) {
          if (i > 0 && !context.options.json) await context.terminal.write("\n");
          policy ??= policyOf(context, options);
          await verifyLogFile(context, { file, bytes, kind }, await policy);
          continue;
        }
        if (hasProofBlock(bytes.toString())) {
          policy ??= policyOf(context, options);
          await verifyReport(context, bytes.toString(), { file, policy: await policy });
          continue;
        }
        if (isBundle(bytes)) {
          const given = options.keys === undefined ? null : await keysIn(options.keys);
          const versions = await verifyBundle(context, bytes.toString(), { file, given });
          notices.push(...versions.map(({ notice }) => notice));
          continue;
        }
        const verified = await verifyFile(context, { file, bytes }, options.keys);
        if (verified.kind === "notice") notices.push(verified.notice);
        if (context.options.json) await printJson(context, [verifiedJson(verified)]);
        else {
          if (i > 0) await context.terminal.write("\n");
          await print(context, verified);
        }
      }
      await sayChains(context, notices);
    });
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

async function verifyFile(
  context: Context,
  { file, bytes }: { readonly file: string; readonly bytes: Uint8Array },
  keys: string | undefined,
): Promise<Verified> {
  // The keys' own file decides alone: a court has no identity, and a shared machine has several.
  const given = keys === undefined ? null : await keysIn(keys);
  // Before an identity is asked for: no key would help.
  if (!isSealed(bytes))
    throw new UsageError(
      bytes.length === 0
        ? `${file} is empty: there is nothing to verify`
        : `${file} is no sealed notice, statement, receipt, bundle, proof, report or checkpoint, or damaged beyond reading`,
      "`talanoa show --save` keeps a notice as it was sealed; the outbox keeps receipts.",
    );
  return verify(context, bytes, given);
}

/** Says of each notice of which there are several versions whether they hang together. */
async function sayChains(context: Context, notices: readonly OpenedNotice[]): Promise<void> {
  const named = ({ header: { origin, id } }: OpenedNotice) => refText({ origin, id, version: 0 });
  const { good, bad } = styleOf(context.terminal);
  for (const [name, versions] of Map.groupBy(notices, named)) {
    if (versions.length < 2) continue;
    const chain = checkChain(versions);
    if (chain.state === "broken") context.exitCode = exitCodes.notGenuine;
    if (context.options.json) {
      await printJson(context, [{ notice: name, ...chainJson(chain) }]);
      continue;
    }
    const paint = chain.state === "holds" ? good : bad;
    await context.terminal.write(`\n${paint(plain(`${name}: ${chain.says}`))}\n`);
  }
}

async function verify(
  context: Context,
  bytes: Uint8Array,
  given: KeysFile | null,
): Promise<Verified> {
  if (given)
    return verifyBytes(bytes, { participants: keyRing(given.participants), hub: given.hub });
  const hub = await ownHubKey(context);
  await using opened = new AsyncDisposableStack();
  // A receipt of one's own hub needs no directory: the way there is opened only when asked for.
  let directory: Promise<KeyRing> | undefined;
  const open = async () => directoryKeys(opened.use(await openSession(context)).hub);
  const participants: KeyRing = { key: async (id) => (await (directory ??= open())).key(id) };
  // Awaited, so that the way there stays open until the key was asked for.
  return await verifyBytes(bytes, { participants, hub });
}

async function keysIn(file: string): Promise<KeysFile> {
  return readKeys((await readNamed(file)).toString());
}

/** The receipt key of the hub of one's identity; none when one has no identity. */
async function ownHubKey({ terminal, options }: Context): Promise<Map<string, Uint8Array>> {
  try {
    const { hub } = await readIdentity(await chooseIdentity(terminal, options));
    return new Map(receiptKeysOf(hub).map(({ kid, x }) => [kid, Buffer.from(x, "base64url")]));
  } catch (error) {
    if (error instanceof NoIdentities) return new Map();
    throw error;
  }
}

async function print(context: Context, verified: Verified): Promise<void> {
  const { terminal } = context;
  const { good } = styleOf(terminal);
  switch (verified.kind) {
    case "notice": {
      const { header, sections, keyId } = verified.notice;
      const lines = noticeLines(verified.notice, terminal);
      await terminal.write(
        `${good("Genuine")}: signed by ${sealedBy(header.origin, verified.signsOnly)}, key ${plain(keyId)}; ` +
          `each of its ${sections.length} sections is what was signed.\n` +
          `${revocationText(verified.revokedFrom)}\n${lines.join("\n")}\n`,
      );
      return;
    }
    case "statement": {
      const { statement, says, keyId, digest } = verified.statement;
      await terminal.write(`${good("Genuine")} statement of ${plain(statement.origin)}.\n`);
      return printFields(context, [
        ["says", says ?? "something that this version does not know"],
        ["about", statement.notice ? refText(statement.notice) : ""],
        ["of digest", hex(statement.noticeDigest)],
        ["principal", statement.principal],
        ["issued", utcAndLocal(statement.issuedAt)],
        ["digest", hex(digest)],
        ["key", keyId],
      ]);
    }
    case "receipt": {
      const { receipt, keyId } = verified;
      await terminal.write(`${good("Genuine")} receipt of the hub.\n`);
      return printFields(context, [
        [receipt.version > 0 ? "notice" : "statement", refText(receipt)],
        ["accepted", utcAndLocal(receipt.acceptedAt)],
        ["sequence", String(receipt.sequence)],
        ["digest", hex(receipt.digest)],
        ["key", keyId],
      ]);
    }
  }
}

/** The file does not hold when the notice was accepted: what that leaves open, in a line. */
function revocationText(revokedFrom: number): string {
  if (revokedFrom === 0) return "";
  return (
    `Its key is revoked from ${utcAndLocal(revokedFrom)}, and this file does not say when the hub accepted it: ` +
    "it says itself that it was issued before. A bundle holds more (`talanoa show --bundle`).\n"
  );
}

function verifiedJson(verified: Verified): Json {
  switch (verified.kind) {
    case "notice":
      return {
        genuine: true,
        kind_of_file: "notice",
        ...noticeJson(verified.notice),
        ...sealedByJson(verified.signsOnly),
        key_revoked_from: isoTime(verified.revokedFrom),
      };
    case "statement": {
      const { statement, says, keyId, digest } = verified.statement;
      return {
        genuine: true,
        kind_of_file: "statement",
        says: says ?? "unknown",
        origin: statement.origin,
        id: statement.id,
        principal: statement.principal,
        notice: statement.notice && refText(statement.notice),
        notice_digest: hex(statement.noticeDigest),
        issued_at: isoTime(statement.issuedAt),
        digest: hex(digest),
        key_id: keyId,
      };
    }
    case "receipt": {
      const { receipt, keyId } = verified;
      const { origin, id, version, sequence, digest, acceptedAt } = receipt;
      return {
        genuine: true,
        kind_of_file: "receipt",
        origin,
        id,
        version,
        sequence,
        accepted_at: isoTime(acceptedAt),
        digest: hex(digest),
        key_id: keyId,
      };
    }
  }
  return verified satisfies never;
}
