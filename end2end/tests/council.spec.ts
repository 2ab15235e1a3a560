import { form, pressed, reveal } from "../forms";
import { expect, logIn, test } from "../fixtures";

test("a meeting is prepared, held and circulated, and what does not fit is said with nothing lost", async ({ page, as }) => {
  await logIn(page, "pmo");
  await page.goto("/council");
  await page.getByText("회의 준비 시작하기").click();
  const fresh = page.locator('main form[action="/council"][method="post"]');
  await fresh.locator('[name="kind"]').selectOption({ label: "이행점검회의" });
  await fresh.locator('[name="held_on"]').fill("봄");
  await fresh.locator('[name="place"]').fill("정부서울청사 별관");
  await fresh.getByRole("button", { name: "회의 만들기" }).click();
  await expect(page.getByRole("alert").first()).toContainText("날짜를 읽을 수 없습니다");
  await expect(fresh.locator('[name="place"]')).toHaveValue("정부서울청사 별관");
  await fresh.locator('[name="held_on"]').fill("2024-03-19");
  await fresh.getByRole("button", { name: "회의 만들기" }).click();
  await expect(page).toHaveURL(/\/council\/\d+/);
  const meeting = new URL(page.url()).pathname;

  await reveal(page, "/items");
  await form(page, "/items").locator('[name="title"]').fill("등급 재산정 점검");
  await form(page, "/items").locator('[name="tasks"]').fill("99");
  await pressed(page, "/items", "안건 추가");
  await expect(page.getByRole("alert").first()).toContainText("이 대책의 과제 번호가 아닙니다");
  await form(page, "/items").locator('[name="tasks"]').fill("4");
  await pressed(page, "/items", "안건 추가");
  await expect(page.getByRole("main")).toContainText("등급 재산정 점검");

  const viewer = await as("viewer");
  await viewer.goto(meeting);
  await expect(viewer.getByRole("main"), "the agenda is for all readers").toContainText("등급 재산정 점검");
  await expect(form(viewer, "/state")).toHaveCount(0);

  await page.goto(`${meeting}/session`);
  const remark = form(page, "/remarks").first();
  await remark.locator('[name="institution"]').fill("외교부");
  await remark.locator('[name="speaker"]').fill("CIO");
  await remark.locator('[name="text"]').fill("재외공관을 따로 셀 기준이 필요함");
  await remark.getByRole("button", { name: "발언 적기" }).click();
  await expect(page.locator("[data-lines]").first()).toContainText("재외공관을 따로 셀 기준이 필요함");
  const outcome = form(page, "/outcomes").first();
  await outcome.locator('[name="kind"]').selectOption({ label: "지시사항" });
  await outcome.locator('[name="text"]').fill("기준안을 낼 것");
  await outcome.locator('[name="owners"]').fill("행정안전부");
  await outcome.getByRole("button", { name: "결정·지시 적기" }).click();
  await expect(page.getByRole("alert").first()).toContainText("기한이 있어야 합니다");
  await expect(form(page, "/outcomes").first().locator('[name="text"]')).toHaveValue("기준안을 낼 것");
  await outcome.locator('[name="due"]').fill("2024-04-30");
  await outcome.getByRole("button", { name: "결정·지시 적기" }).click();
  await expect(page.locator("[data-lines]").first()).toContainText("기준안을 낼 것");
  await viewer.goto(meeting);
  await expect(viewer.getByRole("main"), "nothing said is shown before circulation").not.toContainText("기준안을 낼 것");

  await page.goto(meeting);
  await pressed(page, "/state", "회람하기");
  await viewer.goto(meeting);
  await expect(viewer.getByRole("main"), "outcomes are").toContainText("기준안을 낼 것");
  await expect(viewer.getByRole("main"), "remarks are not yet").not.toContainText("재외공관을 따로 셀 기준이 필요함");
  const head = await as("mofa.head");
  await head.goto(meeting);
  await expect(head.getByRole("main")).toContainText("재외공관을 따로 셀 기준이 필요함");
  await page.goto(meeting);
  await page.getByRole("button", { name: "회의록 확정" }).click({ force: true });
  await expect(page.getByRole("main"), "attendance is missing").toContainText("필수 항목");
});

