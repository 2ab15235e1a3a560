import { defineConfig } from "@playwright/test";
import base from "./playwright.config";

/** Pictures instead of tests: every page at a desk and on a telephone. */
export default defineConfig({ ...base, testDir: "pictures", testMatch: "**/*.ts", projects: [{ name: "pictures" }] });
