import type { Participant, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { fieldOfSection } from "@talanoa/sharing/notice/fields.ts";
import { limits } from "@talanoa/sharing/notice/limits.ts";
import type { Consequence, Difference } from "@talanoa/sharing/routing/consequences.ts";
import { Member } from "../../../parts/member.tsx";
import { ruleSentence } from "../../../words/rule-words.ts";
import { inLanguage } from "../../../words/words.ts";
import { fieldWords, labelIn } from "../../../words/field-words.ts";
import { publishWords } from "../publish-words.ts";
import type { Examined } from "./examine.ts";

/** Who will get what of it, and why: "5 participants get it, NZ without persons, because …". */
export function ConsequencesPanel({ examined }: { readonly examined: Examined | null }) {
  const words = inLanguage(publishWords);
  const consequences = examined?.consequences;
  if (!consequences) {
    return <p class="quiet">{whyUnknown(examined)}</p>;
  }
  const { gets, withheld, apart, unseen, hasReferences, perhaps, byConsent } = consequences;
  const isAddressed = examined.violations.every(({ rule }) => rule !== "audience-required");
  return (
    <div class="stack">
      <p class="publish-count" role="status">
        {gets.length > 0 && words.getIt(gets.length)}
        {gets.length === 0 && (isAddressed ? words.nobody : words.notYet)}
      </p>
      {gets.length > 0 && (
        <ul class="publish-readers">
          {alike(gets).map((readers) => (
            <Readers key={readers[0]!.participant.id} readers={readers} />
          ))}
        </ul>
      )}
      {withheld.length > 0 && (
        <div>
          <p class="publish-odd">{words.withheldFrom(withheld.length)}</p>
          <ul class="publish-readers">
            {withheld.map(({ participant: { id }, decision }) => (
              <li key={id}>
                <Member code={id} />: {ruleSentence(decision.rule)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {examined.difference && <Changes difference={examined.difference} />}
      {unseen.length > 0 && <p class="publish-odd">{words.unseen(unseen.join(", "))}</p>}
      {perhaps.length > 0 && <p class="publish-odd">{words.perhaps(idsOf(perhaps))}</p>}
      {byConsent.length > 0 && <p class="publish-odd">{words.byConsent(idsOf(byConsent))}</p>}
      {hasReferences && <p class="quiet">{words.references}</p>}
      {apart.length > 0 && (
        <details>
          <summary>{words.notAddressed(apart.length)}</summary>
          <p class="quiet">{idsOf(apart)}</p>
        </details>
      )}
      <p class="quiet">
        {words.hubDecides}
        {examined.size > 0 &&
          ` ${words.size(kibibytes(examined.size), kibibytes(limits.noticeSize))}.`}
      </p>
    </div>
  );
}

function idsOf(participants: readonly Participant[]): string {
  return participants.map(({ id }) => id).join(", ");
}

/** Why it is not known yet who gets it: what keeps a draft from being read has to be put right first. */
function whyUnknown(examined: Examined | null): string {
  const words = inLanguage(publishWords);
  if (!examined) return words.notYet;
  return examined.violations.length > 0 ? words.onceRight : words.notKnown;
}

/** Readers who get the same for the same reasons, on one line. */
function Readers({ readers }: { readonly readers: readonly Consequence[] }) {
  const words = inLanguage(publishWords);
  const [{ decision, without }] = readers as [Consequence];
  const reasons = [...new Set(without.map((its) => its.rule))];
  return (
    <li>
      {readers.map(({ participant: { id } }, at) => (
        <span key={id}>
          {at > 0 && ", "}
          <Member code={id} />
        </span>
      ))}
      {": "}
      {without.length > 0 ? (
        <strong>{words.without(without.map(({ type }) => partName(type)).join(", "))}</strong>
      ) : (
        words.allOfIt
      )}
      {decision.officers.length > 0 && `, ${words.officersOnly(decision.officers.join(", "))}`}
      {reasons.map((rule) => (
        <p key={rule} class="publish-odd">
          {ruleSentence(rule)}
        </p>
      ))}
      <p class="quiet">{ruleSentence(decision.rule)}</p>
    </li>
  );
}

/** Those who get the same by the same rules, together. */
function alike(gets: readonly Consequence[]): readonly Consequence[][] {
  const groups = Map.groupBy(gets, ({ decision: { rule, officers }, without }) =>
    JSON.stringify([rule, officers, without]),
  );
  return [...groups.values()];
}

function Changes({ difference }: { readonly difference: Difference }) {
  const words = inLanguage(publishWords);
  const rows = [
    { title: words.gains, ids: difference.gains },
    { title: words.keeps, ids: difference.keeps },
    { title: words.staysBehind, ids: difference.staysBehind },
  ].filter(({ ids }) => ids.length > 0);
  return (
    <dl class="facts">
      {rows.map(({ title, ids }) => (
        <>
          <dt>{title}</dt>
          <dd>{ids.join(", ")}</dd>
        </>
      ))}
    </dl>
  );
}

function partName(type: SectionType): string {
  return labelIn(inLanguage(fieldWords), fieldOfSection(type)).toLowerCase();
}

function kibibytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} ${inLanguage(publishWords).kibibytes}`;
}
