/** How what was found is shown: papers as lists show them, pages with their kind and the number of their papers. */

import { excerpt, make, markIn, show } from "./search-text.js";

/** Returns a paper as lists show it, with the words that were found; nothing for one that is gone since it was indexed. */
export async function showCard(paper, marker) {
  const answer = await fetch(`${paper.url}card.json`);
  if (!answer.ok) return undefined;
  const template = make("template");
  template.innerHTML = (await answer.json()).html;
  const card = template.content.firstElementChild;
  for (const part of card.querySelectorAll("h3, .byline")) markIn(part, marker);
  const { language } = paper.meta;
  const tongue = language ? { lang: language, dir: "auto" } : {};
  const text = make("p", { class: "excerpt", ...tongue }, ...excerpt(paper, marker));
  const row = card.querySelector(".row");
  if (row) row.before(text);
  else card.append(text);
  return make("li", {}, card);
}

/** Returns a link to a page: of a person the face or the first letter, the name, and what it is. */
export function showPage({ name, url, what, image, isPerson }, marker) {
  const face = image ? [make("img", { class: "face", src: image, alt: "", width: "40", height: "40" })] : [];
  const letter = isPerson && !image ? [make("b", { class: "face initial", "aria-hidden": "true" }, [...name][0])] : [];
  const text = make("span", {}, make("b", {}, ...show(name, marker)), make("small", {}, what));
  return make("a", { href: url }, ...face, ...letter, text);
}
