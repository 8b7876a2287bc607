import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Identity, SigningJwk } from "@talanoa/client/identity.ts";
import type { Publication } from "@talanoa/client/publication.ts";
import { type Accepted, send } from "@talanoa/client/publish.ts";
import { signerOf } from "@talanoa/client/signer.ts";
import { state } from "@talanoa/client/state.ts";
import {
  type NoticeRef,
  Outcome,
  Revision,
  SealedNotice,
  type Statement,
  WithdrawalReason,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { outcomeWords, wordOf } from "@talanoa/contract/words.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { compose } from "@talanoa/sharing/notice/compose.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { type OpenedNotice, openNotice } from "@talanoa/sharing/notice/open.ts";
import { seal } from "@talanoa/sharing/notice/seal.ts";
import { InvalidNotice } from "@talanoa/sharing/notice/violation.ts";
import type { Cast } from "./cast.ts";
import type { Inboxes } from "./check.ts";
import type { ScenarioClock } from "./clock.ts";
import { deedOf, draftOf } from "./draft-of.ts";
import { nameOf } from "./inbox.ts";
import { Entries } from "./entries.ts";
import { outcomeOf } from "./outcome-words.ts";
import type { Deed, EntryChange } from "./kinds.ts";
import type { Finding, Played } from "./played.ts";
import { patient } from "./patient.ts";
import type { Inject, Scenario } from "./scenario.ts";
import {
  erasedFaults,
  goneFaults,
  overdueFaults,
  searchFaults,
  unverifiedFaults,
} from "./watch.ts";

export interface StageOptions {
  readonly scenario: Scenario;
  readonly cast: Cast;
  readonly clock: ScenarioClock;
  readonly signal: AbortSignal;
  /** Names this run of the scenario. */
  readonly run: string;
}

/** Plays one inject after the other, and knows what they have become. */
export class Stage {
  readonly played: Played[] = [];
  readonly findings: Finding[] = [];
  readonly #options: StageOptions;
  readonly #inboxes: Inboxes;
  readonly #byInject = new Map<string, Played>();
  readonly #sent = new Map<string, { publication: Publication; accepted: Accepted }>();
  readonly #watching: Promise<void>[] = [];
  readonly #entries: Entries;

  constructor(options: StageOptions, inboxes: Inboxes) {
    this.#options = options;
    this.#inboxes = inboxes;
    this.#entries = new Entries(options.cast, options.run);
  }

  deedOf(inject: Inject): Deed {
    const { injects } = this.#options.scenario;
    return deedOf(inject, (id) => injects.find((its) => its.id === id) ?? null);
  }

  async play(inject: Inject): Promise<Played> {
    const played = await this.#do(inject, this.deedOf(inject));
    this.played.push(played);
    this.#byInject.set(inject.id, played);
    return played;
  }

  /** Resolves when what takes its time has been looked at. */
  async watched(): Promise<void> {
    await Promise.all(this.#watching);
  }

  async #do(inject: Inject, deed: Deed): Promise<Played> {
    const base = { inject, deed, ...nothing };
    try {
      switch (deed.as) {
        case "acknowledgement":
          return { ...base, ...(await this.#state(inject, { acknowledged: {} })) };
        case "outcome":
          return { ...base, ...(await this.#outcome(inject)) };
        case "search":
          return { ...base, ...(await this.#search(inject)) };
        case "statement":
          return { ...base, ...(await this.#about(inject, deed.says)) };
        case "consent":
          return { ...base, ...(await this.#answer(inject, deed.granted)) };
        case "entry":
          return { ...base, ...(await this.#change(inject, deed.change)) };
        case "overdue":
          return { ...base, ...(await this.#overdue(inject)) };
        default: {
          const again = await this.#again(inject);
          return { ...base, ...(again ?? (await this.#publish(inject, deed))) };
        }
      }
    } catch (error) {
      this.#options.signal.throwIfAborted();
      if (error instanceof InvalidNotice) {
        const faults = error.violations.map(({ field, description }) => `${field}: ${description}`);
        return { ...base, faults, said: "the scenario gives no draft that can be sealed" };
      }
      if (!(error instanceof HubError)) throw error;
      return { ...base, said: saidBy(error) };
    }
  }

  /** Sends the sealed bytes of an earlier inject of the same key again: the same receipt must come. */
  async #again({ publisher, idempotency_key }: Inject): Promise<Partial<Played> | null> {
    const before = idempotency_key ? this.#sent.get(idempotency_key) : undefined;
    if (!before) return null;
    const { cast, signal } = this.#options;
    const hub = await cast.as(publisher, "publisher");
    const { receipt } = await send(hub, before.publication, { ...patient, signal });
    const first = before.accepted.receipt;
    const same = receipt.sequence === first.sequence && receipt.acceptedAt === first.acceptedAt;
    return {
      accepted: true,
      again: true,
      name: nameOf(before.publication.ref),
      faults: same ? [] : ["the same bytes got another receipt"],
      said: "the first receipt again",
    };
  }

  async #publish(inject: Inject, deed: Deed): Promise<Partial<Played>> {
    const { cast, scenario, clock, signal } = this.#options;
    const hub = await cast.as(inject.publisher, "publisher");
    const { participant } = hub.identity;
    if (deed.as === "reply" && this.#isFor(inject)) await this.#received(inject);
    const now = Date.now();
    const draft = draftOf(inject, deed, {
      scenario,
      clock,
      now,
      operationId: (name) => this.#entries.operationId(name),
      noticeOf: (id) => {
        const { ref, notice } = this.#byInject.get(id) ?? {};
        return ref && notice ? { ref, digest: notice.digest } : null;
      },
    });
    const before = deed.as === "revision" ? this.#newest(inject) : null;
    const ref: NoticeRef = before?.ref
      ? { ...before.ref, version: before.ref.version + 1 }
      : { origin: participant, id: newId(now, randomBytes), version: 1 };
    // Not checked here: what a scenario does wrong is for the hub to refuse.
    const { sealed, digest } = await seal(compose(parseDraft(draft), participant), {
      ...ref,
      ...(before?.notice && {
        previousDigest: before.notice.digest,
        revision:
          deed.as === "revision" && deed.revision === "correction"
            ? Revision.CORRECTION
            : Revision.CHANGE,
      }),
      issuedAt: now,
      ...signerOf(signingAs(hub.identity, this.#entries.keyOf(inject.publisher))),
      random: randomBytes,
    });
    const publication = { ref, digest, sealed };
    const accepted = await send(hub, publication, { ...patient, signal });
    if (inject.idempotency_key) this.#sent.set(inject.idempotency_key, { publication, accepted });
    return {
      ref,
      name: nameOf(ref),
      notice: openNotice(SealedNotice.decode(sealed)),
      sequence: accepted.receipt.sequence,
      accepted: true,
      said: accepted.warnings.map(({ rule }) => rule).join(", "),
    };
  }

  /** The newest version of the notice that an inject revises. */
  #newest({ references: [first = ""] }: Inject): Played | null {
    const id = this.#byInject.get(first)?.ref?.id;
    return this.played.findLast(({ ref, again }) => !again && ref?.id === id) ?? null;
  }

  async #state(inject: Inject, says: Init<Statement>): Promise<Partial<Played>> {
    const { cast, signal } = this.#options;
    const notice = await this.#received(inject);
    if (!notice)
      return { faults: ["what it is about did not come"], said: "nothing to state about" };
    const hub = await cast.as(inject.publisher, "liaison");
    const { id, receipt } = await state(hub, notice, says, { ...patient, signal });
    return {
      name: nameOf({ origin: inject.publisher, id, version: 0 }),
      sequence: receipt.sequence,
      accepted: true,
    };
  }

  async #outcome(inject: Inject): Promise<Partial<Played>> {
    const outcome = outcomeOf(textOf(inject.content.data["outcome"]));
    const its = await this.#state(inject, { outcome: { outcome } });
    const about = this.#byInject.get(inject.references[0] ?? "");
    if (outcome === Outcome.NOTHING_FOUND && its.accepted && about?.ref) {
      const both = [inject.publisher, about.inject.publisher];
      this.#watch(inject, () => erasedFaults(this.#options.cast, about.ref!, both));
    }
    const isNothing = outcome === Outcome.NOTHING_FOUND;
    return {
      ...its,
      said: isNothing
        ? `erases the personal sections of ${inject.references[0]}`
        : (its.said ?? wordOf(outcomeWords, outcome)),
    };
  }

  /** What is said by its kind alone, or with what the inject's data names. */
  async #about(
    inject: Inject,
    says: "consentAsked" | "recalled" | "erasureOrdered" | "destroyed" | "withdrawn",
  ): Promise<Partial<Played>> {
    const { data } = inject.content;
    const reason = WithdrawalReason.NO_LONGER_NEEDED;
    const said = {
      consentAsked: { participant: textOf(data["with"]) },
      recalled: { reason },
      erasureOrdered: { reason },
      destroyed: {},
      withdrawn: {},
    };
    const its = await this.#state(inject, { [says]: said[says] });
    const about = this.#byInject.get(inject.references[0] ?? "");
    if (its.accepted && about?.ref) {
      const ref = about.ref;
      const { cast } = this.#options;
      const holders = [about.inject.publisher, ...about.inject.expected.receive];
      if (says === "recalled") this.#watch(inject, () => goneFaults(cast, ref, holders));
      if (says === "erasureOrdered") this.#watch(inject, () => erasedFaults(cast, ref, holders));
    }
    return its;
  }

  /** Answers a question for consent; what it grants comes under the name of the notice. */
  async #answer(inject: Inject, granted: boolean): Promise<Partial<Played>> {
    const question = this.#byInject.get(inject.references[0] ?? "");
    const asked = question?.name?.split("/")[1] ?? "";
    const about = question?.inject.references ?? [];
    const participant = textOf(question?.inject.content.data["with"]);
    const answer = { participant, asker: question?.inject.publisher ?? "", asked };
    const its = await this.#state(
      { ...inject, references: about },
      granted ? { consentGranted: answer } : { consentRefused: answer },
    );
    const shared = granted && its.accepted ? this.#byInject.get(about[0] ?? "") : null;
    return { ...its, ...(shared && { name: shared.name }) };
  }

  async #change(inject: Inject, change: EntryChange): Promise<Partial<Played>> {
    await this.#entries.make(change, inject);
    if (change === "key-revocation") {
      const before = this.played.filter(
        ({ ref, inject: its }) => ref && its.publisher === inject.publisher,
      );
      this.#watch(inject, () => unverifiedFaults(this.#options.cast, before));
    }
    return { accepted: true };
  }

  async #overdue(inject: Inject): Promise<Partial<Played>> {
    const about = this.#byInject.get(inject.references[0] ?? "")?.ref;
    const late = inject.content.data["late"];
    const wanted = Array.isArray(late) ? late.map(String) : [];
    const hub = await this.#options.cast.as(inject.publisher, "liaison");
    if (about) this.#watch(inject, () => overdueFaults(hub, about, wanted));
    return { accepted: true, said: `late: ${wanted.join(", ")}` };
  }

  async #search(inject: Inject): Promise<Partial<Played>> {
    const inbox = this.#inboxes.get(inject.publisher)!;
    const hub = await this.#options.cast.as(inject.publisher, "liaison");
    const queries = queriesOf(inject);
    const since = this.#options.clock.at(0);
    this.#watch(inject, () => searchFaults(hub, inbox, { queries, since }));
    return { said: `"${queries.join('", "')}"`, accepted: true };
  }

  /** Whether what an inject is about is to come to its publisher. */
  #isFor({ publisher, references: [first = ""] }: Inject): boolean {
    const about = this.#byInject.get(first);
    return about?.accepted === true && about.inject.expected.receive.includes(publisher);
  }

  /** What an inject is about, once it has come to its publisher. */
  async #received({ publisher, references: [first = ""] }: Inject): Promise<OpenedNotice | null> {
    const name = this.#byInject.get(first)?.name;
    const inbox = this.#inboxes.get(publisher);
    if (!name || !inbox) return null;
    for (const end = performance.now() + patient.patience; performance.now() < end;) {
      const notice = inbox.noticeOf(name);
      if (notice) return notice;
      await sleep(10, undefined, { signal: this.#options.signal });
    }
    return null;
  }

  #watch({ id }: Inject, look: () => Promise<readonly string[]>): void {
    this.#watching.push(
      look().then(
        (faults) => void this.findings.push(...faults.map((what) => ({ inject: id, what }))),
      ),
    );
  }
}

const nothing = {
  name: null,
  ref: null,
  notice: null,
  sequence: 0,
  accepted: false,
  again: false,
  faults: [] as readonly string[],
  said: "",
};

function signingAs(identity: Identity, key: SigningJwk | undefined): Identity {
  return key ? { ...identity, signingKey: key } : identity;
}

function saidBy({ code, message, violations }: HubError): string {
  const rules = violations.map(({ field, rule }) => `${field} ${rule}`).join(", ");
  return rules ? `${code}: ${rules}` : `${code}: ${message}`;
}

function queriesOf({ content: { data } }: Inject): string[] {
  const query = data["query"];
  const all = Array.isArray(query) ? query : [query];
  return all.filter((each): each is string => typeof each === "string");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
