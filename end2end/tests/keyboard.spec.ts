import { expect, logIn, test } from "../fixtures";

test("the first tab stop leads past the menus to the contents", async ({ page }) => {
  await logIn(page, "viewer");
  await page.goto("/tasks");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "본문 바로가기" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/tasks#main");
  await expect(page.locator("#main")).toBeFocused();
});

test("whatever has the focus shows it", async ({ page }) => {
  await logIn(page, "mohw.officer");
  for (const path of ["/work", "/tasks"]) {
    await page.goto(path);
    for (let stop = 0; stop < 25; stop += 1) {
      await page.keyboard.press("Tab");
      const seen = await page.evaluate(() => {
        const at = document.activeElement;
        if (!at || at === document.body) {
          return "nothing";
        }
        const style = getComputedStyle(at);
        const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        const box = at.getBoundingClientRect();
        // The last stop within a date field is its picker, which the browser marks by itself.
        const marked = outlined || (at.matches('input[type="date"]') && !at.matches(":focus-visible"));
        const inSight = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
        return marked && inSight ? "" : at.outerHTML.slice(0, 160);
      });
      if (seen === "nothing") {
        break;
      }
      expect(seen, `stop ${stop} of ${path}`).toBe("");
    }
  }
});
