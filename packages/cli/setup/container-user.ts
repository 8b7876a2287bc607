import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { isMissing } from "@talanoa/platform/durable-file.ts";
import type { Owner } from "./secret-files.ts";

/** As whom containers run unless they are told otherwise. */
const CONTAINER_ID = 1000;
const SETTING = "TALANOA_USER";

/** To whom secrets must belong so that containers, who are not root, can read them; null when that is who makes them. */
export function containerUser(): Owner | null {
  return process.getuid?.() === 0 ? { uid: CONTAINER_ID, gid: CONTAINER_ID } : null;
}

/** Tells docker-compose.yml as whom containers run, where secrets belong to another user than it supposes. */
export async function tellCompose(root: string): Promise<void> {
  const uid = process.getuid?.() ?? CONTAINER_ID;
  if (uid === 0 || uid === CONTAINER_ID) return;
  const file = join(root, ".env");
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (isMissing(error)) return "";
    throw error;
  });
  const line = `${SETTING}=${uid}:${process.getgid?.() ?? uid}`;
  // The last one counts. To add a line loses none of the others, whatever happens meanwhile.
  if (text.split("\n").findLast((each) => each.startsWith(`${SETTING}=`)) === line) return;
  await appendFile(file, `${text === "" || text.endsWith("\n") ? "" : "\n"}${line}\n`);
}
