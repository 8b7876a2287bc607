import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { getNotice } from "@talanoa/client/notices.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { jsonLines, type Shell } from "./support/cli.ts";
import { openCommands } from "./support/commands.ts";
import { alertDraft } from "./support/drafts.ts";
import { startHub, type TestHub } from "./support/hub.ts";

vi.setConfig({ testTimeout: 240_000 });
const PATIENCE = { timeout: 90_000, interval: 200 };

let hub: TestHub;
let shell: Shell;
beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" });
  shell = await openCommands(hub.stack.identitiesDir);
}, 180_000);
afterAll(async () => {
  await shell?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

const talanoa = (name: string, ...args: string[]) => shell.as(name, args);

async function file(name: string, content: object): Promise<string> {
  await writeFile(join(shell.folder, name), JSON.stringify(content));
  return name;
}

async function inFeed(officer: string, ref: NoticeRef): Promise<void> {
  const client = await hub.as(officer);
  await vi.waitFor(() => getNotice(client, ref), PATIENCE);
}

/** Publishes a notice that Tonga and Samoa get; its name without the version. */
async function published(more: object = {}): Promise<{ name: string; ref: NoticeRef }> {
  const draft = alertDraft({ audience: { participants: ["TO", "WS"] }, ...more });
  const { out } = await talanoa(
    "fj-publisher",
    "publish",
    await file("draft.json", draft),
    "--json",
  );
  const [{ notice }] = jsonLines(out) as [{ notice: string }];
  const [origin = "", id = ""] = notice.split("/");
  const ref = { origin, id, version: 1 };
  await inFeed("to-liaison", ref);
  return { name: `${origin}/${id}`, ref };
}

describe("talanoa revise", () => {
  test("corrects what was said for its readers, who see the chain and what was replaced", async () => {
    const { name, ref } = await published();
    const changes = await file("changes.json", { title: "Tobacco in a container of furniture" });
    const dry = await talanoa("fj-publisher", "revise", name, changes, "--correction", "--dry-run");
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining("correction") });
    const revised = await talanoa("fj-publisher", "revise", name, changes, "--correction");
    expect(revised).toMatchObject({ code: 0, out: expect.stringContaining(`${name}/2`) });
    await inFeed("to-liaison", { ...ref, version: 2 });

    const shown = await talanoa("to-liaison", "show", name);
    expect(shown.code).toBe(0);
    expect(shown.out).toContain("Tobacco in a container of furniture");
    expect(shown.out).toContain("Cigarettes in a container of furniture");
    expect(shown.out).toContain("each names the one before: versions 1, 2");
    const old = await talanoa("to-liaison", "show", `${name}/1`);
    expect(old.out).toContain("by version 2, which you hold");

    const listed = await talanoa("to-liaison", "list", "--json");
    const versions = (out: string) =>
      jsonLines(out).flatMap((row) =>
        row["id"] === ref.id ? [[row["version"], row["replaced_by"] ?? 0]] : [],
      );
    await vi.waitFor(async () => {
      const all = await talanoa("to-liaison", "list", "--all-versions", "--json");
      expect(versions(all.out)).toEqual([
        [2, 0],
        [1, 2],
      ]);
    }, PATIENCE);
    expect(versions(listed.out).length).toBeLessThanOrEqual(1);

    for (const version of [1, 2]) {
      const saved = `version-${version}`;
      await talanoa("to-liaison", "show", `${name}/${version}`, "--save", saved);
    }
    const verified = await talanoa("to-liaison", "verify", "version-1", "version-2");
    expect(verified).toMatchObject({
      code: 0,
      out: expect.stringContaining(`${name}: each names the one before: versions 1, 2`),
    });
  });

  test("changes marking and audience: new readers get this version and not the earlier ones", async () => {
    const { name, ref } = await published();
    const change = ["--change", "--audience", "NZ", "--marking", "TLP:AMBER"];
    expect(await talanoa("fj-publisher", "revise", name, ...change)).toMatchObject({ code: 0 });
    await inFeed("nz-liaison", { ...ref, version: 2 });
    const shown = await talanoa("nz-liaison", "show", name, "--json");
    expect(jsonLines(shown.out)).toMatchObject([
      { version: 2, revision: "change", versions: { chain: "holds", missing: [1] } },
    ]);
    expect((await talanoa("nz-liaison", "show", `${name}/1`)).code).toBe(3);
    const explained = await talanoa("fj-publisher", "explain", name, "--json");
    expect(jsonLines(explained.out).find(({ participant }) => participant === "NZ")).toMatchObject({
      notice: `${name}/2`,
      delivered: true,
    });
  });

  test("is for one's own notices, and says what is missing", async () => {
    const { name } = await published();
    const byReader = await talanoa(
      "to-publisher",
      "revise",
      name,
      "--change",
      "--marking",
      "TLP:GREEN",
    );
    expect(byReader).toMatchObject({ code: 2, err: expect.stringContaining("FJ alone revises") });
    for (const args of [["--change"], [], ["--correction", "--change"]]) {
      expect((await talanoa("fj-publisher", "revise", name, ...args)).code).toBe(2);
    }
  });
});

