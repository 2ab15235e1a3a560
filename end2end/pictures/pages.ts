import { join } from "node:path";
import { logIn, type Page, test } from "../fixtures";
import { PLACES } from "../places";

const out = process.env.OUT ?? "shots";

async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(out, `${name}-${page.viewportSize()!.width}.png`), fullPage: true });
}

for (const place of PLACES) {
  for (const width of [1440, 390]) {
    test(`${place.name} at ${width}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      if (place.account) {
        await logIn(page, place.account);
      }
      await place.open(page);
      await take(page, place.name.replaceAll(" ", "-"));
    });
  }
}

test("the overview in high contrast", async ({ page }) => {
  await logIn(page, "viewer");
  await page.context().addCookies([{ name: "ihaeng_display", value: "high-contrast", url: page.url() }]);
  await page.goto("/");
  await take(page, "the-overview-in-high-contrast");
});
