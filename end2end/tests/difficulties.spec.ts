import { form, pressed, prepare, reveal } from "../forms";
import { expect, logIn, type Page, readState, test } from "../fixtures";

/** Opens the row of a task in a return, and answers it. */
async function row(page: Page, no: number) {
  const one = page.locator(`#a-${no}`);
  if ((await one.locator("details").first().getAttribute("open")) === null) {
    await one.locator("summary").first().click();
  }
  return one;
}

test("what a return finds hard enters the register with one click, and is marked where it stands", async ({ page, as }) => {
  const RETURN = "/reviews/2024-Q1/returns/molit";
  const words = "- 철도 예매 시스템의 <점검> 시간을 얻지 못함";
  await logIn(page, "molit.officer");
  await page.goto(RETURN);
  const first = await page.locator(".asg").filter({ has: page.locator('textarea[name$=".obstacle"]') }).first().getAttribute("id");
  const no = Number(first!.slice(2));
  let one = await row(page, no);
  await one.locator('textarea[name$=".obstacle"]').fill(words);
  await one.getByRole("button", { name: "애로사항 대장에 올리기" }).click();

  const fresh = form(page, "/difficulties");
  await expect(fresh.locator('[name="text"]'), "what was typed came along").toHaveValue(words);
  await expect(fresh.locator('[name="title"]')).toHaveValue("철도 예매 시스템의 <점검> 시간을 얻지 못함");
  await expect(fresh.locator('[name="tasks"]')).toHaveValue(String(no));
  await expect(page.getByRole("main")).toContainText("2024년 1분기 제출본");
  await fresh.locator('[name="title"]').fill(" ");
  await fresh.getByRole("button", { name: "내기", exact: true }).click();
  await expect(page.getByRole("alert").first()).toContainText("적어 주세요");
  await fresh.locator('[name="title"]').fill("예매 시스템 점검 시간");
  await fresh.getByRole("button", { name: "내기", exact: true }).click();
  await expect(page).toHaveURL(/\/difficulties\/\d+/);
  await page.getByRole("link", { name: `2024년 1분기 제출본, 과제 ${no}의 애로사항` }).click();

  await expect(page).toHaveURL(new RegExp(RETURN));
  one = await row(page, no);
  await expect(one.locator('textarea[name$=".obstacle"]'), "the draft was kept").toHaveValue(words);
  await expect(one.getByRole("link", { name: /대장에 올림: 애로 \d+ · 접수/ })).toBeVisible();
  await expect(one.getByRole("button", { name: "애로사항 대장에 올리기" }), "not twice").toHaveCount(0);

  const other = await as("kfs.officer");
  const foreign = await other.goto(`/difficulties/new?source=return:${no}:molit:2024-Q1`);
  expect(foreign!.status(), "another institution's draft is not read").toBe(403);
});

test("a report's difficulty is one click from its stream and from the review of its return", async ({ page, as }) => {
  await logIn(page, "mof.head");
  const reports = (await readState(page, "?institution=mof")).reports;
  const no = reports.find((one) => one.self_rating === "watch")!.task_no;
  await page.goto(`/tasks/${no}/mof`);
  const stream = page.locator("#stream");
  await stream.getByRole("link", { name: "애로사항 대장에 올리기" }).first().click();
  const fresh = form(page, "/difficulties");
  const words = await fresh.locator('[name="text"]').inputValue();
  expect(words.length).toBeGreaterThan(5);

  const pmo = await as("pmo");
  await pmo.goto("/reviews/2024-Q1/returns/mof");
  await expect((await row(pmo, no)).getByRole("link", { name: "애로사항 대장에 올리기" })).toBeVisible();
  await fresh.getByRole("button", { name: "내기", exact: true }).click();
  await expect(page).toHaveURL(/\/difficulties\/\d+/);
  await pmo.goto("/reviews/2024-Q1/returns/mof");
  await expect((await row(pmo, no)).getByRole("link", { name: /대장에 올림/ })).toBeVisible();

  const viewer = await as("viewer");
  await viewer.goto(`/tasks/${no}/mof`);
  await expect(viewer.locator("#stream").getByRole("link", { name: /대장에 올림/ }).first()).toBeVisible();
  await expect(viewer.getByRole("link", { name: "애로사항 대장에 올리기" })).toHaveCount(0);
});

