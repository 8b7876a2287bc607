import type {
  Audience,
  DataPurpose,
  Grading,
  Handling,
  Kind,
  Precedence,
  Tlp,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { KnownSectionType, SectionBody } from "@talanoa/contract/sections.ts";

/** One section before it is sealed. */
export type SectionContent = {
  [Type in KnownSectionType]: { readonly type: Type; readonly body: Init<SectionBody<Type>> };
}[KnownSectionType];

/** What a notice says, before it has an id and a signature. Times are Unix ms, 0 for not set. */
export interface NoticeContent {
  readonly kind: Kind;
  readonly tlp: Tlp;
  readonly grading?: Init<Grading>;
  readonly handling?: Init<Handling>;
  readonly precedence: Precedence;
  readonly eventAt: number;
  readonly expiresAt: number;
  readonly exercise: boolean;
  readonly audience: Init<Audience>;
  readonly showAudience: boolean;
  /** What personal and passenger sections are for; customs enforcement unless given. */
  readonly purpose?: DataPurpose;
  /** Without the routing section, which is made when the notice is sealed. */
  readonly sections: readonly SectionContent[];
}
