import { expect, logIn, type Page, test } from "../fixtures";

/** The first system of an institution that has no plan yet, by its address. */
async function withoutPlan(page: Page): Promise<string> {
  await page.goto("/systems?plan_state=none&sort=name");
  const href = await page.locator("tbody th[scope=row] a").first().getAttribute("href");
  return href!;
}

test("a sample is drawn, looked at on the spot, and drawn again", async ({ page, as }) => {
  await logIn(page, "pmo", "/systems/checks");
  await page.getByRole("link", { name: "표본 뽑기" }).first().click();

  await page.getByLabel("씨앗수").fill("사흘");
  await page.getByLabel(/^1등급/).fill("3");
  await page.getByLabel(/^2등급/).fill("2");
  await page.getByRole("button", { name: "뽑기", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("씨앗수를 정수로");
  await expect(page.getByLabel(/^1등급/), "what was typed stays").toHaveValue("3");

  await page.getByLabel("씨앗수").fill("20240320");
  await page.getByRole("button", { name: "뽑기", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("표본을 뽑았습니다");
  const check = new URL(page.url()).pathname;
  const rows = page.locator("#systems tbody tr");
  await expect(rows).toHaveCount(5);
  const name = (await rows.first().locator("th a").textContent())!;

  await page.getByRole("link", { name: `적기 · ${name} 현장 확인 적기` }).click();
  const claimed = await page.getByRole("group", { name: "재해복구" }).textContent();
  const other = claimed!.includes("대장: 충족") ? "미충족" : "충족";
  await page.getByRole("group", { name: "재해복구" }).getByLabel(other, { exact: true }).check();
  await page.getByRole("button", { name: "기록", exact: true }).click();
  await expect(page.getByRole("alert"), "what differs needs a note").toContainText("무엇을 보았는지");
  await page.getByLabel("메모").fill("재해복구 전산실을 직접 확인함");
  await page.getByRole("button", { name: "기록", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("기록했습니다");
  await expect(rows.first()).toContainText("재해복구");
  await expect(page.locator("#results")).toContainText("1/5개 확인");

  await page.getByRole("link", { name: "다시 뽑아 대조" }).click();
  await expect(page.locator("#again")).toContainText("다시 뽑은 명단이 기록된 명단과 같습니다.");
  for (const [kind, start] of [["xlsx", "PK"], ["csv", "\uFEFF"]]) {
    const file = await page.request.get(`${check}/export.${kind}`);
    expect(file.status()).toBe(200);
    expect((await file.body()).toString("utf8").startsWith(start!), kind).toBe(true);
  }

  const viewer = await as("viewer");
  await viewer.goto(check);
  await expect(viewer.locator("#results")).toContainText("1/5개 확인");
  await expect(viewer.locator("#systems"), "names are not the viewer's").not.toContainText(name);
});

test("an officer sees the own institution's systems, and others in numbers", async ({ page, as }) => {
  await logIn(page, "mois.officer", "/systems");
  const own = page.locator("tbody th[scope=row] a").first();
  const [name, href] = [(await own.textContent())!, (await own.getAttribute("href"))!];
  await own.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await page.goto("/systems/budget?institution=mois");
  await expect(page.locator("#systems")).toBeVisible();

  const other = await as("msit.officer");
  expect((await other.goto(href))!.status(), "another's system is not there").toBe(404);
  await other.goto("/systems/coverage");
  await expect(other.getByRole("row").filter({ hasText: "행정안전부" })).toContainText("/");
  await other.goto("/systems/budget?institution=mois");
  await expect(other.locator("#parts")).toContainText("건");
  await expect(other.locator("#systems"), "nothing by name").toHaveCount(0);
  await expect(other.locator("#parts"), "nor what it costs").not.toContainText("백만원");
});

test("what is missing is one click away from the count", async ({ page }) => {
  await logIn(page, "pmo", "/tasks/12");
  const missing = page.locator("#systems").getByRole("link", { name: /이중화 · 1등급 · 부족한/ });
  const count = /부족한 (\d+)개/.exec((await missing.getAttribute("aria-label"))!)![1]!;
  await missing.click();
  await expect(page).toHaveURL(/missing=redundant/);
  await expect(page.getByRole("heading", { name: `목록 ${count}` })).toBeVisible();
  await expect(page.locator("tbody th[scope=row] .ttl")).toHaveCount(Math.min(Number(count), 50));
});

test("a continuity plan goes from draft to drill, and lies on the counter on paper", async ({ page, as }) => {
  await logIn(page, "mois.officer", "/systems");
  const system = await withoutPlan(page);
  await page.goto(`${system}/continuity`);
  await page.getByRole("link", { name: "계획 작성" }).click();
  await page.getByLabel("업무 이름").first().fill("민원 접수");
  for (const answer of await page.locator("textarea[name^=s0_]").all()) {
    await answer.fill("- 창구에서 종이로 받고 다음 날 입력");
  }
  const contact = page.getByRole("group", { name: "연락처 1" });
  await contact.getByLabel("직위").fill("운영 담당");
  await contact.getByLabel("성명").fill("○○○");
  await contact.getByLabel("전화").fill("044-205-0000");
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await page.getByRole("button", { name: "부서 검토 요청" }).click();
  await expect(page.getByRole("main")).toContainText("부서 검토");
  await expect(page.getByText("승인하기"), "who handed it in does not approve").toHaveCount(0);

  const head = await as("mois.head");
  await head.goto(`${system}/continuity`);
  await head.getByText("승인하기").click();
  await head.getByLabel("다음 검토일").fill("2025-03-20");
  await head.getByRole("button", { name: "승인", exact: true }).click();
  await expect(head.getByRole("status")).toBeVisible();

  await page.goto(`${system}/continuity`);
  await page.getByText("훈련 기록하기").click();
  await page.getByLabel("훈련일").fill("2024-03-20");
  await page.getByLabel("결과").selectOption({ label: "목표 달성" });
  await page.getByRole("button", { name: "훈련 저장" }).click();
  await expect(page.getByRole("main")).toContainText("훈련 완료");
  for (const [kind, start] of [["hwpx", "PK"], ["pdf", "%PDF"]]) {
    const file = await page.request.get(`${system}/continuity.${kind}`);
    expect(file.status(), kind).toBe(200);
    expect((await file.body()).toString("latin1").startsWith(start!), kind).toBe(true);
  }
});
