import { randomBytes } from "node:crypto";
import { readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
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
  syncFolder,
  writeDurably,
} from "@talanoa/platform/durable-file.ts";
import { ignoreMissing, isMissing } from "@talanoa/platform/missing-file.ts";
import { byIdAndVersion, nameOf, refOf } from "./outbox-names.ts";
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
  /**
   * Forgets a notice that waits, with what was refused under its name before; or one that was refused, and nothing that
   * waits. To be called by whoever has its claim.
   */
  drop(notice: Publication | Refused): Promise<void>;
  /** Takes the right to send a notice; null while another process has it. */
  claim(ref: NoticeRef): Promise<Claim | null>;
}

/**
 * A folder of sealed notices that wait for their receipts:
 *
 *     waiting/ID.VERSION.ORIGIN.notice          to be sent; ids begin with their time, so names sort by it
 *     settling/ID.VERSION.ORIGIN.RANDOM.notice  to be sent as well, until whoever settles it is done
 *     receipts/ID.VERSION.ORIGIN.receipt        the hub's signed word
 *     refused/ID.VERSION.ORIGIN.notice          with .json beside it: the reason
 *     claims/ID.VERSION.ORIGIN                  somebody is sending it
 *
 * Each step is one rename, link or unlink after what it stands on was fsynced, so that a process or the
 * power may end at any moment: what was not finished is done again. Several processes may use it.
 *
 * For whoever slept longer than its claim lasts, another notice may stand under a name in `waiting` at which it has just
 * looked. So nothing is forgotten there: it is moved to `settling`, to a name that no other notice ever has, and looked at
 * again. What turns out to be another, or was left by a process that ended, waits there as before. In the moment of such a
 * move a further one may be promised under the name: both are sent, and the hub refuses one.
 */
export interface FolderOutbox extends Outbox {
  readonly folder: string;
}

export async function openOutbox(folder: string): Promise<FolderOutbox> {
  const [waiting, settling, receipts, refused, claims] = [
    "waiting",
    "settling",
    "receipts",
    "refused",
    "claims",
  ].map((part) => join(folder, part)) as [string, string, string, string, string];
  for (const each of [waiting, settling, receipts, refused, claims]) await makeFolder(each);

  const noticePath = (ref: NoticeRef) => join(waiting, `${nameOf(ref)}.notice`);
  const refusedPath = (ref: NoticeRef) => join(refused, `${nameOf(ref)}.notice`);
  const receiptPath = (ref: NoticeRef) => join(receipts, `${nameOf(ref)}.receipt`);

  async function settlingFiles(): Promise<WaitingFile[]> {
    return (await namesIn(settling, ".notice")).map((name) => ({
      name: name.replace(/\.[^.]+$/, ""),
      path: join(settling, `${name}.notice`),
    }));
  }

  async function settlingOf(name: string): Promise<string[]> {
    return (await settlingFiles()).filter((file) => file.name === name).map(({ path }) => path);
  }

  /** The files of a notice that waits, of which each may be moved and removed: its name is never another's. */
  async function takeOut(name: string, sealed: Uint8Array): Promise<string[]> {
    const path = join(waiting, `${name}.notice`);
    if (await holds(path, sealed)) {
      const own = join(settling, `${name}.${randomBytes(8).toString("hex")}.notice`);
      await rename(path, own).catch(ignoreMissing);
      const its = await readIfThere(own);
      // Another, which was promised under the name that it had.
      if (its && !isSame(its, sealed))
        for (const each of [settling, waiting]) await syncFolder(each);
    }
    const found: string[] = [];
    for (const each of await settlingOf(name)) if (await holds(each, sealed)) found.push(each);
    return found;
  }

  async function setAside(name: string, sealed: Uint8Array, refusal: RefusalOnFile): Promise<void> {
    const files = await takeOut(name, sealed);
    if (files.length === 0) return;
    // The reason first: a notice in `refused` always has one.
    await writeDurably(join(refused, `${name}.json`), Buffer.from(JSON.stringify(refusal)));
    for (const each of files) await moveDurably(each, join(refused, `${name}.notice`));
  }

  async function forget({ ref, sealed }: Publication): Promise<void> {
    const files = await takeOut(nameOf(ref), sealed);
    // It may have been refused before it was put right. First: what waits no more is not looked at again.
    if (files.length > 0 || (await holds(refusedPath(ref), sealed)))
      await removeRefused(nameOf(ref));
    for (const each of files) await removeDurably(each);
  }

  async function removeRefused(name: string): Promise<void> {
    // The reason last: a notice in `refused` always has one.
    for (const ending of [".notice", ".json"])
      await removeDurably(join(refused, `${name}${ending}`));
  }

  return {
    folder,
    async put({ ref, sealed }) {
      for (const each of await settlingOf(nameOf(ref))) {
        const standing = await readIfThere(each);
        if (standing && !isSame(standing, sealed)) throw alreadyWaits(ref);
      }
      while (!(await createDurably(noticePath(ref), sealed))) {
        const standing = await readIfThere(noticePath(ref));
        if (standing && !isSame(standing, sealed)) throw alreadyWaits(ref);
        if (standing) return;
        // It was settled just now.
      }
    },

    async waiting() {
      const found: Publication[] = [];
      const files = (await namesIn(waiting, ".notice")).map((name): WaitingFile => ({
        name,
        path: join(waiting, `${name}.notice`),
      }));
      // In this order: what is moved between the two is found.
      files.push(...(await settlingFiles()));
      files.sort((one, other) => byIdAndVersion(one.name, other.name));
      for (const { name, path } of files) {
        const sealed = await readIfThere(path);
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

    async isWaiting({ ref, sealed }) {
      // In this order: what is moved between the two is found.
      if (await holds(noticePath(ref), sealed)) return true;
      for (const each of await settlingOf(nameOf(ref))) if (await holds(each, sealed)) return true;
      return false;
    },

    async receipt(ref) {
      const bytes = await readIfThere(receiptPath(ref));
      return bytes && SignedReceipt.decode(bytes);
    },

    async refusal({ ref, sealed }) {
      // A reason without its notice: the move did not happen, so nothing is decided.
      if (!(await holds(refusedPath(ref), sealed))) return null;
      return readRefusal(join(refused, `${nameOf(ref)}.json`));
    },

    async accept(publication, receipt) {
      // The commit point: from here on the notice need not be sent. If the next line does not
      // happen, the receipt is found before it is sent again.
      await writeDurably(receiptPath(publication.ref), SignedReceipt.encode(receipt));
      await forget(publication);
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

    drop: (notice) => ("sealed" in notice ? forget(notice) : removeRefused(notice.name)),

    claim: (ref) => claimIn(claims, nameOf(ref)),
  };
}

interface WaitingFile {
  /** That of the notice. */
  readonly name: string;
  readonly path: string;
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
