// node main.ts FOLDER: what a broker needs before it starts on its folder (docs/decisions/0029).
import process, { argv } from "node:process";
import { finishErasures } from "./finish-erasures.ts";

/** Of a disk, a quota and a file that take no more. */
const FULL: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

const [, , folder] = argv;
if (folder === undefined) throw new Error("the folder of the broker's files is missing");
try {
  const finished = await finishErasures(folder);
  if (finished > 0) console.log(`Finished to erase ${finished} messages.`);
} catch (error) {
  const { code } = error as NodeJS.ErrnoException;
  if (!FULL.has(code)) throw error;
  console.error(
    `The disk is full (${code}): what this broker was erasing when it ended still stands, so it does not start. Make room of 20 MB in ${folder}, or see docs/operations.md, "A broker does not start".`,
  );
  process.exitCode = 1;
}
