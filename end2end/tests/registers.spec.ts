import { form, pressed, reveal } from "../forms";
import { expect, logIn, type Page, test } from "../fixtures";

/** Raises a difficulty and answers its address. */
async function raise(page: Page, title: string, text: string): Promise<string> {
  await page.goto("/difficulties/new?task=12");
  await form(page, "/difficulties").locator('[name="title"]').fill(title);
  await form(page, "/difficulties").locator('[name="text"]').fill(text);
  await form(page, "/difficulties").getByRole("button", { name: "내기", exact: true }).click();
  await page.waitForURL(/\/difficulties\/\d+/);
  return new URL(page.url()).pathname;
}

test("difficulties that say the same go on in one, and it goes from 접수 to 해결", async ({ page, as }) => {
  await logIn(page, "nfa.officer");
  const first = await raise(page, "무정전 전원 장치의 교체 시기", "장치를 멈추지 않고 바꿀 방법이 없음");
  const other = await as("kcg.officer");
  const second = await raise(other, "무정전 전원 장치를 바꾸는 시기", "장치를 멈추지 않고 바꾸기 어려움");
  await expect(other.locator("main form[action$='/merge']"), "institutions do not merge").toHaveCount(0);

  const pmo = await as("pmo");
  await pmo.goto(first);
  await expect(pmo.getByRole("main")).toContainText("접수");
  await pmo.goto(second);
  await form(pmo, "/merge").locator('[name="target"]').selectOption(first.split("/").pop()!);
  await pressed(pmo, "/merge", "합치기");
  await expect(pmo.getByRole("main")).toContainText("다음 애로사항에 합쳤습니다");
  await pmo.goto(first);
  await expect(pmo.locator("#same-here"), "both have it now").toContainText("해양경찰청");
  await form(pmo, "/asking").locator('[name="answerer"]').selectOption("mois");
  await form(pmo, "/asking").locator('[name="days"]').fill("99");
  await pressed(pmo, "/asking", "답할 곳 정하기");
  await expect(pmo.getByRole("alert").first()).toContainText("1에서 60 사이");
  await form(pmo, "/asking").locator('[name="days"]').fill("5");
  await pressed(pmo, "/asking", "답할 곳 정하기");
  await expect(pmo.locator("#history")).toContainText("답할 곳 행정안전부");

  const answerer = await as("mois.officer");
  await answerer.goto(second);
  await expect(form(answerer, "/answer"), "what was merged is answered where it goes on").toHaveCount(0);
  for (const [stage, text] of [["acting", "이동 전원 차량을 빌려 줌"], ["resolved", "두 기관 모두 바꿈"]]) {
    await answerer.goto(first);
    await reveal(answerer, "/answer");
    await form(answerer, "/answer").locator(`[name="stage"][value="${stage}"]`).check();
    await form(answerer, "/answer").locator('[name="text"]').fill(text);
    await pressed(answerer, "/answer", "답변 남기기");
  }
  await expect(answerer.locator("#history")).toContainText("조치");
  await expect(answerer.locator("#history")).toContainText("해결");
  await expect(form(answerer, "/answer"), "it is over").toHaveCount(0);
  await page.goto("/difficulties?institution=kcg&stage=resolved");
  await expect(page.getByRole("row").filter({ hasText: "무정전 전원 장치의 교체 시기" })).toHaveCount(1);
});

test("a waiting is counted against the other and stands on both pages until it is called off", async ({ page, as }) => {
  await logIn(page, "mafra.head");
  await page.goto("/waiting");
  const fresh = page.locator('main form[action$="/waiting"]');
  await reveal(page, "/waiting");
  await fresh.locator('[name="assignment"]').selectOption({ index: 1 });
  const theirs = await fresh.locator('[name="awaited"] option[value$=":mois"]').first().getAttribute("value");
  await fresh.locator('[name="awaited"]').selectOption(theirs!);
  await fresh.locator('[name="reason"]').fill("표준안이 나와야 시작할 수 있음");
  await fresh.locator('[name="since"]').fill("2024-03-30");
  await fresh.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page.getByRole("alert").first(), "nobody has waited in the future").toBeVisible();
  await expect(fresh.locator('[name="reason"]')).toHaveValue("표준안이 나와야 시작할 수 있음");
  await fresh.locator('[name="since"]').fill("2024-03-08");
  await fresh.getByRole("button", { name: "저장", exact: true }).click();

  const viewer = await as("viewer");
  for (const slug of ["mafra", "mois"]) {
    await viewer.goto(`/ministries/${slug}`);
    const row = viewer.getByRole("row").filter({ hasText: "농림축산식품부" }).filter({ hasText: "표준안이 나와야" });
    await expect(row, `on the page of ${slug}`).toContainText("12일");
  }
  await expect(viewer.getByRole("button", { name: /대기 그만두기/ })).toHaveCount(0);
  await page.goto("/waiting");
  await page.getByRole("button", { name: /농림축산식품부.*대기 그만두기/ }).first().click();
  await viewer.goto("/ministries/mois");
  await expect(viewer.getByRole("row").filter({ hasText: "시작할 수 있음" })).toContainText("끝남");
});

