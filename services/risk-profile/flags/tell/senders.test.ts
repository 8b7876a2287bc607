import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "@talanoa/platform/logging.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sendersIn } from "./senders.ts";

let folder: string;
let told: string[];
const log = {
  error: ({ file = "", err }: { file?: string; err: Error }) => told.push(`${file} ${err.message}`),
} as unknown as Logger;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-senders-"));
  told = [];
});
afterEach(() => rm(folder, { recursive: true }));

function identityOf(participant: string, changes = {}): object {
  const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const address = "127.0.0.1:9";
  return {
    name: `${participant}-screening`,
    participant,
    principal: `${participant}-screening`,
    roles: ["screening"],
    token: "secret-token",
    signingKey: { kty: "OKP", crv: "Ed25519", kid: "1", x, d },
    hub: {
      intake: address,
      feeds: address,
      routing: address,
      log: address,
      receiptKey: { kid: "1", x },
    },
    ...changes,
  };
}

async function write(name: string, text: string): Promise<void> {
  await writeFile(join(folder, name), text);
}

test("an identity that is half written, or cannot sign, is told of and keeps no other from its work", async () => {
  const whole = JSON.stringify(identityOf("FJ"));
  await write("a-half.json", whole.slice(0, whole.length / 2));
  await write("b-unsigned.json", JSON.stringify(identityOf("TO", { signingKey: null })));
  await write("c-fiji.json", whole);
  await write("d-officer.json", JSON.stringify(identityOf("NZ", { roles: ["publisher"] })));
  const senders = sendersIn(folder, log);
  expect((await senders.of("FJ"))?.principal).toBe("FJ-screening");
  expect(await senders.of("TO")).toBeNull();
  expect(await senders.of("NZ")).toBeNull();
  expect(told.join()).toContain("a-half.json");
  expect(told.join()).toContain("b-unsigned.json");
  expect(told.join()).not.toContain("secret-token");
});

test("without the folder nobody sends", async () => {
  expect(await sendersIn(join(folder, "missing"), log).of("FJ")).toBeNull();
  expect(told).toHaveLength(1);
  expect(await sendersIn(undefined, log).of("FJ")).toBeNull();
});
