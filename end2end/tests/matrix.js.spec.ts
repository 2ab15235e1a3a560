import { expect, logIn, test } from "../fixtures";

test("the arrow keys move through the matrix, which is one tab stop, and Enter opens the cell", async ({ page }) => {
  await logIn(page, "viewer");
  await page.goto("/");
  const cells = page.locator("td[data-href]");
  await expect(cells.first()).toBeAttached();
  await expect(page.locator('td[data-href][tabindex="0"]')).toHaveCount(1);
  const start = page.locator('td[data-href][tabindex="0"]');
  const first = await start.getAttribute("data-href");
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-href") ?? null);
  // The keys work as soon as the island has woken.
  await expect(async () => {
    await start.focus();
    await page.keyboard.press("ArrowRight");
    expect(await focused()).not.toBe(first);
  }).toPass();
  await page.keyboard.press("ArrowLeft");
  expect(await focused()).toBe(first);
  await page.keyboard.press("ArrowDown");
  const below = await focused();
  expect(below).not.toBe(first);
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  await expect(page.locator('td[data-href][tabindex="0"]')).toHaveCount(1);
  const last = (await focused())!;
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(last);
});

test("text typed into the report form is kept by itself, and the form says so", async ({ page }) => {
  await logIn(page, "mois.officer");
  await page.goto("/work");
  await page.getByRole("link", { name: /^보고하기/ }).first().click();
  const kept = page.waitForResponse((response) => response.url().endsWith("/draft"));
  const form = page.locator("form[data-draft]");
  await expect(async () => {
    await form.locator('[name="next"]').pressSequentially("글");
    expect((await kept).status()).toBe(200);
  }).toPass();
  await expect(form.getByRole("status")).toHaveText(/자동 저장 \d\d:\d\d/);
  await page.reload();
  await expect(form.locator('[name="next"]')).toHaveValue(/글/);
});
