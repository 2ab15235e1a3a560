// Pictures of every page, at a desk and on a telephone. BASE_URL: the demonstration; CHROMIUM: the browser; OUT: the folder.

import { chromium } from "@playwright/test";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

const { BASE_URL: base, CHROMIUM: program, OUT: out = "shots" } = process.env;
const WIDTHS = [1440, 390];
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const to = (path) => (page) => page.goto(path);

async function json(page, query = "") {
  return (await page.request.get(`/export.json${query}`)).json();
}

async function openForm(page) {
  const { reports } = await json(page, "?institution=knpa");
  const row = reports.find((one) => one.next_step && !one.next_step.waiting && !["done", "dropped", "superseded"].includes(one.light));
  await page.goto(`/work/knpa/${row.task_no}`);
}

async function press(page, changes) {
  for (const [name, text] of Object.entries(changes)) {
    await page.locator(`form[data-draft] [name="${name}"]`).fill(text);
  }
  await page.getByRole("button", { name: "저장 전 확인", exact: true }).click();
}

async function formWithFaults(page) {
  await openForm(page);
  await page.locator('input[name="self_rating"][value="at_risk"]').check();
  await press(page, { rating_reason: "", progress: "140", done: "- 담당자 교육을 마침", link: "ftp://example.kr" });
  await page.getByRole("alert").waitFor();
}

async function review(page) {
  await openForm(page);
  await page.locator('input[name="self_rating"][value="watch"]').check();
  await press(page, { rating_reason: "예산 배정이 늦음", progress: "47", done: "- 담당자 교육을 마침", link: "" });
  await page.locator("table.diff-t").waitFor();
}

async function assignment(page) {
  const { reports } = await json(page);
  const row = reports.find((one) => one.next_step?.waiting);
  await page.goto(`/tasks/${row.task_no}/${row.institution.slug}`);
  for (const title of ["총괄 판정하기", "완료 보고 확인"]) {
    await page.locator("details.fold > summary", { hasText: title }).first().click();
  }
}

const SHOTS = {
  "": { login: to("/login") },
  viewer: {
    overview: to("/"),
    "overview-en": to("/?lang=en"),
    "overview-asof": to("/?lang=ko&asof=2024-03-08"),
    "overview-contrast": contrast,
    ministries: to("/ministries"),
    ministry: to("/ministries/mois"),
    tasks: to("/tasks"),
    task: to("/tasks/1"),
    deadlines: to("/deadlines"),
    legend: to("/legend"),
    account: to("/account"),
  },
  "knpa.officer": { work: to("/work"), "report-form": openForm, "report-errors": formWithFaults, "report-review": review },
  "mohw.head": { deputies: to("/account/deputies") },
  pmo: { "assignment-pmo": assignment, audit: to("/audit") },
  admin: { "admin-people": to("/admin/people"), "admin-institutions": to("/admin/institutions") },
};

async function contrast(page) {
  await page.context().addCookies([{ name: "ihaeng_display", value: "high-contrast", url: base }]);
  await page.goto("/");
  await page.context().clearCookies({ name: "ihaeng_display" });
}

async function logIn(page, account) {
  await page.goto("/login");
  await page.getByLabel("계정").fill(account);
  await page.getByLabel("비밀번호").fill("ihaeng-demo");
  await page.getByRole("main").getByRole("button", { name: "로그인", exact: true }).click();
  await page.waitForURL((url) => url.pathname !== "/login");
}

async function takeAll(page, shots) {
  for (const [name, open] of Object.entries(shots)) {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await open(page);
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: join(out, `${name}-${width}.png`), fullPage: true });
    }
    console.log(name);
  }
}

await mkdir(out, { recursive: true });
const browser = await chromium.launch({ executablePath: program, args: ARGS });
try {
  for (const [account, shots] of Object.entries(SHOTS)) {
    const context = await browser.newContext({ baseURL: base, locale: "ko-KR", timezoneId: "Asia/Seoul" });
    const page = await context.newPage();
    if (account) {
      await logIn(page, account);
    }
    await takeAll(page, shots);
    await context.close();
  }
} finally {
  await browser.close();
}
