import { signal } from "@preact/signals";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { type IdentifierField, identifierFields } from "@talanoa/sharing/search/identifiers.ts";
import { queryTerms } from "@talanoa/sharing/search/query-terms.ts";
import { useEffect, useRef, useState } from "preact/hooks";
import { Field } from "../../parts/field.tsx";
import { useTitle } from "../../parts/title.ts";
import { useSession } from "../../session.ts";
import { violationText } from "../../words/violation-text.ts";
import { inLanguage } from "../../words/words.ts";
import { useWatching } from "../feed/use-live-feed.ts";
import { type Finding, openFinding } from "./finding.ts";
import { FoundList } from "./found-list.tsx";
import { searchWords } from "./search-words.ts";
import { isSame, type Written, wantedOf, written } from "./written.ts";
import "./search.css";

/** What was found last in this window: who comes back from a notice finds it, and nothing is asked, and recorded, again. */
const last = signal<Finding | null>(null);

/** Finds the notices in which words and a number stand, in all that one holds of them. */
export default function SearchPage() {
  const words = inLanguage(searchWords);
  const session = useSession();
  const [faults, setFaults] = useState<readonly Violation[]>([]);
  const form = useRef<HTMLFormElement>(null);
  useTitle(words.title);
  const wanted = wantedOf(written.value);
  // What was found for something else is no answer to what is written now.
  const finding = last.value && isSame(last.value.wanted, wanted) ? last.value : null;
  // What is recalled while it stands here is heard at once.
  useWatching(finding?.items.value.some((found) => found?.notice.exercise) ?? false);
  useEffect(() => {
    if (faults.length > 0) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [faults]);
  const { text, field, number } = written.value;
  const write = (change: Partial<Written>) => (written.value = { ...written.value, ...change });
  const search = () => {
    // Pressed twice it is one question, and shown, and recorded, once.
    if (finding?.state.value === "asking") return;
    const asked = queryTerms(wanted);
    const its = "violations" in asked ? asked.violations : [];
    setFaults(its);
    last.value?.[Symbol.dispose]();
    last.value = its.length > 0 ? null : openFinding(session, wanted);
  };
  const faultOf = (ofNumber: boolean) => {
    const its = faults.find(({ field: at }) => at.startsWith("identifiers") === ofNumber);
    if (!its) return undefined;
    return its.rule === "search-something" ? words.something : violationText(its);
  };
  return (
    <div class="page">
      <h1>{words.title}</h1>
      <form
        ref={form}
        class="panel"
        role="search"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          search();
        }}
      >
        <div class="search-fields">
          <Field label={words.text} hint={words.textHint} fault={faultOf(false)}>
            {(control) => (
              <input
                {...control}
                type="search"
                autocomplete="off"
                spellcheck={false}
                maxLength={200}
                value={text}
                onInput={({ currentTarget }) => write({ text: currentTarget.value })}
              />
            )}
          </Field>
          <Field label={words.numberOf}>
            {(control) => (
              <select
                {...control}
                value={field}
                onChange={({ currentTarget: { value } }) =>
                  write({ field: value as IdentifierField })
                }
              >
                {identifierFields.map((each) => (
                  <option key={each} value={each}>
                    {words.identifiers[each]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={words.number} hint={words.numberHint} fault={faultOf(true)}>
            {(control) => (
              <input
                {...control}
                autocomplete="off"
                autoCapitalize="characters"
                spellcheck={false}
                maxLength={60}
                value={number}
                onInput={({ currentTarget }) => write({ number: currentTarget.value })}
              />
            )}
          </Field>
        </div>
        <div class="row">
          <button type="submit" class="button-main">
            {words.search}
          </button>
        </div>
      </form>
      {finding && <FoundList key={finding} finding={finding} />}
    </div>
  );
}
