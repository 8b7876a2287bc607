import type { BrowserContext, CDPSession, Page } from "playwright-core";
import { NetworkLog } from "./network-log.ts";

/** A person's browser, with one page open. */
export interface Desk extends AsyncDisposable {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly session: CDPSession;
  readonly network: NetworkLog;
  /** Errors that the page threw or that the browser reported about it, such as what its policy forbade. */
  readonly complaints: string[];
}

/** Opens an empty page in a browser context and watches it; disposing closes both. */
export async function openDesk(context: BrowserContext): Promise<Desk> {
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  const session = await context.newCDPSession(page);
  const network = await NetworkLog.watch(page, session);
  const complaints: string[] = [];
  page.on("pageerror", (error) => void complaints.push(String(error)));
  page.on("console", (message) => {
    // Nobody is signed in yet.
    if (message.location().url.endsWith("/session") && message.text().includes("401")) return;
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  return {
    context,
    page,
    session,
    network,
    complaints,
    [Symbol.asyncDispose]: () => context.close(),
  };
}
