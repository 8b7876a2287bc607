import type { Flag } from "@talanoa/contract/generated/talanoa.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { inLanguage } from "../../words/words.ts";
import { flagsWords } from "./flags-words.ts";

/** A grade with what it means where one points at it. */
export function Grade({ grade }: { readonly grade: string }) {
  const meaning = inLanguage(flagsWords).grades[grade];
  return (
    <strong class={`flags-grade-${grade}`} title={meaning}>
      {shown(grade)}
    </strong>
  );
}

/** The list or profile that found a traveller, and what of it agrees. */
export function FoundBy({ flag }: { readonly flag: Flag }) {
  const words = inLanguage(flagsWords);
  const { watchlist, profile, sourceVersion, listedName, namedAs, named, reasons, evidence } = flag;
  return (
    <>
      {watchlist ? (
        <p>
          {words.listed} {shown(watchlist)}: {shown(listedName)}
          {namedAs && ` (${words.namedAs[namedAs] ?? shown(namedAs)} ${shown(named)})`}
        </p>
      ) : (
        <p>
          {words.profile} {shown(profile)}{" "}
          {sourceVersion > 0 && `${words.version} ${sourceVersion}`}
        </p>
      )}
      <Reasons reasons={reasons} />
      {evidence.length > 0 && (
        <p class="quiet">
          {words.evidence}:{" "}
          {evidence
            .map(({ field, finding }) =>
              [words.fields[field] ?? shown(field), words.findings[finding] ?? shown(finding)].join(
                " ",
              ),
            )
            .join(", ")}
        </p>
      )}
    </>
  );
}

/** Why a traveller is flagged, by the hub's own codes. */
export function Reasons({ reasons }: { readonly reasons: readonly string[] }) {
  const its = inLanguage(flagsWords).reasons;
  if (reasons.length === 0) return null;
  return (
    <ul class="flags-reasons">
      {reasons.map((reason) => (
        <li key={reason} title={its[reason]}>
          {/* The whole sentence where one points at it, and in the form. */}
          {its[reason]?.split(/ ?:/)[0] ?? shown(reason)}
        </li>
      ))}
    </ul>
  );
}
