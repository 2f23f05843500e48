// Checks HTML pages in a browser: `node html.mjs CACHE PAGE.html…`, where CACHE has the packages.
// Run it through html.sh.

import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [cache, ...pages] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(cache), "package.json"));
const { chromium } = require("playwright-core");
const { HtmlValidate } = require("html-validate");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SETTINGS = [
  { name: "light, 1440 px", colorScheme: "light", width: 1440 },
  { name: "dark, 1440 px", colorScheme: "dark", width: 1440 },
  { name: "light, 320 px", colorScheme: "light", width: 320 },
  { name: "dark, 320 px", colorScheme: "dark", width: 320 },
];
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
  try {
    faults = await run();
  } catch (error) {
    faults = [`did not run: ${error.stack ?? error}`];
  }
  count[faults.length ? "failed" : "passed"] += 1;
  console.log(`${faults.length ? "FAIL" : "ok  "} ${name}`);
  for (const fault of faults) console.log(`     ${fault}`);
}

/** Opens a page with scripts allowed or not, calls `use`, and closes it whatever happens. */
async function withPage(browser, file, setting, use) {
  const context = await browser.newContext({
    colorScheme: setting.colorScheme ?? "light",
    viewport: { width: setting.width ?? 1440, height: 900 },
  });
  try {
    const page = await context.newPage();
    const requests = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(path.resolve(file)).href, { waitUntil: "load" });
    return await use(page, requests);
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
    const refused = [...document.querySelectorAll("script, img, iframe, link, [style], [onclick], [onerror], [onload]")];
    for (const element of refused) faults.push(`the page has ${element.outerHTML.slice(0, 100)}`);
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

async function checkPage(browser, file) {
  const name = path.basename(file);
  for (const setting of SETTINGS) {
    await check(`${name}: axe, ${setting.name}`, () => withPage(browser, file, setting, axeFaults));
    await check(`${name}: fits, ${setting.name}`, () => withPage(browser, file, setting, widthFaults));
    await check(`${name}: parties' contrast, ${setting.name}`, () => withPage(browser, file, setting, partyFaults));
  }
  await check(`${name}: valid HTML`, () => validityFaults(file));
  await check(`${name}: no request`, () => withPage(browser, file, {}, (_, requests) => requestFaults(requests)));
  await check(`${name}: no script, safe links`, () => withPage(browser, file, {}, contentFaults));
  await check(`${name}: the policy holds`, () => policyFaults(browser, file));
}

let browser;
try {
  browser = await chromium.launch(CHROMIUM);
  for (const file of pages) await checkPage(browser, file);
} catch (error) {
  await check("the browser", () => Promise.reject(error));
} finally {
  await browser?.close();
}
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
