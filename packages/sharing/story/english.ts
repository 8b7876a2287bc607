import { counted } from "@talanoa/contract/counted.ts";
import {
  doorWords,
  kindWords,
  outcomeWords,
  overdueWords,
  precedenceWords,
  purposeWords,
  tlpWords,
  withdrawalReasonWords,
} from "@talanoa/contract/words.ts";
import { withheldSentence } from "../feed/withheld.ts";
import type { StoryWords } from "./story-words.ts";

/** The story in English, with codes and rules by the names that they have everywhere. */
export const english: StoryWords = {
  codes: {
    kind: kindWords,
    tlp: tlpWords,
    precedence: precedenceWords,
    purpose: purposeWords,
    door: doorWords,
    outcome: outcomeWords,
    overdue: overdueWords,
    withdrawal: withdrawalReasonWords,
  },
  line: {
    by: (who) => `by ${who}`,
    to: (who) => `to ${who}`,
    with: (who) => `with ${who}`,
    at: (time) => `at ${time}`,
    byDoor: (participant, door, subscription) =>
      `to ${participant} by ${door}${subscription ? ` ${subscription}` : ""}`,
    inSubscription: (participant, subscription) =>
      `by ${participant}${subscription ? ` in ${subscription}` : ""}`,
    attempt: (number) => `attempt ${number}`,
    timesInAMinute: (count) => `${count} in a minute`,
    noCopy: "no copy: its position moved on",
    andMore: (count) => ` and ${count} more`,
    statement: (id, about) => `statement ${id} about ${about}`,
    reminder: (of) => `reminder of ${of}`,
    withheldFrom: (participants) => `withheld from ${participants}`,
    operations: (ids) => `${ids.length > 1 ? "operations" : "operation"} ${ids.join(", ")}`,
    caseNumber: (number) => `case ${number}`,
    askedBy: (principal) => `asked by ${principal}`,
    versions: (count) => counted(count, "version"),
    copies: (count) => counted(count, "copy", "copies"),
    sectionsApart: (count) => `${counted(count, "section")} apart`,
    ofEntries: (count) => `of ${counted(count, "entry", "entries")}`,
    partyHas: (party, ordinal) => `${party} has ${ordinal}`,
    messages: (count) => counted(count, "message"),
    travellers: (count) => counted(count, "traveller"),
    entries: (count) => counted(count, "entry", "entries"),
    removed: "removed",
    grade: (grade) => `grade ${grade}`,
    version: (number) => `version ${number}`,
    digest: (hex) => `digest ${hex}`,
    hits: (count) => (count === 0 ? "few hits" : counted(count, "hit")),
  },
  decision: {
    columns: ["participant", "decision", "why", "left out, and why", "limited to, by agreement"],
    entitled: "entitled",
    notEntitled: "not entitled",
    sections: (count) => `${count} sections: `,
    officersOnly: (officers) => `officers ${officers} only`,
    agreement: (id, revision) => `agreement ${id}, revision ${revision}`,
  },
  step: (step) => step,
  question: (question) => question,
  filter: (text) => text,
  cause: (cause) => cause,
  rule(rule) {
    const sentence = withheldSentence(rule);
    return sentence === rule ? rule : `${sentence} (${rule})`;
  },
  theHub: "the hub",
  versionOf: (number) => `version ${number}`,
  signedWith: (keyId) => `signed with key ${keyId}`,
  intact: "intact",
  erasedBy: (entry, cause) => `content erased by entry ${entry} (${cause})`,
  personalErasedBy: (entry, cause) =>
    `personal sections erased by entry ${entry} (${cause}), the rest intact`,
  contentAtHub: "content at the hub",
  deeds: {
    released: "released",
    received: "received",
    opened: "opened",
    acknowledged: "acknowledged",
  },
  notDone(undone) {
    const before = undone.slice(0, -1).join(", ");
    const last = undone.at(-1) ?? "";
    return before === "" ? `not ${last}` : `neither ${before} nor ${last}`;
  },
  firstOf: (times) => `the first of ${times} times`,
  before: (entry, opened, held) =>
    `Before entry ${entry}, as far as one may see: opened by ${names(opened)}; released to, and not known to be opened by: ${names(held)}.`,
  alteredSays:
    "ALTERED: what the hub's database has here does not follow from the record that was logged, and is not shown",
  alteredRow:
    "altered: what the hub's database has here does not follow from what was logged, and is not shown",
  accepted: "Accepted",
  refused: "Refused",
  did: "What each participant did",
  said: "Said about it",
  takenBack: "Taken back",
  aside: "Copies of statements and reminders about it",
  asked: "Who asked about it",
  altered: "Altered behind the log's back",
  exercise: (name) => `${name} (EXERCISE)`,
  decided({ version, cause, index, time }) {
    const why = cause === "" ? "" : `, for ${cause}`;
    return `Decided for version ${version}${why} (entry ${index}, ${time})`;
  },
  columns: {
    step: ["entry", "when", "who", "what"],
    accepted: ["entry", "when", "who", "version", "what", "content"],
    did: ["participant", "version", "what", "when", "how", "entry"],
    asked: ["entry", "when", "who", "question", "purpose", "case"],
    altered: ["entry", "state"],
  },
};

function names(all: readonly string[]): string {
  return all.join(", ") || "nobody";
}
