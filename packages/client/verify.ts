import {
  type Receipt,
  SealedNotice,
  SealedStatement,
  SignedReceipt,
} from "@talanoa/contract/generated/talanoa.ts";
import {
  noticeSigningInput,
  SIGNATURE_LENGTH,
  statementSigningInput,
} from "@talanoa/sharing/notice/sign.ts";
import { type OpenedNotice, openNotice } from "@talanoa/sharing/notice/open.ts";
import { verifyReceipt } from "@talanoa/sharing/receipt/receipt.ts";
import { type OpenedStatement, openStatement } from "@talanoa/sharing/statement/statement.ts";
import { fault } from "./genuine-copy.ts";
import { NotGenuine } from "./genuine-receipt.ts";
import type { KeyRing } from "./key-ring.ts";
import { openingFault } from "./opening-fault.ts";

/** The bytes are no sealed notice, statement or receipt at all, or cut off or damaged so that none is left. */
export class NotSealed extends NotGenuine {}

/** What is in a file, its signature proven. */
export type Verified =
  | ({ readonly kind: "notice" } & VerifiedNotice)
  | { readonly kind: "statement"; readonly statement: OpenedStatement }
  | { readonly kind: "receipt"; readonly receipt: Receipt; readonly keyId: string };

export interface VerifiedNotice {
  readonly notice: OpenedNotice;
  /** From when on the key that signed is revoked, Unix ms; 0 when it is not, by the keys at hand. */
  readonly revokedFrom: number;
  /** The kinds that the key signs; empty for all. */
  readonly signsOnly: readonly number[];
}

export interface VerifyingKeys {
  readonly participants: KeyRing;
  /** The hub's receipt keys: raw public keys by id. */
  readonly hub: ReadonlyMap<string, Uint8Array>;
}

/**
 * Verifies the bytes of a sealed notice (whole, or a copy from which sections were withheld), a
 * sealed statement or a signed receipt; needs no hub when the keys are at hand. Throws NotSealed when
 * it is none of these, NotGenuine when its signature or digests do not hold.
 */
export async function verifyBytes(bytes: Uint8Array, keys: VerifyingKeys): Promise<Verified> {
  const notice = asNotice(bytes);
  if (notice) return { kind: "notice", ...(await verifySealed(notice, keys.participants)) };
  const receipt = asReceipt(bytes);
  if (!receipt) throw new NotSealed("this is no sealed notice, statement or receipt");
  // Both have the same fields; the key tells which it is, and the signature proves it.
  const hubKey = keys.hub.get(receipt.keyId);
  if (hubKey) {
    const said = await verifyReceipt(receipt, hubKey);
    if (!said) throw new NotGenuine("the receipt's signature does not hold");
    return { kind: "receipt", receipt: said, keyId: receipt.keyId };
  }
  return verifyStatement(SealedStatement.decode(bytes), keys.participants);
}

/** Whether bytes have the form of what `verifyBytes` verifies: for that no key is needed. */
export function isSealed(bytes: Uint8Array): boolean {
  return (asNotice(bytes) ?? asReceipt(bytes)) !== null;
}

/**
 * Verifies a notice by a key that was valid when the hub accepted it (Unix ms); when that is not known, at the time at
 * which the notice itself says that it was issued. Throws NotGenuine.
 */
export async function verifySealed(
  sealed: SealedNotice,
  keys: KeyRing,
  acceptedAt = 0,
): Promise<VerifiedNotice> {
  const notice = opened(sealed);
  const { origin, kind, issuedAt } = notice.header;
  const input = noticeSigningInput(sealed.header);
  const { signature, keyId } = sealed;
  const reason = await fault(keys, keyId, {
    origin,
    kind,
    at: acceptedAt || issuedAt,
    input,
    signature,
  });
  if (reason) throw new NotGenuine(`nothing proves that ${origin} signed this notice: ${reason}`);
  const key = await keys.key(keyId);
  return { notice, revokedFrom: key?.validity?.until ?? 0, signsOnly: key?.kinds ?? [] };
}

async function verifyStatement(sealed: SealedStatement, keys: KeyRing): Promise<Verified> {
  if (!(await keys.key(sealed.keyId)))
    throw new NotGenuine("signed by a key that is neither the hub's nor in the directory");
  const statement = openedStatement(sealed);
  const { origin, issuedAt } = statement.statement;
  const input = statementSigningInput(sealed.body);
  const { signature, keyId } = sealed;
  const reason = await fault(keys, keyId, { origin, at: issuedAt, input, signature });
  if (reason) throw new NotGenuine(`nothing proves that ${origin} stated this: ${reason}`);
  return { kind: "statement", statement };
}

function asNotice(bytes: Uint8Array): SealedNotice | null {
  const notice = decoded(SealedNotice, bytes);
  // A receipt's bytes can be read as a notice, but then have no signature in its place.
  return notice?.signature.length === SIGNATURE_LENGTH && notice.keyId !== "" ? notice : null;
}

/** A receipt or a statement: both have the same fields. */
function asReceipt(bytes: Uint8Array): SignedReceipt | null {
  const receipt = decoded(SignedReceipt, bytes);
  return receipt?.signature.length === SIGNATURE_LENGTH && receipt.keyId !== "" ? receipt : null;
}

function opened(sealed: SealedNotice): OpenedNotice {
  try {
    return openNotice(sealed);
  } catch (error) {
    throw new NotGenuine(openingFault(sealed, error), { cause: error });
  }
}

function openedStatement(sealed: SealedStatement): OpenedStatement {
  try {
    return openStatement(sealed);
  } catch (error) {
    throw new NotGenuine("it cannot be read as a statement", { cause: error });
  }
}

function decoded<T>(message: { decode(bytes: Uint8Array): T }, bytes: Uint8Array): T | null {
  try {
    return message.decode(bytes);
  } catch {
    return null;
  }
}
