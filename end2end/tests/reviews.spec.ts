import { copyOfSeed } from "../copies";
import { expect, type Locator, logIn, type Page, test as base } from "../fixtures";

/** A server of this file's own: a round opened here asks every institution. */
const test = base.extend({
  server: [
    async ({}, use) => {
      const copy = await copyOfSeed();
      const server = await copy.start();
      await use(server.url);
      await server.stop();
      await copy.remove();
    },
    { scope: "worker", timeout: 130_000 },
  ],
});

test.describe.configure({ mode: "serial" });

const BOARD = "/reviews/2024-Q1";
/** The round that the first test opens: task 4 of every institution. */
let adHoc = "";

const said = (page: Page, words: string) => expect(page.getByRole("status").first()).toContainText(words);

/** Opens a fold where it is shut. */
async function open(details: Locator): Promise<void> {
  if ((await details.getAttribute("open")) === null) await details.locator("summary").first().click();
}

/** What cannot be repeated as unchanged has to be told. */
async function fillWhatIsLeft(page: Page): Promise<void> {
  for (const row of await page.locator(".asg").filter({ hasText: "확인 전" }).all()) {
    await open(row.locator("details").first());
    const done = row.locator('textarea[name$=".done"]');
    await done.fill(`${await done.inputValue()}\n- 담당자 회의를 마침`);
    if (!(await row.locator('input[name$=".self_rating"]:checked').count())) {
      await row.locator('input[name$=".self_rating"][value="on_track"]').check();
    }
  }
}

