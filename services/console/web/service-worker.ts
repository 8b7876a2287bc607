// Shows what the hub has a device told, while no page of the console is open: that something waits, and nothing of what. It
// answers no request of a page and keeps nothing.

/** What the hub sends: see services/notification/send/push.ts. */
interface Told {
  readonly title?: unknown;
  readonly text?: unknown;
}

interface Extendable extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface PushTold extends Extendable {
  readonly data: { json(): unknown } | null;
}
interface Clicked extends Extendable {
  readonly notification: Notification;
}
interface OpenPage {
  readonly focused: boolean;
  focus(): Promise<unknown>;
}

/** As much of a service worker's scope as is used: the page's own types have none. */
interface Scope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    matchAll(options: { type: "window"; includeUncontrolled: true }): Promise<OpenPage[]>;
    openWindow(address: string): Promise<unknown>;
  };
  addEventListener(type: "push", listener: (event: PushTold) => void): void;
  addEventListener(type: "notificationclick", listener: (event: Clicked) => void): void;
}

const scope = self as unknown as Scope;

scope.addEventListener("push", (event) => event.waitUntil(show(toldBy(event))));

scope.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(toConsole());
});

function toldBy({ data }: PushTold): Told {
  try {
    return Object(data?.json()) as Told;
  } catch {
    return {};
  }
}

/** Something is shown whatever came: a browser takes the permission from who is silent. */
function show({ title, text }: Told): Promise<void> {
  return scope.registration.showNotification(typeof title === "string" ? title : "Talanoa", {
    body: typeof text === "string" ? text : "",
    // The next one takes its place, and is heard all the same.
    tag: "talanoa",
    renotify: true,
  } as NotificationOptions);
}

/** To a page that is open; otherwise to a new one. */
async function toConsole(): Promise<void> {
  const [page] = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  await (page ? page.focus() : scope.clients.openWindow("/"));
}
