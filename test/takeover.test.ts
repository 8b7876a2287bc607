import { changeDirectory, listDirectory } from "@talanoa/client/directory.ts";
import { send } from "@talanoa/client/publish.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { DirectoryEntry, Record } from "@talanoa/contract/generated/talanoa.ts";
import { recordBytes } from "@talanoa/platform/bus/record-header.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { readExchange } from "./support/exchange.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { startSecond } from "./support/second.ts";

/** A loaded machine gets its time. */
const PATIENCE = { timeout: 60_000 };

const NOTICES = 400;
const CHANGES = 60;
const GROUP = "TAKEOVER";

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" });
}, 300_000);
afterAll(() => hub[Symbol.asyncDispose]());

/** Lets Tonga join and leave the group, over and over; the Secretariat's own change each time. */
async function joinAndLeave(): Promise<void> {
  const secretariat = await hub.as("oco-secretariat");
  let revision = 0;
  for (let i = 0; i <= CHANGES; i++) {
    const members = [{ participant: "NZ" }, ...(i % 2 === 1 ? [{ participant: "TO" }] : [])];
    const entry = { group: { id: GROUP, name: "Takeover", members } };
    try {
      revision = await changeDirectory(secretariat, { entry, revision, reason: "test" });
    } catch {
      // The service that was asked is gone; whether the change came through is seen in the list.
      await hub.stack.serving("member-routing");
      const groups = await listDirectory(secretariat, "group", { patience: 30_000 });
      revision = groups.find((each) => each.entry?.group?.id === GROUP)?.revision ?? 0;
    }
  }
}

test("a takeover in the middle of directory changes decides as the stream's order says", async () => {
  await using second = await startSecond(hub.stack, "member-routing");
  expect(second.pid).toBeGreaterThan(0);
  const fiji = await hub.as("fj-publisher");
  const draft = alertDraft({ marking: "TLP:AMBER", audience: { groups: [GROUP] } });
  const changing = joinAndLeave();
  await vi.waitFor(async () => {
    const groups = await listDirectory(fiji, "group");
    expect(groups.some(({ entry }) => entry?.group?.id === GROUP)).toBe(true);
  }, PATIENCE);
  let sent = 0;
  let killed: Promise<void> | undefined;
  async function caller(): Promise<void> {
    while (sent < NOTICES) {
      sent += 1;
      if (sent === NOTICES / 2) killed = hub.stack.kill("member-routing", "SIGKILL");
      const { publication } = await sealDraft(fiji.identity, draft, Date.now());
      await send(fiji, publication);
    }
  }
  await Promise.all([caller(), caller(), caller(), caller(), changing]);
  await killed;

  const wasMember = new Map<string, boolean>();
  const routed = new Map<string, string[]>();
  await vi.waitFor(
    async () => {
      wasMember.clear();
      routed.clear();
      let member = false;
      for (const message of await readExchange(hub.stack.natsUrl)) {
        const { subject, payload } = message;
        const [top, , , id = ""] = subject.split(".");
        if (subject === `directory.group.${GROUP}`) {
          const { group } = DirectoryEntry.decode(payload);
          member = group?.members.some(({ participant }) => participant === "TO") ?? false;
        } else if (top === "notice") wasMember.set(id, member);
        else if (top === "routed") {
          const bytes = recordBytes(message.header(RECORD_HEADER));
          const { facts } = Record.decode(bytes);
          const delivered = facts?.routed?.decisions.filter(({ deliver }) => deliver) ?? [];
          const ref = facts?.routed?.notice?.id ?? "";
          expect(routed.has(ref), "routed once").toBe(false);
          routed.set(
            ref,
            delivered.map(({ participant }) => participant),
          );
        }
      }
      expect(routed.size).toBe(wasMember.size);
    },
    { timeout: 60_000, interval: 1_000 },
  );
  expect(wasMember.size).toBeGreaterThanOrEqual(NOTICES);
  expect(new Set(wasMember.values()).size, "both cases occur").toBe(2);
  for (const [id, member] of wasMember) {
    expect(routed.get(id)).toEqual(member ? ["FJ", "NZ", "TO"] : ["FJ", "NZ"]);
  }
}, 180_000);
