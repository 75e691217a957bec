// What our pages do beyond HTML. Every page works without this file; it only makes them quicker and safer to use.
// The address of GOV.UK Frontend is read from the page, because the manifest storage gives each file a hashed name.

const RELEASE_AFTER_MS = 8000; // a form that answered with a download stays on the page and must be usable again

/** Start the GOV.UK components (error summary focus, conditional fields, show password …) in the page and in each fragment. */
async function startComponents() {
  const source = document.querySelector("script[data-components]");
  if (!source) return;
  const { initAll } = await import(source.dataset.components);
  initAll();
  document.addEventListener("htmx:load", (event) => {
    const fragment = event.detail.elt;
    if (fragment !== document.body) initAll({ scope: fragment });
  });
}

/** On a phone the views of a list scroll sideways: the one that is shown must be in sight. */
function showChosenView() {
  document.querySelectorAll(".views [aria-current]").forEach((link) => {
    const list = link.closest(".views");
    if (list.scrollWidth > list.clientWidth) link.scrollIntoView({ block: "nearest", inline: "center" });
  });
}

/** Say something to screen readers without moving the focus. */
function announce(text) {
  const region = document.getElementById("announcements");
  if (region && text) region.textContent = text;
}

/** A second press while the first is under way is dropped: the server would refuse it, but the officer would see an error. */
function guardDoubleSubmit() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // A form that is answered by a file (data-download) leaves the page where it is: another file may be wanted next.
    if (event.defaultPrevented || form.method !== "post" || "download" in form.dataset) return;
    if (form.dataset.sending === "yes") {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    window.setTimeout(() => delete form.dataset.sending, RELEASE_AFTER_MS);
  });
  // Back button: the page comes from memory with the mark still on it.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sending]").forEach((form) => delete form.dataset.sending);
  });
}

/** Forms marked data-warn-unsaved ask before the page is left with something typed and not sent. */
function warnAboutUnsaved() {
  let dirty = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest?.("form[data-warn-unsaved]")) dirty = true;
  });
  document.addEventListener("submit", () => {
    dirty = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}

/** Uploads sent by htmx fill the progress bar of their own form. */
function showUploadProgress() {
  document.addEventListener("htmx:xhr:progress", (event) => {
    const bar = event.target.querySelector?.("progress[data-upload-progress]");
    if (!bar || !event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.max = event.detail.total;
    bar.value = event.detail.loaded;
  });
}

/** A fragment that could not be had is announced; the page itself stays as it was, so nothing typed is lost. */
function reportFailures() {
  const failed = (event) => {
    if (event.target.closest?.("[data-quiet]")) return; // it asks again by itself
    const region = document.getElementById("announcements");
    if (!region) return;
    announce(region.dataset.failed);
    region.classList.add("announcements--shown");
  };
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:afterSwap", () => {
    const region = document.getElementById("announcements");
    if (!region?.classList.contains("announcements--shown")) return;
    region.classList.remove("announcements--shown");
    region.textContent = "";
  });
}

/** Links and buttons marked data-print open the print dialogue; without scripts they are not shown. */
function offerPrint() {
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
}

/** A box in a table's head ticks all boxes of its name in the same form; without scripts it is not shown. */
function offerSelectAll() {
  document.querySelectorAll("input[data-select-all]").forEach((all) => {
    const boxes = () => [...all.form.querySelectorAll(`input[type=checkbox][name="${all.dataset.selectAll}"]`)];
    const show = () => {
      const ticked = boxes().filter((box) => box.checked).length;
      all.checked = ticked > 0 && ticked === boxes().length;
      all.indeterminate = ticked > 0 && !all.checked;
    };
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of boxes()) box.checked = all.checked;
    });
    all.form.addEventListener("change", (event) => {
      if (event.target !== all) show();
    });
    window.addEventListener("pageshow", show); // back: the boxes come ticked from memory
  });
}

/** The list under the search box: arrow keys walk through it, Escape puts it away, how long it is is announced. */
function offerSuggestions() {
  const form = document.querySelector("form[data-suggest]");
  const list = form?.querySelector(".suggestions");
  if (!list) return;
  form.addEventListener("keydown", (event) => {
    const box = form.elements.text;
    const stops = [box, ...list.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && stops.length > 1) {
      event.preventDefault(); // what was typed stays
      list.replaceChildren();
      box.focus();
    } else if (step && stops.length > 1) {
      event.preventDefault();
      stops[stops.indexOf(document.activeElement) + step]?.focus();
    }
  });
  list.addEventListener("htmx:afterSwap", () => announce(list.querySelector("p")?.textContent));
}

guardDoubleSubmit();
showChosenView();
warnAboutUnsaved();
showUploadProgress();
reportFailures();
offerPrint();
offerSelectAll();
offerSuggestions();
await startComponents();
