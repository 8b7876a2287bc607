import { randomInt } from "node:crypto";
import { changeDirectory, listDirectory } from "@talanoa/client/directory.ts";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { publish, send } from "@talanoa/client/publish.ts";
import { sealRevision } from "@talanoa/client/seal-draft.ts";
import { state } from "@talanoa/client/state.ts";
import {
  type JointOperation,
  type NoticeRef,
  OperationPhase,
  Revision,
  SectionType,
  WithdrawalReason,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { isContainerNumber } from "@talanoa/sharing/codes/identifiers.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { vi } from "vitest";
import type { TestHub } from "./hub.ts";
import type { Reader } from "./matrix-readers.ts";
import { plantedNotice } from "./planted-notice.ts";

/** A loaded machine gets its time. */
const PATIENCE = { timeout: 60_000 };

/** A version of a notice of Fiji, and who may know what of it. */
export interface Subject {
  readonly name: string;
  readonly ref: NoticeRef;
  readonly digest: Uint8Array;
  /** Words that stand nowhere else: the title, what else all who hold it see, and of persons. */
  readonly title: string;
  readonly general: readonly string[];
  readonly personal: readonly string[];
  readonly container: string;
  readonly callSign: string;
  readonly document: string;
  /** Participants that were given it, with the officers who alone may see it. */
  readonly holders: ReadonlyMap<string, readonly string[]>;
  /** Participants that hold another version of it. */
  readonly knownTo: readonly string[];
  /** Of a participant that holds some sections alone: the words in these. */
  readonly some: ReadonlyMap<string, readonly string[]>;
  readonly isRequest: boolean;
  /** Its content is gone, or the personal sections of it. */
  readonly gone: "nothing" | "personal" | "all";
}

/** Members with which Fiji has an agreement on personal data. */
export const AGREED = ["TO", "NZ", "VU"];
const ALL = ["TO", "WS", "VU", "NZ", "TV", "TK", "NU", "CK", "PF"];
const POLYNESIA = ["TO", "WS", "TV", "TK", "NU", "CK", "PF"];
export const OPERATION = "FJ-MATRIX";
/** Stands in what the directory says of the operation. */
export const OBJECTIVE = "objective7f3a91c04d2e";
const GROUP = "MATRIX";

const whole = (...participants: string[]) =>
  new Map(participants.map((each) => [each, [] as string[]]));

const CLEAR = "TLP:CLEAR";
const GREEN = "TLP:GREEN";
const AMBER = "TLP:AMBER";
const STRICT = "TLP:AMBER+STRICT";
const RED = "TLP:RED";

/** Every kind of audience, the markings that it may have, and who is in it. */
const audiences: readonly {
  readonly audience: object;
  readonly markings: readonly string[];
  readonly holders: ReadonlyMap<string, readonly string[]>;
}[] = [
  { audience: { all: true }, markings: [CLEAR, GREEN], holders: whole(...ALL) },
  {
    audience: { sub_regions: ["polynesia"] },
    markings: [CLEAR, GREEN, AMBER, STRICT],
    holders: whole(...POLYNESIA),
  },
  {
    audience: { participants: ["TO"] },
    markings: [CLEAR, GREEN, AMBER, STRICT, RED],
    holders: whole("TO"),
  },
  {
    audience: { officers: ["TO:to-liaison"] },
    markings: [CLEAR, GREEN, AMBER, STRICT, RED],
    holders: new Map([["TO", ["to-liaison"]]]),
  },
  { audience: { groups: [GROUP] }, markings: [CLEAR, GREEN, AMBER, STRICT], holders: whole("TO") },
  {
    audience: { operations: [OPERATION] },
    markings: [CLEAR, GREEN, AMBER, STRICT],
    // French Polynesia joins later, and may see what was sent before.
    holders: whole("TO", "NAVY", "PF"),
  },
];

type More = Partial<Omit<Subject, "ref" | "digest">>;

/** Publishes every case on a hub, and waits until each has come to its end; the subjects of all. */
export async function publishCases(
  hub: TestHub,
  named: (name: string) => Reader,
): Promise<Subject[]> {
  const [publisher, originator, tonga] = await Promise.all([
    hub.as("fj-publisher"),
    hub.as("fj-liaison"),
    hub.as("to-liaison"),
  ]);
  const finish = await openCircles(hub);

  async function held(client: typeof originator, ref: NoticeRef): Promise<OpenedNotice> {
    const copy = await vi.waitFor(() => getNotice(client, ref), { timeout: 60_000, interval: 50 });
    const content = await checkCopy(copy, directoryKeys(client));
    if (content.kind !== "notice") throw new Error(`the copy is ${content.kind}`);
    return content.notice;
  }

  async function sent(name: string, draft: object, more: More = {}): Promise<Subject> {
    const made = planted(draft);
    const { ref, digest } = (await publish(publisher, { draft: made.draft })).publication;
    return subjectOf(name, { ref, digest }, made, more);
  }

  async function revised(
    before: Subject,
    revision: Revision,
    draft: object,
    more: More,
  ): Promise<Subject> {
    const notice = await held(originator, before.ref);
    const made = planted(draft);
    const { publication } = await sealRevision(
      originator.identity,
      notice,
      revision,
      made.draft,
      Date.now(),
    );
    await send(publisher, publication);
    const { ref, digest } = publication;
    return subjectOf(`${before.name}, then revised`, { ref, digest }, made, more);
  }

  const toTonga = { marking: AMBER, audience: { participants: ["TO"] } };
  const toTwo = { marking: AMBER, audience: { participants: ["TO", "TV"] } };
  const tonganOnly = { holders: whole("TO") };

  const base = audiences.flatMap(({ audience, markings, holders }) =>
    markings.map((marking) =>
      sent(`${marking} to ${JSON.stringify(audience)}`, { marking, audience }, { holders }),
    ),
  );

  async function consent(): Promise<Subject[]> {
    const subject = await sent("some sections by consent", toTonga);
    const { ref, title, general } = subject;
    const consentAsked = { participant: "NZ" };
    const asked = await state(tonga, await held(tonga, ref), { consentAsked });
    const sections = [SectionType.NARRATIVE];
    const answer = { participant: "NZ", asker: "TO", asked: asked.id, sections };
    await state(originator, await held(originator, ref), { consentGranted: answer });
    await held(named("nz-liaison").client, ref);
    const some = new Map([["NZ", [title, general[0]!]]]);
    const first = { ...subject, holders: whole("TO", "NZ"), some };
    // What corrects it gives no more of it.
    const next = await revised(first, Revision.CORRECTION, toTonga, { holders: first.holders });
    return [first, { ...next, some: new Map([["NZ", [next.title, next.general[0]!]]]) }];
  }

  async function correction(): Promise<Subject[]> {
    const both = { holders: whole("TO", "TV") };
    const first = await sent("corrected", toTwo, both);
    const audience = { participants: ["TO", "WS"] };
    return [first, await revised(first, Revision.CORRECTION, { ...toTwo, audience }, both)];
  }

  async function change(): Promise<Subject[]> {
    const first = await sent("changed", toTwo, { holders: whole("TO", "TV"), knownTo: ["VU"] });
    const audience = { participants: ["TO", "VU"] };
    const more = { holders: whole("TO", "VU"), knownTo: ["TV"] };
    return [first, await revised(first, Revision.CHANGE, { ...toTwo, audience }, more)];
  }

  async function ended(says: "recalled" | "erasureOrdered"): Promise<Subject[]> {
    const gone = says === "recalled" ? "all" : "personal";
    const subject = await sent(says, toTonga, { ...tonganOnly, gone });
    await held(tonga, subject.ref);
    const notice = await held(originator, subject.ref);
    await state(originator, notice, { [says]: { reason: WithdrawalReason.WRONG } });
    return [subject];
  }

  async function expired(): Promise<Subject[]> {
    const expires = new Date(Date.now() + 10_000).toISOString();
    return [await sent("expired", { ...toTonga, expires }, { ...tonganOnly, gone: "all" })];
  }

  async function referring(): Promise<Subject[]> {
    const meant = await sent("referred to", toTonga, tonganOnly);
    await held(originator, meant.ref);
    const audience = { participants: ["TO", "TK"] };
    const references = [`FJ/${meant.ref.id}/1`];
    const draft = { marking: AMBER, audience, references };
    return [meant, await sent("with a reference", draft, { holders: whole("TO", "TK") })];
  }

  async function request(name: string, seconds: number): Promise<Subject[]> {
    const made = planted({});
    const draft = {
      kind: "request",
      title: made.title,
      request: {
        type: "information",
        text: made.general[0],
        answer_by: new Date(Date.now() + seconds * 1_000).toISOString(),
      },
      ...toTonga,
    };
    const { ref, digest } = (await publish(originator, { draft })).publication;
    const none = { personal: [], container: "", callSign: "", document: "" };
    const its = { ...made, ...none, general: [made.general[0]!] };
    return [subjectOf(name, { ref, digest }, its, { ...tonganOnly, isRequest: true })];
  }

  const further = [
    consent(),
    correction(),
    change(),
    ended("recalled"),
    ended("erasureOrdered"),
    expired(),
    referring(),
    request("a request", 86_400),
    request("a request that is overdue", 6),
  ];
  const subjects = [...(await Promise.all(base)), ...(await Promise.all(further)).flat()];
  await finish();
  return subjects;
}

/** Opens the group and the operation; gives what lets others join, once all is published. */
async function openCircles(hub: TestHub): Promise<() => Promise<void>> {
  const coordinator = await hub.as("fj-liaison");
  const secretariat = await hub.as("oco-secretariat");
  const from = Date.now() - 120_000;
  const row = (participant: string, more: object = {}) => ({
    participant,
    period: { from },
    ...more,
  });
  const left = row("NU", { period: { from, until: Date.now() - 60_000 } });
  const members = [row("TO"), left];
  const operation: Init<JointOperation> = {
    id: OPERATION,
    name: "Matrix",
    coordinator: "FJ",
    phase: OperationPhase.ACTION,
    startsAt: from,
    objective: OBJECTIVE,
    participants: [row("FJ"), row("TO"), row("NAVY", { sponsor: "TO" }), left],
  };
  const enter = (group: object, its: object, revisions: readonly [number, number]) =>
    Promise.all([
      changeDirectory(secretariat, {
        entry: { group: { id: GROUP, name: "Matrix", ...group } },
        revision: revisions[0],
        reason: "test",
      }),
      changeDirectory(coordinator, {
        entry: { operation: { ...operation, ...its } },
        revision: revisions[1],
        reason: "test",
      }),
    ]);
  const revisions = await enter({ members }, {}, [0, 0]);
  // The intake follows over the bus.
  await vi.waitFor(async () => {
    const entries = await listDirectory(coordinator, "operation");
    if (entries.length === 0) throw new Error("the operation is not there yet");
  }, PATIENCE);
  return async () => {
    const late = row("CK", { period: { from: Date.now() } });
    const shown = row("PF", { period: { from: Date.now() }, seesEarlier: true });
    const participants = [...(operation.participants ?? []), late, shown];
    await enter({ members: [...members, late] }, { participants }, revisions);
  };
}

interface Planted {
  readonly draft: object;
  readonly title: string;
  readonly general: readonly string[];
  readonly personal: readonly string[];
  readonly container: string;
  readonly callSign: string;
  readonly document: string;
}

function planted(more: object): Planted {
  const container = newContainer();
  const callSign = `Q${randomInt(36 ** 5, 36 ** 6)
    .toString(36)
    .toUpperCase()}`;
  const document = `MX${randomInt(10 ** 9, 10 ** 10)}`;
  const made = plantedNotice({
    conveyance: { mode: "1", call_sign: callSign, containers: [container] },
    ...more,
  });
  const draft = made.draft as { persons: object[] };
  draft.persons = draft.persons.map((person) => ({
    ...person,
    document_type: "P",
    document_number: document,
  }));
  const [title = "", ...others] = made.words;
  const general = others.filter((word) => !made.personal.includes(word));
  return {
    draft,
    title,
    general,
    personal: [...made.personal, document],
    container,
    callSign,
    document,
  };
}

function newContainer(): string {
  const serial = String(randomInt(10 ** 6)).padStart(6, "0");
  const all = Array.from({ length: 10 }, (_, check) => `TLNU${serial}${check}`);
  return all.find(isContainerNumber)!;
}

function subjectOf(
  name: string,
  { ref, digest }: Pick<Subject, "ref" | "digest">,
  { title, general, personal, container, callSign, document }: Omit<Planted, "draft">,
  more: More,
): Subject {
  return {
    name,
    ref,
    digest,
    title,
    general,
    personal,
    container,
    callSign,
    document,
    holders: new Map(),
    knownTo: [],
    some: new Map(),
    isRequest: false,
    gone: "nothing",
    ...more,
  };
}
