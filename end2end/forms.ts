/** Forms by the address they post to, with the folds they lie in. */

import { type Locator, type Page } from "./fixtures";

/** The form that is posted to an address ending so. */
export const form = (page: Page, ending: string): Locator => page.locator(`main form[action$="${ending}"]`);

/** Opens the fold that a form lies in. */
export async function reveal(page: Page, ending: string): Promise<void> {
  await form(page, ending).first().waitFor({ state: "attached" });
  const fold = page.locator("details").filter({ has: page.locator(`form[action$="${ending}"]`) }).first();
  if ((await fold.count()) && (await fold.getAttribute("open")) === null) {
    await fold.locator("summary").first().click();
  }
}

export async function pressed(page: Page, ending: string, button: string): Promise<void> {
  await form(page, ending).first().getByRole("button", { name: button, exact: true }).click();
}

/** Prepares a meeting with one item, and answers its address. */
export async function prepare(page: Page, kind: string, heldOn: string, title: string): Promise<string> {
  await page.goto("/council");
  await page.getByText("회의 준비 시작하기").click();
  const fresh = page.locator('main form[action="/council"][method="post"]');
  await fresh.locator('[name="kind"]').selectOption({ label: kind });
  await fresh.locator('[name="held_on"]').fill(heldOn);
  await fresh.locator('[name="place"]').fill("정부서울청사 별관");
  await fresh.getByRole("button", { name: "회의 만들기" }).click();
  await page.waitForURL(/\/council\/\d+$/);
  const meeting = new URL(page.url()).pathname;
  await reveal(page, "/items");
  await form(page, "/items").locator('[name="title"]').fill(title);
  await pressed(page, "/items", "안건 추가");
  await page.getByRole("main").getByText(title).first().waitFor();
  return meeting;
}
