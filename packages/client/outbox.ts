import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import { type NoticeRef, SignedReceipt } from "@talanoa/contract/generated/talanoa.ts";
import type { HubErrorCode } from "@talanoa/platform/errors.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { alreadyWaits } from "./already-waits.ts";
import { type Claim, claimIn } from "./claim.ts";
import {
  createDurably,
  makeFolder,
  moveDurably,
  removeDurably,
  writeDurably,
} from "@talanoa/platform/durable-file.ts";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { type Publication, publicationOf } from "./publication.ts";

/** Why the hub said no. */
export interface RefusalOnFile {
  /** Unix milliseconds. */
  at: number;
  code: HubErrorCode | "damaged";
  message: string;
  violations: Violation[];
}

export interface Refused {
  /** Name of the file in the folder `refused`, without its ending. */
  name: string;
  ref: NoticeRef | null;
  /** Size of the file. */
  bytes: number;
  refusal: RefusalOnFile;
}

/**
 * Sealed notices that wait for their receipts, kept where they outlive this process. Several may use it. A notice that
 * was dropped or refused may be followed by another under the same name: a next version that was put right. What is
 * said of one by its publication is said of those bytes alone, and the other stays as it is.
 */
export interface Outbox {
  /**
   * After a return the notice will be sent, whatever happens to this process. Throws HubError `already-exists` when
   * another waits under the same name: two next versions of one notice.
   */
  put(publication: Publication): Promise<void>;
  /** What is to be sent, oldest first. A file that is no notice is moved to `refused`. */
  waiting(): Promise<Publication[]>;
  /** Whether this one is still to be sent. */
  isWaiting(publication: Publication): Promise<boolean>;
  /** The receipt, when there is one. */
  receipt(ref: NoticeRef): Promise<SignedReceipt | null>;
  /** Why it was refused; an outbox that keeps the reason alone gives that of its name. */
  refusal(publication: Publication): Promise<RefusalOnFile | null>;
  /** To be called with a receipt that was verified: keeps it, then forgets the notice. */
  accept(publication: Publication, receipt: SignedReceipt): Promise<void>;
  /** Moves a notice aside: it is not sent again. */
  refuse(publication: Publication, refusal: RefusalOnFile): Promise<void>;
  refused(): Promise<Refused[]>;
  /** Forgets a notice, waiting or refused. To be called by whoever has its claim. */
  drop(ref: NoticeRef): Promise<void>;
  /** Takes the right to send a notice; null while another process has it. */
  claim(ref: NoticeRef): Promise<Claim | null>;
}

/**
 * A folder of sealed notices that wait for their receipts:
 *
 *     waiting/ID.VERSION.ORIGIN.notice    to be sent; ids begin with their time, so names sort by it
 *     receipts/ID.VERSION.ORIGIN.receipt  the hub's signed word
 *     refused/ID.VERSION.ORIGIN.notice    with .json beside it: the reason
 *     claims/ID.VERSION.ORIGIN            somebody is sending it
 *
 * Each step is one rename, link or unlink after what it stands on was fsynced, so that a process or the
 * power may end at any moment: what was not finished is done again. Several processes may use it.
 */
export interface FolderOutbox extends Outbox {
  readonly folder: string;
}

