/**
 * The preview's part in a page: hears of changes and shows them, without losing the place that one was reading.
 *
 * Whether this page has changed is settled by its version: the server says it in answer to a HEAD request. So a page
 * reloads once a change, only when there is something new, and also when it missed the news (a restarted server, a tab
 * in the background).
 */
(() => {
  const OWN = "/__preview/";
  const HEADER = "X-Preview-Version";
  const FOLDED = "site-builder-notes-folded";
  const version = document.currentScript.dataset.version;

  let events;
  let asking = false;
  let askAgain = false;

  rememberFolding(document.querySelector("site-builder-notes")?.shadowRoot?.querySelector("details"));
  listen();
  // A hidden tab listens to nothing: a browser keeps only six connections to a server, and each listener holds one.
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", listen);

  function listen() {
    if (events || document.hidden) return;
    events = new EventSource(`${OWN}events`);
    events.onopen = compare;
    events.onmessage = ({ data }) => show(JSON.parse(data));
    events.onerror = () => {
      // The browser tries again by itself, unless what answered was no stream of events: another server, say.
      if (events?.readyState !== EventSource.CLOSED) return;
      stop();
      setTimeout(listen, 1000);
    };
  }

  function stop() {
    events?.close();
    events = undefined;
  }

  function show({ pages, files }) {
    const styles = files.filter((file) => file.endsWith(".css"));
    const others = files.filter((file) => !file.endsWith(".css"));
    if (others.some((file) => performance.getEntriesByName(new URL(file, location).href).length > 0)) {
      location.reload();
      return;
    }
    styles.forEach(swapStyle);
    if (pages) compare();
  }

  /** Reloads when the server would send another page than this one; one question at a time. */
  async function compare() {
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    try {
      do {
        askAgain = false;
        const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
        const current = answer.headers.get(HEADER);
        if (current && current !== version) location.reload();
      } while (askAgain);
    } catch {
      // No server: the stream of events will say when there is one again.
    }
    asking = false;
  }

  /** Exchanges the style sheets of this address; the old one stays until the new one is there, so nothing flickers. */
  function swapStyle(file) {
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const address = new URL(link.href, location);
      if (address.pathname !== file || link.dataset.replaced) continue;
      address.searchParams.set("changed", Date.now());
      const fresh = link.cloneNode();
      fresh.href = address;
      link.dataset.replaced = "yes";
      fresh.addEventListener("load", () => link.remove());
      fresh.addEventListener("error", () => link.remove());
      link.after(fresh);
    }
  }

  /** Notes that were folded once stay folded in this tab until they say something else. */
  function rememberFolding(notes) {
    if (!notes) return;
    if (sessionStorage.getItem(FOLDED) === notes.textContent) notes.open = false;
    const remember = () => {
      if (notes.open) sessionStorage.removeItem(FOLDED);
      else sessionStorage.setItem(FOLDED, notes.textContent);
    };
    notes.addEventListener("toggle", remember);
    // The event comes a moment after the click: a page that reloads at once would miss it.
    window.addEventListener("pagehide", remember);
  }
})();
