import { SealedStatement, Statement } from "@talanoa/contract/generated/talanoa.ts";
import { type Init, MalformedMessage, withoutUnknown } from "@talanoa/contract/message-type.ts";
import type { StepField } from "@talanoa/contract/records.ts";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import { isParticipantForm } from "../codes/participants.ts";
import { DIGEST_LENGTH, sha256 } from "../notice/digest.ts";
import { Findings } from "../notice/findings.ts";
import { isId } from "../notice/id.ts";
import { limits } from "../notice/limits.ts";
import { checkId } from "../notice/rules-of/id.ts";
import { SIGNATURE_LENGTH, statementSigningInput } from "../notice/sign.ts";
import type { Validation } from "../notice/validate.ts";
import { checkSaid, type SayingField, sayingOf } from "./sayings.ts";

/** A statement whose bytes were read. The signature is not yet checked. */
export interface OpenedStatement {
  readonly statement: Statement;
  /** SHA-256 of the body's bytes. */
  readonly digest: Uint8Array;
  /** What it says; null for something that this version does not know. */
  readonly says: (SayingField & StepField) | null;
  readonly signature: Uint8Array;
  readonly keyId: string;
}

export interface StatementSealOptions {
  readonly keyId: string;
  /** Ed25519 with the key that keyId names. */
  sign(input: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** Signs a statement: the bytes of a SealedStatement, and the SHA-256 of its body. */
export async function sealStatement(
  statement: Init<Statement>,
  { keyId, sign }: StatementSealOptions,
): Promise<{ readonly sealed: Uint8Array; readonly digest: Uint8Array }> {
  const body = Statement.encode(statement);
  const signature = await sign(statementSigningInput(body));
  return { sealed: SealedStatement.encode({ body, signature, keyId }), digest: sha256(body) };
}

/** Reads a sealed statement. Throws InvalidNotice for bytes that are no statement, or too many. */
export function openStatement({ body, signature, keyId }: SealedStatement): OpenedStatement {
  const findings = new Findings();
  if (body.length > limits.statementSize) {
    findings.violation("statement-readable", "body", `At most ${limits.statementSize} bytes.`);
    throw findings.error();
  }
  try {
    const statement = readBody(body);
    return { statement, digest: sha256(body), says: sayingOf(statement), signature, keyId };
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error;
    findings.violation("statement-readable", "body");
    throw findings.error({ cause: error });
  }
}

/**
 * The statement of a body, as far as this version knows: parts of it go into records, which are for good. Throws
 * MalformedMessage for bytes that are none.
 */
export function readBody(body: Uint8Array): Statement {
  return withoutUnknown(() => Statement.decode(body));
}

/** Checks every rule of a statement that needs no directory. `now` is Unix ms. */
export function validateStatement(opened: OpenedStatement, { now }: { now: number }): Validation {
  const findings = new Findings();
  const { statement, says, signature, keyId } = opened;
  if (!isParticipantForm(statement.origin)) findings.violation("origin-form", "origin");
  checkId(statement.id, { isFirst: true, now }, findings);
  if (!SUBJECT_TOKEN.test(statement.principal)) {
    findings.violation("statement-principal", "principal");
  }
  if (statement.issuedAt <= 0 || statement.issuedAt > now + limits.clockAhead) {
    findings.violation("issue-time", "issued_at");
  }
  const { notice } = statement;
  if (!notice || !isParticipantForm(notice.origin) || !isId(notice.id) || notice.version < 1) {
    findings.violation("statement-notice", "notice");
  }
  if (statement.noticeDigest.length !== DIGEST_LENGTH) {
    findings.violation("statement-digest", "notice_digest");
  }
  if (!says) findings.violation("statement-says", "says");
  else checkSaid(statement, says, findings);
  if (signature.length !== SIGNATURE_LENGTH) findings.violation("signature-length", "signature");
  if (!SUBJECT_TOKEN.test(keyId)) findings.violation("key-id-form", "key_id");
  return findings;
}
