/** What every test has: a server of its worker's own, and a page whose faults in the console fail the test. */

import { type BrowserContext, test as base, expect, type Locator, type Page } from "@playwright/test";
import { copyOfSeed } from "./copies";

export { expect, type Locator, type Page };

export const PASSWORD = "ihaeng-demo";

interface Fixtures {
  listening: void;
  /** A page of another person, logged in beside the first. */
  as: (account: string) => Promise<Page>;
}

export const test = base.extend<Fixtures, { server: string }>({
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
  baseURL: ({ server }, use) => use(server),
  as: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (account) => {
      const context = await browser.newContext();
      contexts.push(context);
      const page = await context.newPage();
      await logIn(page, account);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
  listening: [
    async ({ context, server }, use) => {
      const faults: string[] = [];
      const note = (fault: string) => faults.push(fault);
      context.on("console", (message) => {
        // Answers such as 404 and 422 are asked for by the tests, and the browser says each of them aloud.
        const isAnswer = message.text().startsWith("Failed to load resource: the server responded with a status");
        if (message.type() === "error" && !isAnswer) {
          note(`${message.text()} (${message.page()?.url()})`);
        }
      });
      context.on("weberror", (error) => note(`${error.error().message} (${error.page()?.url()})`));
      context.on("request", (request) => {
        const own = request.url().startsWith(server) || /^(data|blob):/.test(request.url());
        if (!own) {
          note(`a request to another host: ${request.url()}`);
        }
      });
      await use();
      expect(faults, "faults in the console, and requests to other hosts").toEqual([]);
    },
    { auto: true },
  ],
});

/** Logs in by the form, and waits for the page behind it. */
export async function logIn(page: Page, account: string, next = ""): Promise<void> {
  await page.goto(next ? `/login?next=${encodeURIComponent(next)}` : "/login");
  await typePassword(page, account, PASSWORD);
  await expect(page, `${account} is logged in`).not.toHaveURL(/\/login/);
}

export async function typePassword(page: Page, account: string, password: string): Promise<void> {
  await page.getByLabel("계정").fill(account);
  await page.getByLabel("비밀번호").fill(password);
  await page.getByRole("main").getByRole("button", { name: "로그인", exact: true }).click();
}

/** Opens the account menu. */
export async function openMenu(page: Page): Promise<Locator> {
  await page.locator("details.me > summary").click();
  return page.locator("details.me .menu");
}

/** Opens a fold and gives its form. */
export async function unfold(page: Page, title: RegExp | string): Promise<Locator> {
  const fold = page.locator("details.fold").filter({ has: page.locator("summary", { hasText: title }) }).first();
  await fold.locator("summary").click();
  return fold.locator("form");
}

/** What the export says about an assignment. */
export interface ReportRow {
  task_no: number;
  task_title: string;
  institution: { slug: string; name: string };
  light: string;
  self_rating: string | null;
  progress: number | null;
  report_kind: string | null;
  done: string;
  next_step: { title: string; waiting: boolean; last_day: string; forecast: string | null; approved_due: string } | null;
}

export interface State {
  demonstration: boolean;
  summary: { base_date: string; figures: Record<string, any> };
  tasks: Record<string, any>[];
  institutions: Record<string, any>[];
  reports: ReportRow[];
  moves: Record<string, any>[];
  date_changes: Record<string, any>[];
}

/** The state of the plan as the person logged in on `page` may export it. */
export async function readState(page: Page, query = ""): Promise<State> {
  const response = await page.request.get(`/export.json${query}`);
  expect(response.status()).toBe(200);
  return response.json();
}

export const isOpen = (row: ReportRow) => !["done", "dropped", "superseded"].includes(row.light);

/** An open assignment of an institution, with a step, and nothing claimed yet. */
export async function openAssignment(page: Page, slug: string): Promise<ReportRow> {
  const state = await readState(page, `?institution=${slug}`);
  const plain = (row: ReportRow) => isOpen(row) && row.next_step && !row.next_step.waiting && row.self_rating !== "claimed";
  const found = state.reports.find(plain);
  expect(found, `an open assignment of ${slug}`).toBeDefined();
  return found!;
}

/** A file that is what its name says. */
export const pdf = (name: string) => ({
  name,
  mimeType: "application/pdf",
  buffer: Buffer.from("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"),
});

/** The report form of an assignment. */
export class ReportForm {
  constructor(readonly page: Page) {}

  get form(): Locator {
    return this.page.locator("form[data-draft]");
  }

  field(name: string): Locator {
    return this.form.locator(`[name="${name}"]`);
  }

  /** The first field whose name begins so: one of a step. */
  ofStep(start: "forecast_" | "cause_reason_" | "claim_"): Locator {
    return this.form.locator(`input[name^="${start}"]`).first();
  }

  /** The fields for a delay are folded away until they are needed. */
  async openCause(): Promise<void> {
    const fold = this.form.locator('details:has(select[name^="cause_"])').first();
    if ((await fold.getAttribute("open")) === null) await fold.locator("summary").click();
  }

  get cause(): Locator {
    return this.form.locator('select[name^="cause_"]').first();
  }

  async rate(code: "on_track" | "watch" | "at_risk" | "claimed"): Promise<void> {
    await this.form.locator(`input[name="self_rating"][value="${code}"]`).check();
  }

  async press(words: "저장 전 확인" | "임시저장" | "변경 없음으로 보고" | "임시저장 버리기"): Promise<void> {
    await this.form.getByRole("button", { name: words, exact: true }).click();
  }
}
