import { kindWords, tlpWords } from "@talanoa/contract/words.ts";
import { commodityClasses } from "@talanoa/sharing/codes/commodity-classes.ts";
import { subRegions } from "@talanoa/sharing/codes/sub-regions.ts";
import type { FilterWords, WordField } from "@talanoa/sharing/feed/filter-words.ts";
import { useLocation } from "preact-iso";
import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { Choice, Field } from "../../parts/field.tsx";
import { useSession } from "../../session.ts";
import { commodityClassLabels, kindLabels, subRegionLabels } from "../../words/code-words.ts";
import { inLanguage, labelled } from "../../words/words.ts";
import { mapAddress } from "../map/map-address.ts";
import { addressOf, concernsUs, type FeedView, filterOfView, wholeFeed } from "./feed-view.ts";
import { feedWords, filterWords } from "./feed-words.ts";
import { KeepDialog } from "./keep-dialog.tsx";
import { keptOf } from "./kept.ts";
import { SearchLink } from "./search-link.tsx";

/** Which view of the feed is shown, and the way to others: all of it stands in the address. */
export function FeedFilterBar({
  view,
  search,
}: {
  readonly view: FeedView;
  readonly search: RefObject<HTMLInputElement | null>;
}) {
  const words = inLanguage(filterWords);
  const its = inLanguage(feedWords);
  const { route } = useLocation();
  const { participant, principal } = useSession().hub.identity;
  const kept = keptOf({ participant, principal });
  const [keeps, setKeeps] = useState(false);
  const { unknown } = filterOfView(view);
  const address = addressOf(view);
  const show = (change: Partial<FeedView>) => route(addressOf({ ...view, name: "", ...change }));
  const narrow = (change: FilterWords) => show({ words: { ...view.words, ...change } });
  const views = [
    { title: its.concernsUs, to: addressOf(concernsUs) },
    { title: its.everything, to: addressOf(wholeFeed) },
    ...kept.subscriptions.value.map(({ name, address: to }) => ({ title: name, to })),
  ];
  const narrowed = Object.entries(view.words).filter(
    ([field, its]) => field !== "concernsUs" && its !== "",
  ).length;
  return (
    <div class="feed-bar">
      <nav class="feed-views" aria-label={its.views}>
        {views.map(({ title, to }) => (
          <a key={to} href={to} aria-current={to === address ? "page" : undefined}>
            {title}
          </a>
        ))}
        <a href={mapAddress(view)}>{words.map}</a>
        <SearchLink text={view.words.text} />
      </nav>
      <form
        class="feed-search"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          narrow({ text: search.current!.value.trim() });
          search.current!.blur();
        }}
      >
        <input
          ref={search}
          key={view.words.text ?? ""}
          type="search"
          maxLength={200}
          defaultValue={view.words.text ?? ""}
          aria-label={labelled(words.text, words.textHint)}
          placeholder={`${words.textHint}  /`}
        />
      </form>
      <details
        class="feed-filter"
        onKeyDown={({ key, currentTarget }) => {
          if (key !== "Escape") return;
          currentTarget.open = false;
          currentTarget.querySelector("summary")?.focus();
        }}
      >
        <summary class="button">
          {words.filter}
          {narrowed > 0 && ` (${narrowed})`}
        </summary>
        <div class="feed-filter-fields">
          <Pick
            field="kind"
            view={view}
            onPick={narrow}
            options={Object.values(kindWords).map((word, index) => [
              word,
              Object.values(inLanguage(kindLabels))[index]!,
            ])}
          />
          <Pick
            field="tlp"
            view={view}
            onPick={narrow}
            options={Object.values(tlpWords).map((label) => [label.slice(4), label])}
          />
          <Pick
            field="region"
            view={view}
            onPick={narrow}
            options={subRegions.map((region) => [region, inLanguage(subRegionLabels)[region]])}
          />
          <Pick
            field="commodity"
            view={view}
            onPick={narrow}
            options={(Object.keys(commodityClasses) as (keyof typeof commodityClasses)[]).map(
              (each) => [each, inLanguage(commodityClassLabels)[each]],
            )}
          />
          <Codes field="origin" view={view} onGive={narrow} />
          <Codes field="country" view={view} onGive={narrow} />
          <Codes field="operation" view={view} onGive={narrow} />
          <div class="feed-choices">
            <Choice
              label={words.concernsUs}
              checked={view.words.concernsUs ?? false}
              onChange={(concerns) => narrow({ concernsUs: concerns })}
            />
            <Choice
              label={words.statements}
              checked={view.statements}
              onChange={(statements) => show({ statements })}
            />
            <Choice
              label={words.exercises}
              checked={view.exercises}
              onChange={(exercises) => show({ exercises })}
            />
          </div>
          <div class="row feed-filter-acts">
            <button type="button" onClick={() => setKeeps(true)}>
              {words.keep}
            </button>
            <a class="button" href={addressOf(wholeFeed)}>
              {words.clear}
            </a>
          </div>
        </div>
      </details>
      {unknown.length > 0 && (
        <p class="feed-unknown" role="status">
          {unknown.map(({ field, word }) => words.unknown(word, words.fields[field])).join(" ")}
        </p>
      )}
      {keeps && (
        <KeepDialog
          onKeep={(name) => {
            const to = addressOf({ ...view, name });
            kept.keep({ name, address: to });
            setKeeps(false);
            route(to);
          }}
          onClose={() => setKeeps(false)}
        />
      )}
    </div>
  );
}

/** One of a few words, or any. */
function Pick({
  field,
  view,
  options,
  onPick,
}: {
  readonly field: WordField;
  readonly view: FeedView;
  /** The words with their labels. */
  readonly options: readonly (readonly [string, string])[];
  readonly onPick: (change: FilterWords) => void;
}) {
  const words = inLanguage(filterWords);
  const given = view.words[field] ?? [];
  return (
    <Field label={words.fields[field]}>
      {(control) => (
        <select
          {...control}
          value={given.join(",")}
          onChange={({ currentTarget: { value } }) =>
            onPick({ [field]: value ? value.split(",") : [] })
          }
        >
          <option value="">{words.any}</option>
          {/* Several stand in an address that was written by hand. */}
          {given.length > 1 && <option value={given.join(",")}>{given.join(", ")}</option>}
          {options.map(([word, label]) => (
            <option key={word} value={word}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Codes with commas between. */
function Codes({
  field,
  view,
  onGive,
}: {
  readonly field: WordField;
  readonly view: FeedView;
  readonly onGive: (change: FilterWords) => void;
}) {
  const words = inLanguage(filterWords);
  const given = (view.words[field] ?? []).join(", ");
  return (
    <Field
      label={words.fields[field]}
      hint={field === "operation" ? words.operationsHint : words.codesHint}
    >
      {(control) => (
        <input
          {...control}
          key={given}
          defaultValue={given}
          autoCapitalize="characters"
          onChange={({ currentTarget: { value } }) =>
            onGive({ [field]: value.split(/[\s,]+/).filter(Boolean) })
          }
        />
      )}
    </Field>
  );
}
