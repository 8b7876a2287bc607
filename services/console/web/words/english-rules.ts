import type { Rule, Warning } from "@talanoa/sharing/notice/rules.ts";

/**
 * Rules as a page says them where their own sentence speaks to who writes a draft as a file: of words of a draft, of
 * quotes, of lists in the documentation.
 */
export const englishRules: Partial<Record<Rule | Warning, string>> = {
  "draft-shape": "Write this as the form asks for it.",
  "draft-unknown-field": "Leave this out: it is not known here.",
  "draft-word": "Choose one of those that are offered.",
  "draft-image": "Give a readable JPEG, PNG or WebP.",
  "precedence-known": "Choose a precedence.",
  "grading-complete": "Grade both the source and the information, or neither.",
  "issue-time": "Set the clock of this device right: it is more than 10 minutes ahead.",
  "id-ahead": "Set the clock of this device right: it is more than 10 minutes ahead.",
  "section-once": "At most eight images and 16 references.",
  "audience-required":
    "Name an audience: all Members, sub-regions, participants, officers, groups or joint operations.",
  "audience-amber":
    "TLP:AMBER and TLP:AMBER+STRICT go to sub-regions, participants, officers, groups or joint operations, not to all.",
  "officer-form": "Name the officer by participant and id, like NZ:nz-liaison, never by name.",
  "sub-region-known": "Choose a sub-region of the list.",
  "purpose-known": "Choose one of the purposes.",
  "when-precision": "Say how exact the time is.",
  "type-required":
    "Say what it was: a seizure, an interception, a suspect consignment, a small craft …",
  "what-required": "Say what happened. Goods and a conveyance can be named further down.",
  "direction-known": "Choose a direction.",
  "goods-required": "List the goods, or leave this part out.",
  "class-known": "Choose a class of the list.",
  "hs-heading-form": "Write two, four or six digits of the Harmonized System.",
  "concealment-known": "Choose a method of the list.",
  "mode-known": "Choose a mode of the list.",
  "narrative-said": "Say what happened, or leave this part out.",
  "image-type": "Give a readable JPEG, PNG or WebP.",
  "persons-required": "List the persons, or leave this part out.",
  "document-type-known": "Choose a type of document of the list.",
  "passengers-required": "List the passengers, or leave this part out.",
  "companies-required": "List the companies, or leave this part out.",
  "operation-notice": "Say what it is: an announcement, a situation report or a closing report.",
  "reply-digest": "Begin the reply from the page of the request that it answers.",
  "reply-state": "Say how the request is answered: whole, in part, refused, or nothing is known.",
  "document-in-text":
    "This looks like the number of a passport: move it to Persons, where agreements and erasing reach it, or leave it out.",
};
