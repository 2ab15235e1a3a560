import { expect, logIn, openAssignment, PASSWORD, ReportForm, test, typePassword } from "../fixtures";

const OWN = "아주 긴 비밀번호 하나";

test("the administrator adds a person, who must choose a password before anything else", async ({ page, browser }) => {
  await logIn(page, "admin");
  await page.goto("/admin/people");
  const form = page.locator('form[action="/admin/people"][method="post"]');
  await form.getByLabel("아이디").fill("viewer");
  await form.getByLabel("이름").fill("새 사람");
  await form.locator('[name="role"]').selectOption("viewer");
  await form.getByRole("button", { name: "추가" }).click();
  await expect(page.getByRole("alert")).toContainText("이미 쓰고 있는 아이디입니다.");
  await expect(form.getByLabel("이름")).toHaveValue("새 사람");
  await form.getByLabel("아이디").fill("new.viewer");
  await form.getByRole("button", { name: "추가" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("사용자를 추가했습니다");
  const [login, first] = await page.locator(".secret code").allInnerTexts();
  expect(login).toBe("new.viewer");

  const context = await browser.newContext();
  const own = await context.newPage();
  await own.goto("/login");
  await typePassword(own, login, first);
  await own.goto("/tasks");
  await expect(own, "nothing else opens before").toHaveURL("/account/password");
  const type = async (current: string, wanted: string, again: string) => {
    await own.getByLabel("지금 비밀번호").fill(current);
    await own.getByLabel("새 비밀번호", { exact: false }).first().fill(wanted);
    await own.getByLabel("새 비밀번호 한 번 더").fill(again);
    await own.getByRole("button", { name: "비밀번호 변경" }).click();
  };
  await type("틀림", "짧음", "다름");
  for (const words of ["지금 비밀번호가 다릅니다.", "새 비밀번호가 짧습니다.", "서로 다릅니다."]) {
    await expect(own.getByRole("alert")).toContainText(words);
  }
  await type(first, OWN, OWN);
  await expect(own).toHaveURL("/account");
  await expect(own.getByRole("status")).toContainText("비밀번호를 바꿨습니다.");
  await own.goto("/tasks");
  await expect(own).toHaveURL("/tasks");
  await context.close();
});

test("a person whose account is ended is logged out and cannot come back", async ({ page, as }) => {
  const person = await as("naacc.head");
  await logIn(page, "admin");
  await page.goto("/admin/people/naacc.head");
  const form = page.locator('form[action="/admin/people/naacc.head"]');
  await form.locator('[name="active"]').uncheck();
  await form.getByRole("button", { name: "저장" }).click();
  await expect(page.getByRole("alert")).toContainText("사용을 중지하려면 여기에 표시해 주세요.");
  await form.locator('[name="confirm"]').check();
  await form.getByRole("button", { name: "저장" }).click();
  await expect(page.getByRole("status")).toContainText("사용자 정보를 저장했습니다.");
  await person.goto("/work");
  await expect(person).toHaveURL(/\/login/);
  await typePassword(person, "naacc.head", PASSWORD);
  await expect(person.getByRole("alert")).toContainText("계정이나 비밀번호가 맞지 않습니다.");
});

test("a head appoints a deputy from an earlier day to a later one, and withdraws it", async ({ page, as }) => {
  await logIn(page, "sdia.head");
  await page.goto("/account");
  await page.getByRole("main").getByRole("link", { name: "직무대리 지정" }).click();
  await page.getByLabel("대리하는 사람").selectOption({ index: 1 });
  await page.getByLabel("시작일").fill("20240320");
  await page.getByLabel("종료일").fill("2024-03-19");
  await page.getByRole("button", { name: "지정", exact: true }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByLabel("시작일")).toHaveValue("20240320");
  await page.getByLabel("종료일").fill("2024. 3. 29.");
  await page.getByRole("button", { name: "지정", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("직무대리를 지정했습니다.");
  await expect(page.getByRole("main")).toContainText("대리 중");
  const deputy = await as("sdia.officer");
  await deputy.goto("/account");
  await expect(deputy.getByRole("main")).toContainText("책임관 대리");
  await page.getByRole("button", { name: /직무대리 거두기$/ }).click();
  await expect(page.getByRole("status")).toContainText("직무대리 지정을 거뒀습니다.");
  await deputy.reload();
  await expect(deputy.getByRole("main")).not.toContainText("책임관 대리");
});

test("a head reports as an officer does", async ({ page }) => {
  await logIn(page, "mpm.head");
  const row = await openAssignment(page, "mpm");
  await page.goto(`/work/mpm/${row.task_no}`);
  const form = new ReportForm(page);
  await form.rate("on_track");
  await form.field("done").fill("- 책임관이 적은 실적");
  await form.press("저장 전 확인");
  await page.getByRole("main").getByRole("button", { name: "보고", exact: true }).click();
  await expect(page).toHaveURL(`/tasks/${row.task_no}/mpm`);
  await expect(page.getByRole("main")).toContainText("책임관이 적은 실적");
});