describe("talanoa recall", () => {
  test("takes a notice back, tells its readers, and shows who had it and who destroyed theirs", async () => {
    const { name, ref } = await published();
    expect((await talanoa("to-liaison", "ack", name)).code).toBe(0);
    const feed = shell.start(["--as", "to-liaison", "feed", "--name", "recalls", "--from-start"]);
    await feed.says("Watching (");
    const recalled = await talanoa("fj-liaison", "recall", name, "--reason", "wrong");
    expect(recalled.code).toBe(0);
    expect(recalled.err).toContain(`Recalled ${name}`);
    expect(recalled.out).toMatch(/TO +\d{4}-.*not confirmed/);
    expect(recalled.out).toMatch(/WS +no +no +no +no +had none/);
    await feed.says("recalled");
    await feed.says("talanoa destroyed");
    feed.kill("SIGINT");
    await feed.ended;

    const short = `FJ/${ref.id.slice(-8)}`;
    for (const each of [name, short]) {
      const shown = await talanoa("to-liaison", "show", each);
      expect(shown).toMatchObject({ code: 3, out: "" });
      expect(shown.err).toMatch(new RegExp(`${name} was recalled 20.*Z`));
      expect(shown.err).toContain(`talanoa destroyed ${name}`);
      const stranger = await talanoa("nz-liaison", "show", each);
      expect(stranger).toMatchObject({ code: 3, err: expect.not.stringContaining("recalled") });
    }
    expect((await talanoa("to-liaison", "ack", short)).err).toContain("was recalled");
    expect((await talanoa("nz-liaison", "explain", short)).code).toBe(3);
    const open = async (officer: string, ...options: string[]) => {
      const { out } = await talanoa(officer, "overdue", "--json", ...options);
      return jsonLines(out).filter((line) => line["notice"] === name);
    };
    await vi.waitFor(async () => expect(await open("to-liaison")).toHaveLength(1), PATIENCE);
    expect(await open("to-liaison", "--due")).toEqual([
      {
        notice: name,
        of: "destruction",
        recalled_at: expect.any(String),
        own: false,
        exercise: false,
      },
    ]);
    expect(await open("to-liaison", "--own")).toEqual([]);
    expect(await open("fj-liaison")).toEqual([]);
    const table = await talanoa("to-liaison", "overdue");
    expect(table.out).toContain("Recalled: destroy your copies");
    expect(table.out).toContain(short);
    const destroyed = await talanoa("to-liaison", "destroyed", short);
    expect(destroyed).toMatchObject({ code: 0, out: expect.stringContaining(name) });
    await vi.waitFor(async () => expect(await open("to-liaison")).toEqual([]), PATIENCE);
    expect(await open("ws-liaison")).toHaveLength(1);
    await vi.waitFor(async () => {
      const status = await talanoa("fj-publisher", "recall", short, "--status", "--json");
      expect(jsonLines(status.out)).toMatchObject([
        {
          notice: name,
          recalled_at: expect.any(String),
          content_erased_at: expect.any(String),
          readers: [
            {
              participant: "TO",
              released_at: expect.any(String),
              opened_at: expect.any(String),
              acknowledged_at: expect.any(String),
              destroyed_at: expect.any(String),
            },
            { participant: "WS", released_at: null, destroyed_at: null },
          ],
        },
      ]);
    }, PATIENCE);
    // It is erased now, and its short name is still that.
    const own = await talanoa("fj-liaison", "show", short);
    expect(own).toMatchObject({ code: 3, err: expect.stringContaining("recall") });
    expect(own.err).toContain(`talanoa recall ${name} --status`);
    expect((await talanoa("to-liaison", "show", short)).err).toContain("was recalled");
    expect((await talanoa("nz-liaison", "show", short)).err).not.toContain("recalled");
    const explained = await talanoa("to-liaison", "explain", short, "--json");
    expect(jsonLines(explained.out)).toMatchObject([{ notice: `${name}/1`, participant: "TO" }]);
    const why = ["--purpose", "audit", "--json"];
    const trail = await talanoa("fj-liaison", "log", "trail", short, ...why);
    const told = jsonLines(trail.out);
    const erasing = told.find(({ step }) => step === "erased")!["index"];
    const state = `content erased by entry ${String(erasing)} (recalled)`;
    expect(told[0]).toMatchObject({ step: "accepted", state });
    const asked = ["log", "query", "--notice", name, "--step", "accepted", "--purpose", "audit"];
    for (const more of [[], ["--verify"]]) {
      const query = await talanoa("fj-auditor", ...asked, "--json", ...more);
      expect(jsonLines(query.out)[0]).toMatchObject({ state });
      expect((await talanoa("fj-auditor", ...asked, ...more)).out).toMatch(
        / state [^]*content erased/,
      );
    }
    const verified = await talanoa("fj-auditor", "log", "trail", name, "--verify", ...why);
    expect(jsonLines(verified.out)[0]).toMatchObject({ state });
    const again = await talanoa(
      "fj-liaison",
      "recall",
      `${name}/${ref.version}`,
      "--reason",
      "wrong",
    );
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining("was recalled") });
  });

  test("is for one's own notices, with a reason; others' desks read no trail", async () => {
    const { name } = await published();
    const byReader = await talanoa("to-liaison", "recall", name, "--reason", "wrong");
    expect(byReader).toMatchObject({ code: 2, err: expect.stringContaining("talanoa destroyed") });
    expect((await talanoa("fj-liaison", "recall", name)).code).toBe(2);
    expect((await talanoa("fj-liaison", "recall", name, "--reason", "bored")).code).toBe(2);
    const status = await talanoa("to-liaison", "recall", name, "--status");
    expect(status).toMatchObject({ code: 2, err: expect.stringContaining("talanoa explain") });
    const trail = await talanoa("fj-auditor", "log", "trail", name);
    expect(trail).toMatchObject({ code: 2, err: expect.stringContaining("--case NUMBER") });
    const operation = await talanoa("to-liaison", "operation", "board", "NZ-NONE");
    expect(operation.err).toContain("`talanoa directory operations` lists");
    const early = await talanoa("to-liaison", "destroyed", name);
    expect(early).toMatchObject({ code: 1, err: expect.stringContaining("Keep your copies") });
  });
});