test("a report being written outside a round keeps its text when it is raised", async ({ page }) => {
  await logIn(page, "nts.officer");
  const open = (await readState(page, "?institution=nts")).reports.find((one) => one.light !== "done" && one.self_rating !== "claimed")!;
  await page.goto(`/work/nts/${open.task_no}`);
  await page.locator('[name="obstacle"]').fill("납기에는 점검할 시간이 없음");
  await page.getByRole("button", { name: "애로사항 대장에 올리기" }).click();
  await expect(form(page, "/difficulties").locator('[name="text"]')).toHaveValue("납기에는 점검할 시간이 없음");
  await form(page, "/difficulties").getByRole("button", { name: "내기", exact: true }).click();
  await page.goto(`/work/nts/${open.task_no}`);
  await expect(page.locator('[name="obstacle"]')).toHaveValue("납기에는 점검할 시간이 없음");
  await expect(page.getByRole("link", { name: /대장에 올림/ })).toBeVisible();
});

test("a difficulty raised in a meeting is a line of it, and stands in the register once it is circulated", async ({ page, as }) => {
  await logIn(page, "pmo");
  const meeting = await prepare(page, "이행점검회의", "2024-03-19", "현장 애로사항 듣기");
  await page.goto(`${meeting}/session`);
  const line = form(page, "/outcomes").first();
  await line.locator('[name="kind"]').selectOption({ label: "애로사항" });
  await line.locator('[name="text"]').fill("야간 점검을 맡길 업체가 없음");
  await line.locator('[name="tasks"]').fill("3");
  await line.getByRole("button", { name: "결정·지시 적기" }).click();
  await expect(page.getByRole("alert").first()).toContainText("애로사항을 낸 기관을 적어 주세요");
  await expect(line.locator('[name="text"]')).toHaveValue("야간 점검을 맡길 업체가 없음");
  await line.locator('[name="from"]').fill("산림청");
  await line.locator('[name="owners"]').fill("행정안전부");
  await line.getByRole("button", { name: "결정·지시 적기" }).click();
  const lines = page.locator("[data-lines]").first();
  await expect(lines).toContainText("산림청 → 행정안전부");
  const address = (await lines.getByRole("link", { name: /애로 \d+/ }).getAttribute("href"))!;
  expect(await line.locator('[name="text"]').inputValue(), "the next line begins empty").toBe("");

  const viewer = await as("viewer");
  expect((await viewer.goto(address))!.status(), "what is said in a meeting is the secretary's until it is circulated").toBe(404);
  await lines.getByRole("listitem").filter({ hasText: "야간 점검" }).getByRole("link", { name: "고치기" }).click();
  await page.locator('main [name="title"]').fill("야간 점검을 맡길 업체를 찾지 못함");
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("야간 점검을 맡길 업체를 찾지 못함");
  await pressed(page, "/state", "회람하기");

  await viewer.goto(address);
  await expect(viewer.getByRole("main")).toContainText("야간 점검을 맡길 업체를 찾지 못함");
  await expect(viewer.getByRole("main")).toContainText("이행점검회의");
  const answerer = await as("mois.officer");
  await answerer.goto(address);
  await reveal(answerer, "/answer");
  await form(answerer, "/answer").locator('[name="stage"][value="acting"]').check();
  await form(answerer, "/answer").locator('[name="text"]').fill("공동 관제의 야간 조를 씀");
  await pressed(answerer, "/answer", "답변 남기기");
  await viewer.goto(address);
  await expect(viewer.getByRole("main")).toContainText("공동 관제의 야간 조를 씀");
});
