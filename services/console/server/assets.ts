import { serveStatic } from "@hono/node-server/serve-static";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Hono } from "hono";
import { messagePage } from "./message-page.ts";

const FOREVER = "public, max-age=31536000, immutable";
/** Asked for each time: it names the files of the version that stands. */
const EACH_TIME = "no-cache";

/**
 * The page and its files, compressed when they were built. A path without a file is one of the page's own, which it
 * reads from its address.
 *
 * @param folder what `vite build` made
 */
export function assets(folder: string): Hono {
  const app = new Hono();
  const index = join(folder, "index.html");
  app.use(
    serveStatic({
      root: folder,
      precompressed: true,
      // vite puts there what has a hash of its content in its name.
      onFound: (path, c) =>
        c.header("cache-control", path.includes("/assets/") ? FOREVER : EACH_TIME),
    }),
  );
  // One that is gone belongs to a version before, and must not be answered with a page.
  app.get("/assets/*", (c) => c.notFound());
  app.use(async (c, next) => {
    if (!existsSync(index)) return messagePage(c, 503, "not-built");
    c.header("cache-control", EACH_TIME);
    return next();
  });
  app.use(serveStatic({ path: index, precompressed: true }));
  return app;
}
