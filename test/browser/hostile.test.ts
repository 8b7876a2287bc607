import { join } from "node:path";
import { connect } from "@talanoa/client/connect.ts";
import { changeDirectory, listDirectory } from "@talanoa/client/directory.ts";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { publish } from "@talanoa/client/publish.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { Category, DataPurpose, Kind } from "@talanoa/contract/generated/talanoa.ts";
import type { KnownKind } from "@talanoa/contract/kinds.ts";
import { tinyPng } from "@talanoa/sharing/notice/testing/tiny-images.ts";
import { InvalidNotice } from "@talanoa/sharing/notice/violation.ts";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openShell } from "../support/cli.ts";
import { riskFlagDraft } from "../support/drafts.ts";
import type { Desk } from "./support/desk.ts";
import { HOSTILE, hostileCodes, hostileDraft, hostileTexts } from "./support/hostile-draft.ts";
import { pagesOf } from "./support/pages.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { isThere } from "./support/settled.ts";

/** The joint operation whose name and objective are hostile too. */
const OPERATION = "FJ-HOSTILE";

/** A notice of each kind, hostile in all its free fields, and one who reads it. */
interface HostileNotice {
  readonly kind: string;
  readonly name: string;
  readonly reader: string;
  readonly draft: object;
}

let scene: Scene;
const notices: HostileNotice[] = [];
beforeAll(async () => {
  scene = await openScene();
  await hostileDirectory();
  const toBoth = { audience: { participants: ["TO", "NZ"] } };
  const images = [{ content: tinyPng, caption: HOSTILE }];
  const alert = { ...toBoth, images, embargo_until: undefined };
  await tell("alert", Kind.ALERT, "fj-publisher", "nz-liaison", alert);
  await tell("operation", Kind.OPERATION, "fj-publisher", "to-liaison", { ...toBoth, images });
  const asked = { ...toBoth, images };
  const { ref, digest } = await tell("request", Kind.REQUEST, "fj-publisher", "nz-liaison", asked);
  const zealand = await scene.hub.as("nz-liaison");
  await vi.waitFor(() => getNotice(zealand, ref), { timeout: 60_000, interval: 500 });
  await tell("reply", Kind.REPLY, "nz-liaison", "fj-liaison", {
    images,
    audience: { participants: ["FJ"] },
    reply: {
      request: `${ref.origin}/${ref.id}/${ref.version}`,
      request_digest: Buffer.from(digest).toString("hex"),
      state: "answered",
      text: HOSTILE,
    },
  });
  const { risk_flag } = riskFlagDraft() as { risk_flag: object };
  await tell("risk flag", Kind.RISK_FLAG, "nz-screening", "fj-liaison", {
    expires: undefined,
    risk_flag: { ...risk_flag, reference: HOSTILE },
    audience: { participants: ["FJ", "TO"] },
  });
}, 240_000);
afterAll(() => scene?.[Symbol.asyncDispose]());

/** Publishes a hostile notice of a kind, as somebody to somebody. */
async function tell(
  name: string,
  kind: KnownKind,
  person: string,
  reader: string,
  more: { readonly [field: string]: unknown },
) {
  const draft = hostileDraft(kind, OPERATION, more);
  const { publication } = await publish(await as(person), { draft });
  const { origin, id } = publication.ref;
  notices.push({ kind: name, name: `${origin}/${id}`, reader, draft });
  return publication;
}

async function as(person: string) {
  if (person !== "nz-screening") return scene.hub.as(person);
  return connect(await loadIdentity(join(scene.hub.stack.screeningDir, `${person}.json`)));
}

/** Hostile texts of the directory, and why they were entered. */
async function hostileDirectory(): Promise<void> {
  await using shell = await openShell(scene.hub.stack.identitiesDir);
  const named = ["--name", HOSTILE, "--objective", HOSTILE];
  const when = ["--starts", "2026-01-01", "--with", "TO,NZ"];
  await shell.json("fj-liaison", ["operation", "open", OPERATION, ...named, ...when]);
  const secretariat = await scene.hub.as("oco-secretariat");
  const enter = (entry: Parameters<typeof changeDirectory>[1]["entry"], revision = 0) =>
    changeDirectory(secretariat, { entry, revision, reason: HOSTILE });
  const members = [{ participant: "TO" }, { participant: "FJ" }];
  await enter({ group: { id: "HOSTILE", name: HOSTILE, members } });
  const purposes = [DataPurpose.CUSTOMS_ENFORCEMENT, DataPurpose.BORDER_SECURITY];
  const about = { categories: [Category.PASSENGER], purposes, period: { from: 1 } };
  // All that the notices say of passengers goes to those who read them here.
  for (const [from, to] of [
    ["FJ", "NZ"],
    ["NZ", "FJ"],
  ] as const)
    await enter({ agreement: { id: `HOSTILE-${from}`, from, to, title: HOSTILE, ...about } });
  const participants = await listDirectory(secretariat, "participant");
  const { entry, revision } = participants.find((each) => each.entry?.participant?.id === "PW")!;
  const participant = { ...entry!.participant!, name: HOSTILE, administration: HOSTILE };
  await enter({ participant }, revision);
}

