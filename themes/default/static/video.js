/**
 * A video of another host plays in its place where one presses it, and nothing is asked of that host before.
 *
 * Without this script the link leads to the video.
 */

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".video");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const player = "file" in link.dataset ? makeVideo() : makeFrame();
  player.title = document.querySelector("h1").textContent;
  player.src = link.dataset.player;
  link.nextElementSibling.remove();
  link.replaceWith(player);
  player.focus();
});

function makeVideo() {
  return Object.assign(document.createElement("video"), { controls: true, autoplay: true, tabIndex: 0 });
}

function makeFrame() {
  const allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  // YouTube plays nothing for a page that doesn't say which site it is.
  return Object.assign(document.createElement("iframe"), { allow, referrerPolicy: "strict-origin-when-cross-origin" });
}