test("an officer reports on a directive with evidence, and the PMO alone closes it", async ({ page, as }) => {
  const address = "/directives/139";
  await logIn(page, "mois.officer");
  await page.goto(address);
  await reveal(page, "/notes");
  const note = form(page, "/notes");
  await note.locator('[name="kind"][value="claim"]').check();
  await note.locator('[name="text"]').fill("의견을 모두 모음");
  await note.locator('[name="link"]').fill("https://www.mois.go.kr/opinions");
  await note.getByRole("button", { name: "남기기" }).click();
  await expect(page.getByRole("main")).toContainText("의견을 모두 모음");
  await expect(page.getByRole("link", { name: "https://www.mois.go.kr/opinions" })).toHaveCount(1);
  await expect(form(page, "/decision"), "the owner cannot close it").toHaveCount(0);

  const viewer = await as("viewer");
  await viewer.goto(address);
  await expect(form(viewer, "/notes")).toHaveCount(0);
  await expect(form(viewer, "/decision")).toHaveCount(0);

  const pmo = await as("pmo");
  await pmo.goto(address);
  await reveal(pmo, "/decision");
  await form(pmo, "/decision").locator('[name="kind"][value="closed"]').check();
  await form(pmo, "/decision").locator('[name="text"]').fill("자료를 확인함");
  await pressed(pmo, "/decision", "처리 남기기");
  await viewer.goto(address);
  await expect(viewer.getByRole("main")).toContainText("자료를 확인함");
});

test("a difficulty is raised, shared by another institution, answered by whoever is asked", async ({ page, as }) => {
  const title = "이중화 예산을 확보하지 못함";
  await logIn(page, "mohw.officer");
  await page.goto("/difficulties/new?task=4&text=예산이 없음");
  const fresh = form(page, "/difficulties");
  await expect(fresh.locator('[name="tasks"]')).toHaveValue("4");
  await expect(fresh.locator('[name="text"]')).toHaveValue("예산이 없음");
  await fresh.locator('[name="title"]').fill(" ");
  await fresh.getByRole("button", { name: "내기", exact: true }).click();
  await expect(page.getByRole("alert").first()).toContainText("적어 주세요");
  await fresh.locator('[name="title"]').fill(title);
  await fresh.getByRole("button", { name: "내기", exact: true }).click();
  await expect(page).toHaveURL(/\/difficulties\/\d+/);
  const address = new URL(page.url()).pathname;
  await expect(page.getByRole("main")).toContainText(title);

  const other = await as("knpa.officer");
  await other.goto(address);
  await other.getByRole("button", { name: "우리도 같습니다" }).click();
  await expect(other.getByRole("main")).toContainText("경찰청");

  const pmo = await as("pmo");
  await pmo.goto(address);
  await reveal(pmo, "/asking");
  await form(pmo, "/asking").locator('[name="answerer"]').selectOption("moef");
  await pressed(pmo, "/asking", "답할 곳 정하기");

  const answerer = await as("moef.officer");
  await answerer.goto(address);
  await reveal(answerer, "/answer");
  await form(answerer, "/answer").locator('[name="stage"][value="declined"]').check();
  await form(answerer, "/answer").locator('[name="text"]').fill("올해 예비비로는 어려움");
  await pressed(answerer, "/answer", "답변 남기기");
  await page.goto(address);
  await expect(page.getByRole("main")).toContainText("올해 예비비로는 어려움");
  await expect(page.getByRole("main")).toContainText("불수용");
});

test("search finds parts of words, marks the place and shows nothing private", async ({ page }) => {
  await logIn(page, "viewer");
  await page.goto("/search?q=재산");
  await expect(page.locator("main mark").first()).toHaveText("재산");
  await page.goto("/search?q=공개하지 않는 조건");
  await expect(page.locator("main mark")).toHaveCount(0);
});
