/** The offline kit: downloaded, filled in by a spreadsheet program that is not ours, uploaded, looked at, confirmed. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillInPython, readInPython } from "../documents";
import { expect, logIn, type Page, test } from "../fixtures";

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ihaeng-kit-"));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

const returnOf = (institution: string) => `/reviews/2024-Q1/returns/${institution}`;

async function download(page: Page, institution: string): Promise<string> {
  const response = await page.request.get(`/reviews/2024-Q1/kit/${institution}.xlsx`);
  expect(response.status()).toBe(200);
  const file = join(folder, `${institution}.xlsx`);
  await writeFile(file, await response.body());
  return file;
}

async function upload(page: Page, institution: string, file: string): Promise<void> {
  await page.goto(`${returnOf(institution)}/kit`);
  await page.getByLabel("채운 파일").setInputFiles(file);
  await page.getByRole("button", { name: "올려서 견주어 보기" }).click();
}

/** The number of the first task in a kit. */
async function firstTask(file: string): Promise<number> {
  const rows: (string | null)[][] = (await readInPython(file)).sheets["작성"];
  return Number(rows.map((row) => /^과제 (\d+) /.exec(row[0] ?? "")?.[1]).find(Boolean));
}

/** The part of the return's form about a task, opened. */
async function block(page: Page, task: number) {
  const part = page.locator(`#a-${task}`);
  if ((await part.locator("details").first().getAttribute("open")) === null) await part.locator("summary").first().click();
  return part;
}

test("a return is written in a workbook and becomes the draft", async ({ page }) => {
  await logIn(page, "mofa.officer");
  await page.goto(returnOf("mofa"));
  await page.getByRole("link", { name: "엑셀로 받아 쓰기" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("오프라인 작성");
  await expect(page.getByRole("link", { name: /작성 파일 받기/ })).toHaveAttribute("href", "/reviews/2024-Q1/kit/mofa.xlsx");

  const file = await download(page, "mofa");
  const book = await readInPython(file);
  expect(Object.keys(book.sheets)).toEqual(["표지", "작성", "_ihaeng"]);
  expect(book.formulas, "what people typed is never a formula").toEqual([]);
  const task = await firstTask(file);
  const filled = join(folder, "mofa-filled.xlsx");
  await fillInPython(file, filled, [
    [task, "자체평가", "관심필요"],
    [task, "관심·재검토 사유", "예산 협의가 늦어짐"],
    [task, "진척률", 0.37],
    [task, "추진실적", "- 오프라인에서 적은 실적\n- =둘째 줄"],
  ]);

  await upload(page, "mofa", filled);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("이대로 반영할까요?");
  const table = page.getByRole("table", { name: `과제 ${task}에서 바뀌는 칸` });
  await expect(table.getByRole("row", { name: /진척률/ })).toContainText("37");
  await expect(table.getByRole("row", { name: /자체평가/ })).toContainText("관심필요");
  await page.getByRole("button", { name: "임시저장에 반영" }).click();

  await expect(page).toHaveURL(returnOf("mofa"));
  await expect(page.getByRole("status").first()).toContainText("임시저장에 반영했습니다");
  const part = await block(page, task);
  await expect(part.locator('textarea[name$=".done"]')).toHaveValue("- 오프라인에서 적은 실적\n- =둘째 줄");
  await expect(part.locator('input[name$=".progress"]')).toHaveValue("37");
  await expect(part.locator('input[value="watch"]')).toBeChecked();
});

test("bad values are told cell by cell, and another institution's file is refused", async ({ page, as }) => {
  await logIn(page, "molit.officer");
  const file = await download(page, "molit");
  const task = await firstTask(file);
  const bad = join(folder, "molit-bad.xlsx");
  await fillInPython(file, bad, [
    [task, "변경 없음", null],
    [task, "진척률", 140],
    [task, "예상완료일", "4월쯤"],
    [task, "자체평가", "매우 좋음"],
  ]);
  await upload(page, "molit", bad);
  const told = page.getByRole("alert");
  await expect(told).toContainText("칸 3곳을 고쳐 주세요. 파일의 값은 하나도 반영하지 않았습니다.");
  const rows = told.getByRole("table", { name: "고쳐야 할 칸" });
  await expect(rows.getByRole("row", { name: /진척률/ })).toContainText("0에서 100까지의 정수로");
  await expect(rows.getByRole("row", { name: /예상완료일/ })).toContainText("2024-03-29처럼");
  await expect(rows.getByRole("row", { name: /자체평가/ })).toContainText("작성 C");

  const other = await as("mcst.officer");
  await upload(other, "mcst", file);
  await expect(other.getByRole("alert")).toContainText("국토교통부의 작성 파일입니다.");
  expect((await other.request.get("/reviews/2024-Q1/kit/molit.xlsx")).status()).toBe(403);
});

test("what both sides changed is chosen, and the rest is taken", async ({ page, as }) => {
  await logIn(page, "spo.officer");
  const file = await download(page, "spo");
  const task = await firstTask(file);

  const head = await as("spo.head");
  await head.goto(returnOf("spo"));
  await (await block(head, task)).locator('textarea[name$=".done"]').fill("시스템에서 고친 실적");
  await head.getByRole("button", { name: "임시저장" }).click();
  await expect(head.getByRole("status").first()).toContainText("임시저장했습니다");

  const filled = join(folder, "spo-filled.xlsx");
  await fillInPython(file, filled, [
    [task, "추진실적", "파일에서 고친 실적"],
    [task, "향후계획", "파일의 계획"],
  ]);
  await upload(page, "spo", filled);
  const choice = page.getByRole("group", { name: "양쪽에서 고쳤습니다: 추진실적" });
  await expect(choice).toContainText("시스템에서 고친 실적");
  await expect(choice).toContainText("파일에서 고친 실적");
  await page.getByRole("button", { name: "임시저장에 반영" }).click();
  const fault = page.getByRole("alert").getByRole("link", { name: /어느 값을 쓸지 골라 주세요/ });
  await fault.click();
  await expect(choice.getByRole("radio").first(), "the summary leads to the choice").toBeFocused();
  await choice.getByRole("radio", { name: "파일의 값 쓰기" }).check();
  await page.getByRole("button", { name: "임시저장에 반영" }).click();
  await expect(page).toHaveURL(returnOf("spo"));
  const part = await block(page, task);
  await expect(part.locator('textarea[name$=".done"]')).toHaveValue("파일에서 고친 실적");
  await expect(part.locator('textarea[name$=".next"]')).toHaveValue("파일의 계획");
});
