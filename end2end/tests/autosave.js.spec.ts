import { expect, logIn, openAssignment, ReportForm, test } from "../fixtures";

/** Lets the savings of drafts reach the server and keeps their answers back until told. */
async function holdAnswers(page: import("@playwright/test").Page) {
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  let arrived = () => {};
  const saved = new Promise<void>((resolve) => (arrived = resolve));
  await page.route("**/draft", async (route) => {
    const response = await route.fetch();
    arrived();
    await gate;
    await route.fulfill({ response });
  });
  return { saved, letGo };
}

test("what is typed is kept without a button, and found again", async ({ page }) => {
  await logIn(page, "kma.officer");
  const row = await openAssignment(page, "kma");
  await page.goto(`/work/kma/${row.task_no}`);
  const form = new ReportForm(page);
  const answer = page.waitForResponse((response) => response.url().endsWith("/draft"));
  await form.field("next").fill("저절로 저장될 글");
  expect((await answer).status()).toBe(200);
  await expect(form.form.getByRole("status")).toContainText("자동 저장");
  await page.reload();
  await expect(form.field("next")).toHaveValue("저절로 저장될 글");
});

test("a button pressed while a saving is under way waits for it and goes with what it answered", async ({ page }) => {
  await logIn(page, "knpa.officer");
  const row = await openAssignment(page, "knpa");
  await page.goto(`/work/knpa/${row.task_no}`);
  const form = new ReportForm(page);
  const answers = await holdAnswers(page);
  await form.rate("on_track");
  await form.field("done").fill("- 저장되는 사이에 누른 단추");
  await answers.saved;
  await form.press("저장 전 확인");
  await expect(form.form.getByRole("status")).toHaveText("저장하는 중입니다. 끝나는 대로 이어집니다.");
  await expect(page, "the form waits").toHaveURL(`/work/knpa/${row.task_no}`);
  answers.letGo();
  await expect(page, "the button was not forgotten").toHaveURL(/step=review$/);
  await expect(page.getByRole("main")).toContainText("저장되는 사이에 누른 단추");
});
