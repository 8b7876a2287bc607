import type { DirectoryEntry, Period, SigningKey } from "@talanoa/contract/generated/talanoa.ts";
import { kindWords, wordOf } from "@talanoa/contract/words.ts";
import type { Context } from "./context.ts";
import { type Form, periodJson, periodText } from "./entry-rows.ts";
import type { Json } from "./json.ts";
import { styleOf } from "./style.ts";
import type { Cell } from "./table.ts";

/** A signing key of a participant, or the hub's receipt key. */
interface KeyRow {
  readonly id: string;
  /** Null for the hub's receipt key. */
  readonly participant: string | null;
  readonly publicKey: string;
  readonly validity: Period | null;
  readonly kinds: readonly string[];
  readonly suspended: boolean;
}

/** Keys as rows; as JSON lines they are a file for `talanoa verify --keys`. */
export function keyRows({ terminal }: Context): Form<KeyRow> {
  const { bad, good } = styleOf(terminal);
  const state = ({ suspended, validity }: KeyRow): Cell => {
    if (suspended) return { text: "suspended", paint: bad };
    const until = validity?.until ?? 0;
    return until !== 0 && until <= Date.now()
      ? { text: "revoked", paint: bad }
      : { text: "active", paint: good };
  };
  return {
    type: "key",
    columns: [
      { title: "participant" },
      { title: "key" },
      { title: "signs" },
      { title: "valid" },
      { title: "state" },
    ],
    none: "No key is in the directory.",
    row: ({ key }: DirectoryEntry) => key && rowOf(key),
    cells: (its) => [
      its.participant ?? "the hub",
      its.id,
      its.participant === null ? "receipts" : its.kinds.join(", ") || "all kinds",
      periodText(its.validity),
      state(its),
    ],
    json,
    beside: (key) => [receiptRow(key)],
    sort: ({ participant, id }) => `${participant} ${id}`,
  };
}

/** A signing key as a line of the keys file. */
export function keyJson(key: SigningKey): { [key: string]: Json } {
  return json(rowOf(key));
}

/** The hub's receipt key as one. */
export function receiptKeyJson(key: { kid: string; x: string }): { [key: string]: Json } {
  return json(receiptRow(key));
}

function rowOf(key: SigningKey): KeyRow {
  const { id, participant, validity, suspended } = key;
  const publicKey = Buffer.from(key.publicKey).toString("base64url");
  const kinds = key.kinds.map((kind) => wordOf(kindWords, kind));
  return { id, participant, publicKey, validity, kinds, suspended };
}

function receiptRow({ kid, x }: { kid: string; x: string }): KeyRow {
  return { id: kid, participant: null, publicKey: x, validity: null, kinds: [], suspended: false };
}

function json(its: KeyRow): { [key: string]: Json } {
  return {
    id: its.id,
    participant: its.participant,
    use: its.participant === null ? "receipt" : "sign",
    public_key: its.publicKey,
    ...periodJson(its.validity),
    kinds: [...its.kinds],
    suspended: its.suspended,
  };
}
