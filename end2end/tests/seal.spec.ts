import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Copy, copyOfSeed } from "../copies";
import { expect, logIn, type Page, test as base } from "../fixtures";


const run = promisify(execFile);

/** A seal cannot be undone, so each test seals a server of its own. */
const test = base.extend<{ copy: Copy }, object>({
  copy: async ({}, use) => {
    const copy = await copyOfSeed();
    await use(copy);
    await copy.remove();
  },
});

async function save(page: Page, url: string, file: string): Promise<string> {
  const response = await page.request.get(url);
  expect(response.status(), url).toBe(200);
  await writeFile(file, await response.body());
  return file;
}

test("a quarter is sealed in spite of what is missing, and holds on another machine", async ({ browser, copy }) => {
  const { data } = copy;
  const server = await copy.start();
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await logIn(page, "pmo", "/reviews/2024-Q1/seal");

  await expect(page.getByRole("listitem").filter({ hasText: "제출하지 않은 기관" })).toContainText("곳");
  await page.getByLabel("빠진 것이 있는데도 봉인하는 사유").fill("3. 22.까지 내지 못한 기관은 다음 회차에 받음");
  await page.getByRole("button", { name: "사유를 적고 봉인" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("2024년 1분기 회차를 봉인할까요?");
  await expect(page.getByText("다음 회차에 받음")).toBeVisible();

  await page.getByRole("link", { name: "돌아가기" }).click();
  await expect(page.getByRole("heading", { level: 1 }), "nothing was sealed").toHaveText("2024년 1분기 봉인");
  await page.getByLabel("빠진 것이 있는데도 봉인하는 사유").fill("3. 22.까지 내지 못한 기관은 다음 회차에 받음");
  await page.getByRole("button", { name: "사유를 적고 봉인" }).click();
  await page.getByRole("button", { name: "봉인하기" }).click();
  await expect(page.getByRole("status")).toContainText("회차를 봉인했습니다");
  await expect(page.getByLabel("봉인 안내")).toContainText("봉인된 회차입니다.");

  await page.getByLabel("덧붙일 내용").fill("표 3의 합계를 바로잡음");
  await page.getByRole("button", { name: "추록 더하기" }).click();
  await expect(page.getByText("표 3의 합계를 바로잡음")).toBeVisible();
  await expect(page.getByLabel("봉인 안내")).toContainText("추록 1건");

  const formats = ["xlsx", "csv", "hwpx", "pdf", "json"];
  for (const format of formats) {
    const [one, two] = [await page.request.get(`/reviews/2024-Q1/export.${format}`), await page.request.get(`/reviews/2024-Q1/export.${format}`)];
    expect(await one.body(), format).toEqual(await two.body());
    await expect(page.getByRole("link", { name: `이행점검_2024-Q1.${format}` })).toBeVisible();
  }
  const seal = await save(page, "/reviews/2024-Q1/seal.json", join(data, "seal.json"));
  const before = await save(page, "/reviews/2024-A1/seal.json", join(data, "before.json"));
  const addendum = await save(page, "/reviews/2024-Q1/addenda/1.json", join(data, "addendum.json"));
  const keys = await save(page, "/seal.pub", join(data, "seal.pub"));
  await context.close();
  await server.stop();

  const program = process.env.IHAENG_BIN!;
  const told = await run(program, ["verify", seal, "--key", keys, "--previous", before]);
  expect(told.stdout).toContain("2024-Q1 제2호 봉인");
  expect((await run(program, ["verify", addendum, "--key", keys, "--previous", seal])).stdout).toContain("추록 1");
  await writeFile(seal, (await readFile(seal, "utf8")).replace("다음 회차에 받음", "다음 회차에 안 받음"));
  const refused = await run(program, ["verify", seal, "--key", keys]).catch((error) => error);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("봉인 머리");
  expect((await run(program, ["verify", ...copy.words, "--key", keys])).stdout).toContain("봉인 2건, 추록 1건, 보관 파일 5건이 맞고");
});

test("a sealed round says so on each of its pages, and its seal is open to every reader", async ({ page }) => {
  await logIn(page, "viewer", "/reviews/2024-A1/seal");
  const band = page.getByLabel("봉인 안내");
  const short = (await band.innerText()).match(/[0-9a-f]{12}/)![0];
  await expect(page.getByRole("heading", { level: 2, name: `제1호 봉인 ${short}` })).toBeVisible();
  await expect(page.getByRole("button", { name: "추록 더하기" })).toHaveCount(0);
  await page.goto("/reviews/2024-A1/returns/mois");
  await expect(band).toContainText(short);
  const waiting = await page.goto("/reviews/2024-Q1/seal");
  expect(waiting!.status(), "before the seal it is the PMO's").toBe(403);
});
