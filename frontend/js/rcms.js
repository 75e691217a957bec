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
  for (const leaving of ["submit", "rcms:leaving"]) {
    document.addEventListener(leaving, () => {
      dirty = false;
    });
  }
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

/** What was typed before the session ended is put back into the form that it belongs to. */
function putBackKept() {
  const kept = document.querySelector("[data-kept]");
  if (!kept) return;
  const values = new Map();
  for (const [name, value] of JSON.parse(kept.dataset.kept)) values.set(name, [...(values.get(name) ?? []), value]);
  const fits = (form) => form.method === "post" && new URL(form.action, location).pathname === kept.dataset.keptAction;
  for (const form of [...document.forms].filter(fits)) {
    for (const control of form.elements) {
      if (!control.name || ["hidden", "file", "password", "submit"].includes(control.type)) continue;
      const found = values.get(control.name);
      if (["radio", "checkbox"].includes(control.type)) control.checked = found?.includes(control.value) ?? false;
      else if (control.multiple) for (const option of control.options) option.selected = found?.includes(option.value) ?? false;
      else if (found?.length) control.value = found.shift();
      control.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

/** Warn before the session ends; keep what is half typed for its writer when it does, and clear the screen. */
function watchSession() {
  const dialog = document.getElementById("session-end");
  if (!dialog) return;
  const warning = Number(dialog.dataset.warning);
  let endsAt = Date.now() + Number(dialog.dataset.left) * 1000; // by the clock: a sleeping machine counts
  let askedAt = 0;
  let isBusy = false;
  let lastForm = null;
  const left = () => Math.round((endsAt - Date.now()) / 1000);
  const set = (seconds) => (endsAt = Date.now() + seconds * 1000);
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.method === "post" && !form.closest("dialog")) lastForm = form;
  });

  const state = async (options) => {
    const answer = await fetch(dialog.dataset.state, { ...options, credentials: "same-origin" });
    set((await answer.json()).left);
  };

  const leave = async () => {
    const typed = lastForm ? [...new FormData(lastForm)].filter(([, value]) => typeof value === "string") : [];
    const action = lastForm ? new URL(lastForm.action, location).pathname : "";
    const page = location.pathname + location.search;
    const body = new URLSearchParams({ page, action, fields: JSON.stringify(typed) });
    body.set("csrfmiddlewaretoken", dialog.querySelector("[name=csrfmiddlewaretoken]").value);
    await fetch(dialog.dataset.keep, { method: "POST", body, credentials: "same-origin" });
    document.dispatchEvent(new Event("rcms:leaving")); // nobody asks whether to leave: it is kept
    location.replace(`${dialog.dataset.signIn}?next=${encodeURIComponent(page)}`);
  };

  const tick = async () => {
    if (isBusy) return;
    isBusy = true;
    try {
      // Another tab may have gone on: the server knows.
      if (left() <= warning && Date.now() - askedAt > 15_000) {
        askedAt = Date.now();
        await state({ headers: { "X-RCMS-Poll": "1" } });
      }
      const seconds = left();
      if (seconds < 0) {
        await state({ headers: { "X-RCMS-Poll": "1" } });
        if (left() <= 0) await leave();
      } else if (seconds <= warning) {
        const words = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
        dialog.querySelector("[data-session-left]").textContent = words;
        if (!dialog.open && dialog.dataset.closed !== "yes") dialog.showModal();
      } else if (dialog.open) {
        dialog.close();
      } else {
        dialog.dataset.closed = "";
      }
    } catch {
      // No network: the page stays, and it is tried again.
    } finally {
      isBusy = false;
    }
  };

  dialog.addEventListener("close", () => (dialog.dataset.closed = left() <= warning ? "yes" : ""));
  dialog.querySelector("[data-session-stay]").addEventListener("submit", async (event) => {
    event.preventDefault();
    await state({ method: "POST", body: new URLSearchParams(new FormData(event.target)) });
    dialog.querySelector("[data-session-longest]").hidden = left() > warning;
    await tick();
  });
  window.setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
}

/** Buttons marked data-save-text save the words of a list as a file, without asking the server for them again. */
function offerSave() {
  document.querySelectorAll("[data-save-text]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const lines = [...document.getElementById(button.dataset.saveText).children].map((line) => line.textContent.trim());
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([`${lines.join("\n")}\n`], { type: "text/plain" }));
      link.download = button.dataset.file;
      link.click();
      URL.revokeObjectURL(link.href);
    });
  });
}

putBackKept(); // before the components look which boxes are ticked
guardDoubleSubmit();
showChosenView();
warnAboutUnsaved();
showUploadProgress();
reportFailures();
offerPrint();
offerSelectAll();
offerSave();
watchSession();
offerSuggestions();
await startComponents();
