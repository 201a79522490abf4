// Follows the jobs asked for (reports, loads): progress each second, without reloading the page.
const PAUSE = 1000;
const PAUSE_AFTER_FAULT = 5000;

function show(card, etat) {
  const libelle = card.querySelector("[data-libelle]");
  if (libelle.textContent !== etat.libelle) {
    libelle.textContent = etat.libelle;
  }
  card.querySelector("[data-etape]").textContent = etat.total
    ? `${etat.fait} sur ${etat.total} ${etat.unite}, ${etat.pourcent} %`
    : etat.etape;
  card.querySelector("progress").value = etat.pourcent;
}

async function replace(card) {
  const response = await fetch(card.dataset.ligne, { headers: { Accept: "text/html" } });
  if (!response.ok) {
    throw new Error(`HTTP ${response.status}`);
  }
  const holder = document.createElement("template");
  holder.innerHTML = await response.text();
  const fresh = holder.content.querySelector("li");
  const focused = card.contains(document.activeElement);
  card.replaceWith(fresh);
  if (focused) {
    fresh.tabIndex = -1;
    fresh.focus();
  }
}

async function follow(card) {
  let pause = PAUSE;
  try {
    const response = await fetch(card.dataset.suivi, { headers: { Accept: "application/json" } });
    if (!response.ok) {
      throw new Error(`HTTP ${response.status}`);
    }
    const etat = await response.json();
    if (etat.finie) {
      await replace(card);
      return;
    }
    show(card, etat);
  } catch (fault) {
    console.warn("suivi de la tâche", fault);
    pause = PAUSE_AFTER_FAULT;
  }
  setTimeout(follow, pause, card);
}

document.querySelectorAll("[data-suivi]").forEach((card) => follow(card));
