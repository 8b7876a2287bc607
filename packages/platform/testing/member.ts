import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import {
  type Agreement,
  Category,
  DataPurpose,
  type DirectoryEntry,
  type NoticeRef,
  ParticipantType,
  type Revision,
  SealedNotice,
  SealedStatement,
  type Statement,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { compose } from "@talanoa/sharing/notice/compose.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { seal, type SealOptions } from "@talanoa/sharing/notice/seal.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import { sealStatement } from "@talanoa/sharing/statement/statement.ts";

/** A participant with a signing key, for tests: what it stands as in the directory, and what it signs. */
export interface TestMember {
  readonly id: string;
  readonly keyId: string;
  readonly publicKey: Uint8Array;
  readonly participant: Init<DirectoryEntry>;
  readonly key: Init<DirectoryEntry>;
  /** By which it may send personal data to another for customs enforcement, unless changed. */
  agreementWith(to: string, changes?: Init<Agreement>): Init<DirectoryEntry>;
  /** Seals a draft (snake_case, as a person writes it) as version 1. */
  seal(draft?: object, options?: { id?: string; issuedAt?: number }): Promise<TestNotice>;
  /** Seals a draft as the version after a notice; `changes` in place of what that gives. */
  revise(
    before: Pick<TestNotice, "ref" | "digest">,
    revision: Revision,
    draft?: object,
    changes?: { version?: number; previousDigest?: Uint8Array },
  ): Promise<TestNotice>;
  /** States something about a notice in a principal's name. */
  state(
    notice: Pick<TestNotice, "ref" | "digest">,
    principal: string,
    says: Init<Statement>,
  ): Promise<SealedStatement>;
  /** Acknowledges a notice in a principal's name. */
  acknowledge(
    notice: Pick<TestNotice, "ref" | "digest">,
    principal: string,
    changes?: Init<Statement>,
  ): Promise<SealedStatement>;
}

export interface TestNotice {
  readonly ref: NoticeRef;
  readonly digest: Uint8Array;
  readonly sealed: SealedNotice;
}

/** The least that an alert must say. */
export const leastDraft = {
  kind: "alert",
  type: "seizure",
  title: "Cigarettes in a container",
  when: "2025-01-14",
  where: "Suva",
  narrative: "Found behind a false wall.",
  marking: "TLP:GREEN",
};

export function testMember(id: string, subRegion = "melanesia"): TestMember {
  const { privateKey, publicKey: spki } = generateKeyPairSync("ed25519");
  const publicKey = Buffer.from(spki.export({ format: "jwk" }).x!, "base64url");
  const keyId = keyIdOf(publicKey);
  const signed = (input: Uint8Array) => sign(null, input, privateKey);
  const type = id === "OCO" ? ParticipantType.SECRETARIAT : ParticipantType.MEMBER;
  async function state(
    { ref, digest }: Pick<TestNotice, "ref" | "digest">,
    principal: string,
    says: Init<Statement>,
  ): Promise<SealedStatement> {
    const now = Date.now();
    const { sealed } = await sealStatement(
      {
        origin: id,
        id: newId(now, randomBytes),
        principal,
        issuedAt: now,
        notice: ref,
        noticeDigest: digest,
        ...says,
      },
      { keyId, sign: signed },
    );
    return SealedStatement.decode(sealed);
  }

  async function sealed(
    draft: object,
    options: Pick<SealOptions, "id" | "version" | "issuedAt" | "previousDigest" | "revision">,
  ): Promise<TestNotice> {
    const { sealed: bytes, digest } = await seal(compose(parseDraft(draft), id), {
      ...options,
      origin: id,
      keyId,
      random: randomBytes,
      sign: signed,
    });
    const ref = { origin: id, id: options.id, version: options.version };
    return { ref, digest, sealed: SealedNotice.decode(bytes) };
  }

  return {
    id,
    keyId,
    publicKey,
    participant: {
      participant: { id, name: id, type, subRegion: id === "OCO" ? "" : subRegion },
    },
    key: { key: { id: keyId, participant: id, publicKey } },
    agreementWith: (to, changes = {}) => ({
      agreement: {
        id: `${id}-${to}`,
        title: `${id} to ${to}`,
        from: id,
        to,
        categories: [Category.PERSONAL],
        purposes: [DataPurpose.CUSTOMS_ENFORCEMENT],
        period: { from: 1 },
        ...changes,
      },
    }),
    seal(draft = leastDraft, options = {}) {
      const now = Date.now();
      return sealed(draft, {
        id: options.id ?? newId(now, randomBytes),
        version: 1,
        issuedAt: options.issuedAt ?? now,
      });
    },
    revise: ({ ref, digest }, revision, draft = leastDraft, changes = {}) =>
      sealed(draft, {
        id: ref.id,
        version: ref.version + 1,
        issuedAt: Date.now(),
        previousDigest: digest,
        revision,
        ...changes,
      }),
    acknowledge: (notice, principal, changes = {}) =>
      state(notice, principal, { acknowledged: {}, ...changes }),
    state,
  };
}
