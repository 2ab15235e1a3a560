import { expect, logIn, readState, test, unfold } from "../fixtures";

test("the PMO gives a verdict with its reason and the condition that would change it", async ({ page }) => {
  await logIn(page, "pmo");
  const row = (await readState(page)).reports.find((one) => one.report_kind && one.light === "on_time" && !one.next_step?.waiting)!;
  await page.goto(`/tasks/${row.task_no}/${row.institution.slug}`);
  let form = await unfold(page, "총괄 판정하기");
  await form.locator('input[name="verdict"][value="watch"]').check();
  await form.locator('[name="reason"]').fill("증빙이 실적의 일부만 뒷받침함");
  await form.getByRole("button", { name: "판정 남기기" }).click();
  await expect(page.getByRole("alert"), "a condition is asked for").toContainText("무엇이 바뀌면 판정이 바뀌는지 적어 주세요.");
  form = page.locator('form[action*="/verdicts"]');
  await expect(form.locator('[name="reason"]')).toHaveValue("증빙이 실적의 일부만 뒷받침함");
  await expect(form.locator('input[name="verdict"][value="watch"]')).toBeChecked();
  await form.locator('[name="condition"]').fill("나머지 증빙이 오면");
  await form.getByRole("button", { name: "판정 남기기" }).click();
  await expect(page).toHaveURL(`/tasks/${row.task_no}/${row.institution.slug}`);
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(page.getByRole("main")).toContainText("증빙이 실적의 일부만 뒷받침함");
  await expect(page.getByRole("main")).toContainText("바꾸는 조건: 나머지 증빙이 오면");
  const after = (await readState(page)).reports.find((one) => one.task_no === row.task_no && one.institution.slug === row.institution.slug) as any;
  expect([after.verdict, after.verdict_reason]).toEqual(["watch", "증빙이 실적의 일부만 뒷받침함"]);
});

test("the PMO confirms a claimed completion, and the light turns to done", async ({ page }) => {
  await logIn(page, "pmo");
  const row = (await readState(page)).reports.find((one) => one.next_step?.waiting)!;
  await page.goto(`/tasks/${row.task_no}/${row.institution.slug}`);
  const form = await unfold(page, "완료 보고 확인");
  await form.locator('input[name="decision"][value="verified"]').check();
  await form.locator('[name="reason"]').fill("증빙을 보고 끝났음을 확인함");
  await form.getByRole("button", { name: "결정 남기기" }).click();
  await expect(page).toHaveURL(`/tasks/${row.task_no}/${row.institution.slug}`);
  await expect(page.getByRole("main")).toContainText("증빙을 보고 끝났음을 확인함");
  const step = page.locator("#steps").getByRole("row").filter({ has: page.getByRole("rowheader", { name: row.next_step!.title }) });
  await expect(step).toContainText("완료");
  await expect(step).toContainText("완료확인");
  await expect(page.locator("summary", { hasText: "완료 보고 확인" }), "it is decided once").toHaveCount(0);
});

test("the PMO approves a date change: the approved due moves and the first due stays", async ({ page }) => {
  await logIn(page, "pmo");
  const change = (await readState(page)).date_changes.find((one) => one.state === "pending")!;
  const path = `/tasks/${change.task_no}/${change.institution.slug}`;
  await page.goto(path);
  const table = page.locator("#date-changes");
  await expect(table).toContainText("결정 대기");
  const step = page.locator("#steps").getByRole("row").filter({ has: page.getByRole("rowheader", { name: change.milestone }) });
  const first = await step.locator('td[data-l="처음 승인 기한"]').innerText();
  const form = await unfold(page, "일정변경 결정");
  await form.locator('input[name="decision"][value="approved"]').check();
  await form.locator('[name="reason"]').fill("사유가 분명하고 뒤 단계에 영향이 없음");
  await form.getByRole("button", { name: "결정 남기기" }).click();
  await expect(page).toHaveURL(path);
  await expect(table).toContainText("승인");
  await expect(table).toContainText("사유가 분명하고 뒤 단계에 영향이 없음");
  await expect(table).not.toContainText("결정 대기");
  await expect(step.locator('td[data-l="처음 승인 기한"]')).toHaveText(first);
  await expect(step.locator('td[data-l="승인 기한"]')).not.toHaveText(first);
  const after = (await readState(page)).date_changes.find((one) => one.task_no === change.task_no && one.institution.slug === change.institution.slug)!;
  expect(after.state).toBe("approved");
});

test("the PMO finds what it did in the audit log", async ({ page }) => {
  await logIn(page, "pmo");
  const row = (await readState(page)).reports.filter((one) => one.report_kind && one.light === "on_time").at(-1)!;
  await page.goto(`/tasks/${row.task_no}/${row.institution.slug}`);
  const form = await unfold(page, "총괄 판정하기");
  await form.locator('input[name="verdict"][value="on_track"]').check();
  await form.locator('[name="reason"]').fill("감사기록에서 찾을 판정 사유");
  await form.getByRole("button", { name: "판정 남기기" }).click();
  await expect(page.getByRole("main")).toContainText("감사기록에서 찾을 판정 사유");
  await page.getByRole("navigation", { name: "주 메뉴" }).getByRole("link", { name: "감사기록" }).click();
  await expect(page.getByRole("main")).toContainText("감사기록에서 찾을 판정 사유");
});

test("an officer asks for a date change and cannot decide on it", async ({ page }) => {
  await logIn(page, "mss.officer");
  const row = (await readState(page, "?institution=mss")).reports.find((one) => one.light === "on_time" && one.next_step)!;
  const path = `/tasks/${row.task_no}/mss`;
  await page.goto(path);
  await expect(page.locator("summary", { hasText: "총괄 판정하기" })).toHaveCount(0);
  let form = await unfold(page, "일정변경 요청");
  await form.locator('[name="milestone"]').selectOption({ index: 1 });
  await form.locator('[name="to"]').fill("2024-02-31");
  await form.locator('[name="reason"]').fill("계약이 두 번 유찰됨");
  await form.getByRole("button", { name: "일정변경 요청" }).click();
  await expect(page.getByRole("alert")).toContainText("달력에 없는 날입니다.");
  form = page.locator('form[action$="/date-changes"]');
  await expect(form.locator('[name="to"]')).toHaveValue("2024-02-31");
  await form.locator('[name="to"]').fill("2026. 12. 18.");
  await form.getByRole("button", { name: "일정변경 요청" }).click();
  await expect(page).toHaveURL(path);
  await expect(page.locator("#date-changes")).toContainText("계약이 두 번 유찰됨");
  await expect(page.locator("#date-changes")).toContainText("결정 대기");
  await expect(page.locator("summary", { hasText: "일정변경 결정" })).toHaveCount(0);
});