test("what has expired is named by its short id, and by whom it was held it is told when", async () => {
  const soon = new Date(Date.now() + 8_000).toISOString();
  const { name, ref } = await published({ expires: soon });
  const short = ref.id.slice(-8);
  await vi.waitFor(async () => {
    const shown = await talanoa("to-liaison", "show", short);
    expect(shown).toMatchObject({ code: 3, err: expect.stringContaining(`${name} expired 20`) });
  }, PATIENCE);
  expect((await talanoa("nz-liaison", "show", short)).err).toContain("no notice that you hold");
  expect((await talanoa("to-liaison", "explain", short)).code).toBe(0);
  const status = await talanoa("fj-liaison", "recall", short, "--status", "--json");
  expect(jsonLines(status.out)).toMatchObject([{ notice: name, expired_at: expect.any(String) }]);
});

test("talanoa erase of a notice without personal data says that there is nothing to erase, and sends nothing", async () => {
  const { name } = await published({});
  const ordered = await talanoa("fj-liaison", "erase", name, "--reason", "legal");
  expect(ordered).toMatchObject({ code: 2, err: expect.stringContaining("nothing to erase") });
  const status = await talanoa("fj-liaison", "recall", name, "--status", "--json");
  expect(jsonLines(status.out)).toMatchObject([{ notice: name, erasure_ordered_at: null }]);
});

test("talanoa erase has the persons of a notice erased, and the rest stands", async () => {
  const { name } = await published({ persons: [{ name: "A. Nother", role: "courier" }] });
  expect((await talanoa("to-liaison", "show", name)).out).toContain("A. Nother");
  const ordered = await talanoa("fj-liaison", "erase", name, "--reason", "legal");
  expect(ordered).toMatchObject({ code: 0, err: expect.stringContaining(`erasure of ${name}`) });
  await vi.waitFor(async () => {
    const { out } = await talanoa("to-liaison", "show", name);
    expect(out).not.toContain("A. Nother");
    expect(out).toContain("erased");
    expect(out).toContain("Cigarettes in a container of furniture");
  }, PATIENCE);
});
