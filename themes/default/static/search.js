/**
 * The search box in the header: `/` and Ctrl K lead to it, results appear as one types.
 *
 * A combobox with a list: the arrow keys choose, Enter opens what is chosen or else the search page, Escape closes.
 * Without this script the box is a form that leads to the search page.
 */

import { isTyping, load, make, makeMarker } from "./search-index.js";

const SHOWN = 7;
const PAUSE = 120; // milliseconds without a key before a search

const form = document.querySelector(".site-search");
const input = form.querySelector("input");
const words = form.dataset;
// On the search page the results are the page itself.
const onSearchPage = document.body.classList.contains("search-page");

document.addEventListener("keydown", (event) => {
  const shortcut = event.key === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
  if (!shortcut && !slash) return;
  event.preventDefault();
  input.focus();
  input.select();
});

if (!onSearchPage) suggest();

function suggest() {
  const list = make("div", { role: "listbox", id: "suggestions", "aria-label": input.getAttribute("aria-label"), hidden: "" });
  const status = make("p", { role: "status", class: "hidden" });
  form.append(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) {
    input.setAttribute(name, value);
  }

  let timer;
  let latest = 0;
  let active = -1;

  /** Moves to an option; before the first and after the last is the box itself. */
  const choose = (at) => {
    const options = list.querySelectorAll("[role=option]");
    options[active]?.setAttribute("aria-selected", "false");
    active = at < -1 ? options.length - 1 : at >= options.length ? -1 : at;
    const option = options[active];
    input.setAttribute("aria-activedescendant", option?.id ?? "");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
  };

  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };

  const fill = (children, message) => {
    choose(-1);
    list.replaceChildren(...children);
    status.textContent = message;
    show(children.length > 0);
  };

  const search = async () => {
    const query = input.value.trim();
    const turn = ++latest;
    if (!query) return fill([], "");
    try {
      const pagefind = await load(words.index);
      const { results } = await pagefind.search(query);
      const papers = await Promise.all(results.slice(0, SHOWN).map((result) => result.data()));
      if (turn !== latest) return;
      const options = papers.map((paper, at) => suggestion(paper, query, at));
      const message = results.length ? words.found.replace("{n}", results.length) : words.none;
      fill([...options, everything(query, results.length, message, options.length)], message);
    } catch {
      if (turn === latest) fill([], words.failed);
    }
  };

  input.addEventListener("focus", () => {
    load(words.index).catch(() => {});
    if (list.childElementCount && input.value.trim()) show(true);
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!list.childElementCount) return;
      event.preventDefault();
      if (list.hidden) show(true);
      choose(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      list.querySelectorAll("[role=option]")[active].click();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) show(false);
  });
  // A press on an option must not take the focus from the box before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
}

function suggestion(paper, query, at) {
  const { title = "", authors = "", year } = paper.meta;
  const mark = makeMarker(paper, query);
  return make(
    "a", { role: "option", id: `suggestion-${at}`, "aria-selected": "false", tabindex: "-1", href: paper.url },
    make("b", {}, ...mark(title)),
    make("span", {}, ...mark(authors), year ? ` · ${year}` : ""),
  );
}

function everything(query, count, message, at) {
  const address = `${form.getAttribute("action")}?${new URLSearchParams({ q: query })}`;
  return make(
    "a", { role: "option", id: `suggestion-${at}`, "aria-selected": "false", tabindex: "-1", href: address, class: "everything" },
    make("span", {}, count ? `${words.all} (${count})` : message),
  );
}
