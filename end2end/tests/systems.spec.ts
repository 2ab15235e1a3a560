/** The register of systems and continuity plans: seen by the institution and the PMO, counted by everybody else. */

import { expect, logIn, type Page, test } from "../fixtures";

const field = (page: Page, name: string) => page.locator(`main [name="${name}"]`);

/** Opens the fold in which a form lies. */
async function reveal(page: Page, words: string): Promise<void> {
  const fold = page.locator("details", { hasText: words }).first();
  if ((await fold.getAttribute("open")) === null) await fold.locator("summary").first().click();
}

test("the PMO finds what lacks something, others see counts alone", async ({ page, as }) => {
  await logIn(page, "pmo");
  await page.goto("/systems");
  await page.getByLabel("등급", { exact: true }).selectOption({ label: "1·2등급" });
  await page.getByLabel("부족한 항목").selectOption({ label: "이중화" });
  await page.getByRole("button", { name: "찾기", exact: true }).last().click();
  await expect(page).toHaveURL(/grade=high/);
  const list = page.getByRole("region", { name: "목록" });
  const rows = list.locator("tbody tr");
  expect(await rows.count()).toBeGreaterThan(0);
  for (const words of await rows.allInnerTexts()) {
    expect(words).toMatch(/[12]등급/);
  }
  const link = rows.first().getByRole("link");
  const [name, href] = [await link.innerText(), await link.getAttribute("href")];
  await link.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);

  const viewer = await as("viewer");
  await viewer.goto("/systems");
  await expect(viewer.getByRole("heading", { level: 1 })).toHaveText("정보시스템 기준 이행률");
  await expect(viewer.getByRole("main")).not.toContainText(name);
  expect((await viewer.request.get(href!)).status()).toBe(404);
  expect((await viewer.request.get("/systems/export.csv")).status()).toBe(403);
});

test("an officer registers and edits a system, and faults stand at their fields", async ({ page, as }) => {
  await logIn(page, "kma.officer");
  await page.goto("/systems/new");
  await field(page, "name").fill("지진 조기 알림");
  await field(page, "users").fill("많음");
  await field(page, "eq_0_kind").selectOption({ label: "서버" });
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(field(page, "name")).toHaveValue("지진 조기 알림");
  await expect(page.locator("#f-users-e")).toContainText("정수로 적어 주세요");
  await expect(page.locator("#f-eq_0_made-e")).toContainText("비울 수 없습니다");
  await field(page, "users").fill("1,200");
  await field(page, "eq_0_made").fill("2019-05");
  await field(page, "eq_0_life").fill("7");
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page).toHaveURL(/\/systems\/kma-\d+$/);
  await expect(page.getByRole("main")).toContainText("지진 조기 알림");
  const path = new URL(page.url()).pathname;

  await page.goto(`${path}/edit`);
  await field(page, "grade").selectOption({ label: "1등급" });
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("1등급");

  const other = await as("mois.officer");
  expect((await other.request.get(path)).status(), "another institution's officer").toBe(404);
  const pmo = await as("pmo");
  expect((await pmo.request.get(path)).status()).toBe(200);
  expect((await pmo.request.get(`${path}/edit`)).status(), "the PMO edits no system by hand").toBe(403);
});

test("a continuity plan is written, approved by another, drilled, and printed", async ({ page, as }) => {
  await logIn(page, "kcs.officer");
  await page.goto("/systems/new");
  await field(page, "name").fill("통관 안내");
  await page.getByRole("button", { name: "저장", exact: true }).click();
  const path = new URL(page.url()).pathname;
  await page.goto(`${path}/continuity/edit`);
  const answers = await page.locator('main textarea[name^="s0_"]').all();
  await field(page, "s0_name").fill("통관 접수");
  for (const answer of answers) {
    await answer.fill("수기 대장에 적고 복구한 날 소급해 입력합니다.");
  }
  await field(page, "c0_role").fill("책임관");
  await field(page, "c0_phone").fill("042-481-0000");
  await page.locator('main form[action$="/edit"] button[type="submit"]').first().click();
  await expect(page).toHaveURL(`${path}/continuity`);
  await page.getByRole("button", { name: "부서 검토 요청" }).click();
  await expect(page.getByRole("main")).toContainText("부서 검토");

  const head = await as("kcs.head");
  await head.goto(`${path}/continuity`);
  await reveal(head, "승인하기");
  await head.locator('main form[action$="/approval"] [name="next_review"]').fill("2025-03-20");
  await head.getByRole("button", { name: "승인", exact: true }).click();
  await expect(head.getByRole("status").first()).toBeVisible();

  await page.goto(`${path}/continuity`);
  await reveal(page, "훈련 기록하기");
  const drill = page.locator('main form[action$="/drill"]');
  await drill.locator('[name="on"]').fill("2024-03-19");
  await drill.locator('[name="result"]').first().selectOption({ label: "목표 달성" });
  await page.getByRole("button", { name: "훈련 저장" }).click();
  await expect(page.getByRole("main")).toContainText("훈련 완료");
  const pdf = await page.request.get(`${path}/continuity.pdf`);
  expect((await pdf.body()).subarray(0, 5).toString()).toBe("%PDF-");
  expect((await page.request.get(`${path}/continuity.hwpx`)).status()).toBe(200);
});
