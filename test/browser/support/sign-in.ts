import type { Page } from "playwright-core";

/** On a page of the console that asks who one is: signs in as a person of the demo, such as `fj-liaison`. */
export async function signIn(page: Page, person: string): Promise<void> {
  await page.getByRole("link", { name: /^(Sign in|Se connecter)$/ }).click();
  await chooseAtIssuer(page, person);
  // The menu of whoever is signed in.
  await page.getByRole("navigation").first().waitFor();
}

/** At the demo's issuer: one click on a person, who then is back at the console. */
export async function chooseAtIssuer(page: Page, person: string): Promise<void> {
  const [participant = "", role = ""] = person.split("-");
  const heading = page.getByRole("heading", { name: new RegExp(` ${participant}$`, "i") });
  const people = page.getByRole("listitem").filter({ has: heading });
  await people.getByRole("link", { name: role, exact: true }).click();
}
