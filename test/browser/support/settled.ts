import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Whether the page has come; the log's are there once they were told why they are read, and asked. */
export async function isThere(page: Page): Promise<boolean> {
  if (!(await isSettled(page))) return false;
  const reason = page.locator(".log-reason-form");
  if ((await reason.count()) === 0) return true;
  await reason.getByRole("textbox").fill("OCO-2026-0001");
  await reason.getByRole("button").click();
  await reason.waitFor({ state: "detached" });
  const ask = page.getByRole("button", { name: /^(Ask|Count|Rechercher|Compter)$/ });
  if ((await ask.count()) === 0) return isSettled(page);
  await ask.click();
  // What was asked is answered by a table.
  await page.getByRole("table").first().waitFor();
  return isSettled(page);
}

/** Whether it has a heading, and nothing on it is still being loaded. */
export async function isSettled(page: Page): Promise<boolean> {
  const heading = page.getByRole("heading", { level: 1 });
  const loading = page.getByText(/^(Loading|Chargement)…$/);
  try {
    await heading.waitFor();
    await expect.poll(() => loading.count()).toBe(0);
    return true;
  } catch {
    return false;
  }
}
