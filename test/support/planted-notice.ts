import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { tinyPng } from "@talanoa/sharing/notice/testing/tiny-images.ts";
import { alertDraft } from "./drafts.ts";

/** A notice that says words which stand nowhere else, in each place where content may be. */
export interface PlantedNotice {
  readonly draft: object;
  readonly words: readonly string[];
  /** Those of the words that stand in the section of persons. */
  readonly personal: readonly string[];
}

/** A new notice of which every word can be searched for on a disk. */
export function plantedNotice(more: { readonly [field: string]: unknown } = {}): PlantedNotice {
  const word = (place: string) => `${place}${randomBytes(8).toString("hex")}`;
  const [title, narrative, caption, goods, source] = [
    word("title"),
    word("narrative"),
    word("caption"),
    word("goods"),
    word("source"),
  ];
  const [person, note] = [word("person"), word("note")];
  const file = word("file");
  const draft = alertDraft({
    title,
    narrative,
    goods: [{ name: goods, class: "tobacco" }],
    images: [{ content: pngWith(file), caption }],
    persons: [{ name: person, note }],
    source: { description: source },
    audience: { participants: ["TO", "WS"], sub_regions: ["polynesia"] },
    ...more,
  });
  const personal = [person, note];
  return {
    draft,
    words: [title, narrative, caption, goods, source, file, ...personal],
    personal,
  };
}

/** A picture of which a word is part: as its palette. */
function pngWith(word: string): Buffer {
  const afterHeader = 33;
  const typed = Buffer.from(`PLTE${word.padEnd(48)}`);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(typed.length - 4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([
    tinyPng.subarray(0, afterHeader),
    length,
    typed,
    check,
    tinyPng.subarray(afterHeader),
  ]);
}
