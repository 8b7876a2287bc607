import type { FeedFilter } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { kindWords } from "@talanoa/contract/words.ts";
import { subRegions } from "@talanoa/sharing/codes/sub-regions.ts";
import {
  type FilterWords,
  readFilter,
  type UnknownWord,
  type WordField,
} from "@talanoa/sharing/feed/filter-words.ts";
import { nearestWord } from "@talanoa/sharing/notice/nearest-word.ts";
import type { Command } from "commander";
import { several } from "./option-values.ts";
import { UsageError } from "./usage-error.ts";

export type FilterOptions = FilterWords;

/** Adds the options that narrow a feed; each may be given several times, or with commas. */
export function addFilterOptions(command: Command): Command {
  return command
    .option("--kind <kind...>", `only these kinds: ${Object.values(kindWords).join(", ")}`, several)
    .option("--region <region...>", `only what concerns these: ${subRegions.join(", ")}`, several)
    .option(
      "--concerns-us",
      "only what concerns you: your country, what names you, what is urgent or asks something of you",
    )
    .option("--country <code...>", "only what concerns these countries (two letters)", several)
    .option("--commodity <class...>", "only these classes of goods, as drugs-cocaine", several)
    .option("--tlp <label...>", "only these markings, as AMBER", several)
    .option("--origin <participant...>", "only what these participants published", several)
    .option("--operation <id...>", "only what belongs to these joint operations", several)
    .option("--text <words>", "only titles with all these words");
}

/** The filter that the options ask for; empty for all. Throws UsageError for a word that is none. */
export function filterOf(options: FilterOptions): Init<FeedFilter> {
  const { filter, unknown } = readFilter(options);
  const [first] = unknown;
  if (first) throw noSuchWord(first);
  return filter;
}

const names: { readonly [Field in WordField]: string } = {
  kind: "kind",
  region: "region",
  country: "country",
  commodity: "class of goods",
  tlp: "marking",
  origin: "participant",
  operation: "operation",
};

function noSuchWord({ field, word, known }: UnknownWord): UsageError {
  const text = `${word} is no ${names[field]}`;
  if (field === "country") return new UsageError(text, "Give two letters, as FJ.");
  if (field === "origin")
    return new UsageError(text, "`talanoa directory participants` lists them.");
  const nearest = nearestWord(word, known);
  return new UsageError(
    text,
    nearest ? `Did you mean ${nearest}?` : `They are: ${known.join(", ")}.`,
  );
}
