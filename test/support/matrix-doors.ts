import { randomBytes } from "node:crypto";
import type { HubClient } from "@talanoa/client/connect.ts";
import { explain } from "@talanoa/client/explain.ts";
import { trail } from "@talanoa/client/log.ts";
import { findKnown, findNotices, getNotice, searchNotices } from "@talanoa/client/notices.ts";
import { publish } from "@talanoa/client/publish.ts";
import { state } from "@talanoa/client/state.ts";
import {
  type Identifiers,
  type NoticeRef,
  Outcome,
  Purpose,
  type Statement,
  WithdrawalReason,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import type { SayingField } from "@talanoa/sharing/statement/sayings.ts";
import type { Reader } from "./matrix-readers.ts";
import type { Subject } from "./matrix-cases.ts";

/** What is asked for at a door: of a notice, or of what looks like one and does not exist. */
export type Asked = Pick<Subject, "ref" | "digest" | "title" | "callSign" | "document">;

/** A door that is asked for one notice. */
export interface Door {
  readonly name: string;
  /** Whether it gives or finds content, which goes when the notice ends; others know of it still. */
  readonly content: boolean;
  /** Whether it names a notice without its version: who holds another version is answered by that. */
  readonly anyVersion?: true;
  /** What of a notice it is asked by, when not by its name: some have none, and some readers are not given it. */
  readonly by?: "callSign" | "document";
  /** Of whom it may be asked; anybody unless given. */
  readonly open?: (reader: Reader) => boolean;
  /** What it answers, without what was asked. */
  ask(reader: Reader, asked: Asked): Promise<unknown>;
  /** Whether an answer gives the notice; absent where a right answer would change something. */
  gives?(answer: string): boolean;
}

const reason = { purpose: Purpose.AUDIT, caseNumber: "" };
const asker = { asker: "TO", asked: "0190a0b0-0000-7000-8000-000000000000" };
const withdrawal = { reason: WithdrawalReason.WRONG };

/** What may be said, by who must not; only the first has no effect but its own record. */
const sayings: { readonly [Field in SayingField]: Init<Pick<Statement, SayingField>> } = {
  acknowledged: { acknowledged: {} },
  consentAsked: { consentAsked: { participant: "AU" } },
  consentGranted: { consentGranted: { participant: "AU", ...asker } },
  consentRefused: { consentRefused: { participant: "AU", ...asker } },
  recalled: { recalled: withdrawal },
  erasureOrdered: { erasureOrdered: withdrawal },
  destroyed: { destroyed: {} },
  outcome: { outcome: { outcome: Outcome.NOTHING_FOUND } },
  withdrawn: { withdrawn: {} },
};

const some = (answer: string) => answer !== "[]";
const isAnswer = (answer: string) => !answer.includes('"code"');
/** Taken, or refused as who holds a notice is told that it has ended. */
const isAcknowledged = (answer: string) =>
  isAnswer(answer) || /"rule":"notice-(recalled|expired)"/.test(answer);
const anyVersion = ({ ref }: Asked): NoticeRef => ({ ...ref, version: 0 });
// The Secretariat's auditor is told all, by the log and the routing.
const isNoSecretary = ({ participant }: Reader) => participant !== "OCO";

/** Every door at which a notice can be asked for. */
export const doors: readonly Door[] = [
  {
    name: "get",
    content: true,
    ask: ({ client }, { ref }) => getNotice(client, ref),
    gives: isAnswer,
  },
  {
    name: "get of any version",
    content: true,
    anyVersion: true,
    ask: ({ client }, asked) => getNotice(client, anyVersion(asked)),
    gives: isAnswer,
  },
  {
    name: "find",
    content: true,
    anyVersion: true,
    ask: ({ client }, { ref }) => findNotices(client, { idPart: ref.id.slice(-12) }),
    gives: some,
  },
  {
    name: "find, also of what has ended",
    content: false,
    anyVersion: true,
    ask: async ({ client }, { ref }) => {
      const { notices, ended } = await findKnown(client, { idPart: ref.id.slice(-12) });
      return [...notices, ...ended];
    },
    gives: some,
  },
  {
    name: "search by words",
    content: true,
    ask: ({ client }, { title: text }) =>
      Array.fromAsync(searchNotices(client, { text, identifiers: {} })),
    gives: some,
  },
  {
    name: "search by a call sign",
    content: true,
    by: "callSign",
    ask: ({ client }, { callSign }) => found(client, { callSigns: [callSign] }),
    gives: some,
  },
  {
    name: "search by a person's document",
    content: true,
    by: "document",
    ask: ({ client }, { document }) => found(client, { documents: [document] }),
    gives: some,
  },
  {
    name: "explain",
    content: false,
    open: isNoSecretary,
    ask: ({ client }, { ref }) => explain(client, ref),
    gives: isAnswer,
  },
  {
    name: "explain of any version",
    content: false,
    anyVersion: true,
    open: isNoSecretary,
    ask: ({ client }, asked) => explain(client, anyVersion(asked)),
    gives: isAnswer,
  },
  ...Object.entries(sayings).map(([name, says]): Door => ({
    name,
    content: false,
    // An auditor has no key.
    open: ({ client }) => client.identity.signingKey !== undefined,
    ask: ({ client }, { ref, digest }) => state(client, { header: ref, digest }, says),
    ...(name === "acknowledged" && { gives: isAcknowledged }),
  })),
];

function found(client: HubClient, identifiers: Init<Identifiers>) {
  return Array.fromAsync(searchNotices(client, { text: "", identifiers }));
}

/** Doors of a whole participant: whoever of it asks is answered alike. */
export const participantDoors: readonly Door[] = [
  {
    name: "trail",
    content: false,
    open: isNoSecretary,
    ask: ({ auditor }, { ref }) => stepsOf(auditor, ref),
    gives: some,
  },
  {
    name: "trail of any version",
    content: false,
    anyVersion: true,
    open: isNoSecretary,
    ask: ({ auditor }, asked) => stepsOf(auditor, anyVersion(asked)),
    gives: some,
  },
  {
    // Who knows the digest was shown the request: so it is asked for the participant.
    name: "reply",
    content: false,
    open: ({ client }) => client.identity.signingKey !== undefined,
    ask: ({ client, participant }, { ref, digest }) =>
      publish(client, { draft: replyTo(ref, digest, participant) }),
  },
  {
    name: "reference",
    content: false,
    ask: async ({ publisher, participant }, { ref }) => {
      const draft = {
        ...leastAlert,
        references: [nameOf(ref)],
        audience: { participants: [participant] },
      };
      return (await publish(publisher, { draft })).warnings;
    },
    gives: (answer) => !answer.includes("reference-not-held"),
  },
];

/** What the log tells an auditor of a notice, less that its own participant was refused something about it. */
async function stepsOf(auditor: HubClient, ref: NoticeRef): Promise<string[]> {
  const entries = await Array.fromAsync(trail(auditor, reason, ref));
  return entries.map(({ step }) => step).filter((step) => step !== "refused");
}

const leastAlert = {
  kind: "alert",
  type: "seizure",
  title: "A seizure",
  when: "2026-03-14",
  where: { name: "Suva", unlocode: "FJSUV" },
  narrative: "Found on X-ray.",
  marking: "TLP:GREEN",
};

function replyTo(ref: NoticeRef, digest: Uint8Array, participant: string): object {
  return {
    kind: "reply",
    title: "An answer",
    reply: {
      request: nameOf(ref),
      request_digest: Buffer.from(digest).toString("hex"),
      state: "nothing-known",
    },
    marking: "TLP:AMBER",
    audience: { participants: [ref.origin === participant ? "AU" : ref.origin] },
  };
}

function nameOf({ origin, id, version }: NoticeRef): string {
  return `${origin}/${id}/${version}`;
}

/** What looks like a notice and does not exist. */
export function nothingLike({ ref, callSign, document }: Asked): Asked {
  return {
    ref: { ...ref, id: newId(Date.now(), randomBytes) },
    digest: randomBytes(32),
    title: `title${randomBytes(8).toString("hex")}`,
    callSign: callSign && "QNONE",
    document: document && "MX0000000000",
  };
}

/** The answer of a door as text, a refusal in full, less what was asked. */
export async function answerOf(door: Door, reader: Reader, asked: Asked): Promise<string> {
  const answer = await outcome(door.ask(reader, asked));
  const { ref, digest, title } = asked;
  return JSON.stringify(answer)
    .replaceAll(ref.id, "ID")
    .replaceAll(ref.id.slice(-12), "END")
    .replaceAll(Buffer.from(digest).toString("hex"), "DIGEST")
    .replaceAll(title, "TITLE");
}

/** What a call gives, or how it was refused: code, text and violations. */
export async function outcome(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const { code, message, violations } = error;
    return { code, message, violations };
  }
}
