import { readMoment } from "../dates/read-date.ts";
import { Issues } from "../issue.ts";
import type { Limits } from "../limits.ts";
import {
  type Ending,
  type MessageFrame,
  type ReadMessage,
  beginMessage,
} from "../message-frame.ts";
import type { EnvelopeIssues, Interchange } from "../model/message.ts";
import { charsetOf } from "./charset.ts";
import type { Segment, SegmentBuffer } from "./segment.ts";
import { namedTag } from "./tags.ts";
import type { Next } from "./tokenizer.ts";

/** What an interchange has given so far. */
export interface InterchangeSink {
  message(read: ReadMessage): void;
  issues(issues: EnvelopeIssues): void;
}

/** The segments of one interchange, from UNB to UNZ. */
export interface InterchangeReader {
  take(segment: SegmentBuffer): Next;
  /** No more segments will come. `cut` where the data ended. */
  end(how: "another" | "cut"): void;
}

const nobody: Interchange = { syntax: "", advice: null, sender: "", recipient: "", reference: "" };

/** How a message that has no trailer ended, by what came instead of one. */
const endings = { another: "missing-trailer", cut: "cut-short" } as const;

export function createInterchangeReader(
  begin: { readonly advice: string | null; readonly adviceWrong: boolean },
  limits: Limits,
  sink: InterchangeSink,
  setCharset: (charset: string) => void,
): InterchangeReader {
  let interchange = nobody;
  let issues = new Issues(limits.messageIssues);
  let frame: MessageFrame | undefined;
  let position = 0;
  let messages = 0;
  let groups = 0;
  let groupMessages = 0;
  let groupReference = "";
  let isOpen = false;
  let isRefused = false;

  if (begin.adviceWrong) issues.add("wrong-service-string");

  function closeMessage(how: Ending): void {
    if (frame) sink.message(frame.end(how));
    frame = undefined;
  }

  function close(): void {
    if (issues.list.length > 0) sink.issues({ kind: "envelope", issues: issues.list });
    issues = new Issues(limits.messageIssues);
    isOpen = false;
    isRefused = false;
    position = 0;
    messages = 0;
    groups = 0;
  }

  function leaveOpen(how: "another" | "cut"): void {
    closeMessage(endings[how]);
    issues.at("UNZ", position + 1);
    if (isOpen) issues.add("missing-interchange-trailer");
    close();
  }

  function open(segment: Segment): void {
    if (isOpen) leaveOpen("another");
    isOpen = true;
    position = 1;
    issues.at("UNB", 1);
    const preparedAt = readMoment(segment.at(4), segment.at(4, 2), "year-first", issues, "4.1");
    interchange = {
      syntax: segment.element(1),
      advice: begin.advice,
      sender: segment.at(2),
      recipient: segment.at(3),
      ...(preparedAt && { preparedAt }),
      reference: segment.at(5),
    };
    setCharset(charsetOf(segment.at(1)));
  }

  function beginFrame(segment: Segment): void {
    closeMessage("missing-trailer");
    if (!isOpen) {
      isOpen = true;
      interchange = { ...nobody, advice: begin.advice };
      issues.add("missing-interchange-header");
    }
    messages += 1;
    groupMessages += 1;
    if (messages > limits.interchangeMessages) {
      isRefused = true;
      issues.insist("too-many-messages");
      return;
    }
    frame = beginMessage(segment, interchange, limits);
  }

  function endGroup(segment: Segment): void {
    closeMessage("missing-trailer");
    checkCount(segment, [groupMessages]);
    if (segment.at(2) !== groupReference) issues.add("control-reference", "2.1");
  }

  function endInterchange(segment: Segment): void {
    closeMessage("missing-trailer");
    checkCount(segment, groups > 0 ? [groups, messages] : [messages]);
    if (segment.at(2) !== interchange.reference) issues.add("control-reference", "2.1");
    close();
  }

  function checkCount(segment: Segment, counted: readonly number[]): void {
    const stated = segment.at(1);
    if (!/^\d{1,10}$/.test(stated)) issues.add("bad-number", "1.1");
    else if (!counted.includes(Number(stated))) issues.add("message-count", "1.1");
  }

  function take(segment: SegmentBuffer): Next {
    const { tag } = segment;
    position += 1;
    if (frame && !isEnvelope(tag)) {
      frame.take(segment);
      if (tag === "UNT") closeMessage("trailer");
      return "continue";
    }
    if (isRefused && tag !== "UNB" && tag !== "UNZ") return "continue";
    issues.at(namedTag(tag), position);
    switch (tag) {
      case "UNB":
        open(segment);
        break;
      case "UNG":
        closeMessage("missing-trailer");
        groups += 1;
        groupMessages = 0;
        groupReference = segment.at(5);
        break;
      case "UNH":
        beginFrame(segment);
        break;
      case "UNE":
        endGroup(segment);
        break;
      case "UNZ":
        endInterchange(segment);
        return "stop";
      default:
        issues.add(segment.overflow ?? "stray-segment");
    }
    return "continue";
  }

  return { take, end: leaveOpen };
}

const envelope = new Set(["UNB", "UNG", "UNH", "UNE", "UNZ"]);

function isEnvelope(tag: string): boolean {
  return envelope.has(tag);
}
