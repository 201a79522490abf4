"""A whole year by its people, in Chromium, then the clicks that the commonest tasks cost.

Run by hand before a release: ``python -m tests.e2e.une_annee``. A click is a link, a button or a box; a field
typed or chosen by keyboard is not.
"""

import sys
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from core.clock import today
from core.comptes.demonstration import COMPTES
from core.security.acteur import Role
from core.web.format import format_jour
from tests.e2e.conftest import ARGUMENTS, log_in, start_demo

EQUIPES = {
    c.email.split("@")[0]: c.habilitation.axe_slug
    for c in COMPTES
    if c.habilitation.role is Role.EQUIPE
}
_RENVOYEE = "parentalite"
_MOTIF = "Le nombre de participants du forum manque."
_DECISION = "Ouvrir deux permanences dans les communes de l'est"


class Personne:
    """Somebody in front of their browser; each click counts, typing does not."""

    def __init__(self, browser: Browser, adresse: str, compte: str) -> None:
        self.adresse = adresse
        self.page: Page = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="fr-FR", accept_downloads=True
        ).new_page()
        log_in(self.page, adresse, compte)
        self.clics = 0

    def home(self) -> None:
        """Back to the home page, from which clicks are counted."""
        self.page.goto(f"{self.adresse}/")
        self.clics = 0

    def click(self, target: Locator) -> None:
        """One click, and what it leads to."""
        target.click()
        self.clics += 1
        self.page.wait_for_load_state()

    def press(self, name: str, within: Locator | None = None) -> None:
        """A button, by the start of its name."""
        self.click((within or self.page.locator("main")).get_by_role("button", name=name).first)

    def follow(self, name: str, within: Locator | None = None) -> None:
        """A link of the page, by its name or a part of it."""
        self.click((within or self.page.locator("main")).get_by_role("link", name=name).first)

    def read(self, text: str) -> None:
        """The page says so."""
        expect(self.page.locator("body")).to_contain_text(text)


def play_year(browser: Browser, adresse: str) -> None:
    """Open, submit, send back, freeze, hold the committee, follow what it decided, close; the next file."""
    gouvernance = Personne(browser, adresse, "gouvernance")
    exercice = today().year
    page = gouvernance.page
    cycle = f"{adresse}/cycle/{exercice}/"

    page.goto(f"{adresse}/cycle/")
    gouvernance.press(f"Ouvrir le cycle de l'exercice {exercice}")
    _tell(f"exercice {exercice} ouvert", page)
    gouvernance.follow(f"Changer les dates de l'exercice {exercice}")
    for rank, champ in enumerate(_DATES):
        page.fill(f"#{champ}", (today() - timedelta(days=len(_DATES) - 1 - rank)).isoformat())
    gouvernance.press("Enregistrer")
    page.goto(cycle)
    gouvernance.press("Ouvrir la collecte")
    gouvernance.read("à l'étape « Collecte »")
    _tell("collecte ouverte", page)

    equipes = {compte: Personne(browser, adresse, compte) for compte in EQUIPES}
    for compte, equipe in equipes.items():
        equipe.page.goto(f"{cycle}axe/{EQUIPES[compte]}/")
        equipe.press("Transmettre à la gouvernance")
        equipe.read(f"L'année {exercice} est transmise")
    page.goto(cycle)
    gouvernance.press("Transmettre", page.locator("#axe-gouvernance"))
    _tell(f"{len(equipes)} équipes et la gouvernance ont transmis", page)

    line = page.locator(f"#axe-{EQUIPES[_RENVOYEE]}")
    gouvernance.click(line.locator("summary"))
    line.get_by_label("Motif").fill(_MOTIF)
    gouvernance.press("Renvoyer à l'équipe", line)
    equipe = equipes[_RENVOYEE]
    equipe.page.goto(f"{cycle}axe/{EQUIPES[_RENVOYEE]}/")
    equipe.read(_MOTIF)
    equipe.press("Transmettre à la gouvernance")
    _tell("une année renvoyée, lue, transmise à nouveau", equipe.page)

    page.goto(cycle)
    for libelle in ("Terminer la collecte", "Passer au comité technique"):
        gouvernance.press(libelle)
    for slug in (*EQUIPES.values(), "gouvernance"):
        gouvernance.press("Valider", page.locator(f"#axe-{slug}"))
    gouvernance.press("Figer et envoyer le dossier du comité")
    gouvernance.read("à l'étape « Comité de pilotage »")
    _tell("six années validées, dossier figé et envoyé", page)

    seance = _hold(gouvernance, exercice)
    page.goto(cycle)
    gouvernance.press("Le comité s'est tenu")
    gouvernance.read("à l'étape « Suites »")
    gouvernance.press("Clore l'exercice")
    gouvernance.read("à l'étape « Clôture »")
    _tell("suites, puis clôture", page)
    page.goto(f"{adresse}/exercices/{exercice}/")
    gouvernance.read(f"{exercice}")

    suivante = _create_session(gouvernance, today() + timedelta(days=365), exercice + 1)
    page.goto(suivante)
    gouvernance.press("Proposer l'ordre du jour")
    gouvernance.read(_DECISION)
    _tell("la séance suivante s'ouvre sur ce qui a été décidé", page)
    assert seance != suivante


