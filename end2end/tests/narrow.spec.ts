import { expect, logIn, test } from "../fixtures";
import { PLACES } from "../places";

for (const place of PLACES) {
  test(`${place.name} fits a telephone without being pushed sideways`, async ({ page }) => {
    if (place.account) {
      await logIn(page, place.account);
    }
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await place.open(page);
      const wide = await page.evaluate(() => {
        const root = document.documentElement;
        const over = root.scrollWidth - root.clientWidth;
        const beyond = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1);
        const names = beyond.slice(0, 5).map((one) => `${one.tagName.toLowerCase()}.${one.className}`);
        return over > 0 ? `${over} pixels too wide: ${names.join(", ")}` : "";
      });
      expect(wide, `${width} pixels`).toBe("");
    }
  });
}
