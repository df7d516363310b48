/**
 * The search page: results, facets with counts, order; all of it in the address.
 *
 * `?q=words&category=cs.CL&category=cs.LG&year=2025&venue=…&code=yes&sort=date`. Values of one facet widen (either
 * category), different facets narrow (this category and that year).
 */

import { ask, excerpt, load, make, makeMarker, markIn } from "./search-index.js";
import { openLists } from "./search-lists.js";

const PER_PAGE = 10; // a result is 2 KB to load
const PAUSE = 150; // milliseconds without a key before a search
const FACETS = ["category", "year", "venue", "code"];
const FEW = 8; // values of a facet that are shown at once

const finder = document.querySelector(".finder");
const words = finder.dataset;
const form = document.querySelector(".site-search");
const input = form.querySelector("input");
const status = finder.querySelector("[role=status]");
const order = finder.querySelector("select");
const chips = finder.querySelector(".chips");
const list = finder.querySelector(".papers");
const more = finder.querySelector(".more");
const facets = finder.querySelector(".facets");
const names = new Map([...finder.querySelector("template").content.children].map((data) => [data.value, data.textContent]));

let lists;
let results = [];
let shown = 0; // of the results
let latest = 0;
let timer;

/** What the address says. */
function readAddress() {
  const address = new URLSearchParams(location.search);
  const chosen = Object.fromEntries(FACETS.map((facet) => [facet, address.getAll(facet)]));
  return { query: address.get("q")?.trim() ?? "", chosen, sort: address.get("sort") ?? "" };
}

/** What the controls say. */
function readControls() {
  const chosen = Object.fromEntries(FACETS.map((facet) => [facet, []]));
  for (const box of facets.querySelectorAll("input:checked")) chosen[box.name].push(box.value);
  return { query: input.value.trim(), chosen, sort: order.value };
}

function writeAddress({ query, chosen, sort }, push) {
  const address = new URLSearchParams();
  if (query) address.set("q", query);
  for (const facet of FACETS) for (const value of chosen[facet]) address.append(facet, value);
  if (sort && sort !== usualOrder(query)) address.set("sort", sort);
  const search = address.size ? `?${address}` : "";
  if (search === location.search) return;
  history[push ? "pushState" : "replaceState"](null, "", location.pathname + search);
}

function writeControls({ query, chosen, sort }) {
  if (input.value.trim() !== query) input.value = query;
  for (const box of facets.querySelectorAll("input")) box.checked = chosen[box.name].includes(box.value);
  order.value = sort || usualOrder(query);
  if (!order.value) order.value = usualOrder(query);
}

/** Without words there is nothing to be relevant to. */
function usualOrder(query) {
  return query ? "relevance" : "date";
}

async function search(state) {
  const turn = ++latest;
  try {
    await answer(state, turn);
  } catch {
    if (turn === latest) status.textContent = form.dataset.failed;
  }
}

async function answer(state, turn) {
  const found = state.query ? await find(state.query) : new Map(lists.all.map((number) => [number, null]));
  const numbers = [...found.keys()];
  const chosen = lists.choose(numbers, state.chosen);
  const sort = (state.sort !== "relevance" && state.sort) || usualOrder(state.query);
  const ordered = sort === "relevance" ? chosen : await lists.order(chosen, sort);
  if (turn !== latest) return;
  results = ordered.map((number) => () => found.get(number)?.data() ?? lists.read(number));
  showCounts(lists.tally(numbers, state.chosen));
  showChips(state);
  await showResults(state.query, 0, turn);
  if (turn === latest) status.textContent = describeCount();
}

/** What the index finds, by the papers' numbers, the best first. */
async function find(query) {
  const { results } = await ask(await load(form.dataset.index), query);
  // An index made since this page was opened names papers that the tables don't have.
  if (results.some((result) => lists.find(result) === undefined)) lists = await openLists(form.dataset.index);
  return new Map(results.map((result) => [lists.find(result), result]).filter(([number]) => number !== undefined));
}

function describeCount() {
  if (!results.length) return `${words.none}. ${words.widen}`;
  return words.found.replace("{n}", results.length.toLocaleString(document.documentElement.lang));
}

async function showResults(query, from, turn) {
  list.setAttribute("aria-busy", "true");
  const read = results.slice(from, from + PER_PAGE).map((result) => result().then((paper) => item(paper, query)));
  const items = (await Promise.all(read)).filter(Boolean);
  if (turn !== latest) return;
  if (from) list.append(...items);
  else list.replaceChildren(...items);
  list.setAttribute("aria-busy", "false");
  shown = from + PER_PAGE;
  more.hidden = shown >= results.length;
  if (from) items[0]?.querySelector("h3 a").focus();
}

