import { serveStatic } from "@hono/node-server/serve-static";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Context, Hono } from "hono";
import { messagePage } from "./message-page.ts";
import type { Session } from "./session.ts";
import type { SessionInfo } from "./session-info.ts";
import type { Sessions } from "./sessions.ts";

const FOREVER = "public, max-age=31536000, immutable";
/** Asked for each time: it names the files of the version that stands. */
const EACH_TIME = "no-cache";

export interface Told {
  readonly sessions: Pick<Sessions, "standing">;
  readonly describe: (session: Session) => Promise<SessionInfo>;
}

/**
 * The page and its files, compressed when they were built. A path without a file is one of the page's own, which it
 * reads from its address. The page itself says who is signed in, as `GET /session` would: a round trip less.
 *
 * @param folder what `vite build` made
 */
export function assets(folder: string, told: Told): Hono {
  const app = new Hono();
  const index = join(folder, "index.html");
  const page = async (c: Context): Promise<Response> => {
    const text = await readFile(index, "utf8").catch(() => null);
    if (text === null) return messagePage(c, 503, "not-built");
    const session = await told.sessions.standing(c);
    const its = session ? sessionElement(await told.describe(session)) : "";
    // Not even going back may show one person what was another's.
    return c.html(
      text.replace("</head>", () => `${its}</head>`),
      200,
      {
        "cache-control": "no-store",
      },
    );
  };
  app.get("/", page);
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
  app.get("*", page);
  return app;
}

/** Data, which no browser runs: `web/open-session.ts` reads it. */
function sessionElement(info: SessionInfo): string {
  const text = JSON.stringify(info).replaceAll("<", "\\u003c");
  return `<script type="application/json" id="session">${text}</script>`;
}
