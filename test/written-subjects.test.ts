import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { brokerRights, mayWrite } from "@talanoa/contract/broker-rights.ts";
import { OverdueOf, Precedence } from "@talanoa/contract/generated/talanoa.ts";
import { type HubService, hubServices } from "@talanoa/contract/hub-services.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { describe, expect, test } from "vitest";

const ref = { origin: "FJ", id: "n1", version: 1 };
const desk = { participant: "TO", principal: "p", subscription: "desk" };

/** A subject of each kind that a message is given where it is made. */
const samples: { readonly [name: string]: string } = {
  notice: subjects.notice(Precedence.FLASH, ref),
  section: subjects.section(ref, 0),
  statement: subjects.statement("FJ", "s1"),
  operationNotice: subjects.operationNotice("NZ-X", ref),
  consentAnswer: subjects.consentAnswer(ref, "TO", "WS"),
  feed: subjects.feed("TO", Precedence.FLASH, "statement"),
  directory: subjects.directory("key", "k1"),
  overdue: subjects.overdue(ref, OverdueOf.ANSWER),
  screened: subjects.screened("FJ", new Uint8Array(32)),
  reidentified: subjects.reidentified("FJ", "r1"),
  flagDecided: subjects.flagDecided("FJ", "f1"),
  received: subjects.received(desk, Precedence.FLASH),
};

/** Where a message gets a subject that was made elsewhere: what that may be. */
const elsewhere: { readonly [file: string]: readonly string[] } = {
  "alert-intake/consent.ts": [subjects.consentQuestion(ref, "TO", "WS")],
  "member-feeds/progress.ts": [
    subjects.record("released"),
    subjects.released(desk, Precedence.FLASH),
    subjects.record("received"),
    subjects.received(desk, Precedence.FLASH),
  ],
  "member-feeds/records.ts": [subjects.record("released"), subjects.record("opened")],
  "audit-log/keep/write-heads.ts": [subjects.record("heads")],
  "member-routing/store-routed.ts": [
    subjects.routed(ref, "first"),
    subjects.statementRouted("FJ", "s1"),
    subjects.feed("TO", Precedence.FLASH, "statement"),
  ],
  "member-routing/expiry.ts": [subjects.expired(ref)],
  "member-routing/erase-notice.ts": [subjects.erased(ref, "s1")],
};

/** What the shell and the packages write for a service. */
const byPackages: { readonly [Service in HubService]: readonly string[] } = {
  "alert-intake": [subjects.record("refused"), subjects.life(ref)],
  // Tombstones of notices too.
  "member-routing": [
    subjects.record("refused"),
    subjects.life(ref),
    subjects.notice(Precedence.FLASH, ref),
  ],
  "member-feeds": [subjects.record("refused")],
  "audit-log": [subjects.record("refused")],
  "risk-profile": [subjects.record("refused")],
  notification: [subjects.record("refused")],
};

const services = join(import.meta.dirname, "..", "services");

interface Found {
  readonly subjects: readonly string[];
  /** Files in which a subject is made elsewhere. */
  readonly unclear: readonly string[];
}

/** The subjects that the messages of a service get, as its source says. */
async function writtenBy(service: HubService): Promise<Found> {
  const found = new Set(byPackages[service]);
  const unclear = new Set<string>();
  for await (const file of glob(`${service}/**/*.ts`, { cwd: services })) {
    if (/\.test\.ts$|\/testing\/|node_modules/.test(file)) continue;
    const source = await readFile(join(services, file), "utf8");
    for (const place of placesOf(source)) {
      const step = /\{ step: "([\w-]+)" \}/.exec(place)?.[1];
      const name = /\bsubject: subjects\.(\w+)\(/.exec(place)?.[1];
      if (step) found.add(`record.${step}`);
      else if (name) found.add(samples[name] ?? `no sample of ${name}`);
      else {
        unclear.add(file);
        for (const each of elsewhere[file] ?? []) found.add(each);
      }
    }
  }
  return { subjects: [...found], unclear: [...unclear].sort() };
}

/** The text of each place where a message is made: up to the end of its statement or of its `payload`. */
function placesOf(source: string): string[] {
  const made =
    /\brecordMessage\((?!\s*record: )[^;]*?;|\{\s*subject(?:: [^;]*?\bpayload\b|,\s+payload: )/g;
  return [...source.matchAll(made)].map(([place]) => place);
}

describe.each(hubServices)("%s", (service) => {
  test("may write every subject that it gives to a message, and has no right that it does not use", async () => {
    const { subjects: written, unclear } = await writtenBy(service);
    const may = mayWrite(service);
    expect(written.filter((subject) => !may(subject))).toEqual([]);
    const unused = brokerRights[service].writes.filter((right) => {
      const start = right.endsWith(".>") ? right.slice(0, -1) : right;
      return !written.some((its) => (right === start ? its === right : its.startsWith(start)));
    });
    expect(unused).toEqual([]);
    const known = Object.keys(elsewhere).filter((file) => file.startsWith(`${service}/`));
    expect(unclear).toEqual(known.sort());
  });
});