/** Returns a paper as lists show it, with the words that were found; nothing for one that is gone since it was indexed. */
async function item(paper, query) {
  const answer = await fetch(`${paper.url}card.json`);
  if (!answer.ok) return undefined;
  const template = make("template");
  template.innerHTML = (await answer.json()).html;
  const card = template.content.firstElementChild;
  const { language } = paper.meta;
  const marker = makeMarker(paper, query);
  for (const part of card.querySelectorAll("h3, .byline")) markIn(part, marker);
  const tongue = language ? { lang: language, dir: "auto" } : {};
  const text = make("p", { class: "excerpt", ...tongue }, ...excerpt(paper, marker));
  const row = card.querySelector(".row");
  if (row) row.before(text);
  else card.append(text);
  return make("li", {}, card);
}

function buildFacets() {
  const all = lists.tally(lists.all, {});
  for (const group of facets.querySelectorAll("fieldset")) {
    const facet = group.dataset.facet;
    const values = Object.entries(all[facet] ?? {});
    values.sort(facet === "year" ? (a, b) => b[0].localeCompare(a[0]) : (a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
    group.append(...values.map(([value], at) => choice(facet, value, at >= FEW)));
    group.hidden = !values.length;
    if (values.length > FEW) group.append(unfolder(group));
  }
}

function choice(facet, value, folded) {
  const box = make("input", { type: "checkbox", name: facet, value });
  const label = make("label", {}, box, make("span", {}, nameOf(facet, value)), make("i"));
  label.classList.toggle("folded", folded);
  return label;
}

function unfolder(group) {
  const button = make("button", { type: "button", class: "unfold" }, words.more);
  button.addEventListener("click", () => {
    const first = group.querySelector(".folded input");
    for (const label of group.querySelectorAll(".folded")) label.classList.remove("folded");
    button.remove();
    first?.focus();
  });
  return button;
}

function nameOf(facet, value) {
  if (facet === "code") return words.withCode;
  const name = names.get(value) ?? value;
  const shared = [...names.values()].filter((other) => other === name).length > 1;
  return shared ? `${name} (${value})` : name;
}

function showCounts(counts) {
  for (const box of facets.querySelectorAll("input")) {
    const count = counts[box.name]?.[box.value] ?? 0;
    const label = box.parentElement;
    label.querySelector("i").textContent = count.toLocaleString(document.documentElement.lang);
    label.classList.toggle("empty", !count && !box.checked);
  }
}

function showChips({ chosen }) {
  const active = FACETS.flatMap((facet) => chosen[facet].map((value) => [facet, value]));
  const buttons = active.map(([facet, value]) => {
    const name = nameOf(facet, value);
    const button = make("button", { type: "button", "aria-label": words.remove.replace("{name}", name) }, name);
    button.addEventListener("click", () => change((box) => box.name === facet && box.value === value));
    return make("li", {}, button);
  });
  if (buttons.length > 1) {
    const clear = make("button", { type: "button", class: "clear" }, words.clear);
    clear.addEventListener("click", () => change(() => true));
    buttons.push(make("li", {}, clear));
  }
  chips.replaceChildren(...buttons);
}

/** Unchecks the boxes meant and searches again; the focus goes to the box, since its chip is gone. */
function change(isMeant) {
  for (const box of facets.querySelectorAll("input:checked")) if (isMeant(box)) box.checked = false;
  update(true);
  input.focus();
}

function update(push) {
  const state = readControls();
  // An order chosen by hand stays; the usual one follows the query.
  if (!order.dataset.chosen) state.sort = order.value = usualOrder(state.query);
  writeAddress(state, push);
  return search(state);
}

function restore() {
  const state = readAddress();
  if (state.sort) order.dataset.chosen = "yes";
  else delete order.dataset.chosen;
  writeControls(state);
  return search(state);
}

/** Loads the index while something else goes on; a search that needs it says when that fails. */
function preload() {
  load(form.dataset.index).catch(() => {});
}

async function start() {
  document.querySelector(".unscripted").remove();
  finder.hidden = false;
  if (matchMedia("(width < 62rem)").matches) facets.removeAttribute("open");
  status.textContent = words.loading;
  if (readAddress().query) preload();
  try {
    lists = await openLists(form.dataset.index);
  } catch {
    status.textContent = form.dataset.failed;
    return;
  }
  buildFacets();
  await restore();
  if (!location.search) input.focus();

  input.addEventListener("input", () => {
    preload();
    clearTimeout(timer);
    timer = setTimeout(() => update(false), PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    update(true);
  });
  facets.addEventListener("change", () => update(true));
  order.addEventListener("change", () => {
    order.dataset.chosen = "yes";
    update(true);
  });
  more.addEventListener("click", () => showResults(input.value.trim(), shown, latest));
  addEventListener("popstate", restore);
}

start();
