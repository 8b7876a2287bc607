import { afterAll, beforeAll, expect, test } from "vitest";
import { type Mailbox, openMailbox, textOf } from "../support/mailbox.ts";
import { openScene, type Scene } from "./support/scene.ts";

let mailbox: Mailbox;
let scene: Scene;
beforeAll(async () => {
  mailbox = await openMailbox();
  scene = await openScene({
    TALANOA_SMTP_HOST: "127.0.0.1",
    TALANOA_SMTP_PORT: String(mailbox.port),
    TALANOA_SMTP_SECURITY: "none",
    TALANOA_SMTP_FROM: "talanoa@hub.example",
  });
}, 240_000);
afterAll(async () => {
  await scene?.[Symbol.asyncDispose]();
  await mailbox?.[Symbol.asyncDispose]();
});

test("an officer chooses what it is told of, confirms its address by the code, and is sent a test", async () => {
  await using desk = await scene.desk("to-liaison", "/settings");
  const { page } = desk;
  const panel = page.getByRole("region", { name: "Alerts" });
  await panel.getByLabel("Immediate notices").check();
  await panel.getByLabel("E-mail address").fill("nobody");
  await panel.getByRole("button", { name: "Send a code there" }).click();
  await panel.getByText("Give an address such as").waitFor();
  await panel.getByLabel("E-mail address").fill("duty@to.example");
  await panel.getByRole("button", { name: "Send a code there" }).click();
  await panel.getByText("A code was sent to duty@to.example").waitFor();
  await expect.poll(() => mailbox.mails.length, { timeout: 60_000 }).toBe(1);
  const [, code = ""] = /(\d{8})/.exec(textOf(mailbox.mails[0]!)) ?? [];
  await panel.getByLabel("Code").fill(code);
  await panel.getByRole("button", { name: "Confirm" }).click();
  await panel.getByText("Alerts go to duty@to.example.").waitFor();
  await panel.getByRole("button", { name: "Send me a test" }).click();
  await expect.poll(() => mailbox.mails.length, { timeout: 60_000 }).toBe(2);
  expect(textOf(mailbox.mails[1]!)).toContain(scene.console);
  await page.reload();
  await panel.getByText("Alerts go to duty@to.example.").waitFor();
  expect(await panel.getByLabel("Immediate notices").isChecked()).toBe(true);
  expect(await panel.getByLabel("Exercises too").isChecked()).toBe(false);
  expect(desk.complaints.filter((text) => !text.includes("400"))).toEqual([]);
});

test("the console can be put on a home screen, without which some telephones are told nothing", async () => {
  await using desk = await scene.desk("fj-liaison", "/settings");
  const { session } = desk;
  const { errors, data = "" } = await session.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  expect(JSON.parse(data)).toMatchObject({ name: "Talanoa", display: "standalone" });
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A test's browser keeps nothing behind it, which alone would forbid it.
  const others = installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito");
  expect(others).toEqual([]);
});

test("what is pushed to a device is shown, keeps nothing, and answers no request of a page", async () => {
  await using desk = await scene.desk("ws-liaison", "/settings");
  const { context, page, session } = desk;
  await context.grantPermissions(["notifications"], { origin: scene.console });
  const registration = Promise.withResolvers<string>();
  session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    const its = registrations.find(({ scopeURL }) => scopeURL === `${scene.console}/`);
    if (its) registration.resolve(its.registrationId);
  });
  await session.send("ServiceWorker.enable");
  const panel = page.getByRole("region", { name: "Alerts" });
  // This browser reaches no push service; its worker is there all the same.
  await panel.getByRole("button", { name: "Tell this device" }).click();
  const registrationId = await registration.promise;
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const said = { title: "Talanoa: A flash notice waits", text: "A flash notice waits for you." };
  const origin = scene.console;
  const shown = () =>
    page.evaluate(async () => {
      const its = await navigator.serviceWorker.getRegistration("/");
      const notifications = (await its?.getNotifications()) ?? [];
      return notifications.map(({ title, body }) => ({ title, text: body }));
    });
  for (const [data, wanted] of [
    [JSON.stringify(said), said],
    ["not JSON", { title: "Talanoa", text: "" }],
  ] as const) {
    await session.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data });
    await expect.poll(shown, { timeout: 30_000 }).toEqual([wanted]);
  }
  const kept = await page.evaluate(async () => ({
    caches: await caches.keys(),
    controlled: navigator.serviceWorker.controller !== null,
  }));
  expect(kept).toEqual({ caches: [], controlled: false });
});
