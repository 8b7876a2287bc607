import { getNotice, listOverdue, searchNotices } from "@talanoa/client/notices.ts";
import { publish } from "@talanoa/client/publish.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { wholeLog } from "./support/log.ts";
import {
  AGREED,
  OBJECTIVE,
  OPERATION,
  publishCases,
  type Subject,
} from "./support/matrix-cases.ts";
import {
  answerOf,
  type Door,
  doors,
  nothingLike,
  participantDoors,
} from "./support/matrix-doors.ts";
import { enumerated, hasCopyOf, type Heard, hear, textIn } from "./support/matrix-heard.ts";
import { openReaders, type Reader, type Readers } from "./support/matrix-readers.ts";

// Who may know what, tried at every door: each answer to who may not is byte for byte the one for a notice
// that does not exist, and to who may it is given, or the trial would prove nothing.

vi.setConfig({ testTimeout: 240_000 });
const PATIENCE = { timeout: 60_000, interval: 200 };

/** What one reader was given without asking for a notice by its name. */
interface Given {
  readonly live: string;
  /** By door; a subscription from the start is one of them. */
  readonly doors: { readonly [door: string]: string };
}

let hub: TestHub;
let readers: Readers;
let subjects: Subject[];
const heard: Heard[] = [];
const given = new Map<string, Given>();
/** What the auditor of a participant finds in the log. */
const logs = new Map<string, string>();

beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" });
  readers = await openReaders(hub);
  const live = new Map(readers.all.map((its) => [its, hear(its.client, "live", false)]));
  heard.push(...live.values());
  subjects = await publishCases(hub, readers.named);
  await settled();
  const decoys = await publishDecoys();
  const again = new Map(readers.all.map((its) => [its, hear(its.client, "again", true)]));
  heard.push(...again.values());
  for (const [reader, its] of [...live, ...again]) {
    if (reader.isLiaison)
      await vi.waitFor(() => expect(hasCopyOf(its, decoys.at(-1)!)).toBe(true), PATIENCE);
  }
  await Promise.all(
    readers.all.map(async (reader) => {
      const its = {
        ...(await enumerated(reader, decoys)),
        subscription: textIn(again.get(reader)!.copies),
      };
      given.set(reader.name, { live: textIn(live.get(reader)!.copies), doors: its });
    }),
  );
  const auditors = new Map(readers.all.map(({ participant, auditor }) => [participant, auditor]));
  for (const [participant, auditor] of auditors) {
    // What one asked, and was refused, names what one asked for.
    const entries = (await wholeLog(auditor)).filter(
      ({ step }) => !["queried", "refused"].includes(step),
    );
    logs.set(participant, textIn(entries.map(({ parts, row }) => [parts, row.parts])));
  }
}, 240_000);
afterAll(async () => {
  for (const its of heard) await its[Symbol.asyncDispose]();
  await readers?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

/** Whether a participant was given a subject, as a whole or for some officers. */
function isHolder({ participant }: Pick<Reader, "participant">, { holders }: Subject): boolean {
  return holders.has(participant);
}

/** Whether a reader may be shown a subject. */
function mayKnow(reader: Reader, { holders }: Subject): boolean {
  const officers = holders.get(reader.participant);
  if (!officers || !reader.isLiaison) return false;
  return officers.length === 0 || officers.includes(reader.principal);
}

function mayRead(reader: Reader, subject: Subject): boolean {
  return mayKnow(reader, subject) && subject.gone !== "all";
}

/** The words of a subject that a reader may be shown. */
function wordsFor(reader: Reader, subject: Subject): readonly string[] {
  if (!mayRead(reader, subject)) return [];
  const some = subject.some.get(reader.participant);
  if (some) return some;
  const personal = AGREED.includes(reader.participant) && subject.gone === "nothing";
  return [subject.title, ...subject.general, ...(personal ? subject.personal : [])];
}

function allWords({ title, general, personal }: Subject): string[] {
  return [title, ...general, ...personal];
}

/** Until everything has come to its end: copies given, content gone, the lists and the index up with it. */
async function settled(): Promise<void> {
  for (const subject of subjects) {
    for (const reader of readers.all) {
      if (!mayKnow(reader, subject)) continue;
      const find = async () =>
        Array.fromAsync(searchNotices(reader.client, { text: subject.title, identifiers: {} }));
      const copies = mayRead(reader, subject) ? [expect.anything()] : [];
      await vi.waitFor(
        async () => expect([subject.name, await find()]).toEqual([subject.name, copies]),
        PATIENCE,
      );
    }
  }
  const { client } = readers.named("to-liaison");
  const erased = subjects.find(({ gone }) => gone === "personal")!;
  await vi.waitFor(async () => {
    const { withheld } = await getNotice(client, erased.ref);
    expect(withheld.map(({ rule }) => rule)).toContain("erased");
    expect((await listOverdue(client)).overdue).toHaveLength(1);
  }, PATIENCE);
}

/** Notices that all hold who read a feed, and that have the identifiers of all subjects. */
async function publishDecoys(): Promise<NoticeRef[]> {
  const publisher = await hub.as("fj-publisher");
  const containers = subjects.flatMap(({ container }) => container || []);
  const decoys: NoticeRef[] = [];
  // "Also in" names twenty at most.
  for (let from = 0; from < containers.length; from += 8) {
    const draft = alertDraft({
      conveyance: { mode: "1", containers: containers.slice(from, from + 8) },
      audience: { all: true, participants: ["OCO"], operations: [OPERATION] },
    });
    decoys.push((await publish(publisher, { draft })).publication.ref);
  }
  return decoys;
}

describe("what is given without being asked for by name", () => {
  test("has nothing of what its reader may not know", () => {
    const leaks: string[] = [];
    for (const reader of readers.all) {
      const { live, doors: its } = given.get(reader.name)!;
      for (const subject of subjects) {
        const shown = wordsFor(reader, subject);
        const hidden = allWords(subject).filter((word) => !shown.includes(word));
        const name = isStranger(reader, subject) ? [subject.ref.id] : [];
        // What came before it was taken back had come by right.
        const hiddenLive = mayKnow(reader, subject) ? [] : [...allWords(subject), ...name];
        for (const [door, text] of Object.entries(its)) {
          for (const word of [...hidden, ...name].filter((each) => text.includes(each))) {
            leaks.push(`${reader.name}: ${subject.name}: ${word} by ${door}`);
          }
        }
        for (const word of hiddenLive.filter((each) => live.includes(each))) {
          leaks.push(`${reader.name}: ${subject.name}: ${word} by the live subscription`);
        }
      }
    }
    expect(leaks).toEqual([]);
  });

  test("has all that its reader may know", () => {
    const missing: string[] = [];
    for (const reader of readers.all) {
      const { live, doors: its } = given.get(reader.name)!;
      for (const subject of subjects) {
        const shown = wordsFor(reader, subject);
        const said = `${reader.name}: ${subject.name}`;
        const { subscription = "", "list of all versions": list = "" } = its;
        for (const [door, text] of Object.entries({ live, subscription, list })) {
          for (const word of shown.filter((each) => !text.includes(each))) {
            missing.push(`${said}: ${word} by ${door}`);
          }
        }
        const hasContainer = shown.length > 0 && subject.container !== "";
        const all = !subject.some.has(reader.participant);
        if (hasContainer && all && !its["also in"]!.includes(subject.ref.id)) {
          missing.push(`${said}: beside what has the same identifier`);
        }
        if (mayRead(reader, subject) && subject.isRequest) {
          if (!its["list of requests"]!.includes(subject.title))
            missing.push(`${said}: in the requests`);
        }
      }
    }
    expect(missing).toEqual([]);
  });

  test("shows a joint operation to those who are in it now, and to the Secretariat", () => {
    const inIt = ["TO", "NAVY", "CK", "PF", "OCO"];
    for (const { name, participant, isLiaison } of readers.all) {
      if (!isLiaison) continue;
      expect([name, given.get(name)!.doors["directory"]!.includes(OBJECTIVE)]).toEqual([
        name,
        inIt.includes(participant),
      ]);
    }
  });

  test("is in the log for its parties alone, and no content is there for anybody", () => {
    for (const subject of subjects) {
      for (const [participant, log] of logs) {
        for (const word of allWords(subject)) expect(log.includes(word)).toBe(false);
        if (participant === "OCO" || subject.knownTo.includes(participant)) continue;
        const named = log.includes(subject.ref.id);
        expect([subject.name, participant, named]).toEqual([
          subject.name,
          participant,
          isHolder({ participant }, subject),
        ]);
      }
    }
  });
});

/** Whether nothing at all may tell a reader of a subject, not even of another version. */
function isStranger(reader: Reader, subject: Subject): boolean {
  return !mayKnow(reader, subject) && !subject.knownTo.includes(reader.participant);
}

/**
 * Tries a door with all subjects at once, as each of some readers; what is not as it must be. `may` says to
 * whom the door gives a subject.
 */
async function faultsAt(
  door: Door,
  tryers: Iterable<Reader>,
  may: (reader: Reader, subject: Subject) => boolean,
): Promise<string[]> {
  const faults: string[] = [];
  for (const reader of tryers) {
    if (door.open && !door.open(reader)) continue;
    const trying = subjects.map(async (subject) => {
      if (door.by && subject[door.by] === "") return;
      const given = may(reader, subject);
      // Who holds another version is answered by that.
      if (door.anyVersion && !given && subject.knownTo.includes(reader.participant)) return;
      if (given && !door.gives) return;
      const [answer, toNothing] = await Promise.all([
        answerOf(door, reader, subject),
        answerOf(door, reader, nothingLike(subject)),
      ]);
      const right = given ? door.gives!(answer) && !door.gives!(toNothing) : answer === toNothing;
      if (!right) faults.push(`${reader.name}: ${subject.name}: ${answer} / ${toNothing}`);
    });
    await Promise.all(trying);
  }
  return faults;
}

describe("what is asked for by name", () => {
  test.each(doors.map((door) => [door.name, door] as const))(
    "%s: who may not know it is answered as if it did not exist, who may is given it",
    async (_, door) => {
      const faults = await faultsAt(door, readers.all, (reader, subject) => {
        if (!door.content) return mayKnow(reader, subject);
        if (door.by === "document") return wordsFor(reader, subject).includes(subject.document);
        if (door.by === "callSign" && subject.some.has(reader.participant)) return false;
        return mayRead(reader, subject);
      });
      expect(faults).toEqual([]);
    },
  );

  test.each(participantDoors.map((door) => [door.name, door] as const))(
    "%s: a participant that holds none of it is answered as if it did not exist, others are given it",
    async (_, door) => {
      const one = new Map(readers.all.map((reader) => [reader.participant, reader]));
      expect(await faultsAt(door, one.values(), isHolder)).toEqual([]);
    },
  );
});
