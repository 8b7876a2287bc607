import {
  Kind,
  type Precedence,
  type Grading,
  type Handling,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { isKnownKind } from "@talanoa/contract/kinds.ts";
import { precedences, SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import { revisionWords, tlpWords } from "@talanoa/contract/words.ts";
import { compareBytes } from "@talanoa/crypto/bytes.ts";
import { ADMIRALTY, credibilityGrades, reliabilityGrades } from "../../codes/grading.ts";
import { isParticipantForm } from "../../codes/participants.ts";
import { DIGEST_LENGTH, digestKey } from "../digest.ts";
import type { Findings } from "../findings.ts";
import { limits } from "../limits.ts";
import { type OpenedNotice, sectionOf } from "../open.ts";
import { DIGESTS_STEP } from "../seal.ts";
import { SIGNATURE_LENGTH } from "../sign.ts";
import { isDayOrLonger } from "./event-time.ts";
import { checkId } from "./id.ts";
import { checkLine } from "./text.ts";

/** The rules of the header and the signature; `now` is Unix ms. */
export function checkHeader(opened: OpenedNotice, now: number, findings: Findings): void {
  const { header } = opened;
  if (!isParticipantForm(header.origin)) findings.violation("origin-form", "origin");
  checkId(header.id, { isFirst: header.version === 1, now }, findings);
  if (header.version < 1) findings.violation("version-positive", "version");
  if (header.version > limits.versions) findings.violation("version-last", "version");
  const expected = header.version > 1 ? DIGEST_LENGTH : 0;
  if (header.previousDigest.length !== expected) {
    findings.violation("previous-digest", "previous_digest");
  }
  const isSaid = header.version > 1 ? header.revision in revisionWords : header.revision === 0;
  if (!isSaid) findings.violation("revision-said", "revision");
  if (!isKnownKind(header.kind)) findings.violation("kind-known", "kind");
  if (!(header.tlp in tlpWords)) findings.violation("tlp-required", "marking.tlp");
  if (!(precedences as readonly Precedence[]).includes(header.precedence)) {
    findings.violation("precedence-known", "precedence");
  }
  checkGrading(header.grading, "marking", findings);
  checkTimes(opened, now, findings);
  checkHandling(header, findings);
  checkDigests(header.sectionDigests, findings);
  if (opened.signature.length !== SIGNATURE_LENGTH) {
    findings.violation("signature-length", "signature");
  }
  if (!SUBJECT_TOKEN.test(opened.keyId)) findings.violation("key-id-form", "key_id");
}

export function checkGrading(grading: Grading | null, field: string, findings: Findings): void {
  if (!grading) return;
  const { scheme, reliability, credibility } = grading;
  if (!scheme || !reliability || !credibility) {
    findings.violation("grading-complete", field);
    return;
  }
  if (!SUBJECT_TOKEN.test(scheme)) findings.violation("grading-complete", `${field}.scheme`);
  // Whatever the scheme: the header is no place for texts.
  checkLine(reliability, `${field}.reliability`, limits.shortText, findings);
  if (scheme !== ADMIRALTY) return;
  if (!Object.hasOwn(reliabilityGrades, reliability)) {
    findings.violation("grading-reliability", `${field}.reliability`);
  }
  if (!Object.hasOwn(credibilityGrades, credibility)) {
    findings.violation("grading-credibility", `${field}.credibility`);
  }
}

function checkTimes(opened: OpenedNotice, now: number, findings: Findings): void {
  const { kind, eventAt, issuedAt, expiresAt } = opened.header;
  if (issuedAt <= 0 || issuedAt > now + limits.clockAhead) {
    findings.violation("issue-time", "issued_at");
  }
  checkRange(eventAt, "when", findings);
  checkRange(expiresAt, "expires", findings);
  if (expiresAt !== 0 && expiresAt <= issuedAt) findings.violation("expiry-after-issue", "expires");
  // An operation is announced before it starts; what an alert reports has happened.
  if (kind !== Kind.ALERT) return;
  const time = sectionOf(opened, SectionType.SUMMARY)?.time;
  const ahead = isDayOrLonger(time?.precision) ? limits.localDayAhead : limits.clockAhead;
  if (eventAt > issuedAt + ahead) findings.violation("event-not-ahead", "when");
}

function checkHandling(
  { handling, issuedAt }: { handling: Handling | null; issuedAt: number },
  findings: Findings,
): void {
  if (!handling) return;
  const { embargoUntil, acknowledgeBy } = handling;
  checkRange(embargoUntil, "embargo_until", findings);
  checkRange(acknowledgeBy, "acknowledge_by", findings);
  if (embargoUntil !== 0 && embargoUntil <= issuedAt)
    findings.violation("embargo-after-issue", "embargo_until");
  if (acknowledgeBy !== 0 && acknowledgeBy <= issuedAt)
    findings.violation("acknowledge-after-issue", "acknowledge_by");
}

export function checkRange(time: number, field: string, findings: Findings): void {
  if (time === 0) return;
  if (time < limits.earliest || time > limits.latest) findings.violation("time-range", field);
}

function checkDigests(digests: readonly Uint8Array[], findings: Findings): void {
  const count = digests.length;
  if (count === 0 || count > limits.digests || count % DIGESTS_STEP !== 0) {
    findings.violation("digest-count", "section_digests");
  }
  if (digests.some(({ length }) => length !== DIGEST_LENGTH)) {
    findings.violation("digest-length", "section_digests");
  }
  if (new Set(digests.map(digestKey)).size !== count) {
    findings.violation("digest-distinct", "section_digests");
  }
  if (digests.some((digest, place) => place > 0 && compareBytes(digests[place - 1]!, digest) > 0)) {
    findings.violation("digest-order", "section_digests");
  }
}
