import axe, { type AxeResults, type RunOptions } from "axe-core";
import type { Page } from "playwright-core";

/** What axe finds serious or critical on a page as it stands: the rule, and where; by its rules, or by some of them. */
export async function axeFindings(page: Page, ...rules: readonly string[]): Promise<string[]> {
  // A content security policy does not hold for what the test itself evaluates.
  await page.evaluate(axe.source);
  const options: RunOptions = {
    resultTypes: ["violations"],
    // WCAG 2.2 AA, 2.5.8: its only rule is off by itself.
    rules: { "target-size": { enabled: true } },
    ...(rules.length > 0 && { runOnly: [...rules] }),
  };
  const call = `axe.run(document, ${JSON.stringify(options)})`;
  const { violations } = await page.evaluate<AxeResults>(call);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, html }) => `${id} (${help}): ${target.join(" ")} ${html.slice(0, 120)}`),
    );
}
