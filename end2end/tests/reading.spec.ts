import { readCsv, readSheets } from "../tables";
import { expect, logIn, openMenu, readState, test } from "../fixtures";

const LIGHTS = { late: "지연", due_soon: "임박", on_time: "정상", planned: "예정", done: "완료" };

test("the figures of the overview, its matrix and the list of tasks are those of the export", async ({ page }) => {
  await logIn(page, "viewer");
  await expect(page).toHaveURL("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("종합현황");
  const { figures } = (await readState(page)).summary;
  const { task_lights: lights, task_verdicts: verdicts } = figures;
  const shown = (name: string) => page.locator("dl.figs > div").filter({ has: page.getByText(name, { exact: true }) }).locator("dd.v");
  const say: Record<string, string> = {
    "관심·재검토 판정": `${verdicts.watch + verdicts.at_risk} / 12과제`,
    "완료 마일스톤": `${figures.milestones_done} / ${figures.milestones_total}건`,
    "지연 소관과제": `${figures.late_assignments} `,
    "실적 없음 45일": `${figures.stale_assignments} `,
    "평균 진척률": `${(figures.progress.tenths / 10).toFixed(1)}`,
  };
  for (const [name, words] of Object.entries(say)) {
    await expect(shown(name), name).toContainText(words);
  }
  for (const [code, symbol] of Object.entries({ late: "s-late", due_soon: "s-soon", done: "s-done" })) {
    const cells = page.locator(`#matrix td[data-href]:has(use[href="#${symbol}"])`);
    await expect(cells, code).toHaveCount(figures.assignment_lights[code]);
  }
  await page.goto("/tasks");
  await expect(page.getByRole("main")).toContainText(
    `12개 과제 가운데 지연 ${lights.late}개, 임박 ${lights.due_soon}개, 완료 ${lights.done}개입니다.`,
  );
});

test("the pages of ministries say what the export says", async ({ page }) => {
  await logIn(page, "viewer");
  const state = await readState(page);
  await page.goto("/ministries");
  for (const slug of ["mois", "kostat", "nts"]) {
    const one = state.institutions.find((institution) => institution.slug === slug)!;
    const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: one.name }) });
    await expect(row.locator('[data-l="지연"]')).toHaveText(String(one.lights.late));
    await expect(row.locator('[data-l="임박"]')).toHaveText(String(one.lights.due_soon));
    await expect(row.locator('[data-l="완료"]')).toHaveText(String(one.lights.done));
  }
});

test("the csv holds a line an assignment, and its lights are those of the json and the page", async ({ page }) => {
  await logIn(page, "viewer");
  const response = await page.request.get("/export.csv");
  expect(response.headers()["content-type"]).toContain("text/csv");
  expect(response.headers()["content-disposition"]).toMatch(/^attachment; .*filename\*=UTF-8''%EC%9D%B4%ED%96%89/);
  const text = (await response.body()).toString("utf8");
  expect(text.startsWith("\uFEFF"), "a byte order mark, for Excel").toBe(true);
  const rows = readCsv(text.slice(1));
  const state = await readState(page);
  expect(rows.length).toBe(state.reports.length);
  const figures = state.summary.figures;
  for (const [code, word] of Object.entries(LIGHTS)) {
    expect(rows.filter((row) => row["일정 신호"] === word).length, word).toBe(figures.assignment_lights[code]);
    expect(state.reports.filter((row) => row.light === code).length, code).toBe(figures.assignment_lights[code]);
  }
  for (const [at, row] of state.reports.entries()) {
    const line = rows[at];
    expect([line["과제 번호"], line["기관"], line["진척률(%)"]]).toEqual([
      String(row.task_no),
      row.institution.name,
      row.progress === null ? "" : String(row.progress),
    ]);
  }
});

test("an export of one institution holds that institution alone, in all three formats", async ({ page }) => {
  await logIn(page, "viewer");
  const state = await readState(page, "?institution=mohw");
  expect(new Set(state.reports.map((row) => row.institution.slug))).toEqual(new Set(["mohw"]));
  const rows = readCsv((await (await page.request.get("/export.csv?institution=mohw")).text()).replace("\uFEFF", ""));
  expect(rows.length).toBe(state.reports.length);
  const book = await page.request.get("/export.xlsx?institution=mohw");
  expect(book.headers()["content-type"]).toContain("spreadsheetml");
  const sheets = readSheets(await book.body());
  expect([...sheets.keys()]).toEqual(["요약", "과제별", "기관별", "실적", "일정이동", "일정변경"]);
  // Every sheet has the same number of rows above its lines.
  expect(sheets.get("실적")! - sheets.get("기관별")!).toBe(state.reports.length - 1);
  expect((await page.request.get("/export.json?institution=nowhere")).status()).toBe(404);
});

test("the overview offers the workbook of the day that is seen", async ({ page }) => {
  await logIn(page, "viewer", "/?asof=2024-03-08");
  const link = page.getByRole("main").getByRole("link", { name: "엑셀로 받기" }).first();
  await expect(link).toHaveAttribute("href", "/export.xlsx?asof=2024-03-08");
  const response = await page.request.get((await link.getAttribute("href"))!);
  expect(response.headers()["content-disposition"]).toContain("2024-03-08.xlsx");
});

