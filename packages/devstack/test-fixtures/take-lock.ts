// Takes the lock of a folder, says so on standard output, holds it for some milliseconds and appends both moments to a
// file, so that a test sees whether two ever held it at once.
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { takeLock } from "../exclusive-lock.mjs";

const [folder, diary, holdFor] = process.argv.slice(2) as [string, string, string];
for (;;) {
  const lock = takeLock(folder, {});
  if (!lock.held) {
    await sleep(2);
    continue;
  }
  appendFileSync(diary, `in ${process.pid}\n`);
  process.stdout.write("held\n");
  await sleep(Number(holdFor));
  appendFileSync(diary, `out ${process.pid}\n`);
  lock.release();
  break;
}
