// Checks HTML pages in a browser: `node html.mjs CACHE FORTY.html PAGE.html…`, where CACHE has the
// packages and FORTY is the page of forty services. Run it through html.sh.

import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import { filterFaults, useFilter } from "./filter.mjs";
import { anchorFaults, keyboardFaults } from "./reach.mjs";

const [cache, forty, ...pages] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(cache), "package.json"));
const { chromium } = require("playwright-core");
const { HtmlValidate } = require("html-validate");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// The smallest page, which has every kind of part, is looked at in all of them, the others where it says
// `each`: axe takes a minute for a large page. A browser at 200 % zoom lays out half as many pixels, each twice as large.
const SETTINGS = [
  { name: "light, 1440 px", colorScheme: "light", width: 1440, filtered: true, each: true },
  { name: "dark, 1440 px", colorScheme: "dark", width: 1440, filtered: true, each: true },
  { name: "forced colors, 1440 px", forcedColors: "active", width: 1440 },
  { name: "light, 320 px", colorScheme: "light", width: 320, filtered: true, each: true },
  { name: "dark, 320 px", colorScheme: "dark", width: 320, each: true },
  { name: "forced colors, 320 px", forcedColors: "active", width: 320 },
  { name: "light, 1440 px at 200 %", colorScheme: "light", width: 720, height: 450, scale: 2 },
  { name: "dark, 1440 px at 200 %", colorScheme: "dark", width: 720, height: 450, scale: 2 },
];
/** What the filter is set to where a page is looked at filtered: it hides most, so it need not be done in every setting. */
const FILTER = { text: "rotat", party: "Team" };
/** What the page of forty services may take, packed as archives and web servers pack it, in bytes. */
const FORTY_PACKED = 300_000;
/** How large a page may be for its words: markup, style, script and pictures, in bytes a byte of text. */
const PAGE_PER_TEXT = 2.0;
const CHROMIUM = {
  executablePath: "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

const count = { passed: 0, failed: 0 };

/** Runs one check: it returns what is wrong, as lines; a check that throws has failed too. */
async function check(name, run) {
  let faults;
  const begin = Date.now();
  try {
    faults = await run();
  } catch (error) {
    faults = [`did not run: ${error.stack ?? error}`];
  }
  count[faults.length ? "failed" : "passed"] += 1;
  console.log(`${faults.length ? "FAIL" : "ok  "} ${name} (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
  for (const fault of faults) console.log(`     ${fault}`);
}

/** Opens a page in a setting, calls `use`, and closes it whatever happens. */
async function withPage(browser, file, setting, use) {
  const context = await browser.newContext({
    colorScheme: setting.colorScheme ?? "light",
    forcedColors: setting.forcedColors ?? "none",
    javaScriptEnabled: setting.script ?? true,
    viewport: { width: setting.width ?? 1440, height: setting.height ?? 900 },
    deviceScaleFactor: setting.scale ?? 1,
  });
  try {
    const page = await context.newPage();
    const requests = [];
    const errors = [];
    page.on("pageerror", (error) => errors.push(`the page's script failed: ${error.message}`));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(path.resolve(file)).href, { waitUntil: "load" });
    return [...(await use(page, requests)), ...errors];
  } finally {
    await context.close();
  }
}

async function axeFaults(page) {
  await page.evaluate(axe);
  const results = await page.evaluate(
    (tags) => globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } }),
    RULES,
  );
  // A page that axe found nothing to say about was not looked at.
  if (results.passes.length < 10) throw new Error(`axe passed ${results.passes.length} rules only`);
  return results.violations.map((violation) => {
    const nodes = violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 160));
    return `${violation.id} (${violation.nodes.length}): ${violation.help}\n       ${nodes.join("\n       ")}`;
  });
}

async function widthFaults(page) {
  const [wanted, found] = await page.evaluate(() => [
    document.documentElement.clientWidth,
    document.documentElement.scrollWidth,
  ]);
  return found > wanted ? [`the page is ${found} px wide in a window of ${wanted}`] : [];
}

