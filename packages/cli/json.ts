import type { CheckedCopy } from "@talanoa/client/genuine-copy.ts";
import type { VersionChain } from "@talanoa/client/version-chain.ts";
import { refText } from "@talanoa/client/publication.ts";
import {
  type FeedCopy,
  type RequestStatus,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { steps } from "@talanoa/contract/records.ts";
import {
  answerStateWords,
  categoryWords,
  dataPurposeWords,
  kindWords,
  operationNoticeWords,
  precedenceWords,
  revisionWords,
  requestStateWords,
  requestTypeWords,
  riskMeasureWords,
  sectionWords,
  tlpWords,
  wordOf,
} from "@talanoa/contract/words.ts";
import { withheldSentence } from "@talanoa/sharing/feed/withheld.ts";
import { caveatsOf, caveatWords } from "@talanoa/sharing/notice/handling.ts";
import type { OpenedNotice, OpenedSection } from "@talanoa/sharing/notice/open.ts";
import { sealedByJson } from "./sealed-by.ts";
import { base64, hex } from "@talanoa/crypto/bytes.ts";
import { type CodeFields, type Json, messageJson } from "@talanoa/sharing/text/message-json.ts";
import { isoTime } from "@talanoa/client/times.ts";

export { type Json, messageJson } from "@talanoa/sharing/text/message-json.ts";

/** Fields of a section whose names mean other things elsewhere. */
const sectionCodes: { readonly [type: number]: CodeFields } = {
  [SectionType.ROUTING]: { purpose: dataPurposeWords },
  [SectionType.OPERATION]: { notice: operationNoticeWords },
  [SectionType.REQUEST]: { type: requestTypeWords },
  [SectionType.REPLY]: { state: answerStateWords },
  [SectionType.RISK_FLAG]: { measure: riskMeasureWords },
};

/** One copy for a program: see docs; `genuine` says whether the origin's signature holds. */
export function copyJson(content: CheckedCopy): { [key: string]: Json } {
  switch (content.kind) {
    case "notice":
      return {
        genuine: true,
        ...noticeJson(content.notice),
        ...sealedByJson(content.signsOnly),
        ...copyFacts(content.copy),
      };
    case "statement": {
      const { statement, says, keyId } = content.statement;
      return {
        genuine: true,
        statement: refText({ origin: statement.origin, id: statement.id, version: 0 }),
        says: says ? steps[says] : "unknown",
        notice: statement.notice && refText(statement.notice),
        notice_digest: hex(statement.noticeDigest),
        participant: statement.origin,
        principal: statement.principal,
        issued_at: isoTime(statement.issuedAt),
        ...(says && { said: messageJson(statement[says] ?? {}) }),
        key_id: keyId,
        ...copyFacts(content.copy),
      };
    }
    case "reminder":
      return { reminder: messageJson(content.reminder), ...copyFacts(content.copy) };
    case "not-genuine":
      return { genuine: false, reason: content.reason, ...copyFacts(content.copy) };
    case "unknown":
      return { genuine: false, reason: "of a kind that this version does not know" };
  }
  return content satisfies never;
}

/** A notice: its header, and each section that one holds. */
export function noticeJson({ header, digest, sections, keyId }: OpenedNotice): {
  [key: string]: Json;
} {
  const { origin, id, version, grading, handling } = header;
  return {
    notice: refText({ origin, id, version }),
    origin,
    id,
    version,
    ...(header.revision && { revision: wordOf(revisionWords, header.revision) }),
    ...(version > 1 && { previous_digest: hex(header.previousDigest) }),
    kind: wordOf(kindWords, header.kind),
    tlp: wordOf(tlpWords, header.tlp),
    precedence: wordOf(precedenceWords, header.precedence),
    exercise: header.exercise,
    event_at: isoTime(header.eventAt),
    issued_at: isoTime(header.issuedAt),
    expires_at: isoTime(header.expiresAt),
    grading: grading && messageJson(grading),
    handling: caveatsOf(handling).map((caveat) => caveatWords[caveat]),
    embargo_until: isoTime(handling?.embargoUntil ?? 0),
    acknowledge_by: isoTime(handling?.acknowledgeBy ?? 0),
    digest: hex(digest),
    key_id: keyId,
    sections: sections.map(sectionJson),
  };
}

/** How versions hang together. */
export function chainJson({ state, versions, missing }: VersionChain): { [key: string]: Json } {
  return { chain: state, at_hand: [...versions], missing: [...missing] };
}

function sectionJson({ type, category, body, bytes }: OpenedSection): Json {
  return {
    // Not `type`: a conveyance has one of its own.
    section: wordOf(sectionWords, type),
    category: wordOf(categoryWords, category),
    // Of a type that this version does not know: the bytes as they came, for one that does.
    ...(body === null ? { bytes: base64(bytes) } : messageJson(body as object, sectionCodes[type])),
  };
}

function copyFacts({
  acceptedAt,
  routedAt,
  withheld,
  audience,
  replacedBy,
  requestStatus,
  outcomes,
}: FeedCopy): {
  [key: string]: Json;
} {
  return {
    accepted_at: isoTime(acceptedAt),
    routed_at: isoTime(routedAt),
    withheld: withheld.map(({ rule }) => rule),
    withheld_why: withheld.map(({ rule }) => withheldSentence(rule)),
    ...(audience && { audience: messageJson(audience) }),
    ...(replacedBy && { replaced_by: replacedBy }),
    ...(requestStatus && { request: requestStatusJson(requestStatus) }),
    ...(outcomes.length > 0 && { outcomes: outcomes.map((its) => messageJson(its)) }),
  };
}

function requestStatusJson({ state, answerBy, awaited, answers }: RequestStatus): Json {
  return {
    state: wordOf(requestStateWords, state),
    answer_by: isoTime(answerBy),
    awaited,
    answers: answers.map(({ participant, reply }) => ({
      participant,
      reply: reply && refText(reply),
    })),
  };
}
