import { NoticeLink, noticePath } from "../../parts/notice-link.tsx";
import { Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { Tlp } from "../../parts/tlp.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { Loading } from "../../parts/waiting.tsx";
import { inLanguage } from "../../words/words.ts";
import type { Finding, Found, FoundNotice } from "./finding.ts";
import { searchWords } from "./search-words.ts";

/** What was found, and the way to more of it. */
export function FoundList({ finding }: { readonly finding: Finding }) {
  const words = inLanguage(searchWords);
  const items = finding.items.value;
  const state = finding.state.value;
  const error = finding.error.value;
  const notices = items.filter(isNotice);
  const isNone = state === "ended" && items.length === 0;
  return (
    <div class="stack">
      {/* It stands before it says something: then it is heard. */}
      <p role="status">
        {notices.length > 0 && words.found(notices.length, state !== "ended")}
        {isNone && words.none} {finding.incomplete.value && <strong>{words.incomplete}</strong>}
      </p>
      {isNone && <p class="quiet">{words.noneHint}</p>}
      {items.length > notices.length && (
        <p class="trouble" role="alert">
          {words.notGenuine}
        </p>
      )}
      {notices.length > 0 && <FoundTable notices={notices} />}
      {error !== null && <Trouble error={error} again={() => void finding.more()} />}
      {state === "asking" && <Loading />}
      {state === "more" && error === null && (
        <div class="row">
          <button type="button" onClick={() => void finding.more()}>
            {words.more}
          </button>
        </div>
      )}
    </div>
  );
}

function isNotice(found: Found): found is FoundNotice {
  return found !== null;
}

function FoundTable({ notices }: { readonly notices: readonly FoundNotice[] }) {
  const words = inLanguage(searchWords);
  const columns = [words.marking, words.notice, words.where, words.accepted];
  return (
    <Table caption={words.list} columns={columns.map((title) => ({ title }))}>
      {notices.map(
        ({ notice: { ref, tlp, title, where, exercise, withdrawn }, at, replacedBy }) => (
          <tr key={`${ref.origin}/${ref.id}/${ref.version}`}>
            <td>
              <Tlp label={tlp} />
            </td>
            <td class="search-notice">
              <NoticeLink notice={ref} /> {exercise && <strong>{words.exercise} </strong>}
              {withdrawn && <strong>{words.withdrawn} </strong>}
              <a href={noticePath(ref)}>{title}</a>
              {replacedBy > 0 && (
                <span class="quiet">
                  {" "}
                  {words.replacedBy} <NoticeLink notice={{ ...ref, version: replacedBy }} />
                </span>
              )}
            </td>
            <td>{where}</td>
            <td>
              <Time at={at} />
            </td>
          </tr>
        ),
      )}
    </Table>
  );
}
