import { isLoopbackHost } from "@talanoa/platform/loopback.ts";

/** The push services of the known browsers: Chromium's, Firefox's, Safari's and Edge's. */
export const knownServices = [
  "fcm.googleapis.com",
  "updates.push.services.mozilla.com",
  "web.push.apple.com",
  "*.notify.windows.com",
];

/** `host`, `*.host` for all below it, or `127.0.0.1:port` for a service on this machine. */
export function isServiceForm(text: string): boolean {
  if (/^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(text)) return true;
  const [, host = ""] = /^(.+):\d{1,5}$/.exec(text) ?? [];
  return isLoopbackHost(host);
}

/**
 * Whether the hub may send to an endpoint that a browser gave: by https, to one of the services, on their usual port.
 * Otherwise whoever adds a device could have the hub ask any address that it can reach.
 */
export function isOfService(endpoint: string, services: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, port, host, username, password } = new URL(endpoint);
  if (protocol !== "https:" || username !== "" || password !== "") return false;
  return services.some((service) => {
    if (service.includes(":")) return host === service;
    if (port !== "") return false;
    return service.startsWith("*.") ? hostname.endsWith(service.slice(1)) : hostname === service;
  });
}
