/** The register as a spreadsheet: taken out, edited by a program that is not ours, brought back, looked at, confirmed. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { editInPython, readInPython } from "../documents";
import { expect, logIn, type Page, test } from "../fixtures";

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ihaeng-sheets-"));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

async function download(page: Page, path: string, name: string): Promise<string> {
  const response = await page.request.get(path);
  expect(response.status()).toBe(200);
  const file = join(folder, name);
  await writeFile(file, await response.body());
  return file;
}

async function bring(page: Page, file: string): Promise<void> {
  await page.goto("/systems/import");
  await page.getByLabel("올릴 파일").setInputFiles(file);
  await page.getByRole("button", { name: "올려서 견주어 보기" }).click();
  await expect(page).toHaveURL(/\/systems\/import\/\d+/);
}

/** The rows of the register's sheet below its titles, by number. */
async function systems(file: string): Promise<string[][]> {
  const rows: (string | null)[][] = (await readInPython(file)).sheets["정보시스템"];
  return rows.slice(2).map((row) => row.map((cell) => cell ?? ""));
}

test("the register is edited in a workbook and brought back", async ({ page }) => {
  await logIn(page, "mofa.officer");
  await page.goto("/systems");
  await expect(page.getByRole("link", { name: "엑셀로 받기" })).toHaveAttribute("href", "/systems/export.xlsx");
  await page.getByRole("link", { name: "파일로 올리기" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("정보시스템 파일 올리기");

  const file = await download(page, "/systems/export.xlsx", "mofa.xlsx");
  const [first] = await systems(file);
  const edited = join(folder, "mofa-edited.xlsx");
  await editInPython(file, edited, "정보시스템", [
    [first[0], "용도", "여권 발급\n=둘째 줄"],
    ["", "소관 기관", "외교부"],
    ["", "정보시스템명", "영사 민원 안내"],
    ["", "등급", "2등급"],
  ]);
  await bring(page, edited);
  await expect(page.getByRole("status").first()).toContainText("아직 아무것도 반영하지 않았습니다");
  const row = page.getByRole("row", { name: new RegExp(first[0]) });
  await expect(row).toContainText("여권 발급");
  await page.getByRole("link", { name: "새로 등록 1" }).click();
  await expect(page.getByRole("row", { name: /영사 민원 안내/ })).toContainText("2등급");
  await page.getByRole("button", { name: "2줄 반영" }).click();
  await expect(page.getByRole("status").first()).toContainText("새로 등록 1개, 고침 1개");

  await page.goto(`/systems/${first[0]}`);
  await expect(page.getByRole("main")).toContainText("여권 발급");
  const after = await download(page, "/systems/export.xlsx", "mofa-after.xlsx");
  expect((await systems(after)).some((row) => row.includes("영사 민원 안내"))).toBe(true);
  await bring(page, after);
  await expect(page.getByRole("status").first(), "the same twice changes nothing").toContainText("바뀌는 것이 없습니다");
});

test("bad cells are named, and the good rows can be taken without them", async ({ page }) => {
  await logIn(page, "mohw.officer");
  const file = await download(page, "/systems/export.csv", "mohw.csv");
  const lines = (await readFile(file, "utf8")).split("\r\n");
  const codes = lines.slice(1).map((line) => line.split(",")[1]);
  const bad = join(folder, "mohw-bad.csv");
  const rows = ["관리번호,등급,이용자 수,모르는 열", `${codes[0]},7,많음,x`, `${codes[1]},3,"4,321",x`, "msit-0001,1,1,x"];
  await writeFile(bad, rows.join("\r\n"));
  await bring(page, bad);
  await expect(page.getByRole("main")).toContainText("고쳐야 할 칸이 3곳 있습니다");
  await expect(page.getByRole("main")).toContainText("알 수 없는 열(읽지 않습니다): 모르는 열");
  await expect(page.getByRole("row", { name: /^B2 / })).toContainText("고를 수 있는 값이 아닙니다");
  await expect(page.getByRole("row", { name: /^C2 / })).toContainText("많음");
  await expect(page.getByRole("row", { name: /^A4 / })).toContainText("소속 기관이 아닙니다");
  const list = await download(page, `${new URL(page.url()).pathname}/faults.csv`, "faults.csv");
  expect(await readFile(list, "utf8")).toContain("C2,2,이용자 수");

  await page.getByRole("button", { name: "좋은 줄만 반영 (1줄)" }).click();
  await expect(page.getByRole("status").first()).toContainText("고침 1개");
  await expect(page.getByRole("main")).toContainText("고치지 않은 2줄은 반영하지 않았습니다");
  await page.goto(`/systems/${codes[1]}`);
  await expect(page.getByRole("main")).toContainText("4,321");
});

test("a file can be thrown away, and one that is no table is told so", async ({ page }) => {
  await logIn(page, "pmo");
  const file = await download(page, "/systems/export.csv?institution=moj", "moj.csv");
  const edited = join(folder, "moj-edited.csv");
  await writeFile(edited, (await readFile(file, "utf8")).replaceAll("미확인", "없음"));
  await bring(page, edited);
  await page.getByRole("button", { name: "버리기" }).click();
  await expect(page.getByRole("status").first()).toContainText("올린 파일을 버렸습니다");
  await expect(page.getByRole("row", { name: /moj-edited.csv/ })).toContainText("버림");

  const wrong = join(folder, "wrong.csv");
  await writeFile(wrong, "가,나\n1,2\n");
  await bring(page, wrong);
  await expect(page.getByRole("alert")).toContainText("열 이름을 찾지 못했습니다");
  await page.getByRole("link", { name: "다시 올리기" }).click();
  await page.getByRole("button", { name: "올려서 견주어 보기" }).click();
  await expect(page.getByRole("alert").first()).toContainText("올릴 파일을 골라 주세요.");
});

test("a table of reports becomes the draft of the return, and bad cells are named", async ({ page }) => {
  await logIn(page, "mohw.officer");
  await page.goto("/work");
  await page.getByRole("link", { name: "파일로 올리기" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("실적보고 파일 올리기");
  const file = await download(page, "/work/export.xlsx", "work.xlsx");
  const rows: (string | null)[][] = (await readInPython(file)).sheets["실적보고"];
  const no = String(rows[2][0]);
  const edited = join(folder, "work-edited.xlsx");
  await editInPython(file, edited, "실적보고", [
    [no, "진척률(%)", 0.61],
    [no, "추진실적", "- 표에서 적은 실적\n- =둘째 줄"],
  ]);
  await page.getByLabel("올릴 파일").setInputFiles(edited);
  await page.getByRole("button", { name: "올려서 견주어 보기" }).click();
  await expect(page.getByRole("row", { name: /진척률/ })).toContainText("61");
  await page.getByRole("button", { name: "임시저장에 반영 (1건)" }).click();
  await expect(page.getByRole("status").first()).toContainText("임시저장에 반영했습니다");
  await page.goto("/reviews/2024-Q1/returns/mohw");
  await expect(page.locator(`#a-${no} textarea[name$=".done"]`)).toHaveValue("- 표에서 적은 실적\n- =둘째 줄");

  const bad = join(folder, "work-bad.csv");
  await writeFile(bad, `과제 번호,진척률(%),자체평가\n${no},140,매우 좋음\n`);
  await page.goto("/work/import");
  await page.getByLabel("올릴 파일").setInputFiles(bad);
  await page.getByRole("button", { name: "올려서 견주어 보기" }).click();
  await expect(page.getByRole("alert")).toContainText("칸 2곳을 고쳐야 합니다");
  await expect(page.getByRole("row", { name: /^B2 / })).toContainText("0에서 100까지의 정수로");
  await page.getByRole("button", { name: "버리기" }).click();
  await expect(page.getByRole("status").first()).toContainText("올린 파일을 버렸습니다");
});
