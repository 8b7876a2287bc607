import { type Card, RoutedMarker, StoredCopy } from "@talanoa/contract/generated/talanoa.ts";
import { type KnownPrecedence, subjects } from "@talanoa/contract/subjects.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import type { Outgoing } from "@talanoa/platform/bus/unit.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { type Obligation, obligationChanges } from "@talanoa/sharing/lifecycle/obligations.ts";
import { obligationKey, OpenObligations } from "@talanoa/sharing/lifecycle/open-obligations.ts";
import type { Deadline, DeadlineWork } from "./deadlines.ts";
import { safeRecordOf } from "./safe-record.ts";

/** What a reminder needs to know of a notice whose answer or acknowledgement is due. */
interface About {
  readonly card: Card;
  /** Officers to whom alone a participant's copy is for, by participant. */
  readonly officers: ReadonlyMap<string, readonly string[]>;
}

/**
 * What was not done in its time: a record, and with it, in one batch, a reminder for each who is late and
 * for the originator. The record's own subject sees to it that it is written once.
 */
export class Overdue implements DeadlineWork {
  readonly filters = [subjects.markers, subjects.overdues] as const;
  readonly #committer: Committer;
  readonly #log: Logger;
  readonly #open = new OpenObligations();
  readonly #about = new Map<string, About>();

  constructor({ committer, log }: { readonly committer: Committer; readonly log: Logger }) {
    this.#committer = committer;
    this.#log = log;
  }

  take(message: StoredMessage): Deadline[] {
    try {
      return message.subject.startsWith("routed.") ? this.#routed(message) : this.#told(message);
    } catch (error) {
      const { subject } = message;
      this.#log.error({ err: error, subject }, "no deadline: the message cannot be read");
      return [];
    }
  }

  async act(key: string): Promise<void> {
    const obligation = this.#open.get(key);
    const about = this.#about.get(key);
    const late = this.#open.late(key);
    if (!obligation || !about || late.length === 0) return;
    const messages = messagesOf(obligation, about, late, Date.now());
    // The commit point. Whoever wrote it first, it stands.
    await this.#committer.commit(messages, { sameAs: () => true });
    // What a later version wants, which came meanwhile, is due all the same.
    if (this.#open.get(key) === obligation) this.#close(key);
  }

  #routed(message: StoredMessage): Deadline[] {
    const marker = RoutedMarker.decode(message.payload);
    return obligationChanges(marker, message.subject).map((its) => {
      const { key, dueAt } = this.#open.apply(its);
      // When the time has passed there is nothing left that it could be done with.
      if (its.change === "due" && endsBefore(marker.card!, dueAt)) return this.#close(key);
      if (dueAt === 0) this.#about.delete(key);
      else if (its.change === "due") this.#about.set(key, aboutOf(message, marker.card!));
      return { key, at: dueAt };
    });
  }

  /** One that stands is not told again. */
  #told(message: StoredMessage): Deadline[] {
    const facts = safeRecordOf(message)?.facts?.overdue;
    if (!facts?.notice || facts.of === 0) return [];
    const key = obligationKey(facts.notice, facts.of);
    // Told of the version before, what the next one wants is due all the same.
    const isNewer = (this.#open.get(key)?.notice.version ?? 0) > facts.notice.version;
    return isNewer ? [] : [this.#close(key)];
  }

  #close(key: string): Deadline {
    this.#about.delete(key);
    this.#open.close(key);
    return { key, at: 0 };
  }
}

function endsBefore({ expiresAt }: Card, dueAt: number): boolean {
  return expiresAt > 0 && expiresAt < dueAt;
}

function aboutOf(message: StoredMessage, card: Card): About {
  const decisions = safeRecordOf(message)?.facts?.routed?.decisions ?? [];
  const limited = decisions.filter(({ officers }) => officers.length > 0);
  return {
    card,
    officers: new Map(limited.map(({ participant, officers }) => [participant, officers])),
  };
}

function messagesOf(
  { notice, of, dueAt }: Obligation,
  { card, officers }: About,
  late: readonly string[],
  at: number,
): Outgoing[] {
  const participants = [...late];
  const record = {
    at,
    exercise: card.exercise,
    facts: { overdue: { notice, participants, of, dueAt } },
  };
  const { kind, tlp, precedence, exercise } = card;
  const about = { notice, kind, tlp, precedence, exercise };
  return [
    recordMessage(record, { subject: subjects.overdue(notice, of), lastSequence: 0 }),
    ...[notice.origin, ...late].map((participant) => ({
      subject: subjects.feed(participant, precedence as KnownPrecedence, "reminder"),
      payload: StoredCopy.encode({
        copy: {
          reminder: {
            notice,
            of,
            dueAt,
            participants: participant === notice.origin ? participants : [participant],
            exercise,
          },
          acceptedAt: at,
          routedAt: at,
        },
        card: about,
        officers: [...(officers.get(participant) ?? [])],
      }),
    })),
  ];
}
