// Uses the filter of a page as a reader does, and looks at what then shows.

/** Sets the named fields, unfolding the bar if it is folded. */
export async function useFilter(page, fields) {
  const summary = page.locator("search summary");
  if (!(await page.locator("search details").evaluate((details) => details.open))) await summary.click();
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`search [name=${name}]`);
    // A list of one is not offered: there is nothing to choose.
    if (!(await field.isVisible())) continue;
    if (name === "text") await field.fill(value);
    else await field.selectOption(value);
  }
}

/** Every row that shows, by the table it stands in, with its cells by their heads. */
function shownRows(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("table[data-rows]")].flatMap((table) => {
      const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
      return [...table.tBodies[0].rows]
        .filter((row) => row.checkVisibility())
        .map((row) => ({
          kind: table.dataset.rows,
          text: `${row.textContent} ${row.closest(".unit")?.firstElementChild.textContent ?? ""}`.toLowerCase(),
          cells: Object.fromEntries(heads.map((head, at) => [head, row.cells[at].textContent])),
        }));
    }),
  );
}

const count = (rows) => JSON.stringify(rows.map((row) => row.text).sort());

/** What a choice must leave of the rows of a kind, told from the page before it was filtered. */
const CHOICES = [
  { field: "owner", kind: "register", keeps: (row, value) => row.cells.Owner === value },
  { field: "status", kind: "register", keeps: (row, value) => row.cells.Status.split(":")[0] === value },
  { field: "layer", kind: "register", keeps: (row, value) => row.cells.Layer === value },
  { field: "party", kind: "layers", keeps: (row, value) => row.cells.Holder === value },
  {
    field: "layer",
    kind: "layers",
    keeps: (row, value) => `, ${row.cells.Layer.replace(" (open)", "")},`.toLowerCase().includes(`, ${value},`.toLowerCase()),
  },
  { field: "text", kind: "layers", keeps: (row, value) => row.text.includes(value) },
];

export async function filterFaults(page) {
  const faults = [];
  const before = await shownRows(page);
  const say = () => page.locator("search [role=status]").textContent();
  const all = await say();
  await useFilter(page, {});
  for (const { field, kind, keeps } of CHOICES) {
    const control = page.locator(`search [name=${field}]`);
    const values =
      field === "text" ? ["encrypt"] : (await control.locator("option").evaluateAll((options) => options.map((option) => option.value))).slice(1);
    if (field === "layer" && values.length < 10) faults.push(`${values.length} layers to choose from`);
    for (const value of (await control.isVisible()) ? values.slice(0, 4) : []) {
      await useFilter(page, { [field]: value });
      const wanted = before.filter((row) => row.kind === kind && keeps(row, value));
      const found = (await shownRows(page)).filter((row) => row.kind === kind);
      if (count(wanted) !== count(found)) {
        faults.push(`${field} ${value}: ${found.length} rows of ${kind} show, ${wanted.length} should`);
      }
      if (!(await say()).includes(" of ")) faults.push(`${field} ${value}: the bar does not say how many of how many`);
    }
    await page.locator("search button").click();
    const after = await shownRows(page);
    if (count(after) !== count(before) || (await say()) !== all) faults.push(`${field}: not all came back`);
  }
  faults.push(...(await revealFaults(page)));
  return faults;
}

/** A link to what the filter hides shows it. */
async function revealFaults(page) {
  await useFilter(page, { text: "no service has this in its words" });
  const hidden = await page.evaluate(() => {
    const target = [...document.querySelectorAll("tr[id]")].find((row) => !row.checkVisibility());
    location.hash = target.id;
    return target.id;
  });
  await page.waitForFunction((id) => document.getElementById(id).checkVisibility(), hidden);
  return [];
}
