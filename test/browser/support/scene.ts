import type { BrowserContext, BrowserContextOptions } from "playwright-core";
import { inject } from "vitest";
import { type PeopledHub, peopleOf, startHub, type TestHub } from "../../support/hub.ts";
import { startBrowser } from "./browser.ts";
import { type Desk, openDesk } from "./desk.ts";
import { enrolDevice } from "./device-key.ts";
import { signIn } from "./sign-in.ts";

/** A whole hub with its console, and a browser in which people sit down at their desks. */
export interface Scene<Hub extends PeopledHub = TestHub> extends AsyncDisposable {
  readonly hub: Hub;
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

/** A scene on the hub that other files use too: a test looks for what it has published itself, and harms nothing. */
export type SharedScene = Scene<PeopledHub>;

/**
 * Starts a hub and a browser; `env` are settings of the hub's services. Disposing ends both, and closes the desks that
 * are still open.
 */
export async function openScene(env: NodeJS.ProcessEnv = {}): Promise<Scene> {
  await using opened = new AsyncDisposableStack();
  const hub = opened.use(await startHub(env, { console: true }));
  return await sceneAt(hub, opened);
}

/** Starts a browser at the hub of the run. Disposing ends it, and closes the desks that are still open. */
export async function openSharedScene(): Promise<SharedScene> {
  await using opened = new AsyncDisposableStack();
  const stack = inject("sharedHub");
  const { as } = opened.use(peopleOf(stack.identitiesDir));
  return await sceneAt({ stack, as }, opened);
}

async function sceneAt<Hub extends PeopledHub>(
  hub: Hub,
  opened: AsyncDisposableStack,
): Promise<Scene<Hub>> {
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
  const deskIn: Scene<Hub>["deskIn"] = async (its, person, path = "/") => {
    const desk = await openDesk(its);
    await desk.page.goto(address + path);
    await signIn(desk.page, person);
    return desk;
  };
  const desk: Scene<Hub>["desk"] = async (person, path, options) =>
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
