import type { LogQuestion } from "@talanoa/client/log.ts";
import { steps } from "@talanoa/contract/records.ts";
import { operations } from "@talanoa/sharing/record/testing/any-record.ts";
import { MEMBER } from "./readers-of-log.ts";

/** Tables, and which of their rows stay as they are when the log grows, by its size. */
export const standing = {
  entries: (size: number) => `index < ${size}`,
  parts: (size: number) => `index < ${size}`,
  notice_entries: (size: number) => `first_index < ${size}`,
  operation_entries: (size: number) => `index < ${size}`,
  time_spans: (size: number) => `(span + 1) * 1024 <= ${size}`,
  // Of those above there is one, which grows with every 256 entries.
  tiles: (size: number) => `level > 0 or (index + 1) * 256 <= ${size}`,
  // While nobody writes.
  checkpoints: () => "true",
};

/** A table, what of it is edited, by which SQL, and what who asks then is told. */
export type Edit = readonly [table: keyof typeof standing, what: string, sql: string, says: RegExp];

const oneByte = (column: string) =>
  `${column} = set_byte(${column}, 20, get_byte(${column}, 20) # 1)`;
const differs = /tile\/0\/001 does not follow from tile\/entries\/001: one of them was changed/;
/** There is a partition for it, and no entry. */
const elsewhere = 1_500_000;

/** What the tree proves to all. */
export const ofTheTree: readonly Edit[] = [
  ["entries", "entry", `update entries set ${oneByte("entry")} where index = 300`, differs],
  [
    "entries",
    "index, of two that changed places",
    `update entries set index = ${elsewhere} where index = 300; update entries set index = 300 where index = 301;
     update entries set index = 301 where index = ${elsewhere}`,
    differs,
  ],
  [
    "entries",
    "all columns, of one that stands there twice",
    `update entries set (record, entry, leaf_hash, places) =
       (select record, entry, leaf_hash, places from entries where index = 301) where index = 300`,
    differs,
  ],
  [
    "entries",
    "a row that was taken out",
    "delete from entries where index = 300",
    /does not serve tile\/entries\/001, and has signed \d+ entries/,
  ],
  [
    "tiles",
    "hashes",
    `update tiles set ${oneByte("hashes")} where level = 0 and index = 1`,
    differs,
  ],
  [
    "tiles",
    "hashes of the level above",
    `update tiles set ${oneByte("hashes")} where level = 1`,
    /tile\/1\/\S+ does not follow from the tiles below it/,
  ],
  [
    "tiles",
    "a row that was taken out",
    "delete from tiles where level = 0 and index = 1",
    /does not serve tile\/0\/001, and has signed/,
  ],
  [
    "tiles",
    "level",
    "update tiles set level = 2 where level = 1",
    /does not serve tile\/1\/\S+, and has signed/,
  ],
  [
    "checkpoints",
    "note",
    "update checkpoints set note = replace(note, chr(10) || size || chr(10), chr(10) || size - 1 || chr(10))",
    /signature/,
  ],
];

const altered = /entry 300 was changed behind the log's back/;
/** What the records prove to who sees them all. */
export const ofRecords: readonly Edit[] = [
  ["entries", "record", `update entries set ${oneByte("record")} where index = 300`, altered],
  ["entries", "leaf_hash", `update entries set ${oneByte("leaf_hash")} where index = 300`, altered],
  ["entries", "places", "update entries set places[1] = places[1] + 1 where index = 300", altered],
  [
    "parts",
    "a row that was taken out",
    "delete from parts where index = 300 and party = '*'",
    /entry 300 is missing/,
  ],
  [
    "parts",
    "a row that was put in",
    `insert into parts select index, at, case step when 1 then 2 else 1 end, exercise, party, participant, principal
     from parts where index = 300 and party = '*'`,
    /entry 300 comes after entry 300/,
  ],
  [
    "parts",
    "index",
    "update parts set index = 301, step = 99 where index = 300 and party = '*'",
    /entry 300 is missing/,
  ],
];

const firstOwn = `(select min(index) from parts where party = '${MEMBER}')`;
const firstStrange = `(select min(index) from parts p where not exists (
  select from parts its where its.index = p.index and its.party = '${MEMBER}'))`;
/** What its own records prove to the member. */
export const ofOwnRecords: readonly Edit[] = [
  [
    "parts",
    "party",
    `update parts set party = 'XX' where index = ${firstOwn} and party = '${MEMBER}'`,
    /the records before entry \d+ are missing/,
  ],
  [
    "parts",
    "party, of another's record",
    `update parts set party = '${MEMBER}' where index = ${firstStrange} and party = '*'`,
    /entry \d+ is not shown as a record of \w+ alone/,
  ],
];

const officer = `officer-1-of-${MEMBER}`;
const notice = { origin: MEMBER, id: "0198c0de-0000-7000-8000-000000000001" };
const day = { from: Date.UTC(2025, 5, 15), until: Date.UTC(2025, 5, 16) };
const times = { includeExercises: true, ...day };
const missing = /entry \d+ is missing: it is yours, and is what was asked for/;
const lastOf = (where: string) =>
  `party = '*' and index = (select max(index) from parts where index < 1100 and ${where})`;
/** What is needed to prove an entry. */
export const ofProofs: Edit = [
  "tiles",
  "a row that was taken out",
  "delete from tiles where level = 0 and index = 1",
  /the log has not all tiles of the tree that it signed: its database was changed/,
];

/** What finds entries misleads one question each: which. */
export const ofQuestions: readonly (readonly [...Edit, asks: LogQuestion])[] = [
  ["parts", "at", "update parts set at = 0 where index = 300 and party = '*'", missing, times],
  [
    "parts",
    "step",
    `update parts set step = 2 where ${lastOf("step = 1")}`,
    missing,
    { includeExercises: true, steps: [steps.accepted] },
  ],
  [
    "parts",
    "participant",
    `update parts set participant = 'XX' where ${lastOf(`participant = '${MEMBER}'`)}`,
    missing,
    { includeExercises: true, participant: MEMBER },
  ],
  [
    "parts",
    "principal",
    `update parts set principal = 'XX' where ${lastOf(`principal = '${officer}'`)}`,
    missing,
    { includeExercises: true, principal: officer },
  ],
  [
    "parts",
    "exercise",
    `update parts set exercise = true where ${lastOf("not exercise")}`,
    missing,
    {},
  ],
  [
    "time_spans",
    "min_at, max_at",
    "update time_spans set min_at = 0, max_at = 0 where span = 0",
    missing,
    times,
  ],
  [
    "notice_entries",
    "indexes",
    "update notice_entries set indexes[1] = indexes[2] where cardinality(indexes) > 1",
    missing,
    { includeExercises: true, notice: { ...notice, version: 0 } },
  ],
  [
    "notice_entries",
    "versions",
    "update notice_entries set versions = array_fill(3, array[cardinality(versions)])",
    missing,
    { includeExercises: true, notice: { ...notice, version: 1 } },
  ],
  [
    "operation_entries",
    "operation",
    "update operation_entries set operation = 'OTHER-' || operation where index > 300",
    missing,
    { includeExercises: true, operation: operations[0]! },
  ],
  [
    "operation_entries",
    "notice",
    "update operation_entries set notice = 'other' where notice <> '' and index > 300",
    missing,
    { includeExercises: true, operation: operations[0]! },
  ],
];
