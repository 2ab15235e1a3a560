import { form, prepare } from "../forms";
import { expect, type Page, test } from "../fixtures";

/** Types a remark and sends it with Enter alone, as somebody does who writes while others speak. */
async function say(page: Page, text: string): Promise<void> {
  const remark = form(page, "/remarks").first();
  await remark.locator('[name="institution"]').fill("외교부");
  await remark.locator('[name="text"]').fill(text);
  await remark.getByRole("button", { name: "발언 적기" }).click();
  await expect(remark.locator('[name="text"]'), "the form is ready for the next line at once").toHaveValue("");
}

test("two secretaries see each other's lines, and lines typed without a network are kept and sent", async ({ as }) => {
  const page = await as("pmo");
  const meeting = await prepare(page, "이행점검회의", "2024-03-19", "두 사람이 적는 안건");
  const other = await as("pmo2");
  await page.goto(`${meeting}/session`);
  await other.goto(`${meeting}/session`);
  const [mine, theirs] = [page.locator("[data-lines]").first(), other.locator("[data-lines]").first()];

  await say(page, "첫째 사람이 적은 줄");
  await expect(theirs, "the other sees it without asking").toContainText("첫째 사람이 적은 줄");
  await say(other, "둘째 사람이 적은 줄");
  await expect(mine).toContainText("둘째 사람이 적은 줄");
  await expect(page.getByRole("status").first()).toContainText("저장");

  await page.context().setOffline(true);
  await say(page, "끊긴 동안 적은 줄 하나");
  await say(page, "끊긴 동안 적은 줄 둘");
  const outcome = form(page, "/outcomes").first();
  await outcome.locator('[name="kind"]').selectOption({ label: "애로사항" });
  await outcome.locator('[name="text"]').fill("끊긴 동안 나온 애로사항");
  await outcome.locator('[name="from"]').fill("산림청");
  await outcome.getByRole("button", { name: "결정·지시 적기" }).click();
  await expect(page.getByRole("status").filter({ hasText: /3/ }), "it says how many wait").toBeVisible();
  await say(other, "그 사이 둘째 사람이 적은 줄");
  await expect(theirs).toContainText("그 사이 둘째 사람이 적은 줄");
  await expect(theirs).not.toContainText("끊긴 동안");

  await page.context().setOffline(false);
  for (const text of ["끊긴 동안 적은 줄 하나", "끊긴 동안 적은 줄 둘", "끊긴 동안 나온 애로사항", "그 사이 둘째 사람이 적은 줄"]) {
    await expect(mine).toContainText(text);
    await expect(theirs).toContainText(text);
  }
  await expect(mine.getByText("끊긴 동안 적은 줄 하나"), "sent once").toHaveCount(1);
  await page.goto(meeting);
  const said = (await page.locator("#agenda .say-l").first().innerText()).split("\n").filter((line) => line.includes("끊긴 동안"));
  expect(said.map((line) => line.includes("줄 하나")), "in the order in which they were typed").toEqual([true, false]);
});

test("lines kept in the window outlive a reload, and a refused one comes back with what was typed", async ({ as }) => {
  const page = await as("pmo");
  const meeting = await prepare(page, "이행점검회의", "2024-03-18", "다시 여는 안건");
  await page.goto(`${meeting}/session`);
  await page.context().setOffline(true);
  await say(page, "다시 열기 전에 적은 줄");
  await expect(page.getByRole("status").filter({ hasText: /1/ })).toBeVisible();
  await page.context().setOffline(false);
  await page.reload();
  await expect(page.locator("[data-lines]").first()).toContainText("다시 열기 전에 적은 줄");

  const outcome = form(page, "/outcomes").first();
  await outcome.locator('[name="kind"]').selectOption({ label: "지시사항" });
  await outcome.locator('[name="text"]').fill("기한을 잊은 지시");
  await outcome.locator('[name="owners"]').fill("행정안전부");
  await outcome.getByRole("button", { name: "결정·지시 적기" }).click();
  await expect(page.getByRole("alert").first()).toContainText("기한이 있어야 합니다");
  const again = form(page, "/outcomes").first();
  await expect(again.locator('[name="text"]')).toHaveValue("기한을 잊은 지시");
  await again.locator('[name="due"]').fill("2024-04-30");
  await again.getByRole("button", { name: "결정·지시 적기" }).click();
  await expect(page.locator("[data-lines]").first()).toContainText("기한을 잊은 지시");
  await expect(form(page, "/outcomes").first().locator('[name="text"]'), "the next line begins empty").toHaveValue("");
  await expect(page.getByRole("alert")).toHaveCount(0);
});
