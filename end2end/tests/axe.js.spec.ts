import { violations } from "../axe";
import { expect, logIn, test } from "../fixtures";
import { PLACES } from "../places";

for (const place of PLACES) {
  for (const width of [1440, 390]) {
    test(`${place.name} has no fault of accessibility at ${width}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      if (place.account) {
        await logIn(page, place.account);
      }
      await place.open(page);
      expect(await violations(page)).toEqual([]);
    });
  }
}

test("the overview has none in high contrast either", async ({ page }) => {
  await logIn(page, "viewer");
  await page.context().addCookies([{ name: "ihaeng_display", value: "high-contrast", url: page.url() }]);
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("data-krds-mode", "high-contrast");
  expect(await violations(page)).toEqual([]);
});