test("a round is planned, opened with another still out, extended with a reason, and asks its institutions", async ({
  page,
  as,
}) => {
  await logIn(page, "pmo", "/reviews/new?kind=ad_hoc");
  const slug = await page.getByLabel(/회차 이름/).inputValue();
  adHoc = `/reviews/${slug}`;
  await page.getByLabel(/^기준일/).last().fill("언젠가");
  await page.getByRole("button", { name: "계획 저장" }).click();
  await expect(page.getByRole("alert")).toContainText("날짜를 2024-03-29처럼");
  await expect(page.getByLabel(/회차 이름/), "nothing typed is lost").toHaveValue(slug);
  await page.goto("/reviews/new?kind=ad_hoc");
  await page.locator('input[name="base_date"]').fill("2024-03-20");
  await page.locator('input[name="window_from"]').fill("2024-03-20");
  await page.locator('input[name="due"]').fill("2024-03-29");
  await page.locator('input[name="meeting_on"]').fill("");
  await page.locator('input[name="tasks"][value="4"]').check();
  await page.getByRole("button", { name: "계획 저장" }).click();
  await said(page, "회차를 계획했습니다");
  await expect(page).toHaveURL(`/reviews/${slug}`);

  await page.getByRole("link", { name: "열기", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("그와 상관없이 열 수 있습니다");
  await page.getByRole("button", { name: "열고 접수 시작" }).click();
  await said(page, "회차를 열었습니다");

  await page.getByRole("link", { name: "기한 늦추기" }).click();
  await page.locator('input[name="due"]').fill("2024-03-28");
  await page.locator('textarea[name="reason"]').fill("기관 요청");
  await page.getByRole("button", { name: "기한 늦추기" }).click();
  await expect(page.getByRole("alert")).toContainText("보다 늦은 날로");
  await page.locator('input[name="due"]').fill("2024-04-05");
  await page.getByRole("button", { name: "기한 늦추기" }).click();
  await said(page, "제출 기한을 늦췄습니다");

  const officer = await as("mois.officer");
  await officer.goto("/inbox");
  await expect(officer.locator(".inbox > li").first()).toContainText("제출 기한 연장 안내");
  await officer.goto(`/reviews/${slug}/returns/mois`);
  await expect(officer.getByRole("button", { name: "임시저장" })).toBeVisible();
});

test("a return in which nothing changed is handed in as such, in three presses", async ({ as }) => {
  for (const slug of ["moe", "nts", "kostat", "kma", "moleg", "knpa"]) {
    const head = await as(`${slug}.head`);
    await head.goto(`${adHoc}/returns/${slug}`);
    const all = head.getByRole("button", { name: /남은 1개 변경 없음 확인/ });
    // Where the task is late, or done, there is nothing to repeat.
    if ((await all.count()) === 0) continue;
    await all.click();
    await head.getByRole("button", { name: "제출", exact: true }).click();
    await expect(head.getByRole("main")).toContainText("모든 과제가 변경 없음으로 제출됩니다");
    await head.getByRole("button", { name: "제출", exact: true }).click();
    await said(head, "제출했습니다");
    await expect(head.locator(".head")).toContainText("모두 변경 없음");
    return;
  }
  throw new Error("no institution could repeat its last report");
});

test("who has not handed in is called, and a promise is waited for", async ({ page }) => {
  await logIn(page, "pmo", BOARD);
  const row = page.locator("#chasing tr").filter({ has: page.getByRole("link", { name: "방위사업청", exact: true }) });
  await row.getByRole("link", { name: /연락 적기/ }).click();
  await page.getByLabel("책임관").check();
  await page.getByLabel(/방법/).selectOption("phone");
  await page.getByLabel(/나눈 말/).fill(" ");
  await page.getByRole("button", { name: "연락 남기기" }).click();
  await expect(page.getByRole("alert")).toContainText("나눈 말을 적어 주세요");
  await expect(page.getByLabel("책임관"), "nothing chosen is lost").toBeChecked();
  await page.getByLabel(/나눈 말/).fill("내일 오전에 내기로 함");
  await page.getByLabel(/약속한 날/).fill("2024. 3. 21.");
  await page.getByRole("button", { name: "연락 남기기" }).click();
  await said(page, "연락을 남겼습니다");
  await page.goto(BOARD);
  await page.locator("#chasing details.fold > summary").click();
  await expect(page.locator("#chasing tr").filter({ hasText: "방위사업청" })).toContainText("내일 오전에 내기로 함");
});

test("returns without findings are approved together, and nothing else is", async ({ page }) => {
  await logIn(page, "pmo", `${BOARD}/approvals`);
  await page.getByRole("button", { name: "고른 제출본 승인" }).click();
  await expect(page.getByRole("alert")).toContainText("하나 이상 골라");
  const box = page.locator('input[name="returns"]').first();
  const slug = await box.getAttribute("value");
  await box.check();
  await page.getByRole("button", { name: "고른 제출본 승인" }).click();
  await said(page, "고른 제출본을 처리했습니다");
  await page.goto(`${BOARD}/returns/${slug}`);
  await expect(page.locator(".head")).toContainText("승인");
});

test("a return is sent back, mended, handed in again and approved", async ({ page, as }) => {
  const path = `${BOARD}/returns/mpva`;
  await logIn(page, "pmo", path);
  await page.getByRole("button", { name: "검토 시작" }).first().click();
  await said(page, "검토를 시작");
  await open(page.locator("details").filter({ has: page.locator('form[action$="/sending-back"]') }).last());
  await page.locator('form[action$="/sending-back"]').getByRole("button", { name: "보완요청" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.locator('textarea[name="back_reason"]').fill("산출 근거를 적어 주십시오.");
  await page.locator('form[action$="/sending-back"]').getByRole("button", { name: "보완요청" }).click();
  await said(page, "보완");

  const head = await as("mpva.head");
  await head.goto("/inbox");
  await expect(head.locator(".inbox > li").first()).toContainText("보완");
  await head.goto(path);
  await expect(head.getByRole("note").first()).toContainText("산출 근거를 적어 주십시오.");
  const line = head.locator(".asg").filter({ has: head.locator('textarea[name$=".done"]') }).first();
  await open(line.locator("details").first());
  const done = line.locator('textarea[name$=".done"]');
  await done.fill(`${await done.inputValue()}\n- 산출 근거: 자체 집계표`);
  await head.getByRole("button", { name: "제출", exact: true }).click();
  await expect(head.getByRole("heading", { level: 1 })).toHaveText("2024년 1분기 제출 전 확인");
  await head.getByRole("button", { name: "제출", exact: true }).click();
  await said(head, "제출했습니다");

  await page.goto(path);
  await page.getByRole("button", { name: "승인", exact: true }).first().click();
  await said(page, "승인했습니다");
  await head.goto("/inbox");
  await expect(head.locator(".inbox > li").first()).toContainText("승인");
});

test("the PMO hands in for an institution, names the officer and the way, and somebody else approves", async ({ page, as }) => {
  const slug = await notStarted(page);
  await page.goto(`${BOARD}/returns/${slug}`);
  await page.getByRole("link", { name: /대신/ }).first().click();
  await page.getByRole("button", { name: /변경 없음 확인/ }).last().click();
  await fillWhatIsLeft(page);
  await page.getByRole("button", { name: "제출", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("2024년 1분기 제출 전 확인");
  await page.getByRole("button", { name: "제출", exact: true }).click();
  await expect(page.getByRole("alert"), "who and how are asked").toBeVisible();
  await page.getByLabel(/담당자/).fill("김기획 사무관");
  await page.locator('select[name="way"]').selectOption("phone");
  await page.getByRole("button", { name: "제출", exact: true }).click();
  await said(page, "제출했습니다");
  await expect(page.locator(".head")).toContainText("김기획 사무관 대신");
  await expect(page.getByRole("button", { name: "승인", exact: true }), "nobody reviews what they handed in").toHaveCount(0);

  const other = await as("pmo2");
  await other.goto(`${BOARD}/returns/${slug}`);
  await other.getByRole("button", { name: "승인", exact: true }).first().click();
  await said(other, "승인했습니다");
});

/** An institution that has not started, as the PMO sees it. */
async function notStarted(page: Page): Promise<string> {
  await logIn(page, "pmo", `${BOARD}?view=table&state=not_started`);
  const table = page.getByRole("main").locator("table").first();
  const href = await table.locator("tbody th a").last().getAttribute("href");
  return href!.split("/").pop()!;
}

test("the agenda is made from what the rules found, in the PMO's order, and read by everybody", async ({ page, as }) => {
  await logIn(page, "pmo", BOARD);
  await page.getByRole("link", { name: "안건 정하기" }).click();
  await page.getByRole("button", { name: "고른 것을 안건에 담기" }).click();
  await expect(page.getByRole("alert")).toContainText("하나 이상 골라");
  const boxes = page.locator('details[open] input[name="take"]');
  for (const index of [0, 1, 2]) {
    await boxes.nth(index).check();
  }
  await page.getByRole("button", { name: "고른 것을 안건에 담기" }).click();
  await said(page, "안건에 담았습니다");

  const titles = () => page.locator("#kept .ag h3 a").allInnerTexts();
  const [one, two, three] = await titles();
  await page.locator('textarea[name="wanted"]').first().fill("4월 5일까지 만회 계획을 냄");
  await page.getByRole("button", { name: `${three} 위로` }).click();
  expect(await titles(), "a button that moves saves what was typed").toEqual([one, three, two]);
  await expect(page.locator('textarea[name="wanted"]').first()).toHaveValue("4월 5일까지 만회 계획을 냄");
  await page.locator('input[name="no"]').first().fill("셋");
  await page.getByRole("button", { name: "차례와 문구 저장" }).first().click();
  await expect(page.getByRole("alert")).toContainText("차례를 1 이상의 수로");
  await page.locator('input[name="no"]').first().fill("3");
  await page.getByRole("button", { name: "차례와 문구 저장" }).first().click();
  expect(await titles()).toEqual([three, two, one]);
  await page.getByRole("button", { name: `${two} 빼기` }).click();
  expect(await titles()).toEqual([three, one]);

  const viewer = await as("viewer");
  await viewer.goto(`${BOARD}/agenda`);
  await expect(viewer.getByRole("main")).toContainText("4월 5일까지 만회 계획을 냄");
  await expect(viewer.getByRole("main")).not.toContainText("안건 후보");
  await viewer.getByRole("link", { name: one }).click();
  await expect(viewer.getByRole("heading", { level: 1 })).toHaveText(one);
  await viewer.getByRole("link", { name: "이전 안건" }).click();
  await expect(viewer.getByRole("heading", { level: 1 })).toHaveText(three);
  for (const form of ["hwpx", "pdf"]) {
    expect((await viewer.request.get(`${BOARD}/agenda.${form}`)).status(), form).toBe(200);
  }

  await page.getByRole("button", { name: `${two} 되돌리기` }).click();
  expect(await titles()).toEqual([three, two, one]);
  const other = await as("pmo2");
  await other.goto(`${BOARD}/agenda`);
  await page.getByRole("button", { name: `${two} 위로` }).click();
  await other.locator('textarea[name="wanted"]').nth(1).fill("늦게 적은 글");
  await other.getByRole("button", { name: "차례와 문구 저장" }).first().click();
  await expect(other.getByRole("alert")).toContainText("님이 안건을 고쳤습니다");
  await expect(other.locator('textarea[name="wanted"]').first(), "what was typed stays with its item").toHaveValue("늦게 적은 글");
});
