import { hash } from "node:crypto";
import { Record, RecordCommon, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import { type Step, steps, stepField } from "@talanoa/contract/records.ts";
import { sayings } from "../statement/sayings.ts";
import { DIGEST_BYTES, ENTRY_VERSION } from "./commits-to.ts";
import { ownNotices } from "./notices.ts";
import { operationsOf } from "./operations.ts";
import { partsOf } from "./parts.ts";
import { noPlaces, type Places } from "./places.ts";
import { copySorted } from "./sorted-digests.ts";
import { UNKNOWN_STEP } from "./unknown-step.ts";

/** A record as the log keeps it: what all see, what each party sees, and what commits to them. */
export interface LogEntry {
  readonly step: Step | typeof UNKNOWN_STEP;
  /** A RecordCommon. */
  readonly common: Uint8Array;
  /** One a party, by party. */
  readonly parts: readonly LogPart[];
  /** The tree's entry: one version byte and the digests, alike for every reader. */
  readonly entry: Uint8Array;
  /** RFC 6962 leaf hash of the entry. */
  readonly leafHash: Uint8Array;
}

export interface LogPart {
  readonly party: string;
  /** Who took the step, when this party may know it; empty otherwise. */
  readonly principal: string;
  /** The joint operations that it names. */
  readonly operations: readonly string[];
  /** A RecordPart. */
  readonly bytes: Uint8Array;
}

/** Digests come in multiples of this, so that an entry does not tell how many parties there are. */
const DIGESTS = 32;
const SALT_BYTES = 16;
const NONCE_BYTES = 16;
const LEAF_PREFIX = 0;
const DERIVATION = Buffer.from("talanoa/v1/log-entry\n");

/**
 * The log's entry of a record at its places. All salts and padding derive from the record's nonce,
 * which no reader is shown: the same record gives the same entry wherever it is computed.
 */
export function logEntry(record: Record, places: Places = noPlaces): LogEntry {
  const { at, participant, exercise } = record;
  const field = record.facts ? stepField(record.facts) : undefined;
  const step = field ? steps[field] : UNKNOWN_STEP;
  const stated = field !== undefined && field in sayings;
  const seen = partsOf(record);
  const committed = 1 + seen.length;
  const count = Math.ceil(committed / DIGESTS) * DIGESTS;
  const saltsBytes = committed * SALT_BYTES;
  const derived = derive(record.nonce, saltsBytes + (count - committed) * DIGEST_BYTES);
  const salts = Buffer.from(derived.slice(0, saltsBytes), "latin1");
  const salt = (place: number) => salts.subarray(place * SALT_BYTES, (place + 1) * SALT_BYTES);

  const common = RecordCommon.encode({ salt: salt(0), step, at });
  const numbered = seen.map(({ party }) => places.ofParty(party));
  const notices = seen.map(({ party }) => ownNotices(record, party).map(places.ofNotice));
  const parts = seen.map(({ party, facts }, i): LogPart => {
    // An officer's id is for its own participant; who states something signs with it.
    const shown = party === participant || stated;
    const principal = shown ? record.principal : "";
    const whose = { party, participant, principal, exercise };
    const part = { salt: salt(i + 1), ...whose, facts, ...numbered[i]!, notices: notices[i]! };
    return { party, principal, operations: operationsOf(facts), bytes: RecordPart.encode(part) };
  });

  let digests = sha256(common);
  for (const { bytes } of parts) digests += sha256(bytes);
  digests += derived.slice(saltsBytes);
  // The leaf's prefix and the entry in one buffer: the leaf hash is over both.
  const leaf = Buffer.allocUnsafe(2 + count * DIGEST_BYTES);
  leaf[0] = LEAF_PREFIX;
  leaf[1] = ENTRY_VERSION;
  // By their bytes, so that their order tells nothing.
  copySorted(Buffer.from(digests, "latin1"), leaf, 2);
  const leafHash = Buffer.from(sha256(leaf), "latin1");
  return { step, common, parts, entry: leaf.subarray(1), leafHash };
}

/** A record as it was written; null for bytes that are none, or of a step that this version does not know. */
export function readRecord(bytes: Uint8Array): Record | null {
  try {
    const record = Record.decode(bytes);
    const known = record.facts !== null && stepField(record.facts) !== undefined;
    const dated = Number.isSafeInteger(record.at) && record.at >= 0;
    // Without its nonce, what the entry commits to could be guessed.
    return known && dated && record.nonce.length === NONCE_BYTES ? record : null;
  } catch {
    return null;
  }
}

/**
 * The log's entry of bytes that should have been a record: it has a place in the log, so that the
 * count is right, and commits to the bytes, the stream sequence and the store time (Unix ms).
 */
export function unreadableEntry(bytes: Uint8Array, sequence: number, storedAt: number): LogEntry {
  const seed = Buffer.concat([Buffer.from(`talanoa/v1/unreadable ${sequence}\n`), bytes]);
  const nonce = Buffer.from(sha256(seed), "latin1");
  const nobody = { participant: "", principal: "", exercise: false, facts: null };
  return logEntry({ nonce, at: storedAt, ...nobody });
}

// Digests are hashed to strings of one character a byte, and joined as these: several times faster than buffers
// (0.3 µs instead of 2 for one SHA-256 of 100 bytes).

/** One call of an extendable function: an HMAC for each salt and digest took ten times as long. */
function derive(nonce: Uint8Array, bytes: number): string {
  const input = Buffer.concat([DERIVATION, nonce]);
  return hash("shake256", input, { outputEncoding: "binary", outputLength: bytes });
}

function sha256(bytes: Uint8Array): string {
  return hash("sha256", bytes, "binary");
}
