import { expect, logIn, openMenu, test, typePassword } from "../fixtures";

test("a wrong password and an unknown account get the same answer, and many guesses have to wait", async ({ page }) => {
  await page.goto("/login");
  const generic = "계정이나 비밀번호가 맞지 않습니다. 다시 적어 주세요.";
  for (const account of ["nssc.head", "nobody.officer"]) {
    await typePassword(page, account, "틀린 비밀번호");
    await expect(page.getByRole("alert")).toContainText(generic);
    await expect(page.getByLabel("계정")).toHaveValue(account);
    await expect(page.getByLabel("비밀번호")).toHaveValue("");
  }
  const waiting = page.getByRole("alert").filter({ hasText: /시도가 잦아 \d+초 뒤에 다시 받습니다/ });
  await expect(async () => {
    await typePassword(page, "nssc.head", "틀린 비밀번호");
    await expect(waiting).toBeVisible({ timeout: 1 });
  }).toPass({ intervals: [0] });
  await expect(async () => {
    await typePassword(page, "nssc.head", "ihaeng-demo");
    await expect(page, "the account is not locked").toHaveURL("/work", { timeout: 100 });
  }).toPass();
});

test("a page asked for before log-in is shown after it", async ({ page }) => {
  await page.goto("/deadlines?asof=2024-03-01");
  await expect(page).toHaveURL(/\/login\?next=/);
  await typePassword(page, "viewer", "ihaeng-demo");
  await expect(page).toHaveURL("/deadlines?asof=2024-03-01");
});

test("nobody is led to another host after log-in", async ({ page }) => {
  await page.goto("/login?next=//evil.example/");
  await typePassword(page, "viewer", "ihaeng-demo");
  await expect(page).toHaveURL("/");
});

test("log-out ends the session", async ({ page }) => {
  await logIn(page, "viewer");
  await (await openMenu(page)).getByRole("button", { name: "로그아웃" }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto("/tasks");
  await expect(page).toHaveURL(/\/login\?next=/);
});

test("everybody sees the pages of their role and is told about the others", async ({ page, as }) => {
  await logIn(page, "mohw.officer");
  const refused = await page.goto("/admin");
  expect(refused!.status()).toBe(403);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("이 화면은 볼 수 없습니다.");
  await expect(page.locator(".page-err a")).toHaveCount(2);
  const statuses: Record<string, Record<string, number>> = {
    "mohw.officer": { "/audit": 403, "/admin/people": 403, "/admin/institutions": 403, "/account/deputies": 403, "/work/moef/1": 403, "/work": 200 },
    viewer: { "/audit": 403, "/work": 403, "/admin": 403, "/account": 200 },
    pmo: { "/audit": 200, "/admin": 403, "/work": 403 },
    admin: { "/tasks": 403, "/ministries": 403, "/deadlines": 403, "/export.json": 403, "/audit": 200, "/admin/people": 200, "/admin/institutions": 200 },
    "mohw.head": { "/account/deputies": 200, "/admin": 403 },
  };
  for (const [account, paths] of Object.entries(statuses)) {
    const other = await as(account);
    for (const [path, status] of Object.entries(paths)) {
      expect((await other.request.get(path)).status(), `${account} at ${path}`).toBe(status);
    }
  }
});

test("the administrator lands on the administration and reads no contents", async ({ page }) => {
  await logIn(page, "admin");
  await expect(page).toHaveURL(/\/admin/);
  await page.goto("/");
  await expect(page).toHaveURL(/\/admin/);
  const response = await page.goto("/tasks");
  expect(response!.status()).toBe(403);
  await expect(page.getByRole("main").getByRole("link", { name: "관리 화면으로" })).toBeVisible();
});

test("every answer carries the headers that protect it", async ({ page }) => {
  await logIn(page, "viewer");
  for (const path of ["/", "/tasks", "/account", "/nowhere"]) {
    const response = await page.request.get(path);
    const headers = response.headers();
    const policy = headers["content-security-policy"];
    expect(policy).toMatch(/script-src 'nonce-[\w+/=-]{16,}' 'strict-dynamic' 'wasm-unsafe-eval'/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe-inline");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["referrer-policy"]).toBe("same-origin");
    const nonce = /nonce-([^']+)/.exec(policy)![1];
    const html = await response.text();
    const scripts = [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) {
      expect(script).toContain(`nonce="${nonce}"`);
    }
    expect(html, "no inline styles").not.toMatch(/<[a-z][^>]*\sstyle=/);
  }
  const cookie = (await page.context().cookies()).find((one) => one.name === "ihaeng_demo")!;
  expect([cookie.httpOnly, cookie.sameSite, cookie.path]).toEqual([true, "Lax", "/"]);
  const file = await page.request.get("/export.json");
  expect(file.headers()["x-content-type-options"]).toBe("nosniff");
  expect(file.headers()["content-security-policy"]).toContain("default-src 'none'");
});

test("nonces are never used twice", async ({ page }) => {
  await logIn(page, "viewer");
  const policies = await Promise.all([1, 2, 3].map(async () => (await page.request.get("/")).headers()["content-security-policy"]));
  expect(new Set(policies).size).toBe(3);
});

test("an unchanged page is answered by 304 without a policy, and a change makes it new", async ({ page, as }) => {
  await logIn(page, "viewer");
  const first = await page.request.get("/");
  const tag = first.headers()["etag"];
  expect(tag).toBeTruthy();
  const second = await page.request.get("/", { headers: { "if-none-match": tag } });
  expect(second.status()).toBe(304);
  expect(second.headers()["content-security-policy"]).toBeUndefined();
  expect((await second.body()).length).toBe(0);
  const pmo = await as("pmo");
  expect((await pmo.request.get("/", { headers: { "if-none-match": tag } })).status(), "the tag is the reader's own").toBe(200);
});

test("files of the site are kept by the browser for ever", async ({ page }) => {
  await page.goto("/login");
  const style = (await page.locator('link[rel="stylesheet"]').getAttribute("href"))!;
  const response = await page.request.get(style);
  expect(response.status()).toBe(200);
  expect(response.headers()["cache-control"]).toContain("immutable");
  expect(response.headers()["x-content-type-options"]).toBe("nosniff");
});

test("a form sent by another site is refused", async ({ page }) => {
  await logIn(page, "viewer");
  const headers = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
  const response = await page.request.post("/logout", { headers, maxRedirects: 0 });
  expect(response.status()).toBe(403);
  expect((await page.request.get("/tasks")).url()).toMatch(/\/tasks$/);
});
