/** The pages that every reader has, with what must be done before some of them show. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillInPython } from "./documents";
import { type Page, ReportForm, openAssignment, readState, unfold } from "./fixtures";

export interface Place {
  name: string;
  account: string;
  open(page: Page): Promise<unknown>;
}

const at = (name: string, account: string, path: string): Place => ({ name, account, open: (page) => page.goto(path) });

async function openForm(page: Page): Promise<ReportForm> {
  const row = await openAssignment(page, "knpa");
  await page.goto(`/work/knpa/${row.task_no}`);
  return new ReportForm(page);
}

async function openClaim(page: Page): Promise<void> {
  const row = (await readState(page)).reports.find((one) => one.next_step?.waiting)!;
  await page.goto(`/tasks/${row.task_no}/${row.institution.slug}`);
}

/** A kit whose first task says another progress. */
async function uploadKit(page: Page, progress: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "ihaeng-place-"));
  const [file, filled] = [join(folder, "kit.xlsx"), join(folder, "filled.xlsx")];
  await writeFile(file, await (await page.request.get("/reviews/2024-Q1/kit/mohw.xlsx")).body());
  await fillInPython(file, filled, [
    [1, "변경 없음", null],
    [1, "진척률", progress],
  ]);
  await page.goto("/reviews/2024-Q1/returns/mohw/kit");
  await page.getByLabel("채운 파일").setInputFiles(filled);
  await page.getByRole("button", { name: "올려서 견주어 보기" }).click();
  await page.locator("table").first().waitFor();
  await rm(folder, { recursive: true });
}

/** A table brought as a file, and looked at. */
async function bringTable(page: Page, path: string, rows: string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "ihaeng-place-"));
  const file = join(folder, "table.csv");
  await writeFile(file, rows.join("\r\n"));
  await page.goto(path);
  await page.getByLabel("올릴 파일").setInputFiles(file);
  await page.getByRole("button", { name: "올려서 견주어 보기" }).click();
  await page.getByRole("button", { name: "버리기" }).waitFor();
  await rm(folder, { recursive: true });
}

const SYSTEMS = ["관리번호,소관 기관,정보시스템명,등급", ",보건복지부,새 시스템,2", "mohw-0001,보건복지부,고친 이름,3", ",보건복지부,잘못된 줄,7"];

/** The first system of the list. */
async function openSystem(page: Page, path = ""): Promise<void> {
  await page.goto("/systems");
  const href = await page.locator('main tbody a[href^="/systems/"]').first().getAttribute("href");
  await page.goto(`${href}${path}`);
}

/** The agenda of the round, with something on it. */
async function makeAgenda(page: Page): Promise<void> {
  await page.goto("/reviews/2024-Q1/agenda");
  if ((await page.locator('textarea[name="wanted"]').count()) === 0) {
    await page.locator('details[open] input[name="take"]').first().check();
    await page.locator('button[value="take"]').click();
  }
  await page.locator('textarea[name="wanted"]').first().waitFor();
}

/** A sample of its own: the last one drawn. */
async function openCheck(page: Page, query: string): Promise<void> {
  await page.goto("/systems/checks/new");
  await page.getByLabel(/^1등급/).fill("2");
  await page.getByRole("button", { name: "뽑기", exact: true }).click();
  await page.locator("#results").waitFor();
  await page.goto(new URL(page.url()).pathname + query);
}

