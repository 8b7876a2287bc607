import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { CONTAINER_ID } from "./container-user.ts";

/** Where setting up makes the secrets unless it is told otherwise, beside docker-compose.yml. */
const SECRETS = "./secrets";

/**
 * Tells docker-compose.yml, by `.env`, where the secrets are, without which it starts nothing, and as whom containers run
 * where secrets belong to another user than it supposes. What `.env` says of the folder already stays.
 */
export async function tellCompose(root: string): Promise<void> {
  const file = join(root, ".env");
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (isMissing(error)) return "";
    throw error;
  });
  // The last one counts. To add a line loses none of the others, whatever happens meanwhile.
  const said = (setting: string) =>
    text.split("\n").findLast((each) => each.startsWith(`${setting}=`));
  const lines: string[] = [];
  if (said("TALANOA_SECRETS") === undefined) lines.push(`TALANOA_SECRETS=${SECRETS}`);
  const uid = process.getuid?.() ?? CONTAINER_ID;
  if (uid !== 0 && uid !== CONTAINER_ID) {
    const user = `TALANOA_USER=${uid}:${process.getgid?.() ?? uid}`;
    if (said("TALANOA_USER") !== user) lines.push(user);
  }
  if (lines.length === 0) return;
  const begin = text === "" || text.endsWith("\n") ? "" : "\n";
  await appendFile(file, `${begin}${lines.join("\n")}\n`);
}
