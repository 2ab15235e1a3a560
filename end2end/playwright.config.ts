import { defineConfig } from "@playwright/test";

/** Chromium as root, on a machine without a screen, without calls of its own to the outside. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The journeys run with and without JavaScript; `*.js.spec.ts` need it. */
export default defineConfig({
  testDir: "tests",
  globalSetup: "./seed.ts",
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: "list",
  use: {
    locale: "ko-KR",
    timezoneId: "Asia/Seoul",
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM, args },
  },
  projects: [
    { name: "js" },
    { name: "no-js", testIgnore: "**/*.js.spec.ts", use: { javaScriptEnabled: false } },
  ],
});
