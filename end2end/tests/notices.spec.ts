import { copyOfSeed } from "../copies";
import { expect, logIn, type Page, test as base } from "../fixtures";
import { type Mailbox, openMailbox } from "../mailbox";

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
      const copy = await copyOfSeed();
      const from = ["--mail-from", "이행 <ihaeng@example.go.kr>", "--base-url", "https://ihaeng.example.go.kr"];
      const server = await copy.start(["--smtp", mailbox.url, ...from]);
      await use(server.url);
      await server.stop();
      await copy.remove();
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

interface Due {
  slug: string;
  name: string;
  /** Who gets the letter: the rung on which the ladder stands. */
  account: string;
}

/** An institution whose turn it is today, as the page offers it: promises, contacts and holidays decide that. */
async function due(page: Page): Promise<Due> {
  await page.goto("/reviews/2024-Q1/reminders");
  const row = page.locator("tr").filter({ has: page.locator('input[name="to"]') }).first();
  const slug = (await row.locator('input[name="to"]').getAttribute("value"))!;
  const level = await row.locator("td").nth(1).innerText();
  return { slug, name: await row.locator("th").innerText(), account: level.includes("담당자") ? `${slug}.officer` : `${slug}.head` };
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
  await logIn(page, "pmo");
  const { slug, name, account } = await due(page);
  const address = `due@${slug}.example.kr`;
  const reader = await as(account);
  await giveAddress(reader, account);
  await expect(reader.getByRole("alert")).toContainText("메일 주소로 쓸 수 없습니다.");
  await expect(reader.getByLabel("메일 주소")).toHaveValue(account);
  await giveAddress(reader, address);
  await expect(reader.getByRole("status")).toContainText("알림 설정을 저장했습니다.");
  const before = await unread(reader);

  await chase(page, name, "차관 보고 전에 필요합니다.");
  const arrived = () => mailbox.mails.find((mail) => mail.to?.[0]?.address === address);
  await expect.poll(arrived, { timeout: 30_000 }).toBeDefined();
  const mail = arrived()!;
  expect(mail.subject).toBe(`[이행·시연] ${name} · 2024년 1분기 점검(제2차) 실적 제출 요청(D-2)`);
  expect(mail.from?.address).toBe("ihaeng@example.go.kr");
  expect(mail.messageId).toMatch(/^<\d+\.[0-9a-f]{16}@example\.go\.kr>$/);
  for (const words of [
    "시연용으로 지어낸 자료입니다.",
    "○ 제출 기한: 2024. 3. 22.(금) 24:00 (D-2)",
    "○ 총괄의 말: 차관 보고 전에 필요합니다.",
    `바로 가기: https://ihaeng.example.go.kr/reviews/2024-Q1/returns/${slug}`,
  ]) {
    expect(mail.text).toContain(words);
  }

  await reader.goto("/inbox?read=no");
  expect(await unread(reader)).toBe(before + 1);
  const first = reader.locator(".inbox > li").first();
  await expect(first).toContainText("실적 제출 요청(D-2)");
  await first.getByRole("button", { name: /보러 가기/ }).click();
  await expect(reader).toHaveURL(`/reviews/2024-Q1/returns/${slug}`);
  expect(await unread(reader)).toBe(before);
});

test("a mail that is refused is shown to the administrator, who sets the address and sends it again", async ({
  page,
  as,
  mailbox,
}) => {
  await logIn(page, "pmo");
  const { slug, name, account } = await due(page);
  const [gone, there] = [`gone@${slug}.example.kr`, `there@${slug}.example.kr`];
  mailbox.refused.add(gone);
  const admin = await as("admin");
  const give = async (address: string) => {
    await admin.goto(`/admin/people/${account}`);
    await admin.getByLabel("메일 주소").fill(address);
    await admin.locator('form[action$="/mail"]').getByRole("button", { name: "저장" }).click();
    await expect(admin.getByRole("status")).toContainText("메일 주소를 저장했습니다.");
  };
  await give(gone);

  await chase(page, name, "내일까지 부탁드립니다.");
  const row = admin.locator("tr").filter({ hasText: gone });
  await expect(async () => {
    await admin.goto("/admin/mail");
    await expect(row).toContainText("메일 서버가 주소나 메일을 거절함", { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await expect(row).not.toContainText("내일까지");

  await give(there);
  await admin.goto("/admin/mail");
  await row.getByRole("button", { name: /다시 보내기/ }).click();
  await expect(admin.getByRole("status")).toContainText("메일을 다시 보냅니다.");
  const arrived = () => mailbox.mails.some((mail) => mail.to?.[0]?.address === there);
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
