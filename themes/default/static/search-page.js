/**
 * The search page: results, facets with counts, order; all of it in the address.
 *
 * `?q=words&category=cs.CL&category=cs.LG&year=2025&venue=icml&tag=…&member=…&code=yes&sort=date`. Values of one facet
 * widen (either category), different facets narrow (this category and that year).
 */

import { openLists } from "./search-lists.js";
import { ask, load } from "./search-query.js";
import { showCard, showPage } from "./search-results.js";
import { make } from "./search-text.js";

const PER_PAGE = 10; // a result is 2 KB to load
const PAUSE = 150; // milliseconds without a key before a search
const FEW = 6; // values of a facet that are shown at once
const PAGES = 3; // pages that are shown above the papers

const finder = document.querySelector(".finder");
const words = finder.dataset;
const form = document.querySelector(".site-search");
const input = form.querySelector("input");
const status = finder.querySelector("[role=status]");
const order = finder.querySelector("select");
const chips = finder.querySelector(".chips");
const also = finder.querySelector(".also");
const list = finder.querySelector(".papers");
const empty = finder.querySelector(".empty");
const more = finder.querySelector(".more");
const facets = finder.querySelector(".facets");
const filters = facets.querySelector("summary");
const groups = [...facets.querySelectorAll("fieldset")];
const FACETS = groups.flatMap((group) => group.dataset.facets.split(" "));

let lists;
let results = []; // functions that read a paper
let marker; // of what was found
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

/** Searches and shows at least `count` results. */
async function search(state, count = PER_PAGE) {
  const turn = ++latest;
  try {
    await answer(state, count, turn);
  } catch {
    if (turn === latest) status.textContent = form.dataset.failed;
  }
}

async function answer(state, count, turn) {
  const found = state.query ? await ask(form.dataset.index, state.query) : everything();
  const chosen = lists.choose(found.papers, state.chosen);
  const sort = (state.sort !== "relevance" && state.sort) || usualOrder(state.query);
  const ordered = sort === "relevance" ? chosen : await lists.order(chosen, sort);
  if (turn !== latest) return;
  results = ordered.map((number) => () => found.read?.(number) ?? lists.read(number));
  marker = found.marker;
  const counts = lists.tally(found.papers, state.chosen);
  await showResults(0, count, turn, () => {
    showCounts(counts);
    showChips(state);
    showPages(found.pages);
    describe(state, found);
  });
}

/** What is found where nothing was asked. */
function everything() {
  return { papers: lists.all, pages: [], marker: (text) => [[text, false]] };
}

/** Says how much was found, for what words if not for those that were asked, and what to do where there is nothing. */
function describe(state, found) {
  const number = results.length.toLocaleString(document.documentElement.lang);
  const told = words.found.replace("{n}", number);
  status.replaceChildren(...(found.instead ? [...phrase(words.instead, "{words}", tell(found.instead)), " "] : []), told);
  const isNarrowed = Object.values(state.chosen).some((values) => values.length);
  empty.hidden = results.length > 0 || (found.pages.length > 0 && !isNarrowed);
  const asked = state.query ? words.nothing.replace("{words}", state.query) : told;
  empty.firstElementChild.replaceChildren(asked, ...tellWithout(found.papers, state));
}

/** What was searched for instead, with what differs marked. */
function tell(instead) {
  return instead.flatMap(([text, isNew], at) => [at ? " " : "", isNew ? make("em", {}, text) : text]);
}

/** What there would be without one of the choices; nothing if none helps. */
function tellWithout(papers, { chosen }) {
  const active = Object.entries(chosen).flatMap(([facet, values]) => values.map((value) => [facet, value]));
  const counted = active.map(([facet, value]) => {
    const others = { ...chosen, [facet]: chosen[facet].filter((other) => other !== value) };
    return [facet, value, lists.choose(papers, others).length];
  });
  const best = counted.toSorted((one, other) => other[2] - one[2])[0];
  if (!best?.[2]) return [];
  const [facet, value, count] = best;
  const text = words.without.replace("{name}", nameOf(facet, value)).replace("{n}", count.toLocaleString(document.documentElement.lang));
  const button = make("button", { type: "button", class: "clear" }, text);
  button.addEventListener("click", () => change((box) => box.name === facet && box.value === value));
  return [" ", button];
}

/** A sentence with nodes in the place of a word in braces. */
function phrase(sentence, place, nodes) {
  const [before, after = ""] = sentence.split(place);
  return [before, ...nodes, after];
}

