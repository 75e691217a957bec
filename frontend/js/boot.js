// Loaded first in the body, before anything is drawn: tells the sheets that scripts run, so that nothing jumps later.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
