// Filters the page's services, layers and duties. The page is whole without this: it only hides what
// the reader does not ask for, on the screen alone, and prints everything.
"use strict";
(() => {
  const HIDDEN = "out";
  const bar = document.querySelector(".filter");
  const details = bar.querySelector("details");
  const result = bar.querySelector("[role=status]");
  const fields = [...bar.querySelectorAll("input, select")];
  const words = (node) => (node ? node.textContent.replaceAll("\u00a0", " ").trim() : "");
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  /** The rows of all tables of one kind, each with its cells by the words of their heads. */
  const rows = (kind, within = document) =>
    [...within.querySelectorAll(`table[data-rows=${kind}]`)].flatMap((table) => {
      const heads = [...table.tHead.rows[0].cells].map(words);
      return [...table.tBodies[0].rows].map((row) => {
        const cells = Object.fromEntries(heads.map((head, at) => [head, words(row.cells[at])]));
        return { row, heads, cells, text: words(row).toLowerCase() };
      });
    });

  /** A title without what tells one configuration of a service from its others. */
  const service = (title) => title.replace(/ \([^()]*\)$/, "");

  const links = [...document.querySelectorAll(".contents a")];
  /** The entry of a heading in the contents list. */
  const item = (heading) => links.find((link) => link.hash === `#${heading.id}`)?.closest("li");

  const uses = rows("uses");
  const owners = new Map(uses.map(({ cells }) => [cells.Use, cells.Owner]));

  // The register knows of each duty what its service's own table does not say.
  const register = rows("register").map((entry) => {
    const { Duty, Service, Layer, Owner, Status } = entry.cells;
    const status = (Status ?? "").split(":")[0];
    return Object.assign(entry, { duty: Duty, service: Service, layers: [Layer], owner: Owner, status });
  });
  const records = new Map(register.map((entry) => [`${entry.service}\n${entry.duty}`, entry]));
  const record = (title, duty) => records.get(`${title}\n${duty}`) ?? records.get(`${service(title)}\n${duty}`);

  const units = [...document.querySelectorAll(".unit")].map((element) => {
    const heading = element.querySelector("h2, h3");
    const title = words(heading);
    const layers = rows("layers", element);
    const holders = new Map();
    for (const layer of layers) {
      const { cells, heads } = layer;
      const names = cells.Layer.replace(/ \(open\)$/, "").split(", ").map(capital);
      for (const name of names) holders.set(name, cells.Holder);
      const owner = owners.get(title) ?? owners.get(service(title)) ?? heads[heads.indexOf("AWS") + 1];
      Object.assign(layer, { layers: names, parties: [cells.Holder], owner });
    }
    const duties = rows("duties", element);
    for (const entry of duties) {
      const known = record(title, entry.cells.Duty);
      const parties = (known?.layers ?? []).map((layer) => holders.get(layer) ?? "Team");
      if (known) {
        known.parties = [...(known.parties ?? []), ...parties];
        known.text += ` ${entry.text}`;
        entry.text += ` ${known.text}`;
      }
      Object.assign(entry, { layers: known?.layers ?? [], parties, owner: known?.owner, status: known?.status });
    }
    for (const entry of [...layers, ...duties]) entry.text += ` ${title.toLowerCase()}`;
    return { element, title, layers, duties, item: item(heading) };
  });

  // A category opens with words on all its services: a reader who filters asked for some.
  const openings = [...document.querySelectorAll(".text > h2")].flatMap((heading) => {
    const opening = [];
    let next = heading.nextElementSibling;
    for (; next && !next.matches("h2, h3, .unit"); next = next.nextElementSibling) opening.push(next);
    return next?.matches(".unit") ? opening : [];
  });
  const listed = register.length > 0 ? register : units.flatMap((unit) => unit.duties);
  const held = units.flatMap((unit) => unit.layers);

  const fill = (name, values) => {
    const select = bar.querySelector(`[name=${name}]`);
    const known = new Set(values.filter(Boolean));
    for (const value of known) select.add(new Option(value, value));
    select.closest("label").hidden = known.size < 2;
  };
  fill("party", held.flatMap((entry) => entry.parties).sort());
  fill("layer", [...held, ...listed].flatMap((entry) => entry.layers));
  fill("owner", [...listed, ...held].map((entry) => entry.owner).sort());
  fill("status", listed.map((entry) => entry.status));

  const matches = (entry, wanted) =>
    (!wanted.party || (entry.parties ?? []).includes(wanted.party)) &&
    (!wanted.layer || entry.layers.includes(wanted.layer)) &&
    (!wanted.owner || entry.owner === wanted.owner) &&
    (!wanted.status || entry.status === wanted.status) &&
    wanted.terms.every((term) => entry.text.includes(term));

  const show = (element, shown) => element?.classList.toggle(HIDDEN, !shown);

  /** Shows the rows that match, and each table that has one; returns how many do. */
  const sift = (entries, wanted) => {
    let count = 0;
    const tables = new Map();
    for (const entry of entries) {
      entry.shown = matches(entry, wanted);
      count += entry.shown;
      show(entry.row, entry.shown);
      const frame = entry.row.closest(".frame");
      tables.set(frame, tables.get(frame) || entry.shown);
    }
    for (const [frame, shown] of tables) show(frame, shown);
    return count;
  };

  const apply = () => {
    const wanted = Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]));
    wanted.terms = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
    const filters = fields.some((field) => field.value.trim() !== "");
    const visible = new Set();
    for (const unit of units) {
      const count = sift(unit.layers, wanted) + sift(unit.duties, wanted);
      show(unit.element, count > 0);
      show(unit.item, count > 0);
      if (count > 0) visible.add(unit.title).add(service(unit.title));
    }
    for (const element of openings) show(element, !filters);
    sift(register, wanted);
    for (const { row, cells } of uses) show(row, visible.has(cells.Use));
    bar.classList.toggle("on", filters);
    const some = (shown, all, noun) => `${filters ? `${shown} of ${all}` : all} ${noun}`;
    const total = (count, entry) => count + entry.layers.length;
    result.textContent = [
      some(uses.filter(({ cells }) => visible.has(cells.Use)).length, uses.length, "services in use"),
      some(listed.filter((entry) => entry.shown).length, listed.length, "duties"),
      some(held.filter((entry) => entry.shown).reduce(total, 0), held.reduce(total, 0), "layers"),
    ].join(", ");
  };

  const clear = () => {
    for (const field of fields) field.value = "";
    apply();
  };

  /** A link to something that the filter hides shows all again. */
  const reveal = (hash) => {
    let id;
    try {
      id = decodeURIComponent(hash.slice(1));
    } catch {
      return;
    }
    const target = document.getElementById(id);
    if (!target?.closest(`.${HIDDEN}`)) return;
    clear();
    target.scrollIntoView();
  };

  bar.addEventListener("input", apply);
  bar.querySelector("button").addEventListener("click", clear);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (link) reveal(link.hash);
  });
  addEventListener("hashchange", () => reveal(location.hash));

  // Beside wide text the bar is always open; above narrow text it folds.
  const wide = matchMedia("(min-width: 1100px)");
  const unfold = () => {
    details.open = wide.matches;
  };
  wide.addEventListener("change", unfold);
  unfold();
  bar.hidden = false;
  // A browser may have kept the fields' values from an earlier visit.
  addEventListener("pageshow", apply);
  apply();
})();
