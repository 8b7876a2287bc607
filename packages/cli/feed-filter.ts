import type { FeedFilter } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { codeOf, kindWords, tlpWords } from "@talanoa/contract/words.ts";
import { commodityClasses } from "@talanoa/sharing/codes/commodity-classes.ts";
import { isCountry } from "@talanoa/sharing/codes/countries.ts";
import { isParticipantForm } from "@talanoa/sharing/codes/participants.ts";
import { subRegions } from "@talanoa/sharing/codes/sub-regions.ts";
import { nearestWord } from "@talanoa/sharing/notice/nearest-word.ts";
import type { Command } from "commander";
import { several } from "./option-values.ts";
import { UsageError } from "./usage-error.ts";

export interface FilterOptions {
  kind?: string[];
  region?: string[];
  concernsUs?: boolean;
  country?: string[];
  commodity?: string[];
  tlp?: string[];
  origin?: string[];
  text?: string;
  operation?: string[];
}

/** Adds the options that narrow a feed; each may be given several times, or with commas. */
export function addFilterOptions(command: Command): Command {
  return command
    .option("--kind <kind...>", `only these kinds: ${Object.values(kindWords).join(", ")}`, several)
    .option("--region <region...>", `only what concerns these: ${subRegions.join(", ")}`, several)
    .option("--concerns-us", "only what concerns your own country")
    .option("--country <code...>", "only what concerns these countries (two letters)", several)
    .option("--commodity <class...>", "only these classes of goods, as drugs-cocaine", several)
    .option("--tlp <label...>", "only these markings, as AMBER", several)
    .option("--origin <participant...>", "only what these participants published", several)
    .option("--operation <id...>", "only what belongs to these joint operations", several)
    .option("--text <words>", "only titles with all these words");
}

/** The filter that the options ask for; empty for all. Throws UsageError for a word that is none. */
export function filterOf(options: FilterOptions): Init<FeedFilter> {
  const { kind, region, concernsUs, country, commodity, tlp, origin, text, operation } = options;
  const filter: Init<FeedFilter> = {};
  if (kind) filter.kinds = kind.map((word) => coded(word.toLowerCase(), kindWords, "kind"));
  if (region)
    filter.regions = region.map((word) => oneOf(word.toLowerCase(), subRegions, "region"));
  if (concernsUs) filter.concernsOwnCountry = true;
  if (country)
    filter.countries = country.map((code) => {
      const upper = code.toUpperCase();
      if (!isCountry(upper))
        throw new UsageError(`${code} is no country`, "Give two letters, as FJ.");
      return upper;
    });
  if (commodity)
    filter.commodityClasses = commodity.map((word) =>
      oneOf(word.toLowerCase(), Object.keys(commodityClasses), "class of goods"),
    );
  if (tlp)
    filter.tlp = tlp.map((label) => {
      const upper = label.toUpperCase();
      return coded(upper.startsWith("TLP:") ? upper : `TLP:${upper}`, tlpWords, "marking");
    });
  if (origin)
    filter.origins = origin.map((code) => {
      const upper = code.toUpperCase();
      if (!isParticipantForm(upper))
        throw new UsageError(
          `${code} is no participant`,
          "`talanoa directory participants` lists them.",
        );
      return upper;
    });
  if (operation) filter.operations = operation;
  if (text) filter.text = text;
  return filter;
}

function coded<Code extends number>(
  word: string,
  words: { readonly [Key in Code]: string },
  name: string,
): Code {
  oneOf(word, Object.values(words), name);
  return codeOf(words, word)!;
}

function oneOf(word: string, words: readonly string[], name: string): string {
  if (words.includes(word)) return word;
  const nearest = nearestWord(word, words);
  throw new UsageError(
    `${word} is no ${name}`,
    nearest ? `Did you mean ${nearest}?` : `They are: ${words.join(", ")}.`,
  );
}
