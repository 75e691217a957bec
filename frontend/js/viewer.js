// Keys for the viewer of files. They work only while the page of the file has the focus, so that they are in nobody's way
// (WCAG 2.2, 2.1.4). Every key presses a link that is on the page; without this file the links do the same.

/** The link that a key presses, or null. */
function linkFor(viewer, key) {
  return [...viewer.querySelectorAll("[data-viewer-key]")].find((link) => link.dataset.viewerKey === key) ?? null;
}

let keepsFocus = false;

document.addEventListener("keydown", (event) => {
  if (event.target.id !== "viewer-stage" || event.ctrlKey || event.altKey || event.metaKey) return;
  const link = linkFor(event.target.closest("#viewer"), event.key);
  if (!link) return;
  event.preventDefault();
  keepsFocus = true;
  link.click();
});

// The stage is swapped with its picture: whoever turned the page by key goes on by key.
document.addEventListener("htmx:afterSettle", () => {
  const stage = document.getElementById("viewer-stage");
  if (keepsFocus && stage) {
    stage.focus({ preventScroll: true });
    keepsFocus = false;
  }
});
