/**
 * Puts a copy button under each citation. Without this script the text can still be selected, and so it is where a
 * browser lets no page copy (over plain HTTP).
 */

for (const formats of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const { copy, copied } = formats.dataset;
  const status = document.createElement("p");
  status.role = "status";
  status.className = "hidden";
  formats.after(status);
  for (const text of formats.querySelectorAll("pre")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = copy;
    button.ariaLabel = `${copy}: ${text.ariaLabel}`;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = status.textContent = copied;
      setTimeout(() => {
        button.textContent = copy;
        status.textContent = "";
      }, 2000);
    });
    text.after(button);
  }
}
