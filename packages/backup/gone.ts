import {
  type BackupMessage,
  NoticeLife,
  RoutedMarker,
  StoredCopy,
} from "@talanoa/contract/generated/talanoa.ts";
import { erasedBy } from "@talanoa/platform/bus/tombstone.ts";
import { orderOf } from "@talanoa/sharing/lifecycle/orders.ts";
import { headerOf } from "./folder/kept-message.ts";

/**
 * What of the content of notices is to be there no more, by all that a backup tells: what was recalled, erased or has
 * expired, to its very end, whether or not the hub had come to erase it.
 */
export interface Gone {
  /** Notices, `origin/id`, of which all content goes. */
  readonly whole: ReadonlySet<string>;
  /** Up to which version the personal and passenger sections of a notice go. */
  readonly personal: ReadonlyMap<string, number>;
  /** Versions, `origin/id/version`, in whose place a tombstone stands. */
  readonly buried: ReadonlySet<string>;
}

/** Finds what is gone, message by message, in the stream's order. */
export class GoneFinder {
  readonly #whole = new Set<string>();
  readonly #personal = new Map<string, number>();
  readonly #buried = new Set<string>();
  /** Of each notice that ends: its newest version that was routed, and when that ends, Unix ms; 0 for never. */
  readonly #ends = new Map<string, { version: number; at: number }>();
  /** Of each notice that was revised: its newest version, routed or not. */
  readonly #newest = new Map<string, number>();

  note(message: BackupMessage): void {
    const { subject, payload } = message;
    const [top, ...rest] = subject.split(".");
    if (top === "life") this.#noteLife(payload);
    else if (top === "routed" && rest[3] === "first") this.#noteMarker(rest, payload);
    else if (top === "notice" && isTombstone(message)) this.#buried.add(rest.slice(1).join("/"));
  }

  /** What is gone at a time, Unix ms. */
  gone(now: number): Gone {
    const whole = new Set(this.#whole);
    for (const [name, { version, at }] of this.#ends) {
      // A newer version that is not routed yet says when.
      if ((this.#newest.get(name) ?? 0) > version) continue;
      if (at > 0 && at <= now) whole.add(name);
    }
    return { whole, personal: this.#personal, buried: this.#buried };
  }

  #noteLife(payload: Uint8Array): void {
    const life = NoticeLife.decode(payload);
    if (!life.notice) return;
    const { origin, id, version } = life.notice;
    const name = `${origin}/${id}`;
    if (version > 1) this.#newest.set(name, version);
    const order = orderOf(life);
    if (!order) return;
    if (order.whole) this.#whole.add(name);
    else {
      const before = this.#personal.get(name) ?? 0;
      this.#personal.set(name, Math.max(order.notice.version, before));
    }
  }

  #noteMarker([origin, id, version]: readonly string[], payload: Uint8Array): void {
    const name = `${origin}/${id}`;
    const known = this.#ends.get(name)?.version ?? 0;
    const at = RoutedMarker.decode(payload).card?.expiresAt ?? 0;
    if (Number(version) > known && (at > 0 || known > 0))
      this.#ends.set(name, { version: Number(version), at });
  }
}

/** Whether a message is, or belongs to, content that is to be there no more. */
export function isGone(message: BackupMessage, { whole, personal, buried }: Gone): boolean {
  const [top, ...rest] = message.subject.split(".");
  if (top === "notice") {
    const [, origin, id, version] = rest;
    if (isTombstone(message)) return false;
    return whole.has(`${origin}/${id}`) || buried.has(`${origin}/${id}/${version}`);
  }
  if (top === "section") {
    const [origin, id, version] = rest;
    const name = `${origin}/${id}`;
    return whole.has(name) || Number(version) <= (personal.get(name) ?? 0);
  }
  // What is told of a notice stays: it holds nothing of its content.
  if (top !== "feed" || rest[2] === "statement" || rest[2] === "reminder") return false;
  const notice = StoredCopy.decode(message.payload).card?.notice;
  return notice !== undefined && notice !== null && whole.has(`${notice.origin}/${notice.id}`);
}

export function isTombstone(message: BackupMessage): boolean {
  return erasedBy({ header: (name) => headerOf(message, name) }) !== null;
}
