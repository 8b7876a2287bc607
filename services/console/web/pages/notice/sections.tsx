import { type Image, SectionType, type Withheld } from "@talanoa/contract/generated/talanoa.ts";
import type { Line } from "@talanoa/sharing/notice/describe-line.ts";
import { type OpenedNotice, sectionsOf } from "@talanoa/sharing/notice/open.ts";
import { ruleSentence } from "../../words/rule-words.ts";
import { inLanguage } from "../../words/words.ts";
import { categoryText, lineLabel } from "./line-labels.ts";
import { LineValue } from "./line-value.tsx";
import { NoticeImage } from "./notice-image.tsx";
import { noticeWords } from "./notice-words.ts";
import { shownLines } from "./shown-lines.ts";

/** All that one holds of a notice: the lines of its header, then each section. */
export function Sections({ notice }: { readonly notice: OpenedNotice }) {
  const lines = shownLines(notice);
  const isSection = (line: Line) => line.lines.length > 0;
  return (
    <>
      {lines.filter(isSection).map((section, i) => (
        <section key={i} class="panel notice-section">
          <h2>
            {lineLabel(section.label)} {/* What is called by its category is not called twice. */}
            {section.value !== section.label && (
              <span class="quiet">{categoryText(section.value)}</span>
            )}
          </h2>
          <Lines lines={section.lines} of={section.label} />
        </section>
      ))}
      {sectionsOf(notice, SectionType.IMAGE).map((image: Image, i) => (
        <NoticeImage key={i} image={image} />
      ))}
      <section class="panel notice-section">
        <Lines lines={lines.filter((line) => !isSection(line))} of="" />
      </section>
    </>
  );
}

/** Lines of a notice, each with its label in the page's language. */
export function Lines({
  lines,
  of,
}: {
  readonly lines: readonly Line[];
  /** The label of the section; empty for the header. */
  readonly of: string;
}) {
  return (
    <dl class="notice-lines">
      {lines.map(({ label, value, isCode, lines: under }, i) => (
        <div key={i} class="notice-line">
          <dt>{lineLabel(label, of)}</dt>
          <dd>
            {value && (
              <span class="notice-value">
                <LineValue line={{ label, value, isCode }} />
              </span>
            )}
            {under.length > 0 && <Lines lines={under} of={of} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What is not there, each with the sentence of the rule that withheld it. */
export function WithheldSections({ withheld }: { readonly withheld: readonly Withheld[] }) {
  const words = inLanguage(noticeWords);
  // The routing section is for the hub: that a reader has none hides nothing from it.
  const rules = new Set(
    withheld.map(({ rule }) => rule).filter((rule) => rule !== "routing-section"),
  );
  if (rules.size === 0) return null;
  return (
    <section class="panel notice-withheld">
      <h2>{words.withheld}</h2>
      <ul class="bullets">
        {[...rules].map((rule) => (
          <li key={rule}>{ruleSentence(rule)}</li>
        ))}
      </ul>
      <p class="quiet">{words.withheldHint}</p>
    </section>
  );
}