/** Shows results from one to another; `accompany` shows at the same moment what stands around them. */
async function showResults(from, to, turn, accompany = () => {}) {
  list.setAttribute("aria-busy", "true");
  const cards = results.slice(from, to).map((read) => read().then((paper) => showCard(paper, marker)));
  const items = (await Promise.all(cards)).filter(Boolean);
  if (turn !== latest) return;
  accompany();
  if (from) list.append(...items);
  else list.replaceChildren(...items);
  list.setAttribute("aria-busy", "false");
  shown = to;
  more.hidden = shown >= results.length;
  if (from) items[0]?.querySelector("h3 a").focus();
}

/** Shows the pages that have the name; the first few, and the others when asked for. */
function showPages(pages) {
  const items = pages.map((page) => make("li", {}, showPage(page, marker)));
  also.replaceChildren(...items.slice(0, PAGES));
  if (items.length <= PAGES) return;
  const button = make("button", { type: "button", class: "clear" }, `${words.more} (${items.length - PAGES})`);
  button.addEventListener("click", () => {
    also.replaceChildren(...items);
    items[PAGES].querySelector("a").focus();
  });
  also.append(make("li", {}, button));
}

function buildFacets() {
  const all = lists.tally(lists.all, {});
  for (const group of groups) {
    const names = group.dataset.facets.split(" ");
    const boxes = names.flatMap((facet) => listValues(facet, all[facet] ?? {}).map((value) => [facet, value]));
    group.append(...boxes.map(([facet, value], at) => choice(facet, value, at >= FEW)));
    group.hidden = boxes.length < 1;
    if (boxes.length > FEW) group.append(unfolder(group));
  }
}

/** The values of a facet: years from the newest, others from the most common. */
function listValues(facet, counts) {
  const values = Object.keys(counts);
  if (facet === "year") return values.sort().reverse();
  return values.sort((one, other) => counts[other] - counts[one] || nameOf(facet, one).localeCompare(nameOf(facet, other)));
}

function choice(facet, value, folded) {
  const box = make("input", { type: "checkbox", name: facet, value });
  const label = make("label", {}, box, make("span", {}, nameOf(facet, value)), make("i"));
  label.classList.toggle("folded", folded);
  return label;
}

function unfolder(group) {
  const button = make("button", { type: "button", class: "clear" }, words.more);
  button.addEventListener("click", () => {
    const first = group.querySelector(".folded input");
    for (const label of group.querySelectorAll(".folded")) label.classList.remove("folded");
    button.remove();
    first?.focus();
  });
  return button;
}

function nameOf(facet, value) {
  const { names, facets: all } = groups.map((group) => group.dataset).find((group) => group.facets.split(" ").includes(facet));
  return names ? names.split("|")[all.split(" ").indexOf(facet)] : lists.name(facet, value);
}

function showCounts(counts) {
  for (const box of facets.querySelectorAll("input")) {
    const count = counts[box.name]?.[box.value] ?? 0;
    const label = box.parentElement;
    label.querySelector("i").textContent = count.toLocaleString(document.documentElement.lang);
    label.classList.toggle("none", !count && !box.checked);
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
  filters.textContent = active.length ? `${filters.dataset.name} · ${active.length}` : filters.dataset.name;
}

/** Unchecks the boxes meant and searches again; the focus goes to the field, since the button is gone. */
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

/** Shows what the address says, and as much of it and at the same place as when this page was left. */
async function restore() {
  const state = readAddress();
  if (state.sort) order.dataset.chosen = "yes";
  else delete order.dataset.chosen;
  writeControls(state);
  const { count, place } = history.state ?? {};
  await search(state, count);
  if (place) scrollTo({ top: place, behavior: "instant" });
}

/** Remembers how much is shown, and where in it the reader is. */
function remember() {
  history.replaceState({ count: shown, place: scrollY }, "");
}

/** Loads the index while something else goes on; a search that needs it says when that fails. */
function preload() {
  load(form.dataset.index).catch(() => {});
}

async function start() {
  document.querySelector(".unscripted").remove();
  finder.hidden = false;
  history.scrollRestoration = "manual"; // until there are results, there is nothing to scroll to
  if (matchMedia("(width < 62rem)").matches) facets.removeAttribute("open");
  status.textContent = words.loading;
  if (readAddress().query) preload();
  if (matchMedia("(pointer: fine)").matches) input.focus({ preventScroll: true });
  try {
    lists = await openLists(form.dataset.index);
  } catch {
    status.textContent = form.dataset.failed;
    return;
  }
  buildFacets();
  for (const option of [...order.options].slice(2)) if (!lists.orders.includes(option.value)) option.remove();
  await restore();

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
  more.addEventListener("click", () => showResults(shown, shown + PER_PAGE, latest));
  finder.addEventListener("click", (event) => event.target.closest("a") && remember());
  addEventListener("popstate", restore);
}

start();