_DATES = (
    "debut_collecte",
    "fin_collecte",
    "date_cotech",
    "date_envoi",
    "date_copil",
    "date_cloture",
)


def _create_session(gouvernance: Personne, jour: date, exercice: int) -> str:
    page = gouvernance.page
    page.goto(f"{gouvernance.adresse}/admin/seance/new/")
    page.select_option("#instance", label="Comité de pilotage de la CTG")
    page.fill("#jour", jour.isoformat())
    page.fill("#heure_debut", "14:30")
    page.fill("#exercice", str(exercice))
    gouvernance.press("Enregistrer")
    page.goto(f"{gouvernance.adresse}/seances/")
    gouvernance.follow(f"Comité de pilotage de la CTG, {format_jour(jour)}")
    return page.url


def _hold(gouvernance: Personne, exercice: int) -> str:
    """The committee of today: agenda, ranking, attendance, arbitrations, list, decision, relevé."""
    page = gouvernance.page
    url = _create_session(gouvernance, today(), exercice)
    gouvernance.press("Proposer l'ordre du jour")
    gouvernance.press("Préparer le classement des actions")
    for rank in range(8):
        page.goto(f"{gouvernance.adresse}/admin/priorite/?seance_id={_number(url)}&arbitrage=non")
        page.locator("tbody a[href*='/edit/']").nth(rank * 0).click()
        page.check("#arbitrage")
        page.fill("#proposition", "retenir cette action pour l'année qui vient.")
        gouvernance.press("Enregistrer")
    page.goto(url)
    for select in page.locator("select[name^='e-']").all():
        select.select_option(index=1)
    gouvernance.press("Enregistrer les présences")
    gouvernance.follow("Conduire la séance")
    arbitrages = page.locator("article.arbitrage select")
    assert arbitrages.count() == 8
    for rank in range(8):
        arbitrages.nth(rank).select_option(label="Prioritaire")
        expect(page.locator("[data-etat]").first).to_contain_text("Enregistré")
    gouvernance.press("Adopter les propositions")
    page.fill("#d-intitule", _DECISION)
    page.fill("#d-responsable", "Coordination de la convention")
    page.fill("#d-echeance", (today() + timedelta(days=200)).isoformat())
    gouvernance.press("Enregistrer la décision")
    gouvernance.read(_DECISION)
    _tell("comité tenu : 8 arbitrages, liste adoptée, une décision", page)
    gouvernance.press("Commencer le projet de relevé")
    gouvernance.press("Enregistrer")
    page.goto(url)
    for libelle in ("Compte rendu et relevé (PDF)", "Compte rendu et relevé, à modifier (Word)"):
        gouvernance.press(libelle)
    expect(page.locator("#documents").get_by_role("link", name="Télécharger")).to_have_count(
        2, timeout=60_000
    )
    _tell("relevé en PDF et en Word", page)
    return url


def _number(url: str) -> str:
    return url.rstrip("/").rsplit("/", 1)[1]


def _tell(words: str, page: Page) -> None:
    assert page.locator(".message-erreur").count() == 0, page.locator(
        ".message-erreur"
    ).inner_text()
    print(f"  fait : {words}", flush=True)


def count_clicks(
    browser: Browser, adresse: str, compte: str, act: Callable[[Personne], None], end: str
) -> int:
    """Clicks from the home page until the page says ``end``."""
    personne = Personne(browser, adresse, compte)
    act(personne)
    personne.read(end)
    personne.page.context.close()
    return personne.clics


def _write_note(p: Personne) -> None:
    p.follow("Écrire une note")
    p.page.locator("#action").press_sequentially("PE-07")
    p.click(p.page.locator("[role=listbox] [role=option]").first)
    p.page.fill("#texte", "Le tableau de bord est prêt.")
    p.press("Enregistrer")


def _change_status(p: Personne) -> None:
    p.follow("à engager")
    p.click(p.page.locator("tbody a[href*='/edit/']").first)
    p.page.select_option("#statut", label="En cours")
    p.press("Enregistrer")


