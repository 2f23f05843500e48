// What a link or a key can reach, and whether it is then in sight.

/** Whether an element shows and nothing lies over the middle of what the window has of it; as text for `evaluate`. */
const IN_SIGHT = `(element) => {
  const box = [...element.getClientRects()].find((box) => box.width > 0 && box.height > 0);
  if (!box) return "does not show";
  const middle = (start, end, size) => (Math.max(start, 0) + Math.min(end, size)) / 2;
  const [x, y] = [middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight)];
  if (box.bottom < 0 || box.top > innerHeight || box.left > innerWidth) return "is outside the window";
  const top = document.elementFromPoint(x, y);
  const over = top && !element.contains(top) && !top.contains(element);
  return over ? "lies under " + top.outerHTML.slice(0, 60) : "";
}`;

/** Every service, layer and duty has an anchor of its own, and going there brings it into sight. */
export async function anchorFaults(page) {
  const faults = await page.evaluate(() => {
    const faults = [];
    const ids = new Set();
    for (const { id } of document.querySelectorAll("[id]")) {
      if (ids.has(id)) faults.push(`two elements are called ${id}`);
      ids.add(id);
    }
    for (const link of document.querySelectorAll('a[href^="#"]')) {
      const id = decodeURIComponent(link.getAttribute("href").slice(1));
      if (!ids.has(id)) faults.push(`a link leads to ${id}, which is nowhere`);
    }
    const lacking = (selector, what) => {
      for (const element of document.querySelectorAll(selector)) faults.push(`no anchor: ${what} ${element.textContent}`);
    };
    lacking("h2:not([id]), h3:not([id])", "heading");
    lacking("[data-rows=duties] tbody tr:not([id])", "duty");
    lacking("[data-rows=layers] tbody th:not(:has(> span[id]))", "layer");
    // Each unit has all layers, whatever rows they share.
    for (const unit of document.querySelectorAll(".unit:has([data-rows=layers])")) {
      const count = unit.querySelectorAll("[data-rows=layers] th > span[id]").length;
      if (count !== 22) faults.push(`${count} layers have an anchor in ${unit.firstElementChild.textContent}`);
    }
    return faults;
  });
  for (const kind of [".unit > h3", "[data-rows=layers] th > span", "[data-rows=duties] tr[id]", "li[id]"]) {
    const anchors = await page.locator(kind).evaluateAll((all) => all.map((element) => element.id));
    for (const id of [anchors[0], anchors[Math.floor(anchors.length / 2)], anchors.at(-1)]) {
      await page.evaluate((id) => {
        location.hash = id;
      }, id);
      const fault = await page.evaluate(`(${IN_SIGHT})(document.getElementById(${JSON.stringify(id)}))`);
      if (fault) faults.push(`#${id} ${fault}`);
    }
  }
  return faults;
}

/** Steps through the page with the tabulator, forward from its start and back from its end. */
export async function keyboardFaults(page) {
  const faults = [];
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement.className);
  if (first !== "skip") faults.push("the first stop is not the link that skips to the document");
  const met = new Set();
  const step = async (key) => {
    await page.keyboard.press(key);
    const { name, fault } = await page.evaluate(`(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const name = element.closest("search, nav, main")?.localName + " " + element.localName + " " + (element.name ?? "");
      const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      const fault = element === document.body ? "" : (${IN_SIGHT})(element) || (ring ? "" : "has no focus ring");
      return { name, fault };
    })()`);
    met.add(name.trim());
    if (fault) faults.push(`${key}: ${name} ${fault}`);
  };
  if (!(await page.locator("search details").evaluate((details) => details.open))) {
    await step("Tab");
    await page.keyboard.press("Enter");
  }
  for (let count = 0; count < 60; count += 1) await step("Tab");
  const fields = await page.locator("search :is(input, select, button)").evaluateAll((all) =>
    all.filter((field) => field.checkVisibility()).map((field) => `search ${field.localName} ${field.name}`.trim()),
  );
  for (const wanted of [...fields, "nav a", "nav summary", "main section"]) {
    if (!met.has(wanted)) faults.push(`the keyboard does not reach: ${wanted}`);
  }
  // Lists with one entry, such as owners where there is one, are not offered.
  if (fields.length < 4) faults.push(`the filter has ${fields.length} controls`);
  // From the end of the page backward, where what sticks to the top could cover what is reached.
  await page.locator("main a").last().focus();
  for (let count = 0; count < 40; count += 1) await step("Shift+Tab");
  return faults.slice(0, 8);
}
