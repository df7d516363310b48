/**
 * The filters of a list. Without this script a choice leads to the page of its papers.
 *
 * Where the whole list is on the page, a choice narrows it in place: values of one filter widen (either venue),
 * different filters narrow (this venue and that year), and all of it is in the address. From a longer list a choice
 * leads to the search page with the same filter set.
 */

const bar = document.querySelector(".filters");
const words = bar.dataset;
const links = [...document.querySelectorAll(".tools [data-value]")];
const facetOf = (link) => link.closest("[data-facet]").dataset.facet;
const is = (one, other) => facetOf(one) === facetOf(other) && one.dataset.value === other.dataset.value;

if ("whole" in words) filterHere();
else if (words.search) leadToSearch();

addEventListener("click", ({ target }) => {
  for (const open of bar.querySelectorAll(".drop[open]")) if (!open.contains(target)) open.open = false;
});
bar.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest(".drop[open]");
  if (!open) return;
  open.open = false;
  open.firstElementChild.focus();
});

/** A year's choice leads to its place in the list already. */
function leadToSearch() {
  for (const link of links) {
    const facet = facetOf(link);
    if (facet !== "year") link.href = `${words.search}${new URLSearchParams([[facet, link.dataset.value]])}`;
  }
}

function filterHere() {
  const list = document.querySelector(".list");
  const items = [...list.querySelectorAll(".papers > li")];
  const homes = items.map((item) => item.parentElement);
  const chips = make("ul", "chips");
  const found = make("p", "found");
  found.role = "status";
  bar.parentElement.append(chips, found);
  const flat = make("section", "group");
  flat.append(make("h2"), make("ol", "papers"));
  const choices = links.filter((link) => link.dataset.papers);
  const papers = new Map(choices.map((link) => [link, link.dataset.papers.split(" ").map(Number)]));
  const sets = new Map(choices.map((link) => [link, new Set(papers.get(link))]));
  const filters = choices.filter((link) => facetOf(link) !== "sort");
  let chosen = [];

  /** Tells whether a paper has one of the chosen values of each filter but one. */
  const fits = (at, but) => {
    const wanted = Map.groupBy(chosen.filter((link) => sets.has(link) && facetOf(link) !== but), facetOf);
    wanted.delete("sort");
    return [...wanted.values()].every((values) => values.some((link) => sets.get(link).has(at)));
  };

  function show() {
    const sort = chosen.find((link) => facetOf(link) === "sort");
    items.forEach((item, at) => (item.hidden = !fits(at)));
    if (sort) {
      list.prepend(flat);
      flat.firstElementChild.textContent = sort.textContent;
      flat.lastElementChild.append(...papers.get(sort).map((at) => items[at]));
    } else {
      items.forEach((item, at) => homes[at].append(item));
      flat.remove();
    }
    for (const group of list.querySelectorAll(".group")) group.hidden = !group.querySelector(".papers > li:not([hidden])");
    for (const link of filters) {
      const count = papers.get(link).filter((at) => fits(at, facetOf(link))).length;
      link.querySelector("i").textContent = count.toLocaleString(document.documentElement.lang);
      link.classList.toggle("none", !count);
    }
    for (const link of links) link.ariaCurrent = chosen.some((one) => is(one, link)) ? "true" : null;
    for (const drop of bar.querySelectorAll(".drop")) drop.classList.toggle("on", !!drop.querySelector("[aria-current]"));
    const active = chosen.filter((link) => link !== sort);
    const count = items.filter((item) => !item.hidden).length;
    found.textContent = !active.length ? "" : count ? words.found.replace("{n}", count) : words.none;
    const buttons = active.map((link) => {
      const name = link.querySelector("span").textContent;
      const button = make("button", "", name);
      button.ariaLabel = words.remove.replace("{name}", name);
      button.onclick = () => choose(chosen.filter((one) => one !== link));
      return button;
    });
    if (active.length > 1) {
      buttons.push(make("button", "clear", words.clear));
      buttons.at(-1).onclick = () => choose(chosen.filter((link) => link === sort));
    }
    chips.replaceChildren(...buttons.map((button) => make("li", "", button)));
  }

  function choose(links) {
    chosen = links;
    const address = new URL(location);
    for (const link of choices) address.searchParams.delete(facetOf(link));
    for (const link of chosen) address.searchParams.append(facetOf(link), link.dataset.value);
    history.pushState(null, "", address);
    show();
  }

  function restore() {
    const { searchParams } = new URL(location);
    const next = choices.filter((link) => searchParams.getAll(facetOf(link)).includes(link.dataset.value));
    if (!next.length && !chosen.length) return;
    chosen = next;
    show();
  }

  document.querySelector(".tools").addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-value]");
    const link = pressed && choices.find((one) => is(one, pressed));
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const others = facetOf(link) === "sort" ? chosen.filter((one) => facetOf(one) !== "sort") : chosen;
    if (chosen.includes(link)) choose(chosen.filter((one) => one !== link));
    else choose(link.dataset.value === "date" ? others : [...others, link]);
  });
  addEventListener("popstate", restore);
  restore();
}

function make(tag, name, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (tag === "button") element.type = "button";
  element.append(...children);
  return element;
}
