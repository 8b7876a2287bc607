import { createHash, createHmac } from "node:crypto";
import { type Record, RecordCommon, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import { steps, stepField } from "@talanoa/contract/records.ts";
import { partsOf } from "./parts.ts";

/** A record as the log keeps it: what all see, what each party sees, and what commits to them. */
export interface LogEntry {
  /** A RecordCommon. */
  readonly common: Uint8Array;
  /** Each a RecordPart, one a party. */
  readonly parts: readonly { readonly party: string; readonly bytes: Uint8Array }[];
  /** The tree's entry: one version byte and the digests, alike for every reader. */
  readonly entry: Uint8Array;
  /** RFC 6962 leaf hash of the entry. */
  readonly leafHash: Uint8Array;
}

const VERSION = 1;
/** Digests come in multiples of this, so that an entry does not tell how many parties there are. */
const DIGESTS = 32;
const SALT_BYTES = 16;

/** The log's entry of a record. All salts and padding derive from the record's nonce. */
export function logEntry(record: Record): LogEntry {
  const derive = (label: string) => createHmac("sha256", record.nonce).update(label).digest();
  const salt = (label: string) => derive(`salt ${label}`).subarray(0, SALT_BYTES);
  const field = record.facts ? stepField(record.facts) : undefined;
  const step = field ? steps[field] : "unknown";
  const common = RecordCommon.encode({ salt: salt("common"), step, at: record.at });
  const parts = partsOf(record).map(({ party, facts }) => {
    const { participant, exercise } = record;
    // An officer's id is for its own participant; the one who acknowledges signs with it.
    const principal = party === participant || field === "acknowledged" ? record.principal : "";
    const part = { salt: salt(party), party, participant, principal, exercise, facts };
    return { party, bytes: RecordPart.encode(part) };
  });
  const digests = [common, ...parts.map(({ bytes }) => bytes)].map(sha256);
  while (digests.length % DIGESTS !== 0) digests.push(derive(`padding ${digests.length}`));
  digests.sort(Buffer.compare);
  const entry = Buffer.concat([Buffer.of(VERSION), ...digests]);
  return { common, parts, entry, leafHash: sha256(Buffer.concat([Buffer.of(0), entry])) };
}

/** Whether an entry commits to these bytes: a common part or a party's. */
export function commitsTo(entry: Uint8Array, bytes: Uint8Array): boolean {
  const digest = sha256(bytes);
  for (let at = 1; at + digest.length <= entry.length; at += digest.length) {
    if (digest.equals(entry.subarray(at, at + digest.length))) return entry[0] === VERSION;
  }
  return false;
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
