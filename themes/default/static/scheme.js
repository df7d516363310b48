// Light or dark as the reader chose it, before the page is first painted: so it is no module, and stands in the head.
{
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const read = () => {
    try {
      return localStorage.scheme ?? "";
    } catch {
      return root.dataset.scheme ?? ""; // a browser that stores nothing
    }
  };
  const apply = (scheme) => {
    if (scheme) root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
  };
  apply(read());
  addEventListener("pageshow", () => apply(read()));
  addEventListener("click", (event) => {
    if (!event.target.closest?.(".scheme")) return;
    const scheme = root.dataset.scheme ? "" : system.matches ? "light" : "dark";
    apply(scheme);
    try {
      localStorage.scheme = scheme;
    } catch {}
  });
}
