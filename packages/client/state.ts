import { randomBytes } from "@talanoa/crypto/random.ts";
import {
  IntakeService,
  type NoticeRef,
  type Receipt,
  SealedStatement,
  type SignedReceipt,
  Statement,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import type { SayingField } from "@talanoa/sharing/statement/sayings.ts";
import { sealStatement } from "@talanoa/sharing/statement/statement.ts";
import type { CallOptions, Hub } from "./hub.ts";
import { checkedReceipt } from "./genuine-receipt.ts";
import type { Caller } from "./identity.ts";
import { signerOf } from "./signer.ts";

/** The version of a notice that is spoken of. */
export interface Spoken {
  readonly header: NoticeRef;
  /** SHA-256 of its header. */
  readonly digest: Uint8Array;
}

/** A statement that the hub has stored and logged. */
export interface Stated {
  readonly id: string;
  readonly receipt: Receipt;
  readonly signedReceipt: SignedReceipt;
}

/**
 * States that the officer has read this version of a notice and answers for it. Throws HubError,
 * `not-found` for a notice that is not in one's feed; InvalidIdentity when the identity cannot sign.
 */
export function acknowledge(hub: Hub, notice: Spoken, options?: CallOptions): Promise<Stated> {
  return state(hub, notice, { acknowledged: {} }, options);
}

/**
 * Signs and sends a statement about a notice that one holds. A repeated call within it sends the same
 * statement. Throws as `acknowledge` does, and `permission-denied` for what is the originator's alone.
 */
export async function state(
  hub: Hub,
  notice: Spoken,
  says: Init<Pick<Statement, SayingField>>,
  options?: CallOptions,
): Promise<Stated> {
  return sendStatement(hub, await signStatement(hub.identity, notice, says), options);
}

/** A statement that is signed. The hub takes it once, however often it is sent. */
export interface SignedStatement {
  readonly ref: NoticeRef;
  /** SHA-256 of its body: what the receipt must name. */
  readonly digest: Uint8Array;
  /** The bytes of a SealedStatement. */
  readonly sealed: Uint8Array;
}

/** Signs a statement about a notice. Throws InvalidIdentity when the identity cannot sign. */
export async function signStatement(
  identity: Caller,
  { header, digest: noticeDigest }: Spoken,
  says: Init<Pick<Statement, SayingField>>,
): Promise<SignedStatement> {
  const now = Date.now();
  const ref = { origin: identity.participant, id: newId(now, randomBytes), version: 0 };
  const { sealed, digest } = await sealStatement(
    {
      origin: ref.origin,
      id: ref.id,
      principal: identity.principal,
      issuedAt: now,
      notice: { origin: header.origin, id: header.id, version: header.version },
      noticeDigest,
      ...says,
    },
    signerOf(identity),
  );
  return { ref, digest, sealed };
}

/** Reads the bytes of a SealedStatement. Throws MalformedMessage. */
export function signedStatementOf(sealed: Uint8Array): SignedStatement {
  const { body } = SealedStatement.decode(sealed);
  const { origin, id } = Statement.decode(body);
  return { ref: { origin, id, version: 0 }, digest: sha256(body), sealed };
}

/** Sends a statement that is signed. Throws HubError, and NotGenuine for a receipt that is not the hub's. */
export async function sendStatement(
  hub: Hub,
  { ref, digest, sealed }: SignedStatement,
  options?: CallOptions,
): Promise<Stated> {
  const { receipt: signed } = await hub.call(
    IntakeService.state,
    { statement: SealedStatement.decode(sealed) },
    options,
  );
  const receipt = await checkedReceipt(signed, { ref, digest }, hub.identity.hub);
  return { id: ref.id, receipt, signedReceipt: signed! };
}

/** Whether the hub wants to be told that an outcome takes back an earlier one, which found something. */
export function takesBackFirst(error: unknown): boolean {
  return (
    error instanceof HubError && error.violations.some(({ rule }) => rule === "outcome-taken-back")
  );
}
