import { expect, isOpen, logIn, openAssignment, openMenu, pdf, readState, ReportForm, test, typePassword } from "../fixtures";

test("an officer reports in two clicks and a form, and the head of the institution sees it", async ({ page, as }) => {
  await logIn(page, "nts.officer");
  const row = await openAssignment(page, "nts");
  await page.getByRole("navigation", { name: "주 메뉴" }).getByRole("link", { name: "내 업무" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("내 업무");
  const owed = page.getByRole("row").filter({ has: page.getByText(row.task_title, { exact: true }) });
  await owed.getByRole("link", { name: /보고하기|이어서 쓰기/ }).click();
  await expect(page).toHaveURL(`/work/nts/${row.task_no}`);

  const form = new ReportForm(page);
  await form.rate("watch");
  await form.field("rating_reason").fill("전환 대상 목록이 늦게 확정됨");
  await form.field("progress").fill("47");
  await form.field("done").fill("- 점검 대상 시스템 12개를 다시 확인함\n- 담당자 교육을 마침");
  await form.field("next").fill("- 4월에 이중화 계약을 맺음");
  await form.field("obstacle").fill("예산 배정이 늦음");
  await form.field("request").fill("기획재정부의 예비비 협의");
  await form.ofStep("forecast_").fill("20270331");
  await form.openCause();
  await form.cause.selectOption("budget");
  await form.ofStep("cause_reason_").fill("예비비 배정을 기다림");
  await form.field("evidence").setInputFiles(pdf("점검 결과(3월).pdf"));
  await form.field("link").fill("https://www.nts.go.kr/board/20240320");
  await form.press("저장 전 확인");

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("이대로 보고할까요?");
  const changed = page.getByRole("table", { name: "마지막 보고와 이번 보고의 차이" });
  const says = async (field: string | RegExp, after: string) =>
    expect(changed.getByRole("row").filter({ has: page.getByRole("rowheader", { name: field }) }).locator("ins")).toHaveText(after);
  await says("진척률(%)", "47");
  await says("향후계획", "- 4월에 이중화 계약을 맺음");
  await says(/^예상완료일/, "2027. 3. 31.(수)");
  await says(/^늦어지는 까닭/, "예산");
  await expect(page.getByRole("main")).toContainText("점검 결과(3월).pdf");
  await page.getByRole("main").getByRole("button", { name: "보고", exact: true }).click();

  await expect(page).toHaveURL(`/tasks/${row.task_no}/nts`);
  const main = page.getByRole("main");
  await expect(page.getByRole("status").first()).toBeVisible();
  await expect(main).toContainText("점검 대상 시스템 12개를 다시 확인함");
  await expect(main).toContainText("예비비 배정을 기다림");
  await expect(main).toContainText("진척률 47%");
  const file = await page.request.get((await main.getByRole("link", { name: /점검 결과\(3월\)\.pdf/ }).first().getAttribute("href"))!);
  expect(file.status()).toBe(200);
  expect(file.headers()["content-disposition"]).toContain("attachment");
  expect((await file.body()).toString()).toContain("%PDF-1.4");
  const after = (await readState(page, "?institution=nts")).reports.find((one) => one.task_no === row.task_no)!;
  expect([after.self_rating, after.progress, after.next_step?.forecast]).toEqual(["watch", 47, "2027-03-31"]);

  await page.reload();
  await expect(page.getByRole("status"), "the message is said once").toHaveCount(0);

  const head = await as("nts.head");
  await head.goto("/ministries/nts");
  await head.getByRole("main").getByRole("link", { name: new RegExp(row.task_title) }).first().click();
  await expect(head.getByRole("main")).toContainText("점검 대상 시스템 12개를 다시 확인함");
});

test("a form with nothing wrong but nothing changed says that nothing differs", async ({ page }) => {
  await logIn(page, "kcs.officer");
  const state = await readState(page, "?institution=kcs");
  const row = state.reports.find((one) => isOpen(one) && one.report_kind && one.self_rating !== "claimed" && !one.next_step?.waiting)!;
  await page.goto(`/work/kcs/${row.task_no}`);
  await new ReportForm(page).press("저장 전 확인");
  await expect(page.getByRole("main")).toContainText("마지막 보고와 달라진 것이 없습니다.");
});

test("no change repeats the last report in one press", async ({ page }) => {
  await logIn(page, "kma.officer");
  const state = await readState(page, "?institution=kma");
  const row = state.reports.find((one) => isOpen(one) && one.light !== "late" && one.report_kind)!;
  await page.goto(`/work/kma/${row.task_no}`);
  await new ReportForm(page).press("변경 없음으로 보고");
  await expect(page).toHaveURL(`/tasks/${row.task_no}/kma`);
  await expect(page.getByRole("main")).toContainText("변경 없음");
  const after = (await readState(page, "?institution=kma")).reports.find((one) => one.task_no === row.task_no)!;
  expect([after.report_kind, after.self_rating, after.progress, after.done]).toEqual(["no_change", row.self_rating, row.progress, row.done]);
});

test("a draft is kept, found again under my work, and thrown away", async ({ page }) => {
  await logIn(page, "kftc.officer");
  const row = await openAssignment(page, "kftc");
  await page.goto(`/work/kftc/${row.task_no}`);
  const form = new ReportForm(page);
  await form.field("next").fill("아직 쓰는 중");
  await form.press("임시저장");
  await expect(form.field("next")).toHaveValue("아직 쓰는 중");
  await page.goto("/work");
  await page.getByRole("link", { name: `이어서 쓰기 ${row.task_title}` }).click();
  await expect(form.field("next")).toHaveValue("아직 쓰는 중");
  const known = (await readState(page, "?institution=kftc")).reports.find((one) => one.task_no === row.task_no)!;
  expect(known.report_kind, "a draft is no report").toBe(row.report_kind);
  await form.press("임시저장 버리기");
  await expect(form.field("next")).not.toHaveValue("아직 쓰는 중");
  await page.goto("/work");
  await expect(page.getByRole("link", { name: `보고하기 ${row.task_title}` })).toBeVisible();
});

test("a form with faults names them above and beside the fields and keeps all that was typed and the good file", async ({ page }) => {
  await logIn(page, "moe.officer");
  const row = await openAssignment(page, "moe");
  await page.goto(`/work/moe/${row.task_no}`);
  const form = new ReportForm(page);
  await form.rate("at_risk");
  await form.field("rating_reason").fill("");
  await form.field("progress").fill("140");
  await form.field("done").fill("- 적은 실적은 남아야 함");
  await form.field("next").fill("적은 계획");
  await form.ofStep("forecast_").fill("2024-02-31");
  await form.field("evidence").setInputFiles(pdf("좋은 증빙.pdf"));
  await form.field("link").fill("ftp://example.kr");
  const answer = page.waitForResponse((response) => response.request().method() === "POST" && !response.url().endsWith("/draft"));
  await form.press("저장 전 확인");
  expect((await answer).status()).toBe(422);

  const summary = page.getByRole("alert");
  await expect(summary).toContainText("보고하지 못했습니다.");
  await expect(summary).toContainText("적은 내용은 그대로 있습니다.");
  for (const words of [
    "정상추진이 아닌 까닭을 적어 주세요.",
    "진척률은 0에서 100까지의 정수로 적거나 비워 주세요.",
    "날짜를 2024-03-29처럼 적어 주세요.",
    "증빙 링크는 https://나 http://로 시작하는 주소여야 합니다.",
  ]) {
    await expect(summary.getByRole("link", { name: words })).toBeVisible();
  }
  await expect(form.field("progress")).toHaveAttribute("aria-invalid", "true");
  await expect(form.field("progress")).toHaveAccessibleDescription(/진척률은 0에서 100까지/);
  await expect(form.field("progress")).toHaveValue("140");
  await expect(form.field("done")).toHaveValue("- 적은 실적은 남아야 함");
  await expect(form.field("next")).toHaveValue("적은 계획");
  await expect(form.ofStep("forecast_")).toHaveValue("2024-02-31");
  await expect(form.field("link")).toHaveValue("ftp://example.kr");
  await expect(form.form.locator('input[name="self_rating"][value="at_risk"]')).toBeChecked();
  await summary.getByRole("link", { name: /진척률은/ }).click();
  await expect(form.field("progress"), "the summary leads to the field").toBeFocused();

  const kept = page.getByRole("list", { name: "올린 증빙" });
  await expect(kept).toContainText("좋은 증빙.pdf");
  await kept.getByRole("button", { name: /빼기 좋은 증빙/ }).click();
  await expect(page.getByRole("list", { name: "올린 증빙" })).toHaveCount(0);
  await expect(form.field("done")).toHaveValue("- 적은 실적은 남아야 함");
  const after = (await readState(page, "?institution=moe")).reports.find((one) => one.task_no === row.task_no)!;
  expect(after.report_kind, "nothing was recorded").toBe(row.report_kind);
  expect(after.done).toBe(row.done);
});

test("a later forecast asks for a cause, and a completion for a step and evidence", async ({ page }) => {
  await logIn(page, "mafra.officer");
  const row = await openAssignment(page, "mafra");
  await page.goto(`/work/mafra/${row.task_no}`);
  const form = new ReportForm(page);
  await form.field("done").fill("- 마침");
  await form.ofStep("forecast_").fill("2026-12-20");
  await form.openCause();
  await form.cause.selectOption("");
  await form.ofStep("cause_reason_").fill("");
  await form.rate("claimed");
  await form.press("저장 전 확인");
  const summary = page.getByRole("alert");
  for (const words of ["까닭을 골라 주세요", "까닭을 한 줄로 적어 주세요", "끝낸 단계에 표시해 주세요", "증빙 파일이나 링크"]) {
    await expect(summary).toContainText(words);
  }
});

test("files of the wrong kind are refused by name, contents or emptiness", async ({ page }) => {
  await logIn(page, "pipc.officer");
  const row = await openAssignment(page, "pipc");
  await page.goto(`/work/pipc/${row.task_no}`);
  const form = new ReportForm(page);
  const bad = [
    { name: "program.exe", mimeType: "application/pdf", buffer: Buffer.from("MZ…") },
    { name: "가짜.pdf", mimeType: "application/pdf", buffer: Buffer.from("<script>alert(1)</script>") },
    { name: "빈.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(0) },
  ];
  await form.field("evidence").setInputFiles(bad);
  await form.press("임시저장");
  const summary = page.getByRole("alert");
  await expect(summary).toContainText("받지 않는 종류의 파일입니다: program.exe");
  await expect(summary).toContainText("내용이 확장자와 다른 파일입니다: 가짜.pdf");
  await expect(summary).toContainText("빈 파일입니다: 빈.pdf");
  await expect(page.getByRole("list", { name: "올린 증빙" })).toHaveCount(0);
});

test("evidence of a draft does not exist for other institutions and readers, and does for its own and the PMO", async ({ page, as }) => {
  await logIn(page, "kostat.officer");
  const row = await openAssignment(page, "kostat");
  await page.goto(`/work/kostat/${row.task_no}`);
  const form = new ReportForm(page);
  await form.field("evidence").setInputFiles(pdf("초안 증빙.pdf"));
  await form.press("임시저장");
  const link = page.getByRole("list", { name: "올린 증빙" }).getByRole("link", { name: "초안 증빙.pdf" });
  const href = (await link.getAttribute("href"))!;
  expect(href).toMatch(/^\/evidence\/\d+$/);
  expect((await page.request.get(href)).status()).toBe(200);
  const sees = { "mof.officer": 404, "mof.head": 404, viewer: 404, admin: 404, "kostat.head": 200, pmo: 200 };
  for (const [account, status] of Object.entries(sees)) {
    const other = await as(account);
    expect((await other.request.get(href)).status(), account).toBe(status);
  }
});

test("a form sent after the session ended comes back filled after log-in, and nothing was recorded", async ({ page, context }) => {
  await logIn(page, "kipo.officer");
  const row = await openAssignment(page, "kipo");
  await page.goto(`/work/kipo/${row.task_no}`);
  const form = new ReportForm(page);
  await form.rate("on_track");
  await form.field("done").fill("- 로그인이 풀려도\n- 남아야 하는 글");
  await form.field("progress").fill("61");

  const second = await context.newPage();
  await second.goto("/account");
  await (await openMenu(second)).getByRole("button", { name: "로그아웃" }).click();
  await expect(second).toHaveURL(/\/login/);
  await second.close();

  await form.press("저장 전 확인");
  await expect(page.getByRole("main")).toContainText("로그인이 풀렸습니다.");
  await expect(page.getByRole("main")).toContainText("적은 내용은 이 화면이 들고 있습니다.");
  await typePassword(page, "kipo.officer", "틀린 비밀번호");
  await expect(page.getByRole("main"), "a wrong password loses nothing").toContainText("적은 내용은 이 화면이 들고 있습니다.");
  await typePassword(page, "kipo.officer", "ihaeng-demo");

  await expect(form.field("done")).toHaveValue("- 로그인이 풀려도\n- 남아야 하는 글");
  await expect(form.field("progress")).toHaveValue("61");
  const before = (await readState(page, "?institution=kipo")).reports.find((one) => one.task_no === row.task_no)!;
  expect([before.report_kind, before.progress, before.done], "nothing was recorded").toEqual([row.report_kind, row.progress, row.done]);
  await form.press("저장 전 확인");
  await page.getByRole("main").getByRole("button", { name: "보고", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("남아야 하는 글");
});

test("what one person typed is not shown to another who logs in", async ({ page, context }) => {
  await logIn(page, "moel.officer");
  const row = await openAssignment(page, "moel");
  await page.goto(`/work/moel/${row.task_no}`);
  const form = new ReportForm(page);
  await form.field("next").fill("남에게 보이면 안 되는 글");
  const second = await context.newPage();
  await second.goto("/account");
  await (await openMenu(second)).getByRole("button", { name: "로그아웃" }).click();
  await expect(second).toHaveURL(/\/login/);
  await second.close();
  await form.press("저장 전 확인");
  await expect(page.getByRole("main")).toContainText("로그인이 풀렸습니다.");
  await typePassword(page, "moel.head", "ihaeng-demo");
  await expect(page.getByRole("main").getByRole("button", { name: "로그인", exact: true })).toHaveCount(0);
  expect(await page.content()).not.toContain("남에게 보이면 안 되는 글");
});

test("of two windows the one that saves later is told, and overwrites nothing", async ({ page, context }) => {
  await logIn(page, "moleg.officer");
  const row = await openAssignment(page, "moleg");
  const second = await context.newPage();
  await page.goto(`/work/moleg/${row.task_no}`);
  await second.goto(`/work/moleg/${row.task_no}`);
  const [first, later] = [new ReportForm(page), new ReportForm(second)];
  await first.field("next").fill("첫 창의 글");
  await first.press("임시저장");
  await expect(first.field("next")).toHaveValue("첫 창의 글");
  await later.field("next").fill("둘째 창의 글");
  await later.press("임시저장");
  await expect(second.getByRole("alert")).toContainText("다른 창에서 더 나중에 저장한 내용이 있습니다.");
  await expect(later.field("next")).toHaveValue("둘째 창의 글");
  await page.goto(`/work/moleg/${row.task_no}`);
  await expect(first.field("next")).toHaveValue("첫 창의 글");
});
