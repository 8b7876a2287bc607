/**
 * The rules that drafts, notices and statements must keep, by name, each with the sentence that a
 * person reads who broke it. docs/notices.md shows this table; a test keeps the two the same.
 */
export const rules = {
  draft: {
    "draft-shape": "Give the field in its documented shape.",
    "draft-unknown-field": "Leave out a field that is not known, or write it as documented.",
    "draft-word": "Use one of the documented words.",
    "draft-time":
      "Write a month (2025-07), a date (2025-07-14) or a time with its offset (2025-07-14T09:30+12:00).",
    "draft-image": "Give the image's bytes: a readable JPEG, PNG or WebP.",
  },
  succession: {
    "marking-kept":
      "Keep the marking of the version before: a correction goes to exactly its readers. Another marking is a change.",
  },
  header: {
    "notice-size": "Keep the sealed notice below 512 KiB; leave out or shrink images.",
    "header-readable": "Send the bytes of a NoticeHeader.",
    "origin-form": "Name the participant by its code: two to twelve capital letters or digits.",
    "id-form": "Use a UUIDv7, lower case and with dashes.",
    "id-old": "Make a new id: that of a first version may be 30 days old.",
    "id-ahead": "Set the clock right: the id's time is more than 10 minutes ahead.",
    "version-positive": "Count versions from 1.",
    "version-last":
      "Make a new notice that refers to this one: it has 100 versions, and gets no more.",
    "previous-digest":
      "Name the digest of the version before (32 bytes) from version 2 on, and none for version 1.",
    "revision-said":
      "Say from version 2 on whether it is a correction or a change, and nothing of it in version 1.",
    "kind-known": "Use a kind that the hub knows.",
    "tlp-required": "Mark the notice TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED.",
    "precedence-known": "Set the precedence: routine, priority, immediate or flash.",
    "grading-complete": "Grade with scheme, reliability and credibility together, or not at all.",
    "grading-reliability": "Grade the source's reliability A to F.",
    "grading-credibility": "Grade the information's credibility 1 to 6.",
    "issue-time": "Issue the notice now: its time is missing or more than 10 minutes ahead.",
    "expiry-after-issue": "Let the notice expire after it is issued.",
    "embargo-after-issue": "Let the embargo end after the notice is issued.",
    "acknowledge-after-issue": "Ask for the acknowledgement by a time after the notice is issued.",
    "event-not-ahead": "Give a time that has come: what an alert reports has happened.",
    "time-range": "Give a time between 1900 and 2200.",
    "digest-length": "Give each section digest 32 bytes.",
    "digest-count": "Pad the section digests to a multiple of eight, 8 to 64 in all.",
    "digest-distinct": "Give no section digest twice.",
    "digest-order": "Sort the section digests by their bytes.",
    "signature-length": "Sign with Ed25519: 64 bytes.",
    "key-id-form": "Name the signing key as the directory does.",
  },
  sections: {
    "section-digest": "Send only sections whose digest is in the header, each once.",
    "section-readable": "Send the bytes of a Section with the message of its type inside.",
    "section-salt": "Salt each section with 16 bytes.",
    "section-known": "Use only section types that the hub knows.",
    "section-category": "Give the section the category of its type.",
    "section-required": "Give this part: a notice of this kind must have it.",
    "section-of-kind": "Leave this part out: a notice of this kind has none such.",
    "section-once": "Send this section once; images up to eight, references up to 16.",
    "routing-complete":
      "List in the routing section each other section that is sent, with its digest, type and category, and nothing else.",
    "routing-concerned":
      "Derive the countries and sub-regions concerned from the places and the route, sorted.",
  },
  audience: {
    "audience-required":
      "Name an audience: all, sub_regions, participants, officers, groups or operations.",
    "audience-red": "Address TLP:RED to named participants or officers only.",
    "audience-amber":
      "Address TLP:AMBER and TLP:AMBER+STRICT to sub-regions, participants, officers, groups or operations, not to all.",
    "participant-form":
      "Name the participant by its code: two to twelve capital letters or digits.",
    "officer-form": "Name the officer as PARTICIPANT:principal, by ids and not by name.",
    "group-form": "Name the group by its id in the directory.",
    "operation-form": "Name the joint operation by its id in the directory.",
    "sub-region-known":
      "Use a sub-region: australia-new-zealand, melanesia, micronesia, polynesia or other.",
    "listed-once": "List it once.",
    "purpose-known":
      "Use a purpose: customs-enforcement, serious-crime, border-security or health-safety.",
    "audience-named":
      "Address a request or a reply to participants, officers or groups that you name.",
  },
  text: {
    "text-characters": "Remove control characters and characters that are damaged.",
    "text-direction": "Remove characters that turn the direction of writing.",
    "text-one-line": "Write this on one line.",
    "text-length": "Shorten this text.",
    "list-length": "Shorten this list.",
  },
  summary: {
    "title-required": "Give a title.",
    "when-required": "Say when it happened.",
    "when-of-header": "Give the header and the summary the same time of the event.",
    "when-precision": "Say how exact the time is: minute, hour, day, month, period or announced.",
    "when-order": "Let the time end after it starts; a period needs an end.",
    "type-required":
      "Say what it was: seizure, interception, suspect-consignment, small-craft, sighting, method or suspect-traveller.",
    "what-required": "Say what was found: goods, conveyance or narrative.",
    "direction-known": "Use a direction: import, export, transit or internal.",
  },
  places: {
    "where-required": "Say where it happened.",
    "place-named": "Give the place a name, a UN/LOCODE or coordinates.",
    "country-known": "Use the two capital letters of ISO 3166 for the country.",
    "unlocode-form": "Write the UN/LOCODE as five characters, country first: FJSUV.",
    "unlocode-country": "Give the place the country of its UN/LOCODE.",
    "position-range": "Give latitude -90 to 90 and longitude -180 to 180, in degrees.",
  },
  goods: {
    "goods-required": "List the goods, or leave the section out.",
    "goods-named": "Give the goods a name or a class.",
    "class-known": "Use a class of the list in docs/notices.md.",
    "hs-heading-form": "Write two, four or six digits of the Harmonized System, in quotes.",
    "hs-heading-chapter": "Use a chapter of the Harmonized System: 01 to 97 without 77.",
    "quantity-range": "Give a quantity of zero or more.",
    "quantity-unit": "Give quantity and unit together.",
    "value-range": "Give an amount of zero or more.",
    "currency-form": "Write the currency with three capital letters of ISO 4217.",
    "concealment-known": "Use a method of the list in docs/notices.md.",
  },
  conveyance: {
    "conveyance-said": "Say something of the conveyance, or leave it out.",
    "mode-known": "Use one digit of UN/ECE Recommendation 19: 1 sea, 3 road, 4 air, 5 mail …",
    "imo-form": "Check the IMO number: seven digits, of which the last is a check digit.",
    "mmsi-form": "Check the MMSI: nine digits with the country's digits in their place.",
    "call-sign-form": "Write the call sign with three to seven capital letters and digits.",
    "container-form":
      "Check the container number: four letters and seven digits, of which the last is a check digit.",
    "flight-form": "Write the flight as carrier and number: FJ911.",
    "craft-measure": "Give a length of 0 to 500 metres, and at most 20 masts and 10,000 persons.",
  },
  narrative: {
    "narrative-said": "Write the narrative, or leave it out.",
  },
  images: {
    "image-size": "Keep the image within 200 KB.",
    "image-type": "Send a readable JPEG, PNG or WebP, and name its media type.",
    "image-metadata": "Strip the image of its metadata: EXIF, XMP, IPTC, comments, thumbnails.",
  },
  persons: {
    "persons-required": "List the persons, or leave the section out.",
    "person-identified": "Give the person a name or the number of a document.",
    "birth-date-form": "Write the date of birth as YYYY, YYYY-MM or YYYY-MM-DD.",
    "sex-known": "Write F, M or X.",
    "document-type-known": "Use a document type: P, V, A, C, I, AC, IP or F.",
    "document-number-form": "Write the document's number with up to 30 letters and digits.",
    "passengers-required": "List the passengers, or leave the section out.",
    "passenger-identified": "Give the passenger a reference, a name or the number of a document.",
    "flight-date-form": "Write the date of the flight as YYYY-MM-DD.",
    "seat-form": "Write the seat as row and letter: 23A.",
    "bags-range": "Count at most 99 pieces of checked baggage.",
    "record-locator-form": "Write the record locator with five to eight letters and digits.",
    "companies-required": "List the companies, or leave the section out.",
    "company-named": "Give the company a name.",
  },
  source: {
    "source-said": "Say something of the source, or leave it out.",
    "published-not-ahead": "Give a day of publication that has come.",
  },
  operation: {
    "operation-name-required": "Give the operation a name.",
    "phase-required": "Say the phase: planning, action, closing or closed.",
    "starts-required": "Say when the operation starts.",
    "ends-after-starts": "Let the operation end after it starts.",
    "objective-required": "Say what the operation is for.",
    "participants-required": "Name the participants of the operation.",
    "contact-point-office": "Give the contact point a participant and an office, never a person.",
    "result-measure": "Say what the result counts.",
    "operation-notice": "Say what it is: announcement, situation-report or closing-report.",
    "operation-named": "Name the operation of a report by its id in the directory.",
    "operation-tasks": "Count tasks in a closing report alone, of those asked the answered ones.",
  },
  references: {
    "reference-form":
      "Name the notice by origin, id and version, like FJ/0198f2a4-7c1e-7d3a-9b5f-0123456789ab/1.",
  },
  request: {
    "request-type": "Say what you ask for: information or action.",
    "request-text": "Write what you ask.",
    "answer-by-required": "Say by when you need the answer.",
    "answer-by-after-issue": "Give a time for the answer that is still to come.",
    "request-operation": "Name the joint operation by its id in the directory.",
    "request-of-others": "Ask others: leave your own participant and its officers out.",
  },
  reply: {
    "reply-request":
      "Name the request that you answer, another participant's: origin, id and version.",
    "reply-digest": "Give the digest of the request's header: 32 bytes.",
    "reply-state": "Say how the request is answered: answered, partly, refused or nothing-known.",
    "reply-to-requester": "Address the reply to the participant that asked, or to officers of it.",
  },
  "risk-flag": {
    "flag-reference": "Give the reference under which you keep the flag.",
    "flag-arrival": "Say when the flight is due to arrive.",
    "flag-grade": "Grade the risk A to D, and name the scheme of the grade.",
    "flag-reason": "Give the reasons, of the list in docs/notices.md.",
    "flag-profile": "Name the profile by its code, or write watchlist.",
    "flag-profile-version": "Give the version of the profile, 1 or more, and none for a watchlist.",
    "flag-travellers": "Say how many travellers are concerned: 1 to 1000.",
    "flag-digest": "Give the SHA-256 of the message that was screened: 32 bytes.",
    "flag-measure": "Say what you ask for: inspect, interview, observe or information.",
    "flag-marking": "Mark a risk flag TLP:AMBER, TLP:AMBER+STRICT or TLP:RED.",
    "flag-audience": "Address a risk flag to participants or officers that you name.",
    "flag-itinerary":
      "Address Members of the itinerary alone: where the flight departs, arrives, or the travellers go on to.",
    "flag-expiry": "Let a risk flag expire, at most 30 days after the arrival.",
    "flag-passengers": "List at most as many passengers as there are travellers concerned.",
    "flag-withdrawn":
      "Withdraw a flag by a later version, without passengers, that expires within an hour of its issue.",
  },
  statement: {
    "statement-readable": "Send the bytes of a Statement.",
    "statement-says": "Say one thing that the hub knows about the notice.",
    "statement-principal": "Name the officer by an id.",
    "statement-notice": "Name the notice: origin, id and version.",
    "statement-digest": "Give the digest of the notice's header: 32 bytes.",
    "statement-asked": "Name the statement by which consent was asked, by its id.",
    "statement-sections": "Name sections that the hub knows, each once.",
    "statement-reason": "Say why: sent-in-error, wrong, no-longer-needed, source-at-risk or legal.",
    "statement-outcome":
      "Say what came of it: nothing-found, offence-found, still-open, not-met, confirmed or false.",
  },
} as const satisfies { readonly [group: string]: { readonly [rule: string]: string } };

type RuleOf<Group> = Group extends unknown ? keyof Group : never;

/** The name of a rule. */
export type Rule = RuleOf<(typeof rules)[keyof typeof rules]>;

/** What does not refuse a notice but is told to its writer. */
export const warnings = {
  "unlocode-unknown": "Check the code: it is not among the ports and airports that the hub knows.",
  "country-unknown":
    "Give the country: without it nobody learns by this place that it is concerned.",
  "class-missing": "Give a class of goods: those who follow a class will not find the notice.",
  "document-in-text":
    "Move what looks like the number of a passport to persons, where agreements and erasing reach it, or leave it out.",
} as const;

export type Warning = keyof typeof warnings;

const sentences = new Map<string, string>(
  [...Object.values(rules), warnings].flatMap((group) => Object.entries(group)),
);

/** The sentence of a rule or warning. */
export function sentenceOf(rule: Rule | Warning): string {
  return sentences.get(rule)!;
}