export async function openOutbox(folder: string): Promise<FolderOutbox> {
  const [waiting, receipts, refused, claims] = ["waiting", "receipts", "refused", "claims"].map(
    (part) => join(folder, part),
  ) as [string, string, string, string];
  for (const each of [waiting, receipts, refused, claims]) await makeFolder(each);

  const noticePath = (ref: NoticeRef) => join(waiting, `${nameOf(ref)}.notice`);
  const refusedPath = (ref: NoticeRef) => join(refused, `${nameOf(ref)}.notice`);
  const receiptPath = (ref: NoticeRef) => join(receipts, `${nameOf(ref)}.receipt`);

  async function setAside(name: string, sealed: Uint8Array, refusal: RefusalOnFile): Promise<void> {
    if (!(await holds(join(waiting, `${name}.notice`), sealed))) return;
    // The reason first: a notice in `refused` always has one.
    await writeDurably(join(refused, `${name}.json`), Buffer.from(JSON.stringify(refusal)));
    await moveDurably(join(waiting, `${name}.notice`), join(refused, `${name}.notice`));
  }

  async function removeRefused(ref: NoticeRef): Promise<void> {
    // The reason last: a notice in `refused` always has one.
    for (const ending of [".notice", ".json"])
      await removeDurably(join(refused, `${nameOf(ref)}${ending}`));
  }

  return {
    folder,
    async put({ ref, sealed }) {
      while (!(await createDurably(noticePath(ref), sealed))) {
        const standing = await readIfThere(noticePath(ref));
        if (standing && !isSame(standing, sealed)) throw alreadyWaits(ref);
        if (standing) return;
        // It was settled just now.
      }
    },

    async waiting() {
      const found: Publication[] = [];
      for (const name of await namesIn(waiting, ".notice")) {
        const sealed = await readIfThere(join(waiting, `${name}.notice`));
        if (!sealed) continue;
        const publication = readPublication(sealed, name);
        if (publication) found.push(publication);
        else
          await setAside(name, sealed, {
            at: Date.now(),
            code: "damaged",
            message: "the file is not the notice that its name says",
            violations: [],
          });
      }
      return found;
    },

    isWaiting: ({ ref, sealed }) => holds(noticePath(ref), sealed),

    async receipt(ref) {
      const bytes = await readIfThere(receiptPath(ref));
      return bytes && SignedReceipt.decode(bytes);
    },

    async refusal({ ref, sealed }) {
      // A reason without its notice: the move did not happen, so nothing is decided.
      if (!(await holds(refusedPath(ref), sealed))) return null;
      return readRefusal(join(refused, `${nameOf(ref)}.json`));
    },

    async accept({ ref, sealed }, receipt) {
      await writeDurably(receiptPath(ref), SignedReceipt.encode(receipt));
      const isWaiting = await holds(noticePath(ref), sealed);
      // It may have been refused before it was put right. First: what waits no more is not looked at again.
      if (isWaiting || (await holds(refusedPath(ref), sealed))) await removeRefused(ref);
      // The commit point: from here on the notice need not be sent. If the next line does not
      // happen, the receipt is found before it is sent again.
      if (isWaiting) await removeDurably(noticePath(ref));
    },

    refuse: ({ ref, sealed }, refusal) => setAside(nameOf(ref), sealed, refusal),

    async refused() {
      const found: Refused[] = [];
      for (const name of await namesIn(refused, ".notice")) {
        const sealed = await readIfThere(join(refused, `${name}.notice`));
        const refusal = await readRefusal(join(refused, `${name}.json`));
        if (sealed && refusal)
          found.push({ name, ref: refOf(name), bytes: sealed.length, refusal });
      }
      return found;
    },

    async drop(ref) {
      await removeDurably(noticePath(ref));
      await removeRefused(ref);
    },

    claim: (ref) => claimIn(claims, nameOf(ref)),
  };
}

function nameOf({ id, version, origin }: NoticeRef): string {
  // These become a path: nothing but what may stand in a subject.
  if (!SUBJECT_TOKEN.test(id) || !SUBJECT_TOKEN.test(origin) || !Number.isInteger(version))
    throw new RangeError("a notice's id and origin have only letters, digits, dashes");
  return `${id}.${version}.${origin}`;
}

function refOf(name: string): NoticeRef | null {
  const [, id, version, origin] = /^([^.]+)\.(\d+)\.([^.]+)$/.exec(name) ?? [];
  return id && origin ? { id, origin, version: Number(version) } : null;
}

function readPublication(sealed: Uint8Array, name: string): Publication | null {
  try {
    const publication = publicationOf(sealed);
    return nameOf(publication.ref) === name ? publication : null;
  } catch {
    return null;
  }
}

async function readRefusal(path: string): Promise<RefusalOnFile | null> {
  const bytes = await readIfThere(path);
  return bytes && (JSON.parse(Buffer.from(bytes).toString()) as RefusalOnFile);
}

/** Oldest first, and the versions of one notice in their order. */
function byIdAndVersion(one: string, other: string): number {
  const [id = "", version] = one.split(".");
  const [otherId = "", otherVersion] = other.split(".");
  if (id !== otherId) return id < otherId ? -1 : 1;
  return Number(version) - Number(otherVersion);
}

async function namesIn(folder: string, ending: string): Promise<string[]> {
  return (await readdir(folder))
    .filter((name) => name.endsWith(ending) && !name.startsWith("."))
    .map((name) => name.slice(0, -ending.length))
    .sort(byIdAndVersion);
}

/** Whether a file has these bytes. */
async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  const standing = await readIfThere(path);
  return standing !== null && isSame(standing, bytes);
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
