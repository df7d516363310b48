/**
 * Papers in lists and on their own pages: a citation is copied at once, an abstract unfolds in its place.
 *
 * Both are on the paper's page, where the links of a list lead without this script, and where they lead too when the
 * page can't be loaded or a browser lets no page copy (over plain HTTP).
 */

const main = document.querySelector("main");
const words = main.dataset;
const status = document.createElement("p");
status.role = "status";
status.className = "hidden";
main.append(status);

const unfolded = new WeakMap(); // the abstracts shown by links

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".to-citation, .to-abstract");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const isQuote = link.classList.contains("to-citation");
  if (isQuote && !navigator.clipboard) return;
  event.preventDefault();
  (isQuote ? copy(link, find(link, "pre")) : unfold(link)).catch(() => location.assign(link.href));
});

/** Returns the first match of a selector in the part of a paper's page to which a link leads. */
async function find(link, selector) {
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector(`${new URL(link.href).hash} ${selector}`);
}

/** Copies an element's text, or that of one to come, and says so where one pressed. */
async function copy(button, source) {
  const text = Promise.resolve(source).then((element) => new Blob([element.textContent], { type: "text/plain" }));
  await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
  const label = (button.dataset.label ??= button.textContent);
  button.textContent = status.textContent = words.copied;
  setTimeout(() => {
    button.textContent = label;
    status.textContent = "";
  }, 2000);
}

/** Shows the abstract below the row in which a link stands, or hides it again. */
async function unfold(link) {
  if (!unfolded.has(link)) unfolded.set(link, place(link));
  const text = await unfolded.get(link);
  text.hidden = !text.hidden;
  link.ariaExpanded = String(!text.hidden);
}

async function place(link) {
  const heading = await find(link, "h2");
  const text = heading.parentElement;
  heading.remove();
  text.removeAttribute("id");
  text.hidden = true;
  link.parentElement.append(text);
  return text;
}

for (const text of navigator.clipboard ? document.querySelectorAll(".formats pre") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = words.copy;
  button.ariaLabel = `${words.copy}: ${text.ariaLabel}`;
  button.addEventListener("click", () => copy(button, text));
  text.after(button);
}
