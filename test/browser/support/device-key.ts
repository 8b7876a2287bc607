import type { Page } from "playwright-core";

/** On the page of settings: makes a key for this device, which is enrolled at once. */
export async function enrolDevice(page: Page, console: string): Promise<void> {
  await page.goto(`${console}/settings`);
  await page.getByRole("button", { name: "Make a key" }).click();
  await page.getByText("It stands in the directory:").waitFor();
}
