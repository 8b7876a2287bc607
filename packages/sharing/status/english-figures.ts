import { took } from "@talanoa/contract/took.ts";
import type { FigureWords } from "./figure-words.ts";
import { bytesText, countText } from "./readings.ts";

export const englishFigures: FigureWords = {
  count: countText,
  bytes: bytesText,
  took,
  nodesUnknown: "its nodes are not known",
  nodeAway: (node) => `${node} away or behind`,
  replicas: (good, all, names) =>
    `${good} of ${all} replicas in step${names.length > 0 ? `: ${names.join(", ")}` : ""}`,
  stream: (size, limit, fill, messages) => `${size} of ${limit}, ${fill}; ${messages} messages`,
  nothingWaits: "nothing waits",
  waits: (count, oldest) =>
    `${countText(count)} ${count === 1 ? "waits" : "wait"}, the first for ${oldest}`,
  entries: (count) => `${countText(count)} entries`,
  allCovered: "all under a checkpoint",
  uncoveredFor: (age) => `no checkpoint for ${age}`,
  cosigned: "enough cosigned",
  tooFewFor: (age) => `too few for ${age}`,
  away: (witnesses) => `away: ${witnesses.join(", ")}`,
  late: (deadline, by) => `${deadline} late by ${by}`,
  allKept: "all kept",
  feeds(open, unread) {
    const subscriptions = `${countText(open)} subscription${open === 1 ? "" : "s"} open`;
    return `${subscriptions}; ${unread === 0 ? "no copy" : `${countText(unread)} copies`} unread`;
  },
  flagsWait: (count) =>
    count === 0 ? "no flag waits to be sent" : `${countText(count)} notices of flags wait`,
  messagesWait: (count) =>
    count === 0
      ? "no message to an officer waits"
      : `${countText(count)} messages to officers wait`,
  noAnswer: "does not answer",
  standbyThere: "its standby is there",
  standbyAway: "commits wait for a standby",
  standbyNone: "alone, without its standby",
};
