import { randomBytes } from "node:crypto";
import {
  Kind,
  NoticeHeader,
  type SealedNotice,
  Section,
} from "@talanoa/contract/generated/talanoa.ts";
import type { HubErrorCode } from "@talanoa/platform/errors.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { type OpenedNotice, openNotice } from "@talanoa/sharing/notice/open.ts";
import { noticeSigningInput } from "@talanoa/sharing/notice/sign.ts";
import {
  type Break,
  type Notice,
  source,
  summary,
} from "@talanoa/sharing/notice/testing/broken.ts";
import { brokenBodies } from "@talanoa/sharing/notice/testing/broken-bodies.ts";
import { brokenFrames } from "@talanoa/sharing/notice/testing/broken-frames.ts";
import {
  type Changeable,
  samples,
  sealDraft,
  signWithKey,
} from "@talanoa/sharing/notice/testing/sample-notice.ts";
import { sealAgain } from "@talanoa/sharing/notice/testing/seal-again.ts";
import { plant } from "./planted.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** A notice of French Polynesia with the mark in all its texts, opened to be spoilt. */
async function opened(kind: keyof typeof samples): Promise<Notice> {
  const audience = {
    participants: kind === Kind.REQUEST ? ["TO"] : ["PF", "TO"],
    officers: ["AU:au-liaison"],
    groups: ["YACHT-CORRIDOR"],
  };
  const sample = plant(samples[kind]());
  // A flag goes to named Members of its itinerary alone: its sample has them.
  const draft = { ...sample, expires: undefined, ...(kind !== Kind.RISK_FLAG && { audience }) };
  const now = Date.now();
  const id = newId(now, randomBytes);
  const notice = await sealDraft(draft, { id, issuedAt: now, random: randomBytes });
  return openNotice(notice) as Changeable<OpenedNotice>;
}

/**
 * The same sealed again after a change, as a careless client might: signed rightly, with the key of the samples, which
 * `enterSampleKey` makes one of French Polynesia.
 */
export async function sealed({
  kind = Kind.ALERT,
  header = {},
  change = () => {},
}: {
  kind?: keyof typeof samples | undefined;
  header?: Partial<Notice["header"]>;
  change?: (notice: Notice) => void;
} = {}): Promise<SealedNotice> {
  const notice = await opened(kind);
  Object.assign(notice.header, header);
  change(notice);
  return sealAgain(notice);
}

/** Changes a sealed notice's parts without sealing it again. */
export function spoilt(notice: SealedNotice, parts: Partial<SealedNotice>): SealedNotice {
  const { header, sections, signature, keyId } = notice;
  return { header, sections, signature, keyId, ...parts };
}

/** Header and sections as one likes, rightly signed. */
function signed(notice: SealedNotice, header: Uint8Array, sections = notice.sections) {
  return spoilt(notice, { header, sections, signature: signWithKey(noticeSigningInput(header)) });
}

/** A notice that the intake is to refuse, with the code, the field and the rule that it is to name. */
export interface Bad {
  readonly code?: HubErrorCode;
  readonly field: string;
  readonly rule: string;
  readonly notice: () => Promise<SealedNotice | null>;
}

// The samples' breaks are about a time of their own; these are the same at the time of the hub.
const ofTime: { readonly [rule: string]: Pick<Bad, "field" | "notice"> } = {
  "id-old": { field: "id", notice: () => sealed({ header: { id: idMade(-31 * 24 * HOUR) } }) },
  "id-ahead": { field: "id", notice: () => sealed({ header: { id: idMade(12 * MINUTE) } }) },
  "issue-time": {
    field: "issued_at",
    notice: () => sealed({ header: { issuedAt: Date.now() + 12 * MINUTE } }),
  },
  "event-not-ahead": {
    field: "when",
    notice: () =>
      sealed({
        change: (n) => {
          n.header.eventAt = Date.now() + 48 * HOUR;
          summary(n).time!.startAt = n.header.eventAt;
        },
      }),
  },
  "published-not-ahead": {
    field: "source.published",
    notice: () => sealed({ change: (n) => (source(n).publishedAt = Date.now() + 48 * HOUR) }),
  },
};

