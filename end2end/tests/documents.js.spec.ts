/**
 * The files of a round, read by programs that are not ours: each tells the figures that json tells. Reading needs no
 * browser; the name keeps it from running twice.
 */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drawByRhwp, readInPython, type Rows, tablesByKordoc, tablesByPoppler, textByPoppler } from "../documents";
import { expect, logIn, type Page, test } from "../fixtures";

const ROUND = "/reviews/2024-Q1/export";

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ihaeng-documents-"));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));
test.describe.configure({ timeout: 180_000 });

async function download(page: Page, ending: string, query = ""): Promise<string> {
  const response = await page.request.get(`${ROUND}.${ending}${query}`);
  expect(response.status(), `${ROUND}.${ending}${query}`).toBe(200);
  const file = join(folder, `round${query.replace(/\W/g, "-")}.${ending}`);
  await writeFile(file, await response.body());
  return file;
}

async function model(page: Page, query = ""): Promise<any> {
  return (await page.request.get(`${ROUND}.json${query}`)).json();
}

/** Task and progress of every assignment, as its row in the annex tells them. */
function told(rows: Rows): string[] {
  const at = (title: string) => rows[0].findIndex((cell) => cell.startsWith(title));
  const [task, progress] = [at("과제"), at("진척률")];
  const assignments = rows.slice(1).filter((row) => /^\d+$/.test(row[task] ?? ""));
  return assignments.map((row) => `${row[task]} ${/^(미상|\d+%)/.exec(row[progress])?.[1]}`);
}

const expected = (round: any) =>
  round.reports.map((row: any) => `${row.task_no} ${row.progress === null ? "미상" : `${row.progress}%`}`);

test("the HWPX file keeps its standard and tells the figures", async ({ page }) => {
  await logIn(page, "pmo");
  const [file, round] = [await download(page, "hwpx"), await model(page)];

  const checked = await readInPython(file);
  expect(checked.faults).toEqual([]);
  expect(checked.validated).toContain("Contents/section1.xml");

  const tables = await tablesByKordoc(file);
  const annex = tables.find((rows) => rows[0].some((cell) => cell.startsWith("추진실적")));
  expect(told(annex!)).toEqual(expected(round));

  const drawn = await drawByRhwp(file);
  expect(drawn.text).toContain("□ 점검 개요");
  expect(drawn.pages.length).toBeGreaterThan(10);
  for (const word of ["시연", "초안", "점검"]) {
    const missing = drawn.pages.findIndex((svg) => ![...word].every((letter) => svg.includes(letter)));
    expect(missing, `a page without ${word}`).toBe(-1);
  }
});

test("the PDF file is accessible, carries its fonts and tells the figures", async ({ page }) => {
  await logIn(page, "pmo");
  const [file, round] = [await download(page, "pdf"), await model(page)];

  const found = await readInPython(file);
  expect(found).toMatchObject({ accessible: "1", archival: "2A", language: "ko", marked: true, fonts_inside: true });
  expect(found.bookmarks).toContain("Ⅰ. 전략·과제별 추진상황");
  expect(found.kinds["/Table"]).toBeGreaterThan(10);
  expect(found.kinds["/LI"]).toBeGreaterThan(5);

  // Poppler takes long to walk a large tree: it is given the part of one institution.
  const own = "?institution=mois";
  const tables = await tablesByPoppler(await download(page, "pdf", own));
  expect(told(tables.get("소관과제별 실적")!)).toEqual(expected(await model(page, own)));

  const text = await textByPoppler(file);
  const figures = round.summary.figures.assignment_lights;
  for (const [word, code] of [["지연", "late"], ["정상", "on_time"]]) {
    if (figures[code] > 0) {
      expect(text).toContain(`${word} ${figures[code]}`);
    }
  }
  expect(text.match(/※ 시연 자료/g)!.length, "the note stands on every page").toBe(text.split("\f").length - 1);
});

test("the workbook opens elsewhere, with the rows of the model and no formula", async ({ page }) => {
  await logIn(page, "pmo");
  const [file, round] = [await download(page, "xlsx"), await model(page)];
  const { sheets, formulas } = await readInPython(file);
  expect(formulas).toEqual([]);
  const rows = (name: string) => sheets[name].length - 2;
  expect(rows("실적")).toBe(round.reports.length);
  expect(rows("제출")).toBe(round.returns.length);
  expect(rows("질의")).toBe(round.queries.length);
  expect(rows("판정")).toBe(round.verdicts.length);
  expect(rows("결정 필요")).toBe(round.exceptions.length);
});

test("the same round gives the same bytes", async ({ page }) => {
  await logIn(page, "pmo");
  for (const ending of ["xlsx", "csv", "hwpx", "pdf", "json"]) {
    const [first, again] = [await page.request.get(`${ROUND}.${ending}`), await page.request.get(`${ROUND}.${ending}`)];
    expect((await first.body()).equals(await again.body()), ending).toBe(true);
  }
});
