import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { freePort } from "./free-port.ts";
import { type Ports, takePorts } from "./port-block.ts";

const names = ["nats", "console", "intake"];
let running: Ports[] = [];

afterEach(() => {
  for (const each of running) each.release();
  running = [];
});

/** As a start of a hub does; over when the test is, or with `stop`. */
async function start(
  configured: { readonly [name: string]: number } = {},
  own: { readonly [name: string]: number } = {},
  its: readonly string[] = names,
): Promise<Ports & { stop(): void }> {
  const ports = await takePorts(its, configured, own);
  running.push(ports);
  return {
    ...ports,
    stop() {
      ports.release();
      running = running.filter((each) => each !== ports);
    },
  };
}

test("a port that is set is nobody's own: the others stay where they are, and without the setting all have their own", async () => {
  const console = await freePort();
  const first = await start({ console });
  expect(first.byName["console"]).toBe(console);
  expect(Object.keys(first.own).toSorted()).toEqual(["intake", "nats"]);
  first.stop();
  const second = await start({ console }, first.own);
  expect(second.byName).toEqual(first.byName);
  expect(second.notes).toEqual([]);
  second.stop();
  const third = await start({}, second.own);
  expect(third.own).toEqual({ ...first.own, console: third.byName["console"] });
  third.stop();
  const fourth = await start({}, third.own);
  expect(fourth.byName).toEqual(third.byName);
  fourth.stop();
  // Set for a while: the console's own is there for it afterwards, whatever came meanwhile.
  const fifth = await start({ console }, fourth.own, [...names, "late"]);
  expect(fifth.own).toMatchObject(third.byName);
  expect(Object.values(third.byName)).not.toContain(fifth.byName["late"]);
  fifth.stop();
  const sixth = await start({}, fifth.own, [...names, "late"]);
  expect(sixth.byName).toEqual({ ...third.byName, late: fifth.byName["late"] });
  expect(sixth.notes).toEqual([]);
});

test("what an earlier release kept of a port that was set is given up, and the rest stays", async () => {
  const first = await start();
  first.stop();
  const { console: _, ...others } = first.byName;
  // First in the file, and once within the range of own ports.
  for (const stale of [8080, first.byName["nats"]! > 30_000 ? 26_000 : 31_990]) {
    const second = await start({}, { console: stale, ...others });
    expect(second.byName).toMatchObject(others);
    expect(second.notes).toEqual([]);
    expect(second.own["console"]).toBe(second.byName["console"]);
    second.stop();
    const third = await start({}, second.own);
    expect(third.byName).toEqual(second.byName);
    third.stop();
  }
});

test("own ports that another hub holds are said to be, and are own again when it is gone", async () => {
  const first = await start();
  const second = await start({}, first.own);
  const lowest = Math.min(...Object.values(first.byName));
  expect(second.notes).toHaveLength(1);
  expect(second.notes[0]).toMatch(
    /^Another hub on this machine has the ports from \d+ to \d+, where this one's are: others are used this time\.$/,
  );
  expect(second.notes[0]).toContain(`from ${lowest} to ${lowest + 15}`);
  expect(second.own).toEqual(first.own);
  first.stop();
  second.stop();
  const third = await start({}, second.own);
  expect(third.byName).toEqual(first.byName);
});

test("an own port that is set for another name is said to be", async () => {
  const first = await start();
  first.stop();
  const port = first.byName["console"]!;
  const second = await start({ nats: port }, first.own);
  expect(second.notes).toEqual([
    `Port ${port} of console is set for nats by TALANOA_PORT_NATS: ${second.byName["console"]} is used this time.`,
  ]);
  expect(second.own).toEqual(first.own);
});

test("an own port that another program has is said to be, and stays the name's own", async () => {
  const first = await start();
  first.stop();
  const port = first.byName["console"]!;
  await using server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  const second = await start({}, first.own);
  expect(second.notes).toEqual([
    `Port ${port} of console is in use by another program: ${second.byName["console"]} is used this time.`,
  ]);
  expect(second.own).toEqual(first.own);
  expect(second.byName).toMatchObject({
    nats: first.byName["nats"],
    intake: first.byName["intake"],
  });
});