/** axe does not look at text over patterns, so every colour of a party's fill is measured here. */
async function partyFaults(page) {
  return await page.evaluate(() => {
    const channels = (color) => color.match(/[\d.]+/g).map(Number);
    const luminance = ([r, g, b]) => {
      const linear = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
      return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    const contrast = (a, b) => {
      const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
      return (light + 0.05) / (dark + 0.05);
    };
    const faults = new Set();
    for (const cell of document.querySelectorAll("[class*=party-]")) {
      const style = getComputedStyle(cell);
      const grounds = [style.backgroundColor, ...(style.backgroundImage.match(/rgba?\([^)]*\)/g) ?? [])]
        .map(channels)
        .filter((c) => c.length < 4 || c[3] !== 0);
      for (const ground of grounds) {
        const ratio = contrast(channels(style.color), ground);
        if (ratio < 4.5) faults.add(`${cell.className}: ${ratio.toFixed(2)}`);
      }
    }
    return [...faults];
  });
}

/** Whether the browser says that nothing but the page itself was asked for. */
function requestFaults(requests) {
  return requests.slice(1).map((url) => `the page asked for ${url}`);
}

/** The same page with a script, a style and an image put into it: the policy must stop all three. */
async function policyFaults(browser, file) {
  const hostile =
    '<main data-test><p id="proof">x</p>' +
    '<script>document.documentElement.dataset.ran = "yes"</script>' +
    '<style>#proof{color:rgb(1,2,3)}</style><img src="http://127.0.0.1:9/x.png" alt=""></main></body>';
  const html = fs.readFileSync(file, "utf8");
  if (!html.includes("</body>")) throw new Error("the page has no end of body");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "onus-policy-"));
  const copy = path.join(folder, "page.html");
  fs.writeFileSync(copy, html.replace(/<\/body>/, () => hostile));
  try {
    return await withPage(browser, copy, {}, async (page) => {
      const seen = await page.evaluate(() => ({
        ran: document.documentElement.dataset.ran,
        color: getComputedStyle(document.querySelector("#proof")).color,
        styled: getComputedStyle(document.querySelector(".skip")).position,
        image: performance.getEntriesByType("resource").filter((entry) => entry.transferSize > 0).length,
      }));
      const faults = [];
      if (seen.ran) faults.push("a script ran");
      if (seen.color === "rgb(1, 2, 3)") faults.push("a foreign style was applied");
      if (seen.styled !== "absolute") faults.push("the page's own style was not applied");
      if (seen.image) faults.push("an image was loaded");
      return faults;
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function contentFaults(page) {
  return await page.evaluate(() => {
    const faults = [];
    const refused = [...document.querySelectorAll("img, iframe, link, [style], [onclick], [onerror], [onload]")];
    for (const element of refused) faults.push(`the page has ${element.outerHTML.slice(0, 100)}`);
    if (document.scripts.length > 1 || [...document.scripts].some((script) => script.attributes.length > 0)) {
      faults.push("the page has a script beside the one its policy names");
    }
    for (const link of document.querySelectorAll("a[href]")) {
      if (!["http:", "https:", "mailto:", "file:"].includes(link.protocol)) faults.push(`a link leads to ${link.href.slice(0, 100)}`);
      if (/^https?:/.test(link.protocol) && link.rel !== "noopener") faults.push(`no rel=noopener on ${link.href}`);
    }
    return faults;
  });
}

async function validityFaults(file) {
  const validator = new HtmlValidate({
    root: true,
    extends: ["html-validate:standard", "html-validate:a11y"],
    rules: {
      // A duty's anchor is its id, `rds/restore-test`, which HTML allows.
      "valid-id": ["error", { relaxed: true }],
    },
  });
  const report = await validator.validateFile(path.resolve(file));
  return report.results.flatMap((result) =>
    result.messages.slice(0, 10).map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`),
  );
}

/** A page without scripts has no filter and lacks nothing. */
async function plainFaults(browser, file) {
  const look = (page) =>
    page.evaluate(() => ({
      text: document.querySelector("main").innerText,
      // The titles and descriptions of pictures are read aloud, never drawn.
      hidden: [...document.querySelectorAll("main :not(svg > title, svg > desc)")].filter(
        (element) => !element.checkVisibility(),
      ).length,
      filter: document.querySelector("search")?.checkVisibility() ?? false,
    }));
  const seen = [];
  for (const script of [true, false]) {
    await withPage(browser, file, { script }, async (page) => [seen.push(await look(page))].slice(1));
  }
  const [scripted, plain] = seen;
  const faults = [];
  if (!scripted.filter) faults.push("the script shows no filter");
  if (plain.filter) faults.push("a filter shows that does nothing");
  if (plain.hidden) faults.push(`${plain.hidden} elements do not show without the script`);
  if (plain.text !== scripted.text) faults.push("the page says something else without the script");
  return faults;
}

/** Paper gets everything, whatever is shown. */
async function printFaults(page) {
  await useFilter(page, { text: "no service has this in its words" });
  await page.emulateMedia({ media: "print" });
  const missing = await page.evaluate(
    () => [...document.querySelectorAll("main :is(h2, h3, tr)")].filter((element) => !element.checkVisibility()).length,
  );
  return missing ? [`${missing} headings and rows are not printed`] : [];
}

/** The size of the page of forty services. Its words alone exceed what an unpacked page could be asked for. */
async function sizeFaults(page, file) {
  const bytes = fs.readFileSync(file);
  const packed = gzipSync(bytes, { level: 9 }).length;
  const text = await page.evaluate(() => new Blob([document.querySelector("main").textContent]).size);
  console.log(`     ${bytes.length} bytes, ${packed} packed, ${text} of them words`);
  const faults = [];
  if (packed > FORTY_PACKED) faults.push(`${packed} bytes packed, more than ${FORTY_PACKED}`);
  if (bytes.length > PAGE_PER_TEXT * text) faults.push(`more than ${PAGE_PER_TEXT} bytes a byte of text`);
  return faults;
}

async function checkForty(browser, file) {
  const wide = SETTINGS[0];
  await check("forty services: size", () => withPage(browser, file, wide, (page) => sizeFaults(page, file)));
  await check("forty services: valid HTML", () => validityFaults(file));
  await check("forty services: anchors", () => withPage(browser, file, wide, anchorFaults));
  await check("forty services: filter", () => withPage(browser, file, wide, filterFaults));
  await check("forty services: fits, 320 px", () => withPage(browser, file, { width: 320 }, widthFaults));
}

async function checkPage(browser, file, all) {
  const name = path.basename(file);
  for (const setting of SETTINGS.filter((one) => all || one.each)) {
    for (const filter of all && setting.filtered ? [null, FILTER] : [null]) {
      const label = `${name}, ${setting.name}${filter ? ", filtered" : ""}`;
      const here = (faults) =>
        withPage(browser, file, setting, async (page) => {
          if (filter) await useFilter(page, filter);
          return await faults(page);
        });
      await check(`${label}: axe`, () => here(axeFaults));
      await check(`${label}: fits`, () => here(widthFaults));
      // The reader's own colors are not the page's to measure.
      if (!setting.forcedColors) await check(`${label}: parties' contrast`, () => here(partyFaults));
    }
    // What the keyboard reaches hangs on the room there is, not on colors.
    if (setting.colorScheme === "light") {
      await check(`${name}, ${setting.name}: keyboard`, () => withPage(browser, file, setting, keyboardFaults));
    }
  }
  await check(`${name}: valid HTML`, () => validityFaults(file));
  await check(`${name}: no request`, () => withPage(browser, file, {}, (_, requests) => requestFaults(requests)));
  await check(`${name}: one script, safe links`, () => withPage(browser, file, {}, contentFaults));
  await check(`${name}: the policy holds`, () => policyFaults(browser, file));
  await check(`${name}: anchors`, () => withPage(browser, file, {}, anchorFaults));
  await check(`${name}: filter`, () => withPage(browser, file, {}, filterFaults));
  await check(`${name}: filter, 320 px`, () => withPage(browser, file, { width: 320 }, filterFaults));
  await check(`${name}: whole without its script`, () => plainFaults(browser, file));
  await check(`${name}: prints all`, () => withPage(browser, file, {}, printFaults));
}

let browser;
try {
  if (pages.length === 0) throw new Error("name the page of forty services and the pages to check");
  browser = await chromium.launch(CHROMIUM);
  await checkForty(browser, forty);
  // Two pages at a time: axe takes most of the time, and one processor.
  const queue = [...pages].sort((one, other) => fs.statSync(one).size - fs.statSync(other).size);
  const smallest = queue[0];
  const worker = async () => {
    while (queue.length > 0) {
      const file = queue.shift();
      await checkPage(browser, file, file === smallest);
    }
  };
  await Promise.all([worker(), worker()]);
} catch (error) {
  await check("the browser", () => Promise.reject(error));
} finally {
  await browser?.close();
}
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
