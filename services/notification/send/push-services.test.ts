import { expect, test } from "vitest";
import { isOfService, isServiceForm, knownServices } from "./push-services.ts";

test("the services of the known browsers are sent to, and nothing that looks like them", () => {
  for (const endpoint of [
    "https://fcm.googleapis.com/fcm/send/a:b",
    "https://updates.push.services.mozilla.com/wpush/v2/a",
    "https://web.push.apple.com/a",
    "https://wns2-par02p.notify.windows.com/w/?token=a",
  ])
    expect(isOfService(endpoint, knownServices)).toBe(true);
  for (const endpoint of [
    "http://fcm.googleapis.com/fcm/send/a",
    "https://fcm.googleapis.com:8443/fcm/send/a",
    "https://fcm.googleapis.com.evil.example/",
    "https://evil.example/fcm.googleapis.com",
    "https://fcm.googleapis.com@evil.example/",
    "https://notify.windows.com/",
    "https://evilnotify.windows.com/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "fcm.googleapis.com",
  ])
    expect(isOfService(endpoint, knownServices)).toBe(false);
});

test("services are named by host, and by address and port on this machine alone", () => {
  for (const form of ["push.example", "*.push.example", "127.0.0.1:8443", "localhost:1"])
    expect(isServiceForm(form)).toBe(true);
  for (const form of [
    "",
    "*",
    "*.com:443",
    "10.0.0.1:443",
    "https://push.example",
    "push",
    "127.0.0.1",
  ])
    expect(isServiceForm(form)).toBe(false);
});
