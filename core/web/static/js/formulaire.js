// Forms: one sending for two clicks, and nothing typed is left behind unnoticed.
const REENABLE = 10000;

const sent = new WeakSet();

function read(form) {
  return new URLSearchParams(new FormData(form)).toString();
}

function enable(form, enabled) {
  for (const button of form.querySelectorAll("button[type=submit]")) {
    button.disabled = !enabled;
  }
}

function watch(form) {
  const etat = form.querySelector("[data-etat]");
  const shown = read(form);
  const refused = form.dataset.formulaire === "refuse";
  const changed = () => refused || read(form) !== shown;
  const tell = () => {
    const text = changed() ? "Modifications non enregistrées" : "";
    if (etat.textContent !== text) {
      etat.textContent = text;
    }
  };
  form.addEventListener("input", tell);
  form.addEventListener("change", tell);
  tell();
  addEventListener("beforeunload", (event) => {
    if (changed() && !sent.has(form)) {
      event.preventDefault();
    }
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") {
    return;
  }
  sent.add(form);
  // After the browser has gathered the fields: a disabled button would not be sent.
  setTimeout(enable, 0, form, false);
  // The answer may be a file, or never come: sending again does nothing twice.
  setTimeout(() => {
    enable(form, true);
    sent.delete(form);
  }, REENABLE);
});

addEventListener("pageshow", (event) => {
  if (event.persisted) {
    document.querySelectorAll("form").forEach((form) => enable(form, true));
  }
});

document.querySelectorAll("[data-formulaire]").forEach(watch);
