/** axe-core, put into a page past its policy: nothing of it is part of the product. */

import axe from "axe-core";
import type { Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

/** Every violation in one line: the rule, and where. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate((tags) => (window as any).axe.run(document, { runOnly: tags, resultTypes: ["violations"], preload: false }), TAGS);
  const line = (rule: any) => rule.nodes.map((node: any) => `${rule.id}: ${node.target.join(" ")} — ${node.any.concat(node.all, node.none).map((it: any) => it.message).join("; ").slice(0, 200)}`);
  return results.violations.flatMap(line);
}
