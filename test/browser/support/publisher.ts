import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { Locator, Page } from "playwright-core";

export function titleField(page: Page): Locator {
  return page.getByLabel("Title", { exact: true });
}

/** Writes the form of one minute. */
export async function writeAlert(
  page: Page,
  title: string,
  audience: readonly string[],
): Promise<void> {
  await titleField(page).fill(title);
  const where = page.getByRole("combobox", { name: "Where" });
  await where.fill("nukualofa");
  await where.press("ArrowDown");
  await where.press("Enter");
  await page
    .getByRole("textbox", { name: "What happened", exact: true })
    .first()
    .fill("Seen at dawn");
  for (const code of audience) await addressee(page, code).check();
}

/** The box of a participant in the audience. */
export function addressee(page: Page, code: string): Locator {
  return page.getByRole("checkbox", { name: new RegExp(`^${code} `) });
}

/** Adds a person to the draft. */
export async function writePerson(page: Page, name: string): Promise<void> {
  await page.getByText("Persons and companies").click();
  await page.getByRole("button", { name: "Add: Persons" }).click();
  const person = page.getByRole("group", { name: "Persons" }).first();
  await person.getByLabel("Name", { exact: true }).first().fill(name);
}

/** The button that sends, in the dialog that asks. */
export function sendButton(page: Page): Locator {
  return page.getByRole("dialog").getByRole("button", { name: /^Send/ });
}

export async function sendNow(page: Page): Promise<void> {
  await page.keyboard.press("Control+Enter");
  await sendButton(page).click();
}

/** What the hub accepted last of what was sent from this page. */
export async function acceptedHere(page: Page): Promise<NoticeRef> {
  const name = await page.locator("[data-accepted]").first().getAttribute("data-accepted");
  const [origin = "", id = "", version = "0"] = name!.split("/");
  return { origin, id, version: Number(version) };
}
