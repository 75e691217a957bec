// Asks the browser to make or to use a passkey (Web Authentication) and sends its answer with the form.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** The question as the browser wants it: what travelled as text becomes bytes. */
function readQuestion(text) {
  const question = JSON.parse(text);
  const withBytes = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));
  question.challenge = toBytes(question.challenge);
  if (question.user) question.user.id = toBytes(question.user.id);
  question.excludeCredentials = withBytes(question.excludeCredentials);
  question.allowCredentials = withBytes(question.allowCredentials);
  return question;
}

/** The answer as text. */
function writeAnswer(made) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = toText(made.response[name]);
  }
  return JSON.stringify({
    id: made.id, rawId: toText(made.rawId), type: made.type, response,
    clientExtensionResults: made.getClientExtensionResults(),
  });
}

async function ask(form, errors) {
  const publicKey = readQuestion(errors.dataset.question);
  const made = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey })
    : await navigator.credentials.get({ publicKey });
  form.querySelector("[data-passkey-answer]").value = writeAnswer(made);
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-passkey-missing]").forEach((words) => (words.hidden = true));
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const errors = form.querySelector("[data-passkey-error]");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault(); // it is sent below, with the answer
      errors.hidden = true;
      ask(form, errors).then(
        () => form.submit(),
        () => {
          errors.textContent = errors.dataset.refused;
          errors.hidden = false;
        },
      );
    });
  });
}
