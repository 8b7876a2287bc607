import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testKey } from "@talanoa/client/testing/keys.ts";
import { SignedReceipt } from "@talanoa/contract/generated/talanoa.ts";
import { randomBytes } from "@talanoa/crypto/random.ts";
import { compose } from "@talanoa/sharing/notice/compose.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { seal } from "@talanoa/sharing/notice/seal.ts";
import { sealReceipt } from "@talanoa/sharing/receipt/receipt.ts";
import { sealStatement } from "@talanoa/sharing/statement/statement.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleText } from "../bundle-file.ts";
import { runProgram } from "../program.ts";
import { keptTerminal } from "../testing/terminal.ts";

/** Clears the screen, and turns the direction of what follows. */
const STEERS = "\u001b[2J\u009b1A\u202e";
const key = testKey();
const keyId = `key${STEERS}`;
const ref = { origin: `PF${STEERS}`, id: `id${STEERS}`, version: 1 };
const issuedAt = Date.UTC(2026, 2, 11);

const line = {
  id: keyId,
  participant: ref.origin,
  use: "sign",
  public_key: Buffer.from(key.publicKey).toString("base64url"),
  from: null,
  until: null,
  kinds: [],
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-verify-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A version of the stranger's notice, sealed by no rule but that of form. */
function version(version: number, previousDigest?: Uint8Array) {
  const draft = { kind: "alert", type: "seizure", title: "Rum", when: "2025-07-14" };
  const where = { where: "PFPPT", narrative: "In the keel.", marking: "GREEN", audience: "all" };
  return seal(compose(parseDraft({ ...draft, ...where }), "PF"), {
    ...ref,
    version,
    ...(previousDigest && { previousDigest }),
    issuedAt,
    keyId,
    random: randomBytes,
    sign: key.sign,
  });
}

async function written(name: string, bytes: string | Uint8Array): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, bytes);
  return file;
}

async function verify(...args: string[]) {
  const terminal = keptTerminal();
  const code = await runProgram(["verify", ...args], terminal, new AbortController().signal);
  return { code, ...terminal.written };
}

test("what a stranger wrote and signed steers no terminal: a bundle, a notice, a statement, a receipt", async () => {
  const first = await version(1);
  const second = await version(2, first.digest);
  const versions = [first, second].map(({ sealed }) => ({
    sealed,
    acceptedAt: issuedAt,
    receipt: null,
  }));
  const bundle = await written("bundle", bundleText(versions, [line], issuedAt));
  const signer = { keyId, sign: key.sign };
  const said = { ...ref, principal: STEERS, issuedAt, notice: ref, noticeDigest: first.digest };
  const { sealed } = await sealStatement({ ...said, acknowledged: {} }, signer);
  const accepted = { ...ref, digest: first.digest, sequence: 1, acceptedAt: issuedAt };
  const receipt = await sealReceipt(accepted, keyId, key.sign);
  const keys = await written("keys", JSON.stringify(line));
  const hubKeys = await written("hub-keys", JSON.stringify({ ...line, use: "receipt" }));
  for (const [args, text] of [
    [[bundle], "each names the one before: versions 1, 2"],
    [[await written("notice", first.sealed), "--keys", keys], "signed by PF"],
    [[await written("statement", sealed), "--keys", keys], "statement of PF"],
    [[await written("receipt", SignedReceipt.encode(receipt)), "--keys", hubKeys], "receipt"],
  ] as const) {
    const { code, out, err } = await verify(...args);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(text);
    expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
});
