import { type Browser, chromium, type LaunchOptions } from "playwright-core";

/** How the browser is started: as Debian's, which looks for nothing on the network by itself. */
export const launchOptions: LaunchOptions = {
  executablePath: process.env["TALANOA_CHROMIUM"] ?? "/usr/bin/chromium",
  args: [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** Starts a browser; whoever starts it closes it. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch(launchOptions);
}
