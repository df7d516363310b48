/** Puts a copy button beside each citation. Without this script the text can still be selected. */

for (const formats of document.querySelectorAll("[data-copy]")) {
  const { copy, copied } = formats.dataset;
  for (const text of formats.querySelectorAll("pre")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = copied;
      setTimeout(() => { button.textContent = copy; }, 2000);
    });
    text.after(button);
  }
}
