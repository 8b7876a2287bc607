import type { Page } from "playwright-core";

/** On a page that asks who one is: signs in as a person of the demo, by one click at its issuer. */
export async function signIn(page: Page, person: string): Promise<void> {
  const asked = page.getByRole("link", { name: "Sign in" });
  const choice = page.getByRole("button", { name: person });
  await asked.or(choice).first().waitFor();
  if (await asked.isVisible()) await asked.click();
  await choice.click();
  await page.getByRole("main").waitFor();
}