test("an earlier day shows what had been recorded by then, without forms, and leads back", async ({ page }) => {
  await logIn(page, "pmo");
  await page.goto("/");
  await page.getByLabel("기준일").fill("2024-02-20");
  await page.getByRole("banner").getByRole("button", { name: "보기" }).click();
  await expect(page).toHaveURL(/asof=2024-02-20/);
  await expect(page.getByRole("complementary", { name: "지난 기준일" })).toContainText("2024. 2. 20.(화) 기준으로 봅니다.");
  const [then, now] = [await readState(page, "?asof=2024-02-20"), await readState(page)];
  expect(then.summary.base_date).toBe("2024-02-20");
  const told = (state: typeof now) => state.reports.filter((row) => row.report_kind).length;
  expect(told(then)).toBeLessThan(told(now));
  const lights = then.summary.figures.task_lights;
  await page.getByRole("navigation", { name: "주 메뉴" }).getByRole("link", { name: "과제" }).click();
  await expect(page, "links keep the day").toHaveURL(/\/tasks\?asof=2024-02-20/);
  await expect(page.getByRole("main")).toContainText(`지연 ${lights.late}개, 임박 ${lights.due_soon}개, 완료 ${lights.done}개`);
  const row = then.reports.find((one) => one.report_kind)!;
  await page.goto(`/tasks/${row.task_no}/${row.institution.slug}?asof=2024-02-20`);
  await expect(page.getByRole("main")).toContainText("지난 날을 보고 있어 처리할 수 없습니다.");
  await expect(page.locator("main form")).toHaveCount(0);
  await page.getByRole("link", { name: "지금으로" }).click();
  await expect(page).not.toHaveURL(/asof/);
  await expect(page.locator("main form").first()).toBeAttached();
});

test("a day that is none, that is to come or that a page does not know is refused with two ways out", async ({ page }) => {
  await logIn(page, "mohw.officer");
  for (const path of ["/?asof=2024-13-45", "/?asof=2024-02-30", "/?asof=abc", "/?asof=2031-01-01", "/export.json?asof=x", "/work?asof=2024-03-01"]) {
    const response = await page.goto(path);
    expect(response!.status(), path).toBe(422);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("주소를 알아볼 수 없습니다.");
    await expect(page.locator(".page-err a")).toHaveCount(2);
  }
  await page.goto("/tasks?asof=2024-13-45");
  await page.getByRole("main").getByRole("link", { name: "오늘 기준으로 보기" }).click();
  await expect(page).toHaveURL("/tasks");
});

test("an unknown page is a 404 with two ways out that lead somewhere", async ({ page }) => {
  await logIn(page, "viewer");
  for (const path of ["/nowhere", "/tasks/99", "/ministries/nowhere", "/tasks/1/nowhere", "/evidence/999999", "/tasks/abc"]) {
    const response = await page.goto(path);
    expect(response!.status(), path).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("찾는 화면이 없습니다.");
  }
  const ways = page.locator(".page-err a");
  await expect(ways).toHaveCount(2);
  for (const href of await ways.evaluateAll((links) => links.map((link) => link.getAttribute("href")!))) {
    expect((await page.goto(href))!.status(), href).toBe(200);
  }
});

test("English is one click away and stays", async ({ page }) => {
  await logIn(page, "viewer");
  await page.goto("/tasks");
  await (await openMenu(page)).getByRole("link", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByRole("navigation", { name: "Main menu" }).getByRole("link", { name: "Overview" }).click();
  await expect(page).toHaveURL("/");
  await expect(page.locator("html"), "the choice is kept").toHaveAttribute("lang", "en");
  await page.goto("/?lang=ko");
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
});

test("the high-contrast display is switched on and off, and comes back to the same page", async ({ page }) => {
  await logIn(page, "viewer");
  await page.goto("/ministries?kind=agency");
  const html = page.locator("html");
  const ink = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).color);
  const plain = await ink();
  await (await openMenu(page)).getByRole("button", { name: "선명한 화면으로" }).click();
  await expect(page).toHaveURL("/ministries?kind=agency");
  await expect(html).toHaveAttribute("data-krds-mode", "high-contrast");
  expect(await ink()).not.toBe(plain);
  await page.goto("/tasks");
  await expect(html, "the choice is kept").toHaveAttribute("data-krds-mode", "high-contrast");
  await (await openMenu(page)).getByRole("button", { name: "기본 화면으로" }).click();
  await expect(html).not.toHaveAttribute("data-krds-mode", "high-contrast");
});

test("dues can be subscribed to as a calendar", async ({ page }) => {
  await logIn(page, "viewer");
  await page.goto("/deadlines");
  await expect(page.locator('a[href^="/deadlines.ics"]').first()).toBeVisible();
  const response = await page.request.get("/deadlines.ics");
  expect(response.headers()["content-type"]).toContain("text/calendar");
  expect(await response.text()).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*BEGIN:VEVENT/);
});
