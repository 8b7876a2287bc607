import { randomBytes } from "node:crypto";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { sealedCookie } from "./sealed-cookie.ts";

const HOUR = 3_600_000;
const key = randomBytes(32);

/** What a server with one cookie answers: the cookies that it sets, and what it reads of those that come. */
function serverOf(use: string, its = key, secure = true) {
  const cookie = sealedCookie(use, its, secure);
  const app = new Hono();
  app.onError((error, c) => c.text(error.message, 500));
  app.post("/", async (c) => {
    const { lasts = HOUR, ...payload } = await c.req.json<{ lasts?: number }>();
    await cookie.write(c, payload, Date.now() + lasts);
    return c.text("kept");
  });
  app.get("/", async (c) => c.json({ read: (await cookie.read(c)) ?? null }));
  app.delete("/", (c) => {
    cookie.clear(c);
    return c.text("gone");
  });
  return {
    async write(payload: object, cookies = "") {
      const body = JSON.stringify(payload);
      const response = await app.request("/", {
        method: "POST",
        body,
        headers: { cookie: cookies },
      });
      return response.headers.getSetCookie();
    },
    async read(cookies: string): Promise<unknown> {
      const response = await app.request("/", { headers: { cookie: cookies } });
      return ((await response.json()) as { read: unknown }).read;
    },
    async clear(cookies: string) {
      const response = await app.request("/", { method: "DELETE", headers: { cookie: cookies } });
      return response.headers.getSetCookie();
    },
  };
}

const sent = (set: readonly string[]): string =>
  set
    .filter((each) => !each.includes("Max-Age=0"))
    .map((each) => each.slice(0, each.indexOf(";")))
    .join("; ");

test("what is kept comes back, and stands nowhere in the cookie", async () => {
  const server = serverOf("session");
  const cookies = await server.write({ token: "to-be-hidden" });
  expect(await server.read(sent(cookies))).toMatchObject({ token: "to-be-hidden" });
  const [, ...parts] = sent(cookies).split(".");
  for (const part of parts)
    expect(Buffer.from(part, "base64url").toString("latin1")).not.toContain("hidden");
});

test("a cookie of a console that is reached by https is one of that host alone, and never sent in clear", async () => {
  const [cookie = ""] = await serverOf("session").write({});
  expect(cookie).toMatch(/^__Host-talanoa-session-0=/);
  expect(cookie.split("; ")).toEqual(expect.arrayContaining(["Secure", "HttpOnly", "Path=/"]));
  expect(cookie).not.toContain("Domain");
});

test("what is too long for one cookie stands in several, and shrinks again", async () => {
  const server = serverOf("session");
  const token = randomBytes(6_000).toString("base64");
  const long = await server.write({ token });
  expect(long.length).toBeGreaterThan(1);
  for (const each of long) expect(each.length).toBeLessThan(4_096);
  expect(await server.read(sent(long))).toMatchObject({ token });
  const short = await server.write({ token: "short" }, sent(long));
  expect(short.filter((each) => each.includes("Max-Age=0"))).toHaveLength(long.length - 1);
  expect(await server.clear(sent(long))).toHaveLength(long.length);
  await expect(server.write({ token: randomBytes(20_000).toString("base64") })).resolves.toEqual(
    [],
  );
});

test("what was changed, made with another key or for another use, or is over, is not read", async () => {
  const server = serverOf("session");
  const cookie = sent(await server.write({ token: "t" }));
  const at = cookie.length - 40;
  const changed = `${cookie.slice(0, at)}${cookie[at] === "A" ? "B" : "A"}${cookie.slice(at + 1)}`;
  expect(await server.read(changed)).toBeNull();
  expect(await serverOf("session", randomBytes(32)).read(cookie)).toBeNull();
  expect(await serverOf("sign-in").read(cookie.replace("-session-", "-sign-in-"))).toBeNull();
  expect(await server.read(sent(await server.write({ token: "t", lasts: -1_000 })))).toBeNull();
  expect(await server.read("__Host-talanoa-session-0=nonsense")).toBeNull();
  expect(await server.read("")).toBeNull();
});
