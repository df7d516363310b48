/**
 * Keys: `/` and Ctrl K lead to the search, `j` and `k` from paper to paper, `c` copies a citation, `?` shows all keys.
 *
 * A reader can switch the single keys off (WCAG 2.1.4). Escape, and a press elsewhere, close what is open.
 */

const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const PAPERS = ":is(.card, .picture-card, .reference) h3 a";

const dialog = document.querySelector("dialog.keys");
const choice = dialog.querySelector("input");
const steps = { j: 1, k: -1 };

choice.checked = read() !== "off";
choice.addEventListener("change", () => write(choice.checked ? "on" : "off"));
document.querySelector(".keys-button").addEventListener("click", () => dialog.showModal());

document.addEventListener("keydown", (event) => {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === "k" && (event.ctrlKey || event.metaKey) && !event.altKey) return use(event, search);
  if (event.key === "Escape") return close();
  if (!plain || !choice.checked || event.target.matches?.(FIELDS) || dialog.open) return;
  if (event.key === "/") use(event, search);
  else if (event.key === "?") use(event, () => dialog.showModal());
  else if (event.key in steps) use(event, () => move(steps[event.key]));
  else if (event.key === "c") use(event, cite);
});

document.addEventListener("click", (event) => close(event.target));

function use(event, action) {
  if (action() !== false) event.preventDefault();
}

/** Leads to the field for a search, or to the page that has it where the header has no space for it. */
function search() {
  const field = document.querySelector(".site-search input");
  if (!field) return false;
  if (!field.checkVisibility()) return location.assign(field.form.action);
  field.focus();
  field.select();
}

/** Leads to the next paper of the page, or to the one before. */
function move(step) {
  const links = [...document.querySelectorAll(PAPERS)].filter((link) => link.checkVisibility());
  const here = links.findIndex((link) => link.closest("article").contains(document.activeElement));
  const next = links[here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step];
  if (!next) return false;
  next.focus();
  next.closest("article").scrollIntoView({ block: "nearest" });
}

/** Copies the citation of the paper on which the reader is: in a list, or on the paper's own page. */
function cite() {
  const paper = document.activeElement.closest("article") ?? document.querySelector(".paper");
  const button = paper?.querySelector(".to-citation, .copy");
  if (!button) return false;
  button.click();
}

/** Closes the menus that are open, but not those around an element. */
function close(around) {
  for (const menu of document.querySelectorAll(":is(.menu, .drop)[open]")) {
    if (menu.contains(around)) continue;
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
}

function read() {
  try {
    return localStorage.keys;
  } catch {
    return undefined; // a browser that stores nothing
  }
}

function write(value) {
  try {
    localStorage.keys = value;
  } catch {}
}
