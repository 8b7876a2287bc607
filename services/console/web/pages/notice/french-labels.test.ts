import { categoryWords, sectionWords } from "@talanoa/contract/words.ts";
import { describeNotice } from "@talanoa/sharing/notice/describe.ts";
import type { Line } from "@talanoa/sharing/notice/describe-line.ts";
import { openDraft, samples } from "@talanoa/sharing/notice/testing/sample-notice.ts";
import { expect, test } from "vitest";
import { frenchLabels } from "./french-labels.ts";

function labelsOf(lines: readonly Line[]): string[] {
  return lines.flatMap(({ label, lines: under }) => [label, ...labelsOf(under)]);
}

test("every label of a notice has its French word", async () => {
  const notices = await Promise.all(Object.values(samples).map((sample) => openDraft(sample())));
  const labels = notices.flatMap((notice) => labelsOf(describeNotice(notice)));
  const words = [...labels, ...Object.values(sectionWords), ...Object.values(categoryWords)];
  expect(new Set(labels).size).toBeGreaterThan(60);
  expect([...new Set(words)].filter((label) => !(label in frenchLabels))).toEqual([]);
});
