/**
 * The index of authors: a typed name finds authors whose names hold all of its words, on whichever page they stand.
 *
 * The names of an index of one page are on it; those of a longer one are in a file, which is loaded when it is needed.
 * Without this script, letters lead through the index.
 */

const MOST = 60; // names shown at once

const field = document.querySelector(".find-author");
const input = field.querySelector("input");
const whole = document.querySelectorAll("main > .group, main > .pager, .jumps");
const found = document.createElement("section");
found.className = "group found-authors";
found.setAttribute("aria-live", "polite");
found.hidden = true;
field.closest("header").after(found);
field.hidden = false;

let names;
input.addEventListener("focus", load, { once: true });
input.addEventListener("input", show);

/** Returns all authors as rows of a name, an address, and the number of papers, with what they are found by. */
function load() {
  names ??= read().then((rows) => rows.map((row) => [` ${fold(row[0])}`, ...row]));
  return names;
}

async function read() {
  if (field.dataset.names) return (await fetch(field.dataset.names)).json();
  const entries = document.querySelectorAll(".letter li");
  return Array.from(entries, ({ firstElementChild: link, lastElementChild: count }) => [
    link.textContent,
    link.href,
    count.textContent,
  ]);
}

/** Returns a text without accents and case, as people type names. */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/[-‐.,’']+/g, " ");
}

async function show() {
  const rows = await load();
  const words = fold(input.value).split(/\s+/).filter(Boolean);
  const isAsked = words.length > 0;
  for (const part of whole) part.hidden = isAsked;
  found.hidden = !isAsked;
  if (!isAsked) return;
  // A word of a name begins as it was typed; scripts without spaces have no words.
  const fits = (text) => words.every((word) => text.includes(/^[\x20-\x7f]+$/.test(word) ? ` ${word}` : word));
  const matches = rows.filter(([text]) => fits(text)).slice(0, MOST);
  const list = document.createElement("ul");
  list.className = "names";
  list.append(...matches.map(([, name, url, count]) => makeItem(name, url, count)));
  found.replaceChildren(matches.length ? list : field.dataset.none);
}

function makeItem(name, url, count) {
  const [item, link, number] = ["li", "a", "i"].map((tag) => document.createElement(tag));
  [link.textContent, link.href, number.textContent] = [name, url, count];
  item.append(link, " ", number);
  return item;
}
