import { expect, logIn, test } from "../fixtures";

const RETURN = "/reviews/2024-Q1/returns/mogef";

test("an institution writes its return, its head hands it in, the PMO asks and approves", async ({ page, as }) => {
  await logIn(page, "mogef.officer");
  await page.goto("/work");
  await page.getByRole("link", { name: /2024년 1분기 여성가족부/ }).click();
  await expect(page).toHaveURL(RETURN);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("2024년 1분기 실적 제출");

  const open = page.locator(".asg").filter({ has: page.locator('textarea[name$=".done"]') }).first();
  await open.locator("summary").first().click();
  await open.locator('input[name$=".progress"]').fill("반쯤");
  await page.getByRole("button", { name: "제출 전 점검" }).click();
  const summary = page.getByRole("alert");
  await expect(summary).toContainText("진척률은 0에서 100까지");
  await expect(page.locator('input[name$=".progress"]').first(), "nothing typed is lost").toHaveValue("반쯤");
  await page.locator('input[name$=".progress"]').first().fill("61");
  await page.getByRole("button", { name: "임시저장" }).click();
  await expect(page.getByRole("status").first()).toContainText("임시저장했습니다");

  const head = await as("mogef.head");
  await head.goto(RETURN);
  await head.getByRole("button", { name: /변경 없음 확인/ }).click();
  // What cannot be repeated has to be told.
  for (const row of await head.locator(".asg").filter({ hasText: "확인 전" }).all()) {
    if ((await row.locator("details").first().getAttribute("open")) === null) await row.locator("summary").first().click();
    const done = row.locator('textarea[name$=".done"]');
    await done.fill(`${await done.inputValue()}\n- 담당자 회의를 마침`);
    if (!(await row.locator('input[name$=".self_rating"]:checked').count())) {
      await row.locator('input[name$=".self_rating"][value="on_track"]').check();
    }
  }
  await head.getByRole("button", { name: "제출", exact: true }).click();
  await expect(head.getByRole("heading", { level: 1 })).toHaveText("2024년 1분기 제출 전 확인");
  await expect(head.getByRole("main")).toContainText("61");
  await head.getByRole("button", { name: "제출", exact: true }).click();
  await expect(head.getByRole("status").first()).toContainText("제출했습니다");
  await expect(head.getByRole("button", { name: "회수" })).toBeVisible();

  const viewer = await as("viewer");
  expect((await viewer.goto(RETURN))!.status(), "what is not approved is not shown").toBe(404);

  const pmo = await as("pmo");
  await pmo.goto(RETURN);
  const line = pmo.locator(".asg").filter({ hasText: "61" }).first();
  if ((await line.locator("details").first().getAttribute("open")) === null) await line.locator("summary").first().click();
  await line.locator("summary").filter({ hasText: "질의하기" }).click();
  await line.getByLabel(/묻는 칸/).selectOption("progress");
  await line.getByRole("button", { name: "질의 보내기" }).click();
  await expect(pmo.getByRole("alert")).toContainText("질의를 적어 주세요");
  const asked = pmo.locator("form").filter({ has: pmo.locator('textarea[aria-invalid="true"]') });
  await expect(asked.getByLabel(/묻는 칸/)).toHaveValue("progress");
  await asked.locator("textarea").fill("61의 근거를 알려 주십시오.");
  await asked.getByRole("button", { name: "질의 보내기" }).click();
  await expect(pmo.getByRole("status").first()).toContainText("질의를 보냈습니다");
  // It says beside it why not, and says so again when it is pressed.
  await pmo.locator("#decide").getByRole("button", { name: "승인", exact: true }).click({ force: true });
  await expect(pmo.getByRole("alert")).toContainText("답하지 않은 질의 1건");

  await page.goto(RETURN);
  await page.getByLabel("답변").first().fill("내부 집계표와 같습니다.");
  await page.getByRole("button", { name: "답변 보내기" }).click();
  await expect(page.getByRole("status").first()).toContainText("답변을 보냈습니다");

  await pmo.goto(RETURN);
  await expect(pmo.getByRole("main")).toContainText("내부 집계표와 같습니다.");
  await pmo.locator(".rev-top").getByRole("button", { name: "승인", exact: true }).click();
  await expect(pmo.getByRole("status").first()).toContainText("승인했습니다");
  expect((await viewer.goto(RETURN))!.status()).toBe(200);
});

test("a return that another institution is writing is not shown", async ({ page }) => {
  await logIn(page, "dapa.head");
  expect((await page.goto("/reviews/2024-Q1/returns/mofa"))!.status()).toBe(404);
  await page.goto("/reviews/2024-Q1/returns/dapa");
  await expect(page.getByRole("button", { name: "임시저장" })).toBeVisible();
});
