// A session being held: each choice is sent as it is made. What could not be sent is kept on this computer,
// sent again until it is, and survives a closed lid; so does a decision being typed.
const PAUSE = 2000;
const root = document.querySelector("[data-conduite]");
const form = document.getElementById("classement");
const state = root.querySelector("[data-etat]");
const KEY = `conduite:${root.dataset.conduite}`;

let queue = JSON.parse(localStorage.getItem(KEY) ?? "[]");
let sending = false;

function keep() {
  localStorage.setItem(KEY, JSON.stringify(queue));
}

function tell(text, fault = false) {
  state.textContent = text;
  state.classList.toggle("conduite-faute", fault);
}

function field(name) {
  return document.getElementById(name);
}

function seen(name) {
  return form.elements[`v-${name.slice(2)}`];
}

function flag(name, message) {
  const place = document.getElementById(`f-${name.slice(2)}`);
  place.textContent = message;
  place.hidden = message === "";
  const input = field(name);
  if (message) {
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", place.id);
  } else {
    input.removeAttribute("aria-invalid");
  }
}

function push(input) {
  flag(input.name, "");
  // What the page said of the entry before does not hold for this one.
  tell("Enregistrement…");
  // Typed again before it was sent: what the server knows is still what was seen first.
  const waiting = queue.find((one) => one.name === input.name && !one.sent);
  if (waiting) {
    waiting.value = input.value;
  } else {
    queue.push({ name: input.name, seen: seen(input.name).value, value: input.value });
  }
  seen(input.name).value = input.value;
  keep();
  send();
}

async function post(entry) {
  const body = new URLSearchParams();
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("_auteur", form.elements._auteur.value);
  body.set(entry.name, entry.value);
  body.set(`v-${entry.name.slice(2)}`, entry.seen);
  return fetch(root.dataset.conduite, { method: "POST", body, headers: { Accept: "application/json" } });
}

function settle(entry, answer) {
  const [conflict] = answer.conflits ?? [];
  if (conflict) {
    seen(entry.name).value = conflict.actuelle;
    flag(entry.name, `${conflict.message} Choisissez de nouveau pour garder le vôtre.`);
    field(entry.name).value = conflict.actuelle;
    tell("Une saisie n'a pas été enregistrée : voyez la ligne signalée.", true);
  } else if (answer.message) {
    seen(entry.name).value = entry.seen;
    flag(entry.name, answer.message);
    tell(answer.message, true);
  } else if (!queue.length) {
    const now = new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
    tell(`Enregistré à ${now.replace(":", " h ")}.`);
  }
}

async function send() {
  if (sending) {
    return;
  }
  sending = true;
  while (queue.length) {
    const [entry] = queue;
    entry.sent = true;
    let response = null;
    try {
      response = await post(entry);
    } catch {
      // The network or the server is away: said below, tried again.
    }
    if (response?.status === 401 || response?.redirected) {
      tell("Votre session a pris fin : reconnectez-vous dans un autre onglet, la suite s'enregistrera ici.", true);
      response = null;
    } else if (!response || response.status >= 500) {
      tell(`Pas de réponse du serveur : ${queue.length} saisie(s) gardée(s) sur cet ordinateur, nouvel essai.`, true);
      response = null;
    }
    if (!response) {
      await new Promise((resume) => setTimeout(resume, PAUSE));
      continue;
    }
    const answer = response.headers.get("Content-Type")?.includes("json")
      ? await response.json()
      : { message: `Refusé (${response.status}) : rechargez la page.` };
    queue.shift();
    keep();
    settle(entry, answer);
  }
  sending = false;
}

function recover() {
  for (const entry of queue) {
    entry.sent = false;
    if (field(entry.name)) {
      field(entry.name).value = entry.value;
      seen(entry.name).value = entry.value;
    }
  }
  queue = queue.filter((entry) => field(entry.name));
  keep();
  send();
}

function draft(typed) {
  const key = `brouillon:${typed.dataset.brouillon}`;
  const names = ["intitule", "action", "porteur", "responsable", "echeance", "suite"];
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  if (kept && !typed.elements.intitule.value) {
    names.forEach((name) => (typed.elements[name].value = kept[name] ?? ""));
  }
  typed.addEventListener("input", () =>
    localStorage.setItem(
      key,
      JSON.stringify(Object.fromEntries(names.map((name) => [name, typed.elements[name].value]))),
    ),
  );
  typed.addEventListener("submit", () => localStorage.removeItem(key));
}

const typed = root.querySelector("[data-brouillon]");
draft(typed);
root.querySelectorAll("[data-decider]").forEach((link) =>
  link.addEventListener("click", () => {
    typed.elements.action.value = link.dataset.decider;
    typed.elements.intitule.focus();
  }),
);
if (form) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-entree]")) {
      push(event.target);
    }
  });
  recover();
}