export const PLACES: Place[] = [
  at("the log-in", "", "/login"),
  at("the overview", "viewer", "/"),
  at("the overview in English", "viewer", "/?lang=en"),
  at("the overview of an earlier day", "viewer", "/?asof=2024-03-08"),
  at("the ministries", "viewer", "/ministries"),
  at("a ministry", "viewer", "/ministries/mois"),
  at("the tasks", "viewer", "/tasks"),
  at("a task", "viewer", "/tasks/1"),
  at("an assignment", "viewer", "/tasks/1/mois"),
  at("the deadlines", "viewer", "/deadlines"),
  at("the legend", "viewer", "/legend"),
  at("a page that is missing", "viewer", "/nowhere"),
  at("my account", "viewer", "/account"),
  at("the change of password", "viewer", "/account/password"),
  at("the inbox", "msit.head", "/inbox"),
  at("an empty inbox", "admin", "/inbox"),
  at("the settings of notices", "msit.head", "/account/notices"),
  at("the outgoing mail", "admin", "/admin/mail"),
  at("the mails of today", "pmo", "/reviews/2024-Q1/reminders"),
  at("my work", "mohw.officer", "/work"),
  at("the systems", "pmo", "/systems"),
  at("the systems that lack something", "mohw.officer", "/systems?grade=high&missing=redundant"),
  at("the coverage of systems", "viewer", "/systems/coverage"),
  at("the standard form", "pmo", "/systems/standard"),
  at("a system to register", "mohw.officer", "/systems/new"),
  { name: "a system", account: "mohw.officer", open: (page) => openSystem(page) },
  { name: "a system being edited", account: "mohw.officer", open: (page) => openSystem(page, "/edit") },
  { name: "a continuity plan", account: "mohw.officer", open: (page) => openSystem(page, "/continuity") },
  at("a file of systems to bring", "mohw.officer", "/systems/import"),
  { name: "what a file of systems would do", account: "mohw.officer", open: (page) => bringTable(page, "/systems/import", SYSTEMS) },
  {
    name: "what a file of systems would change",
    account: "mohw.officer",
    open: async (page) => {
      await bringTable(page, "/systems/import", SYSTEMS);
      await page.getByRole("link", { name: "고침 1" }).click();
    },
  },
  at("a file of reports to bring", "mohw.officer", "/work/import"),
  {
    name: "what a file of reports would change",
    account: "mohw.officer",
    open: async (page) => {
      const table = await (await page.request.get("/work/export.csv")).text();
      const no = table.split("\r\n")[1].split(",")[0];
      await bringTable(page, "/work/import", ["과제 번호,진척률(%),추진실적", `${no},77,- 표에서`, "99,140,"]);
    },
  },
  at("a return being written", "mohw.officer", "/reviews/2024-Q1/returns/mohw"),
  at("the offline kit", "mohw.officer", "/reviews/2024-Q1/returns/mohw/kit"),
  { name: "a kit that is refused", account: "mohw.officer", open: (page) => uploadKit(page, 140) },
  { name: "what a kit would change", account: "mohw.officer", open: (page) => uploadKit(page, 77) },
  at("a return to review", "pmo", "/reviews/2024-Q1/returns/moef"),
  at("a return that was approved", "viewer", "/reviews/2024-A1/returns/mois"),
  at("the board of a round", "pmo", "/reviews/2024-Q1"),
  at("the agenda before anything is on it", "viewer", "/reviews/2024-Q1/agenda"),
  { name: "the agenda while it is made", account: "pmo", open: (page) => makeAgenda(page) },
  {
    name: "an item of the agenda",
    account: "pmo",
    open: async (page) => {
      await makeAgenda(page);
      await page.goto("/reviews/2024-Q1/agenda/1");
    },
  },
  at("the contacts with an institution", "pmo", "/reviews/2024-Q1/contacts/mofa"),
  at("a return that was not begun, to the PMO", "pmo", "/reviews/2024-Q1/returns/mofa"),
  at("a round before its seal", "pmo", "/reviews/2024-Q1/seal"),
  at("a round that is sealed", "viewer", "/reviews/2024-A1/seal"),
  {
    name: "the last question before a seal",
    account: "pmo",
    open: async (page) => {
      await page.goto("/reviews/2024-Q1/seal");
      await page.getByLabel("빠진 것이 있는데도 봉인하는 사유").fill("기한 안에 받지 못함");
      await page.getByRole("button", { name: "사유를 적고 봉인" }).click();
      await page.getByRole("button", { name: "봉인하기" }).waitFor();
    },
  },
  { name: "the report form", account: "knpa.officer", open: openForm },
  {
    name: "the report form with faults",
    account: "knpa.officer",
    open: async (page) => {
      const form = await openForm(page);
      await form.field("done").fill("");
      await form.field("progress").fill("140");
      await form.field("link").fill("x");
      await form.press("저장 전 확인");
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "the review of a report",
    account: "knpa.officer",
    open: async (page) => {
      const form = await openForm(page);
      await form.rate("on_track");
      await form.field("done").fill("- 새로 한 일");
      await form.field("progress").fill("33");
      await form.press("저장 전 확인");
      await page.locator("table.diff-t").waitFor();
    },
  },
  at("the deputies", "mohw.head", "/account/deputies"),
  {
    name: "an assignment with all forms open",
    account: "pmo",
    open: async (page) => {
      await openClaim(page);
      await page.locator("details.fold").first().waitFor();
      for (const fold of await page.locator("details.fold > summary").all()) {
        await fold.click();
      }
    },
  },
  {
    name: "an assignment with a verdict refused",
    account: "pmo",
    open: async (page) => {
      await openClaim(page);
      const form = await unfold(page, "총괄 판정하기");
      await form.locator('input[name="verdict"][value="watch"]').check();
      await form.locator('[name="reason"]').fill("사유");
      await form.getByRole("button", { name: "판정 남기기" }).click();
      await page.getByRole("alert").waitFor();
    },
  },
  at("what must be bought", "pmo", "/systems/budget"),
  at("what an institution must buy", "mois.officer", "/systems/budget?institution=mois"),
  at("the checks on the spot", "pmo", "/systems/checks"),
  {
    name: "a wish for a sample that was refused",
    account: "pmo",
    open: async (page) => {
      await page.goto("/systems/checks/new");
      await page.getByLabel("씨앗수").fill("x");
      await page.getByRole("button", { name: "뽑기", exact: true }).click();
      await page.getByRole("alert").waitFor();
    },
  },
  { name: "a check with its draw repeated", account: "pmo", open: (page) => openCheck(page, "?again=1#again") },
  {
    name: "what was found on the spot",
    account: "pmo",
    open: async (page) => {
      await openCheck(page, "");
      await page.locator("#systems td a").first().click();
      await page.getByRole("button", { name: "기록", exact: true }).waitFor();
    },
  },
  at("the councils", "pmo", "/council"),
  at("minutes that are closed", "viewer", "/council/1"),
  at("minutes in circulation", "msit.officer", "/council/3"),
  {
    name: "a meeting while it is held",
    account: "pmo",
    open: async (page) => {
      await page.goto("/council");
      await page.getByRole("row").filter({ hasText: "준비·작성" }).first().getByRole("link").first().click();
      await page.getByRole("link", { name: "회의 진행 화면" }).click();
      await page.locator("form[data-line]").first().waitFor();
    },
  },
  at("the details of a meeting", "pmo", "/council/3/details"),
  at("what a meeting decided", "viewer", "/council/3"),
  {
    name: "the correction of a remark",
    account: "msit.officer",
    open: async (page) => {
      await page.goto("/council/3");
      await page.getByRole("link", { name: "정정 요청" }).first().click();
      await page.locator('[name="proposed"]').waitFor();
    },
  },
  at("the CIO of an institution", "mois.head", "/council/cios/8"),
  at("the CIOs of record", "mois.head", "/council/cios"),
  at("the directives", "viewer", "/directives"),
  at("the difficulties", "viewer", "/difficulties"),
  at("a new difficulty", "mohw.officer", "/difficulties/new"),
  at("a difficulty from a return", "mohw.officer", "/difficulties/new?source=return:12:mohw:2024-Q1"),
  {
    name: "a difficulty with all its forms",
    account: "pmo",
    open: async (page) => {
      await page.goto("/difficulties");
      await page.getByRole("row").filter({ hasText: "미답변" }).first().getByRole("link").first().click();
      await page.locator("#asking").waitFor();
    },
  },
  {
    name: "a directive with its forms",
    account: "pmo",
    open: async (page) => {
      await page.goto("/directives");
      await page.getByRole("row").getByRole("link").first().click();
      await page.locator('main form[action$="/decision"]').waitFor({ state: "attached" });
      for (const fold of await page.locator("details.fold > summary").all()) {
        await fold.click();
      }
    },
  },
  at("the supports", "pmo", "/supports"),
  at("who waits for whom", "mohw.officer", "/waiting"),
  at("a search", "viewer", "/search?q=등급"),
  at("the audit log", "pmo", "/audit"),
  at("the administration", "admin", "/admin"),
  at("the people", "admin", "/admin/people"),
  at("a person", "admin", "/admin/people/mohw.officer"),
  at("the institutions", "admin", "/admin/institutions"),
  at("an institution", "admin", "/admin/institutions/mohw"),
];
