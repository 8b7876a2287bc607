import {
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  Category,
  DataPurpose,
  DirectoryEntry,
  type NoticeRef,
  ParticipantType,
  Precedence,
  RoutedMarker,
  SealedNotice,
  SealedStatement,
  Section,
  type SectionType,
  type Statement,
  StoredCopy,
} from "@talanoa/contract/generated/talanoa.ts";
import type { KnownKind } from "@talanoa/contract/kinds.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { recordHeader } from "@talanoa/platform/bus/record-header.ts";
import { type StepField, steps } from "@talanoa/contract/records.ts";
import { type DirectoryType, type KnownPrecedence, subjects } from "@talanoa/contract/subjects.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import type { Outgoing } from "@talanoa/platform/bus/unit.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { cardOf } from "@talanoa/sharing/feed/card.ts";
import { compose } from "@talanoa/sharing/notice/compose.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { seal } from "@talanoa/sharing/notice/seal.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import { isStoredApart } from "@talanoa/sharing/notice/stored-apart.ts";
import { route } from "@talanoa/sharing/routing/route.ts";
import type { SayingField } from "@talanoa/sharing/statement/sayings.ts";
import { sealStatement } from "@talanoa/sharing/statement/statement.ts";

/** Puts routed notices and statements into the stream as intake and routing do, by their own rules. */
export class Publisher {
  readonly #committer: Committer;
  readonly #directory: () => Directory;
  readonly #keys = new Map<string, { key: KeyObject; id: string }>();

  constructor(committer: Committer, directory: () => Directory) {
    this.#committer = committer;
    this.#directory = directory;
  }

  /** Lets participants take part, each with a signing key. */
  async enrol(participants: readonly { id: string; subRegion: string }[]): Promise<void> {
    for (const { id, subRegion } of participants) {
      const { privateKey } = generateKeyPairSync("ed25519");
      const raw = Buffer.from(
        createPublicKey(privateKey).export({ format: "jwk" }).x!,
        "base64url",
      );
      const key = { id: keyIdOf(raw), participant: id, publicKey: raw };
      this.#keys.set(id, { key: privateKey, id: key.id });
      const type = subRegion ? ParticipantType.MEMBER : ParticipantType.SECRETARIAT;
      await this.change("participant", id, { participant: { id, name: id, type, subRegion } });
      await this.change("key", key.id, { key });
    }
  }

