import type { browserStore } from "../../browser-store.ts";
import { isRefused } from "@talanoa/client/deliver.ts";
import { decidedVersion } from "@talanoa/client/explain.ts";
import type { Hub } from "@talanoa/client/hub.ts";
import {
  sendStatement,
  type SignedStatement,
  signedStatementOf,
  signStatement,
} from "@talanoa/client/state.ts";
import {
  type NoticeRef,
  SealedStatement,
  Statement,
  type WithdrawalReason,
} from "@talanoa/contract/generated/talanoa.ts";
import { MalformedMessage } from "@talanoa/contract/message-type.ts";
import { base64, fromBase64 } from "@talanoa/crypto/bytes.ts";
import { HubError } from "@talanoa/platform/errors.ts";

export type Withdrawing = "recall" | "erase";
type Notice = Pick<NoticeRef, "origin" | "id">;
type Officer = Pick<Hub["identity"], "participant" | "principal">;

/** What a withdrawal needs of a browser. */
export interface WithdrawalPlace {
  readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  readonly locks: Pick<LockManager, "request">;
}

/** A withdrawal that was signed here and has no receipt yet: the hub may have taken it. */
export interface KeptWithdrawal {
  readonly signed: SignedStatement;
  readonly reason: WithdrawalReason;
}

/**
 * Recalls a notice, or orders its personal data to be erased. What is signed is kept in the browser until its receipt
 * is there or the hub says no: after a lost answer, also in another window or after a reload, the same bytes are sent
 * again, whatever reason is given now, and the hub states it once. Throws HubError, NotGenuine, InvalidIdentity.
 */
export async function withdraw(
  hub: Hub,
  notice: Notice,
  { what, reason }: { readonly what: Withdrawing; readonly reason: WithdrawalReason },
  { storage, locks }: WithdrawalPlace,
): Promise<void> {
  const place = placeOf(hub, notice, what);
  await locks.request(place, async () => {
    const signed = keptWithdrawal(hub, notice, what, storage)?.signed ?? (await sign());
    try {
      storage.setItem(place, base64(signed.sealed));
    } catch {
      // A browser that is full or keeps nothing: what is to be taken back is taken back all the same.
    }
    try {
      await sendStatement(hub, signed);
    } catch (error) {
      if (error instanceof HubError && isRefused(error)) storage.removeItem(place);
      throw error;
    }
    // The commit point was the hub's: what is kept is of no use from here on.
    storage.removeItem(place);
  });

  async function sign(): Promise<SignedStatement> {
    const says = what === "recall" ? { recalled: { reason } } : { erasureOrdered: { reason } };
    // Of its first version, which whoever holds any knows: nobody learns of a later one from what is said of all.
    const first = await decidedVersion(hub, { ...notice, version: 1 });
    return signStatement(hub.identity, first, says);
  }
}

/** What was signed here before and has no receipt yet; null when there is nothing. */
export function keptWithdrawal(
  hub: Pick<Hub, "identity">,
  notice: Notice,
  what: Withdrawing,
  storage: WithdrawalPlace["storage"],
): KeptWithdrawal | null {
  const text = storage.getItem(placeOf(hub, notice, what));
  if (text === null) return null;
  try {
    const signed = signedStatementOf(fromBase64(text));
    const { body } = SealedStatement.decode(signed.sealed);
    const said = Statement.decode(body);
    const its = what === "recall" ? said.recalled : said.erasureOrdered;
    return its && said.notice?.id === notice.id ? { signed, reason: its.reason } : null;
  } catch (error) {
    if (error instanceof MalformedMessage) return null;
    throw error;
  }
}

/** The notice is known to be recalled: what was kept for it is of no use. */
export function forgetRecall(
  hub: Pick<Hub, "identity">,
  notice: Notice,
  storage: WithdrawalPlace["storage"],
): void {
  storage.removeItem(placeOf(hub, notice, "recall"));
}

/** Erases all that an officer signed here and that has no receipt yet. */
export function eraseWithdrawals(officer: Officer, store: typeof browserStore): void {
  const prefix = prefixOf(officer);
  for (const place of store.names()) if (place.startsWith(prefix)) store.removeItem(place);
}

function placeOf(
  { identity }: Pick<Hub, "identity">,
  { origin, id }: Notice,
  what: Withdrawing,
): string {
  return `${prefixOf(identity)}${what}.${origin}/${id}`;
}

function prefixOf({ participant, principal }: Officer): string {
  return `talanoa.withdrawal.${participant}.${principal}.`;
}
