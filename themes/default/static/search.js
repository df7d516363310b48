/**
 * The search box: results appear as one types.
 *
 * A combobox with a list: the arrow keys choose, Enter opens what is chosen or else the search page, Escape closes.
 * Without this script the box is a form that leads to the search page.
 */

import { ask, load } from "./search-query.js";
import { make, show as mark } from "./search-text.js";

const SHOWN = 6; // papers
const PAGES = 3; // people, venues and other pages above them
const PAUSE = 120; // milliseconds without a key before a search

const form = document.querySelector(".site-search");
const input = form.querySelector("input");
const words = form.dataset;
const label = input.getAttribute("aria-label");
const list = make("div", { role: "listbox", id: "suggestions", "aria-label": label, hidden: "" });
const status = make("p", { role: "status", class: "hidden" });

let timer;
let latest = 0; // the search whose answer counts
let active = -1; // the chosen option; -1 is the box itself

// On the search page the results are the page itself.
if (!document.body.classList.contains("search-page")) suggest();

function suggest() {
  form.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  input.addEventListener("focus", () => {
    load(words.index).catch(() => {}); // a search that needs it says so
    if (list.childElementCount && input.value.trim()) show(true);
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  input.addEventListener("keydown", steer);
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) show(false);
  });
  // A press on an option must not take the focus from the box before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
}

async function search() {
  const query = input.value.trim();
  const turn = ++latest;
  if (!query) return fill([], "");
  try {
    const found = await ask(words.index, query);
    const papers = await Promise.all(found.papers.slice(0, SHOWN).map(found.read));
    if (turn !== latest) return;
    const pages = found.pages.slice(0, PAGES).map((page, at) => suggestPage(page, found.marker, at));
    const options = papers.map((paper, at) => suggestion(paper, found.marker, pages.length + at));
    fill([...pages, ...options, wayToSearchPage(query, describe(found), pages.length + papers.length)], tell(found));
  } catch {
    if (turn === latest) fill([wayToSearchPage(query, words.failed, 0)], words.failed);
  }
}

/** What the last line of the list says: how much there is, and for what words if not for those that were typed. */
function describe(found) {
  const all = found.papers.length ? `${words.all} (${found.papers.length})` : words.none;
  const instead = found.instead?.map(([text]) => text).join(" ");
  return instead ? `${words.instead.replace("{words}", instead)} ${all}` : all;
}

/** What a screen reader says of it. */
function tell(found) {
  return found.papers.length ? words.found.replace("{n}", found.papers.length) : words.none;
}

function fill(options, message) {
  choose(-1);
  list.replaceChildren(...options);
  status.textContent = message;
  show(options.length > 0);
}

function show(open) {
  list.hidden = !open;
  input.setAttribute("aria-expanded", String(open));
  if (!open) choose(-1);
}

/** Chooses an option; before the first and after the last is the box itself. */
function choose(at) {
  const options = list.children;
  options[active]?.setAttribute("aria-selected", "false");
  active = at < -1 ? options.length - 1 : at >= options.length ? -1 : at;
  const chosen = options[active];
  input.setAttribute("aria-activedescendant", chosen?.id ?? "");
  chosen?.setAttribute("aria-selected", "true");
  chosen?.scrollIntoView({ block: "nearest" });
}

function steer(event) {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && list.childElementCount) {
    event.preventDefault();
    if (list.hidden) show(true);
    choose(active + step);
  } else if (event.key === "Enter" && active >= 0) {
    event.preventDefault();
    list.children[active].click();
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    show(false);
  }
}

function suggestion(paper, marker, at) {
  const { title = "", authors = "", year, language } = paper.meta;
  const names = make("span", {}, ...mark(authors, marker), year ? ` · ${year}` : "");
  const tongue = language ? { lang: language, dir: "auto" } : {};
  return option(at, paper.url, make("b", tongue, ...mark(title, marker)), names);
}

function suggestPage({ name, url, what }, marker, at) {
  return option(at, url, make("b", {}, ...mark(name, marker)), make("span", {}, what));
}

function wayToSearchPage(query, text, at) {
  const address = `${form.getAttribute("action")}?${new URLSearchParams({ q: query })}`;
  const way = option(at, address, make("span", {}, text));
  way.classList.add("everything");
  return way;
}

function option(at, href, ...children) {
  const attributes = { role: "option", id: `suggestion-${at}`, "aria-selected": "false", tabindex: "-1", href };
  return make("a", attributes, ...children);
}
