import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, logIn, type Page, test as base } from "../fixtures";
import { type Mailbox, openMailbox } from "../mailbox";
import { startServer } from "../server";

/** A server of this file's own, which sends its mail to a mailbox of this file's own. */
const test = base.extend<{}, { mailbox: Mailbox }>({
  mailbox: [
    async ({}, use) => {
      const mailbox = await openMailbox();
      await use(mailbox);
      await mailbox.stop();
    },
    { scope: "worker" },
  ],
  server: [
    async ({ mailbox }, use) => {
      const data = await mkdtemp(join(tmpdir(), "ihaeng-mail-"));
      await cp(process.env.IHAENG_SEEDED!, data, { recursive: true });
      const from = ["--mail-from", "이행 <ihaeng@example.go.kr>", "--base-url", "https://ihaeng.example.go.kr"];
      const server = await startServer(data, ["--smtp", mailbox.url, ...from]);
      await use(server.url);
      await server.stop();
      await rm(data, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 130_000 },
  ],
});

test.describe.configure({ mode: "serial" });

async function giveAddress(page: Page, address: string): Promise<void> {
  await page.goto("/account/notices");
  await page.getByLabel("메일 주소").fill(address);
  await page.getByRole("button", { name: "저장" }).click();
}

/** Sends to one institution alone. */
async function chase(page: Page, name: string, words: string): Promise<void> {
  await page.goto("/reviews/2024-Q1/reminders");
  for (const box of await page.locator('input[name="to"]').all()) {
    await box.uncheck();
  }
  await page.getByLabel(`${name} 보냄`).check();
  await page.getByLabel("덧붙일 말").fill(words);
  await page.getByRole("button", { name: "고친 내용으로 미리 보기" }).click();
  const row = page.locator("tr").filter({ has: page.getByLabel(`${name} 보냄`) });
  await row.locator("summary").click();
  await expect(row.locator(".letter")).toContainText(`총괄의 말: ${words}`);
  await page.getByRole("button", { name: "고른 기관에 보내기" }).click();
  await expect(page.getByRole("status")).toContainText("고른 기관에 보냈고, 독려 기록에 남겼습니다.");
  await expect(page.getByLabel(`${name} 보냄`)).toHaveCount(0);
}

const unread = async (page: Page) => Number((await page.locator(".bell .cnt").innerText().catch(() => "0")) || 0);

test("what the PMO asks for arrives as mail and in the inbox, and leads to the return", async ({ page, as, mailbox }) => {
  const head = await as("mofa.head");
  await giveAddress(head, "mofa.head");
  await expect(head.getByRole("alert")).toContainText("메일 주소로 쓸 수 없습니다.");
  await expect(head.getByLabel("메일 주소")).toHaveValue("mofa.head");
  await giveAddress(head, "head@mofa.example.kr");
  await expect(head.getByRole("status")).toContainText("알림 설정을 저장했습니다.");
  const before = await unread(head);

  await logIn(page, "pmo");
  await chase(page, "외교부", "차관 보고 전에 필요합니다.");
  const arrived = () => mailbox.mails.find((mail) => mail.to?.[0]?.address === "head@mofa.example.kr");
  await expect.poll(arrived, { timeout: 30_000 }).toBeDefined();
  const mail = arrived()!;
  expect(mail.subject).toMatch(/^\[이행·시연\] 외교부 · 2024년 1분기 점검\(제2차\) 실적 제출 요청\(D-2\)$/);
  expect(mail.from?.address).toBe("ihaeng@example.go.kr");
  expect(mail.messageId).toMatch(/^<\d+\.[0-9a-f]{16}@example\.go\.kr>$/);
  for (const words of [
    "시연용으로 지어낸 자료입니다.",
    "외교부 책임관께",
    "○ 제출 기한: 2024. 3. 22.(금) 24:00 (D-2)",
    "○ 총괄의 말: 차관 보고 전에 필요합니다.",
    "바로 가기: https://ihaeng.example.go.kr/reviews/2024-Q1/returns/mofa",
  ]) {
    expect(mail.text).toContain(words);
  }

  await head.goto("/inbox?read=no");
  expect(await unread(head)).toBe(before + 1);
  const first = head.locator(".inbox > li").first();
  await expect(first).toContainText("실적 제출 요청(D-2)");
  await first.getByRole("button", { name: /보러 가기/ }).click();
  await expect(head).toHaveURL("/reviews/2024-Q1/returns/mofa");
  expect(await unread(head)).toBe(before);
});

test("a mail that is refused is shown to the administrator, who sets the address and sends it again", async ({
  page,
  as,
  mailbox,
}) => {
  mailbox.refused.add("gone@spo.example.kr");
  const admin = await as("admin");
  await admin.goto("/admin/people/spo.head");
  await admin.getByLabel("메일 주소").fill("gone@spo.example.kr");
  await admin.locator('form[action$="/mail"]').getByRole("button", { name: "저장" }).click();
  await expect(admin.getByRole("status")).toContainText("메일 주소를 저장했습니다.");

  await logIn(page, "pmo");
  await chase(page, "검찰청", "내일까지 부탁드립니다.");
  const row = admin.locator("tr").filter({ hasText: "gone@spo.example.kr" });
  await expect(async () => {
    await admin.goto("/admin/mail");
    await expect(row).toContainText("메일 서버가 주소나 메일을 거절함", { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await expect(row).not.toContainText("내일까지");

  await admin.goto("/admin/people/spo.head");
  await admin.getByLabel("메일 주소").fill("head@spo.example.kr");
  await admin.locator('form[action$="/mail"]').getByRole("button", { name: "저장" }).click();
  await admin.goto("/admin/mail");
  await row.getByRole("button", { name: /다시 보내기/ }).click();
  await expect(admin.getByRole("status")).toContainText("메일을 다시 보냅니다.");
  const arrived = () => mailbox.mails.some((mail) => mail.to?.[0]?.address === "head@spo.example.kr");
  await expect.poll(arrived, { timeout: 30_000 }).toBe(true);
});

test("the inbox is filtered by its address, and read in one go", async ({ page }) => {
  await logIn(page, "msit.head", "/inbox");
  await page.getByLabel("종류").selectOption("query_asked");
  await page.getByRole("button", { name: "찾기" }).click();
  await expect(page).toHaveURL(/kind=query_asked/);
  const items = page.locator(".inbox > li");
  expect(await items.count()).toBeGreaterThan(0);
  for (const tags of await items.locator(".who").allInnerTexts()) {
    expect(tags).toContain("질의");
  }
  await page.goto("/inbox");
  await page.getByRole("button", { name: "모두 읽음으로 표시" }).click();
  await expect(page.locator(".bell .cnt")).toHaveCount(0);
  await expect(page.locator(".inbox .fresh")).toHaveCount(0);
  await page.getByLabel("읽음", { exact: true }).selectOption("no");
  await page.getByRole("button", { name: "찾기" }).click();
  await expect(page.locator(".empty")).toContainText("찾는 알림이 없습니다.");
});

test("what waits for an answer cannot be kept out of the inbox", async ({ page }) => {
  await logIn(page, "msit.head", "/account/notices");
  const ways = (kind: string) => page.getByLabel(`${kind} 받는 곳`).locator("option").allInnerTexts();
  expect(await ways("보완 요청")).toEqual(["알림함과 메일", "알림함만"]);
  expect(await ways("승인")).toEqual(["알림함과 메일", "알림함만", "받지 않음"]);
  await page.getByLabel("승인 받는 곳").selectOption("받지 않음");
  await page.getByLabel("하루 한 번").check();
  await page.getByRole("button", { name: "저장" }).click();
  await expect(page.getByLabel("승인 받는 곳")).toHaveValue("none");
  await expect(page.getByLabel("하루 한 번")).toBeChecked();
});