function idMade(ago: number): string {
  return newId(Date.now() + ago, randomBytes);
}

// What the hub looks at before it looks at the form.
const seenBefore: { readonly [rule: string]: Pick<Bad, "rule" | "code"> } = {
  "origin-form": { rule: "origin-own", code: "permission-denied" },
  "signature-length": { rule: "signature-holds" },
  "key-id-form": { rule: "key-valid" },
};

/** Each rule of notices, broken. */
export const brokenRules: Bad[] = Object.entries<Break>({ ...brokenFrames, ...brokenBodies }).map(
  ([rule, { field, kind, change }]) => ({
    rule,
    field,
    notice: () => sealed({ kind, change }),
    ...ofTime[rule],
    ...seenBefore[rule],
  }),
);

/** Notices that were spoilt after they were sealed, or name what the directory does not have. */
export const spoiltNotices: Bad[] = [
  { rule: "notice-required", field: "notice", notice: async () => null },
  {
    rule: "header-readable",
    field: "header",
    notice: async () => signed(await sealed(), Buffer.from([0x0a, 0xff, 1])),
  },
  {
    rule: "section-readable",
    field: "sections[0]",
    async notice() {
      const its = await sealed();
      const section = Buffer.from([0x0a, 0xff, 1]);
      const header = NoticeHeader.decode(its.header);
      header.sectionDigests[0] = sha256(section);
      return signed(its, NoticeHeader.encode(header), [section]);
    },
  },
  {
    rule: "section-readable",
    field: "summary",
    async notice() {
      const its = await sealed();
      const { salt, type, category } = Section.decode(its.sections[1]!);
      const section = Section.encode({ salt, type, category, body: Buffer.from([0x0a, 0xff, 1]) });
      const header = NoticeHeader.decode(its.header);
      header.sectionDigests[0] = sha256(section);
      return signed(its, NoticeHeader.encode(header), [section]);
    },
  },
  {
    rule: "section-digest",
    field: "sections[0]",
    notice: async () => spoilt(await sealed(), { sections: [randomBytes(40)] }),
  },
  {
    rule: "section-digest",
    field: "sections[1]",
    async notice() {
      const its = await sealed();
      return spoilt(its, { sections: [its.sections[0]!, its.sections[0]!] });
    },
  },
  {
    rule: "notice-size",
    field: "notice",
    notice: async () => spoilt(await sealed(), { sections: [randomBytes(512 * 1024)] }),
  },
  {
    rule: "digest-count",
    field: "sections",
    notice: async () => spoilt(await sealed(), { sections: Array(65).fill(randomBytes(40)) }),
  },
  {
    rule: "signature-holds",
    field: "signature",
    notice: async () => spoilt(await sealed(), { signature: randomBytes(64) }),
  },
  {
    rule: "signature-holds",
    field: "signature",
    async notice() {
      const its = await sealed();
      const header = NoticeHeader.decode(its.header);
      header.tlp = 1;
      return spoilt(its, { header: NoticeHeader.encode(header) });
    },
  },
  {
    rule: "key-valid",
    field: "key_id",
    notice: async () => spoilt(await sealed(), { keyId: "0".repeat(32) }),
  },
  {
    rule: "version-next",
    field: "version",
    notice: () => sealed({ header: { version: 2, previousDigest: randomBytes(32), revision: 1 } }),
  },
  {
    rule: "participant-in-directory",
    field: "audience.participants[1]",
    notice: () => sealed({ change: (n) => (n.routing!.audience!.participants[1] = "ZZ") }),
  },
  {
    rule: "participant-in-directory",
    field: "audience.officers[0]",
    notice: () => sealed({ change: (n) => (n.routing!.audience!.officers[0]!.participant = "ZZ") }),
  },
  {
    rule: "group-in-directory",
    field: "audience.groups[0]",
    notice: () => sealed({ change: (n) => (n.routing!.audience!.groups[0] = "NO-SUCH-GROUP") }),
  },
  {
    rule: "origin-own",
    field: "origin",
    code: "permission-denied",
    notice: () => sealed({ header: { origin: "TO" } }),
  },
];