  /** Writes an entry of the directory; resolves when it stands. */
  async change(
    type: DirectoryType,
    id: string,
    entry: Parameters<typeof DirectoryEntry.encode>[0],
  ): Promise<void> {
    await this.#committer.commit([
      {
        subject: subjects.directory(type, id),
        payload: DirectoryEntry.encode(entry),
        messageId: randomBytes(16).toString("hex"),
      },
    ]);
  }

  /** Lets one participant send personal data to another from now on; resolves when this hub knows. */
  async agree(from: string, to: string): Promise<void> {
    const id = `${from}-${to}`;
    const categories = [Category.PERSONAL];
    const purposes = [DataPurpose.CUSTOMS_ENFORCEMENT];
    await this.change("agreement", id, { agreement: { id, from, to, categories, purposes } });
    while (!this.#directory().agreement(id)) await sleep(5);
  }

  /** Publishes and routes a draft in the name of a participant; resolves when the copies stand. */
  async publish(origin: string, draft: object): Promise<NoticeRef> {
    const { notice, routed, ref } = await this.prepare(origin, draft);
    await this.#committer.commit(notice);
    await this.#committer.commit(routed);
    return ref;
  }

  /** The messages of a notice and of its routing, not yet stored. */
  async prepare(
    origin: string,
    draft: object,
    { id, version = 1 }: { id?: string; version?: number } = {},
  ): Promise<{ notice: Outgoing[]; routed: Outgoing[]; ref: NoticeRef }> {
    const at = Date.now();
    const { key, id: keyId } = this.#keys.get(origin)!;
    const { sealed: bytes } = await seal(compose(parseDraft({ ...usual, ...draft }), origin), {
      origin,
      id: id ?? newId(at, randomBytes),
      version,
      issuedAt: at,
      keyId,
      random: randomBytes,
      sign: (input) => sign(null, input, key),
    });
    const sealed = SealedNotice.decode(bytes);
    const opened = openNotice(sealed);
    const { header, routing, digest } = opened;
    const ref = { origin, id: header.id, version };
    const precedence = header.precedence as KnownPrecedence;
    const apart = opened.sections.filter(({ category }) => isStoredApart(category));
    const together = opened.sections.filter(({ category }) => !isStoredApart(category));
    const record = (facts: object) =>
      recordHeader({
        nonce: randomBytes(16),
        at,
        participant: origin,
        exercise: header.exercise,
        facts,
      });
    const directory = this.#directory();
    const decisions = route(
      {
        header,
        keyId,
        audience: routing!.audience!,
        purpose: routing!.purpose,
        sections: opened.sections.map(({ place, type, category }) => ({
          place,
          type: type as SectionType,
          category: category as Category,
        })),
        acceptedAt: at,
      },
      directory,
    );
    const delivered = decisions.filter(({ deliver }) => deliver);
    const card = cardOf(opened);
    return {
      ref,
      notice: [
        {
          subject: subjects.notice(precedence, ref),
          payload: SealedNotice.encode({
            header: sealed.header,
            sections: together.map((section) => section.bytes),
            signature: sealed.signature,
            keyId,
          }),
          headers: record({ accepted: { notice: ref, digest, keyId } }),
          expect: { lastSequence: 0 },
        },
        ...apart.map((section) => ({
          subject: subjects.section(ref, section.place),
          payload: section.bytes,
        })),
      ],
      routed: [
        {
          subject: subjects.routed(ref, "first"),
          payload: RoutedMarker.encode({
            card,
            recipients: delivered.map(({ participant }) => participant),
            digest,
          }),
          headers: record({
            routed: {
              notice: ref,
              digest,
              cause: "first",
              decisions: decisions.map(({ participant, deliver, rule, withheld, officers }) => ({
                participant,
                deliver,
                rule,
                withheld: [...withheld],
                officers: [...officers],
              })),
            },
          }),
          expect: { lastSequence: 0 },
        },
        ...delivered.map(({ participant, withheld, officers }) => {
          const hidden = new Set(withheld.map(({ section }) => section));
          return {
            subject: subjects.feed(participant, precedence, header.kind as KnownKind),
            payload: StoredCopy.encode({
              copy: {
                notice: {
                  header: sealed.header,
                  sections: together.flatMap((section) =>
                    hidden.has(section.place) ? [] : section.bytes,
                  ),
                  signature: sealed.signature,
                  keyId,
                },
                withheld: [...new Set(withheld.map(({ rule }) => rule))].map((rule) => ({ rule })),
                acceptedAt: at,
                routedAt: at,
              },
              card,
              storedSections: apart.flatMap(({ place }) => (hidden.has(place) ? [] : place)),
              officers: [...officers],
            }),
          };
        }),
      ],
    };
  }

  /** A participant acknowledges a notice; the statement goes to both, as routing sends it. */
  acknowledge(participant: string, notice: NoticeRef, principal: string): Promise<string> {
    return this.state(participant, notice, principal, { acknowledged: {} });
  }

  /**
   * A participant states something about a notice, or an exercise; it goes to both, and to whom else is given. To nobody when a
   * rule withholds it.
   */
  async state(
    participant: string,
    notice: NoticeRef,
    principal: string,
    said: Init<Pick<Statement, SayingField>>,
    others: readonly string[] = [],
    {
      withheldBy = "",
      exercise = false,
    }: { readonly withheldBy?: string; readonly exercise?: boolean } = {},
  ): Promise<string> {
    const at = Date.now();
    const id = newId(at, randomBytes);
    const { key, id: keyId } = this.#keys.get(participant)!;
    const statement = { origin: participant, id, principal, issuedAt: at, notice, ...said };
    const { sealed } = await sealStatement(statement, {
      keyId,
      sign: (input) => sign(null, input, key),
    });
    const parties = [...new Set([notice.origin, participant, ...others])].sort();
    const recipients = withheldBy ? [] : parties;
    const card = { notice, precedence: Precedence.ROUTINE, exercise };
    const [field] = Object.keys(said) as [SayingField & StepField];
    await this.#committer.commit([
      {
        subject: subjects.statementRouted(participant, id),
        payload: RoutedMarker.encode({
          card,
          recipients,
          statement: id,
          says: steps[field],
          outcome: said.outcome?.outcome ?? 0,
        }),
        headers: recordHeader({
          nonce: randomBytes(16),
          at,
          participant,
          exercise,
          facts: {
            routed: {
              notice,
              cause: "statement",
              statement: id,
              decisions: parties.map((party) => ({
                participant: party,
                deliver: !withheldBy,
                rule: withheldBy || "statement-party",
              })),
            },
          },
        }),
        expect: { lastSequence: 0 },
      },
      ...recipients.map((party) => ({
        subject: subjects.feed(party, Precedence.ROUTINE, "statement"),
        payload: StoredCopy.encode({
          copy: { statement: SealedStatement.decode(sealed), acceptedAt: at, routedAt: at },
          card,
        }),
      })),
    ]);
    return id;
  }
}

const usual = {
  kind: "alert",
  type: "seizure",
  title: "Cocaine on a yacht",
  when: "2025-07-14",
  where: "Suva",
  marking: "TLP:GREEN",
  audience: "all",
  narrative: "Found under the floor of the cabin.",
};

/** The type and body of every section of a copy, opened. */
export function sectionTypesOf(sections: readonly Uint8Array[]): SectionType[] {
  return sections.map((bytes) => Section.decode(bytes).type);
}