test("the PMO records support, which stands on the pages of the institution and the task", async ({ page, as }) => {
  await logIn(page, "pmo");
  await page.goto("/supports");
  const fresh = page.locator('main form[action$="/supports"]');
  await reveal(page, "/supports");
  await fresh.locator('[name="institution"]').selectOption("cha");
  await fresh.locator('[name="task"]').selectOption("6");
  await fresh.locator('[name="kind"]').selectOption({ label: "현장 방문" });
  await fresh.locator('[name="text"]').fill("모의훈련을 함께 준비함");
  await fresh.locator('[name="by"]').selectOption("mois");
  await fresh.locator('[name="from"]').fill("2024-03-11");
  await fresh.locator('[name="until"]').fill("2024-03-01");
  await fresh.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(fresh.locator('[name="text"]')).toHaveValue("모의훈련을 함께 준비함");
  await fresh.locator('[name="until"]').fill("");
  await fresh.getByRole("button", { name: "저장", exact: true }).click();
  const head = await as("cha.head");
  for (const place of ["/ministries/cha", "/tasks/6"]) {
    await head.goto(place);
    await expect(head.getByRole("main"), place).toContainText("모의훈련을 함께 준비함");
  }
  await head.goto("/supports");
  await expect(head.locator('main form[action$="/supports"][method="post"]'), "only the PMO records it").toHaveCount(0);
});

test("a head keeps the own CIO and sees the meetings; a viewer reads what is closed and no more", async ({ page, as }) => {
  await logIn(page, "kostat.head");
  await page.goto("/council/cios");
  await page.getByRole("row").filter({ hasText: "통계청" }).getByRole("link").first().click();
  const cio = page.locator('main form[action*="/council/cios/"]');
  await reveal(page, new URL(page.url()).pathname);
  await cio.locator('[name="until"]').fill("2020-01-01");
  await cio.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page.getByRole("alert").first(), "a term ends after it began").toBeVisible();
  await cio.locator('[name="until"]').fill("");
  await cio.locator('[name="post"]').fill("기획조정관");
  await cio.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("기획조정관");
  await page.goto("/council");
  await expect(page.locator('main form[action="/council"][method="post"]'), "only the PMO prepares meetings").toHaveCount(0);

  const viewer = await as("viewer");
  for (const path of ["/council/3/session", "/council/3/details", "/difficulties/new", "/supports/999999"]) {
    expect([403, 404], path).toContain((await viewer.goto(path))!.status());
  }
  await viewer.goto("/council/1");
  await expect(viewer.getByRole("main")).toContainText("납기에는 2등급도");
  await expect(viewer.locator("main form[method='post']"), "nothing to press").toHaveCount(0);
  await viewer.goto("/council/1?asof=2024-02-12");
  await expect(viewer.getByRole("main"), "as of a day before it was circulated").not.toContainText("납기에는 2등급도");
});

test("search finds words of two syllables by kind and institution, and only what the reader may see", async ({ page, as }) => {
  await logIn(page, "viewer");
  await page.goto("/search?q=예산");
  const found = (text: string) => page.locator("main").getByText(text).first();
  await expect(found("2등급 이중화 예산을")).toBeVisible();
  await page.goto("/search?q=인력&kind=difficulty");
  await expect(page.locator("main mark").first()).toHaveText("인력");
  await expect(page.getByRole("main")).toContainText("야간 상황 근무를 맡을");
  await page.goto("/search?q=인력&kind=difficulty&institution=mohw");
  await expect(page.locator("main mark"), "another institution's").toHaveCount(0);
  // A remark in minutes that are circulated: for institutions, not for a viewer yet.
  const remark = "/search?q=만회&kind=remark";
  await page.goto(remark);
  await expect(page.locator("main mark")).toHaveCount(0);
  const head = await as("mois.head");
  await head.goto(remark);
  await expect(head.locator("main mark").first()).toHaveText("만회");
  for (const nonsense of ["/search?q=", "/search?q=%00", "/search?q=예산&kind=없음&institution=!!", `/search?q=${"가".repeat(500)}`]) {
    expect((await page.goto(nonsense))!.status(), nonsense.slice(0, 40)).toBe(200);
  }
});
