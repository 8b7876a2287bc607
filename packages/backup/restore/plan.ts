import { type BackupMessage, RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { tombstoneHeaders } from "@talanoa/platform/bus/tombstone.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import { headerOf } from "../folder/kept-message.ts";
import { type Gone, isGone } from "../gone.ts";

/** A version of a notice whose record alone the backups have: its content is lost. */
export interface LostNotice {
  readonly origin: string;
  readonly id: string;
  readonly version: number;
  /** When the hub had accepted it, Unix ms. */
  readonly storedAt: number;
}

/** A copy that routing had given to a participant, of a notice or a statement that stands, and that the backups lack. */
export interface LostCopy {
  readonly participant: string;
  readonly origin: string;
  readonly id: string;
  readonly version: number;
  /** The statement that it tells; empty for a copy of the notice itself. */
  readonly statement: string;
}

/** What is not put back as it was, and why. */
export interface PlanReport {
  /** Messages that stand again as they stood. */
  messages: number;
  /** Messages of content that the backups still had, of what was recalled, erased or has expired since. */
  leftOut: number;
  readonly lostNotices: LostNotice[];
  readonly lostCopies: LostCopy[];
}

/** What is to stand at a place of the stream. */
export type Planned = Omit<BackupMessage, "leftOut">;

/**
 * Says, message by message in the stream's order, what is put back; then, in `buried`, the tombstones of the notices
 * that are not, which keep their records.
 */
export class RestorePlan {
  readonly report: PlanReport = { messages: 0, leftOut: 0, lostNotices: [], lostCopies: [] };
  readonly #gone: Gone;
  readonly #now: number;
  readonly #tombstones: Omit<Planned, "sequence">[] = [];
  /** Versions that are lost, `origin/id/version`. */
  readonly #lost = new Set<string>();
  /** Of the last marker: whose copies stand right after it, by place. */
  #awaited = new Map<number, LostCopy>();

  constructor(gone: Gone, now: number) {
    this.#gone = gone;
    this.#now = now;
  }

  /** What stands in the place of the next message; null for nothing. */
  next(message: BackupMessage): Planned | null {
    const top = message.subject.slice(0, message.subject.indexOf("."));
    if (top === "notice") return this.#notice(message);
    if (top === "routed") this.#await(message);
    this.#awaited.delete(message.sequence);
    if (!isGone(message, this.#gone)) return this.#stays(message);
    this.report.leftOut += 1;
    return null;
  }

  /** The tombstones that are to stand behind all else, from a sequence on. */
  buried(first: number): Planned[] {
    this.#lose();
    return this.#tombstones.map((each, i) => ({ ...each, sequence: first + i }));
  }

  #notice(message: BackupMessage): Planned | null {
    const [, , origin = "", id = "", number] = message.subject.split(".");
    const version = Number(number);
    const isHere = message.leftOut.length === 0;
    if (isGone(message, this.#gone)) {
      if (isHere) this.report.leftOut += 1;
      if (!this.#gone.buried.has(`${origin}/${id}/${version}`)) this.#bury(message);
      return null;
    }
    if (isHere) return this.#stays(message);
    this.#lost.add(`${origin}/${id}/${version}`);
    this.report.lostNotices.push({ origin, id, version, storedAt: message.storedAt });
    this.#bury(message);
    return null;
  }

  #stays(message: BackupMessage): Planned {
    this.report.messages += 1;
    return message;
  }

  #bury(message: BackupMessage): void {
    const { subject, sequence, storedAt, payload, leftOut } = message;
    const header = (name: string) => headerOf(message, name);
    const digest = leftOut.length > 0 ? leftOut : sha256(payload);
    const headers = tombstoneHeaders({ sequence, storedAt, header }, digest);
    this.#tombstones.push({
      subject,
      storedAt: this.#now,
      headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
      payload: new Uint8Array(),
    });
  }

  /** Notes whose copies must come after a marker. What is erased, or was lost before, has none. */
  #await({ sequence, payload }: BackupMessage): void {
    this.#lose();
    const { card, recipients, statement } = RoutedMarker.decode(payload);
    const notice = card?.notice;
    if (!notice) return;
    const { origin, id, version } = notice;
    const { whole, buried } = this.#gone;
    const isAway = whole.has(`${origin}/${id}`) || buried.has(`${origin}/${id}/${version}`);
    if (!statement && isAway) return;
    for (const [i, participant] of recipients.entries())
      this.#awaited.set(sequence + 1 + i, { participant, origin, id, version, statement });
  }

  #lose(): void {
    for (const copy of this.#awaited.values()) {
      const isNamed = this.#lost.has(`${copy.origin}/${copy.id}/${copy.version}`);
      if (copy.statement || !isNamed) this.report.lostCopies.push(copy);
    }
    this.#awaited = new Map();
  }
}