/** What a page shows, as text or in its fields. */
async function textsOf(page: Page): Promise<string> {
  const texts = await page.getByRole("main").evaluate((main) => {
    const fields = [...main.querySelectorAll<HTMLInputElement>("input, textarea")];
    return [main.textContent, ...fields.map(({ value }) => value)];
  });
  return texts.join("\n");
}

/** Nothing of the hostile text ran on the page or loaded anything. */
async function expectHarmless({ page, complaints, network }: Desk): Promise<void> {
  expect(await page.evaluate("typeof ran")).toBe("undefined");
  expect(await page.locator("img[src='x'], svg[onload]").count()).toBe(0);
  expect(complaints).toEqual([]);
  expect(network.exchanged.filter(({ url }) => new URL(url).pathname === "/x")).toEqual([]);
}

/** Pages on which what others wrote is shown: all but these. */
const showsNone = new Set(
  `search settings log-trail log-figures log-matrix log-proof secretariat-keys secretariat-health`.split(
    " ",
  ),
);

describe("what somebody writes", () => {
  test("in any field of a notice of any kind shows as text and never runs", async () => {
    expect(notices.map(({ kind }) => kind)).toEqual([
      "alert",
      "operation",
      "request",
      "reply",
      "risk flag",
    ]);
    for (const { kind, name, reader, draft } of notices) {
      await using desk = await scene.desk(reader, `/notice/${name}`);
      const { page } = desk;
      await page.getByRole("heading", { name: HOSTILE }).first().waitFor();
      await page.getByText("Genuine: the signature holds").waitFor();
      const texts = hostileTexts(draft);
      expect(texts.length).toBeGreaterThan(2);
      const shown = await textsOf(page);
      expect
        .soft(
          texts.filter((text) => !shown.includes(text)),
          kind,
        )
        .toEqual([]);
      await expectHarmless(desk);
    }
  });

  test("in a field that is a code is refused before it is signed", async () => {
    const { identity } = await scene.hub.as("fj-publisher");
    for (const kind of [Kind.ALERT, Kind.OPERATION, Kind.REQUEST, Kind.REPLY, Kind.RISK_FLAG]) {
      for (const [path, draft] of hostileCodes(kind, OPERATION)) {
        const sealed = Promise.try(() => sealDraft(identity, draft, Date.now()));
        const refused = await sealed.catch((error: unknown) => error);
        const violations = refused instanceof InvalidNotice ? refused.violations : [];
        const fields = violations.map(({ field }) => field.replaceAll(/\[\d+\]/g, ""));
        // Of an office that is asked, it is the office as a whole.
        expect.soft(fields, `${kind}`).toContainEqual(path.replace(/(contact_points)\..*/, "$1"));
      }
    }
  });

  test("in a notice or in the directory shows as text on every page, and never runs", async () => {
    const [alert] = notices;
    const pages = pagesOf({ notice: alert!.name, operation: OPERATION });
    const more = [
      { name: "amend", person: "fj-publisher", path: `/publish?amend=${alert!.name}` },
      { name: "requests-own", person: "fj-liaison", path: "/requests" },
      { name: "flags-told", person: "fj-liaison", path: "/flags" },
    ];
    const all = [...pages, ...more];
    const missing: string[] = [];
    for (const person of new Set(all.map((each) => each.person))) {
      const own = all.filter((each) => each.person === person);
      await using desk = await scene.desk(person, own[0]!.path);
      const { page } = desk;
      for (const { name, path } of own) {
        await page.goto(scene.console + path);
        if (!(await isThere(page))) missing.push(name);
        if (name === "search") await searchFor(page);
        if (name === "requests-own") await page.getByRole("tab", { name: "Ours" }).click();
        if (name === "flags") await page.getByRole("tab", { name: "Told by us" }).click();
        if (name === "flags-told") await page.getByRole("tab", { name: "To answer" }).click();
        if (name === "amend") await page.getByText(HOSTILE).first().waitFor();
        if (!showsNone.has(name))
          await expect.poll(() => textsOf(page), { message: name }).toContain(HOSTILE);
        await expectHarmless(desk);
      }
    }
    expect(missing).toEqual([]);
  });

  test("in an address shows as text and never runs", async () => {
    await using desk = await scene.desk("to-liaison", `/feed?text=${encodeURIComponent(HOSTILE)}`);
    const { page, complaints } = desk;
    await page.getByRole("main").waitFor();
    for (const path of ["/notice/FJ/", "/operations/", "/log/trail/FJ/", "/publish?amend=", "/"]) {
      await page.goto(`${scene.console}${path}${encodeURIComponent(HOSTILE)}`);
      await page.getByRole("main").waitFor();
      expect(await page.evaluate("typeof ran")).toBe("undefined");
    }
    expect(complaints.filter((each) => /Content Security Policy|ran/.test(each))).toEqual([]);
  });
});

/** Searches all contents for a word that the hostile notices have. */
async function searchFor(page: Page): Promise<void> {
  await page.getByRole("searchbox").fill("onerror");
  await page.keyboard.press("Enter");
  await page.getByRole("main").getByText(HOSTILE).first().waitFor();
}
