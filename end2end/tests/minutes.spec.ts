import { form, pressed, prepare, reveal } from "../forms";
import { expect, logIn, type Page, test } from "../fixtures";

async function remark(page: Page, institution: string, text: string, isPrivate = false): Promise<void> {
  const line = form(page, "/remarks").first();
  await line.locator('[name="institution"]').fill(institution);
  await line.locator('[name="speaker"]').fill("CIO");
  await line.locator('[name="text"]').fill(text);
  if (isPrivate) await line.locator('[name="private"]').check();
  await line.getByRole("button", { name: "발언 적기" }).click();
  await expect(page.locator("[data-lines]").first()).toContainText(text);
}

/** Asks for another wording of the own remark. */
async function askFor(page: Page, meeting: string, text: string, proposed: string): Promise<void> {
  await page.goto(meeting);
  await page.locator(".say-l li").filter({ hasText: text }).getByRole("link", { name: "정정 요청" }).click();
  await page.locator('main [name="proposed"]').fill(proposed);
  await page.locator('main [name="reason"]').fill("말한 것과 다름");
  await page.getByRole("main").getByRole("button", { name: "정정 요청" }).click();
  await expect(page.locator("#corrections")).toContainText(proposed);
}

test("minutes are circulated, corrected, closed for ever and amended", async ({ page, as }) => {
  test.slow();
  await logIn(page, "pmo");
  const meeting = await prepare(page, "이행점검회의", "2024-03-19", "이중화 기준");
  await page.goto(`${meeting}/details`);
  await page.locator('main [name="starts"]').fill("14:00");
  await page.locator('main [name="ends"]').fill("15:30");
  await page.locator('main [name="chair"]').fill("행정안전부 차관");
  await page.locator('main [name="host"]').fill("디지털정부기획과");
  await page.getByRole("main").getByRole("button", { name: "저장", exact: true }).click();
  await page.goto(meeting);
  await reveal(page, "/invitations");
  await form(page, "/invitations").locator('[name="institutions"]').fill("외교부, 산림청");
  await form(page, "/invitations").getByRole("button", { name: "초청", exact: true }).click();
  await expect(page.locator("#attendance")).toContainText("외교부");

  await page.goto(`${meeting}/session`);
  await remark(page, "외교부", "공관은 따로 셀 것");
  await remark(page, "외교부", "예산은 다음에 말함");
  await remark(page, "산림청", "공개하지 않을 사정이 있음", true);
  const outcome = form(page, "/outcomes").first();
  await outcome.locator('[name="text"]').fill("1등급부터 시작함");
  await outcome.locator('[name="vote"]').fill("2-0-0");
  await outcome.getByRole("button", { name: "결정·지시 적기" }).click();
  await expect(page.locator("[data-lines]").first()).toContainText("1등급부터 시작함");
  await page.goto(meeting);
  await pressed(page, "/state", "회람하기");

  const officer = await as("mofa.officer");
  await askFor(officer, meeting, "공관은 따로 셀 것", "공관은 하나로 셀 것");
  await askFor(officer, meeting, "예산은 다음에 말함", "예산은 말하지 않음");
  await expect(officer.getByRole("main"), "a private remark is not for institutions").not.toContainText("공개하지 않을 사정");
  const other = await as("kfs.head");
  await other.goto(meeting);
  await expect(other.getByRole("main")).toContainText("공관은 따로 셀 것");
  await expect(other.getByRole("link", { name: "정정 요청" }), "others' remarks are not theirs to correct").toHaveCount(0);
  await expect(other.getByRole("main"), "nor what others ask").not.toContainText("공관은 하나로 셀 것");

  await page.goto(meeting);
  await pressed(page, "/state", "회의록 확정");
  await expect(page.getByRole("alert").first(), "what was asked is decided first").toContainText("정정 요청");
  const asked = (text: string) => page.locator("#corrections li").filter({ hasText: text });
  await asked("공관은 하나로").locator('[name="reason"]').fill(" ");
  await asked("공관은 하나로").getByRole("button", { name: "받아들이기", exact: true }).click();
  await expect(page.getByRole("alert").first(), "a decision has a reason").toContainText("적어 주세요");
  await asked("공관은 하나로").locator('[name="reason"]').fill("녹취로 확인함");
  await asked("공관은 하나로").getByRole("button", { name: "받아들이기", exact: true }).click();
  await asked("예산은 말하지").locator('[name="reason"]').fill("녹취와 다름");
  await asked("예산은 말하지").getByRole("button", { name: "받아들이지 않기", exact: true }).click();
  await expect(page.locator("#agenda")).toContainText("공관은 하나로 셀 것");
  await expect(page.locator("#agenda"), "a refused one changes nothing").toContainText("예산은 다음에 말함");
  await officer.goto(meeting);
  await expect(officer.locator("#corrections")).toContainText("녹취와 다름");

  await pressed(page, "/state", "회의록 확정");
  await expect(page.getByRole("alert").first(), "the order, who came, and so the vote").toContainText("필수 항목 3");
  await pressed(page, "/state", "회람 거두기");
  await page.goto(`${meeting}/details`);
  await page.locator('main [name="proceedings"]').fill("개회\n논의\n폐회");
  await page.getByRole("main").getByRole("button", { name: "저장", exact: true }).click();
  await page.goto(`${meeting}/session`);
  await reveal(page, "/attendance");
  await page.getByRole("button", { name: "저장하고 나머지는 모두 참석" }).click();
  await page.goto(meeting);
  await pressed(page, "/state", "회람하기");
  await pressed(page, "/state", "회의록 확정");
  await expect(page.locator("#state")).toContainText("지문");
  await expect(page.locator("#state")).toContainText(/2024-\d+/);

  expect((await page.request.post(`${meeting}/remarks`, { form: { text: "뒤늦은 말" }, headers: { origin: new URL(page.url()).origin } })).status(), "closed is closed").toBe(422);
  await page.goto(meeting);
  await expect(page.getByRole("main")).not.toContainText("뒤늦은 말");
  await expect(page.getByRole("link", { name: "회의 진행 화면" })).toHaveCount(0);
  await reveal(page, "/addenda");
  await form(page, "/addenda").locator('[name="text"]').fill("끝난 시각은 15:40임");
  await form(page, "/addenda").getByRole("button").click();

  const viewer = await as("viewer");
  await viewer.goto(meeting);
  await expect(viewer.locator("#addenda")).toContainText("끝난 시각은 15:40임");
  await expect(viewer.getByRole("main")).toContainText("공관은 하나로 셀 것");
  await expect(viewer.getByRole("main")).not.toContainText("공개하지 않을 사정");
  await expect(viewer.locator("#state form"), "a viewer only reads").toHaveCount(0);
  for (const file of ["minutes.hwpx", "minutes.pdf", "result.hwpx", "result.pdf"]) {
    expect((await viewer.request.get(`${meeting}/${file}`)).status(), file).toBe(200);
  }
});
