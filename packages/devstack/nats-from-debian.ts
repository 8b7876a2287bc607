import { join } from "node:path";
import { keepInCache } from "./cached-download.ts";
import { debianPackage, firstOf } from "./debian-package.ts";

/** The broker in Debian's archive: see `debianPackage`. */
export function fromDebianArchive(options: { cacheDir: string }): Promise<string> {
  return keepInCache(options.cacheDir, async (work) => {
    const unpacked = await debianPackage("nats-server", work);
    const program = await firstOf(
      ["usr/sbin/nats-server", "usr/bin/nats-server"].map((path) => join(unpacked, path)),
    );
    if (!program) throw new Error("the package holds no nats-server");
    return program;
  });
}