def _enter_activity(p: Personne) -> None:
    p.follow("EAJE sans activité 2025")
    p.follow("Saisir : Crèche")


def _submit(p: Personne) -> None:
    p.follow("L'année 2025")
    p.press("Transmettre à la gouvernance")


def _export(p: Personne) -> None:
    p.click(p.page.locator("nav a[href$='axe_slug=petite_enfance']").first)
    with p.page.expect_download():
        p.follow("XLSX")


def _ask_report(p: Personne) -> None:
    p.follow("Demander un rapport")
    p.press("Demander le rapport")


def _board(p: Personne) -> Locator:
    p.follow("Suivre les axes et faire avancer l'exercice")
    return p.page.locator("#axe-petite_enfance")


def _validate(p: Personne) -> None:
    p.press("Valider", _board(p))


def _send_back(p: Personne) -> None:
    line = _board(p)
    p.click(line.locator("summary"))
    line.get_by_label("Motif").fill(_MOTIF)
    p.press("Renvoyer à l'équipe", line)


def _remind(p: Personne) -> None:
    _board(p)
    p.press("Relancer", p.page.locator("#axe-petite_enfance"))


def _attendance(p: Personne) -> None:
    p.follow("Séances", p.page.locator("nav"))
    p.follow("Comité technique de la CTG")
    p.press("Enregistrer, et noter présents")


def _hold_committee(p: Personne) -> None:
    p.follow("Séances", p.page.locator("nav"))
    p.follow("Comité de pilotage de la CTG")
    p.follow("Conduire la séance")


def _comment(p: Personne) -> None:
    p.click(p.page.locator("main a[href$='axe_slug=petite_enfance']").first)
    p.click(p.page.locator("tbody a[href*='/details/']").first)
    p.follow("Page de l'action")
    p.page.get_by_label("Votre commentaire").fill("La Caf peut aider au démarrage.")
    p.press("Envoyer")


# Words, account, gesture, what the page says once it is done.
TACHES: tuple[tuple[str, str, Callable[[Personne], None], str], ...] = (
    ("Équipe : écrire une note sur une action", "petite.enfance", _write_note, "Enregistré"),
    ("Équipe : passer une action « en cours »", "petite.enfance", _change_status, "Enregistré"),
    (
        "Équipe : saisir l'activité d'une crèche",
        "petite.enfance",
        _enter_activity,
        "Jours d'ouverture",
    ),
    (
        "Équipe : voir ce qui manque à l'année",
        "petite.enfance",
        lambda p: p.follow("L'année 2025"),
        "Fiches à jour",
    ),
    ("Équipe : transmettre l'année", "parentalite", _submit, "est transmise"),
    ("Équipe : exporter les actions de son axe", "petite.enfance", _export, "Actions"),
    (
        "Équipe : lire un indicateur, commune par commune",
        "petite.enfance",
        lambda p: p.follow("Taux de couverture par les EAJE"),
        "Bégrolles-en-Mauges",
    ),
    ("Gouvernance : demander le rapport annuel", "gouvernance", _ask_report, "demandé"),
    ("Gouvernance : valider l'année d'un axe", "gouvernance", _validate, "est validée"),
    ("Gouvernance : renvoyer l'année d'un axe", "gouvernance", _send_back, "est renvoyée"),
    ("Gouvernance : relancer une équipe", "gouvernance", _remind, "est relancée"),
    (
        "Gouvernance : noter les présences d'un comité",
        "gouvernance",
        _attendance,
        "Présences enregistrées",
    ),
    ("Gouvernance : ouvrir la conduite du comité", "gouvernance", _hold_committee, "Décisions"),
    (
        "Commune : lire la page de sa commune",
        "begrolles",
        lambda p: p.follow("La page de Bégrolles-en-Mauges"),
        "Bégrolles-en-Mauges",
    ),
    ("Caf : commenter une fiche", "caf", _comment, "Fiche"),
)


def main() -> int:
    """Play, count, print; a step that fails stops all."""
    with start_demo() as adresse, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        play_year(browser, adresse)
        clics = [
            (words, count_clicks(browser, adresse, compte, act, end))
            for words, compte, act, end in TACHES
        ]
        browser.close()
    print(f"\n{'tâche, depuis la page d’accueil':<62}{'clics':>6}")
    for words, count in clics:
        print(f"{words:<62}{count:>6}")
    print(f"\n{sum(count <= 3 for _, count in clics)} sur {len(clics)} en trois clics au plus")
    return 0


if __name__ == "__main__":
    sys.exit(main())
