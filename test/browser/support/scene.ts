import type { BrowserContext, BrowserContextOptions } from "playwright-core";
import { startHub, type TestHub } from "../../support/hub.ts";
import { startBrowser } from "./browser.ts";
import { type Desk, openDesk } from "./desk.ts";
import { enrolDevice } from "./device-key.ts";
import { signIn } from "./sign-in.ts";

/** A whole hub with its console, and a browser in which people sit down at their desks. */
export interface Scene extends AsyncDisposable {
  readonly hub: TestHub;
  /** Address of the console, without a slash at its end. */
  readonly console: string;
  /** A browser context of its own, in which nobody is signed in; the page is empty. */
  stranger(options?: BrowserContextOptions): Promise<Desk>;
  /** The same in which a person of the demo (`fj-liaison`) has signed in and come to `path`. */
  desk(person: string, path?: string, options?: BrowserContextOptions): Promise<Desk>;
  /** The same, where the device has a key that is enrolled: what the person signs there is accepted. */
  signingDesk(person: string, path?: string): Promise<Desk>;
  /** A desk in a context that the test has made itself. */
  deskIn(context: BrowserContext, person: string, path?: string): Promise<Desk>;
}

/** Starts a hub, with settings of its services, and a browser. Disposing ends both, and closes the desks that are still open. */
export async function openScene(env: NodeJS.ProcessEnv = {}): Promise<Scene> {
  await using opened = new AsyncDisposableStack();
  const hub = opened.use(await startHub(env, { console: true }));
  const browser = await startBrowser();
  opened.defer(() => browser.close());
  const address = `http://${hub.stack.addresses["console"]}`;
  const context = (options: BrowserContextOptions = {}): Promise<BrowserContext> =>
    browser.newContext({
      locale: "en-GB",
      timezoneId: "Pacific/Fiji",
      viewport: { width: 1440, height: 900 },
      ...options,
    });
  const deskIn: Scene["deskIn"] = async (its, person, path = "/") => {
    const desk = await openDesk(its);
    await desk.page.goto(address + path);
    await signIn(desk.page, person);
    return desk;
  };
  const desk: Scene["desk"] = async (person, path, options) =>
    deskIn(await context(options), person, path);
  const kept = opened.move();
  return {
    hub,
    console: address,
    stranger: async (options) => openDesk(await context(options)),
    desk,
    deskIn,
    async signingDesk(person, path = "/") {
      const its = await desk(person);
      await enrolDevice(its.page, address);
      await its.page.goto(address + path);
      return its;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
