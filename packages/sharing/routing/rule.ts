import type {
  Audience,
  DataPurpose,
  NoticeHeader,
  Participant,
  SectionClass,
  SectionType,
  Tlp,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { Directory } from "../directory/directory.ts";
import type { Holding } from "./earlier-readers.ts";

/** What routing decides upon: one version of a notice, at its place in the stream. */
export interface RoutedNotice {
  readonly header: NoticeHeader;
  readonly keyId: string;
  /** Of a correction: that of what it corrects. */
  readonly audience: Audience;
  readonly sections: readonly PlacedSection[];
  /** What personal and passenger sections are for; customs enforcement when absent. */
  readonly purpose?: DataPurpose;
  /** When the stream stored the notice, Unix ms. */
  readonly acceptedAt: number;
  /** The joint operations that it belongs to: those addressed, and the one that it names itself; none when absent. */
  readonly operations?: readonly string[];
  /** Who holds the notice that a reference names, by the place of the reference; nobody when absent. */
  readonly holders?: ReadonlyMap<number, ReadonlySet<string>>;
  /** Of a correction: who holds the version before. They alone get it, whatever audience it names. */
  readonly earlierReaders?: ReadonlyMap<string, Holding>;
  /** Absent for the first routing. */
  readonly widening?: Widening;
}

/**
 * What shares a notice further after its first routing, with one participant: the originator's consent,
 * or that the participant has joined a joint operation and may see what was sent before.
 */
export type Widening = {
  readonly participant: string;
  /** When the stream stored what says so, Unix ms. */
  readonly at: number;
} & (
  | {
      readonly by: "consent";
      /** The sections that it gets besides the summary; empty for all that the rules let it have. */
      readonly sections: readonly SectionType[];
    }
  | { readonly by: "joining"; readonly operation: string }
);

/** The time by which it is decided who may have a notice, Unix ms. */
export function decidedAt({ acceptedAt, widening }: RoutedNotice): number {
  return widening?.at ?? acceptedAt;
}

/** A section as the routing section lists it, with its place in the header's digests. */
export interface PlacedSection extends Pick<SectionClass, "type" | "category"> {
  readonly place: number;
}

/** The question put to each rule. */
export interface Candidate {
  readonly notice: RoutedNotice;
  readonly participant: Participant;
  readonly directory: Directory;
}

/**
 * A case that shows what a rule does, among the participants of testing/example-world.ts: a notice of
 * Fiji, and what one of them gets of it. Tests decide it, and docs/sharing-rules.md shows it.
 */
export interface Example {
  /** What the originator did, in a few words. */
  readonly when: string;
  readonly audience?: Init<Audience>;
  /** GREEN unless given. */
  readonly tlp?: Tlp;
  readonly purpose?: DataPurpose;
  readonly widening?: Widening;
  /** Of a correction: who holds the version before, by which rule. */
  readonly earlierReaders?: { readonly [participant: string]: string };
  /** Signed with a key that has been withdrawn. */
  readonly withdrawnKey?: true;
  /** A participant. */
  readonly reader: string;
  /** What this rule leaves of the notice for it: all, nothing, or all but these sections. */
  readonly gets: "all" | "nothing" | { readonly without: readonly SectionType[] };
}

/** Any admit rule suffices to deliver. */
export interface AdmitRule {
  readonly name: string;
  /** What it admits by, when that is not the audience at the first routing. */
  readonly by?: Widening["by"];
  /** A sentence for the person who asks why. */
  readonly says: string;
  readonly examples: readonly Example[];
  /** True for the whole participant; a list when only these officers of it are addressed. */
  admits(candidate: Candidate): boolean | readonly string[];
  /** The rule by which the withhold rules judge what this one gave; itself unless given. */
  basis?(candidate: Candidate): string | undefined;
}

/** Any withhold rule suffices to withhold what one admit rule gave. */
export interface WithholdRule {
  readonly name: string;
  readonly says: string;
  readonly examples: readonly Example[];
  /**
   * "notice" for the whole of it, or the places of the sections to leave out, for a participant
   * that the named rule admitted.
   */
  withholds(candidate: Candidate, admittedBy: string): "notice" | readonly number[];
}
