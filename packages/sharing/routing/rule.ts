import type {
  Audience,
  NoticeHeader,
  Participant,
  SectionClass,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Directory } from "../directory/directory.ts";
import type { Holding } from "./earlier-readers.ts";

/** What routing decides upon: one version of a notice, at its place in the stream. */
export interface RoutedNotice {
  readonly header: NoticeHeader;
  readonly keyId: string;
  readonly audience: Audience;
  readonly sections: readonly PlacedSection[];
  /** When the stream stored the notice, Unix ms. */
  readonly acceptedAt: number;
  /** Of a correction: who holds the version before. They alone get it, whatever audience it names. */
  readonly earlierReaders?: ReadonlyMap<string, Holding>;
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

/** Any admit rule suffices to deliver. */
export interface AdmitRule {
  readonly name: string;
  /** A sentence for the person who asks why. */
  readonly says: string;
  /** True for the whole participant; a list when only these officers of it are addressed. */
  admits(candidate: Candidate): boolean | readonly string[];
  /** The rule by which the withhold rules judge what this one gave; itself unless given. */
  basis?(candidate: Candidate): string | undefined;
}

/** Any withhold rule suffices to withhold what one admit rule gave. */
export interface WithholdRule {
  readonly name: string;
  readonly says: string;
  /**
   * "notice" for the whole of it, or the places of the sections to leave out, for a participant
   * that the named rule admitted.
   */
  withholds(candidate: Candidate, admittedBy: string): "notice" | readonly number[];
}
