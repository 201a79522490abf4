"""The sheet of an action in a frozen exercice: what was sent, as the live sheet shows it."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.config import Settings
from core.cycles.models import Gel
from core.cycles.rules import EtapeCycle
from core.cycles.service import freeze, get_cycle, get_last_gel
from core.gouvernance.models import Instance, Seance
from core.gouvernance.models_priorite import Priorite, PrioriteAction
from core.plan.codes import (
    Ciel,
    Diffusion,
    Financeur,
    GenreFiliation,
    ResultatBilan,
    RolePartenaire,
)
from core.plan.models_action import Action, Etape, Frein, Note
from core.plan.models_filiation import FiliationAction
from core.plan.models_moyens import EtpAction, Financement, LigneBudget, PartenaireAction
from core.plan.models_suivi import BilanAction, Meteo
from core.rapports.exercice import ExerciceFige, get_exercice_fige, get_valeur_figee
from core.security.acteur import SYSTEME, Acteur
from tests.integration.conftest import JOUR
from tests.integration.essai_admin import log_in, open_demonstration
from tests.integration.essai_annee import open_cycle
from tests.integration.essai_rapport import add_action, no_axis

NOUVELLES = ("partenaires", "budget", "financements", "etps", "bilans", "evaluation")


def fill(session: Session, action: Action) -> None:
    """A sheet with every kind of row."""
    action.evaluation = "Ce que l'on a appris"
    action.partenaires = [PartenaireAction(nom="MSA", role=RolePartenaire.FINANCEUR)]
    action.budget = [
        LigneBudget(exercice=2025, poste="Salles", prevu=Decimal("1200.50"), realise=Decimal(900)),
        LigneBudget(exercice=2025, poste="Transport", prevu=Decimal(300)),
    ]
    action.financements = [
        Financement(
            exercice=2025, financeur=Financeur.CAF, demande=Decimal(800), accorde=Decimal(700)
        )
    ]
    action.etps = [EtpAction(exercice=2025, fonction="Coordination", etp=Decimal("0.4"))]
    action.bilans = [BilanAction(exercice=2025, resultat=ResultatBilan.MENEE, texte="Menée à bien")]
    action.meteos = [
        Meteo(
            jour=date(2025, 6, rang),
            exercice=2025,
            ciel=Ciel.NUAGES,
            diffusion=diffusion,
            commentaire=f"Météo {diffusion.value}",
        )
        for rang, diffusion in enumerate(Diffusion, 1)
    ]
    instance = Instance(nom="Comité d'essai", genre="cotech")
    for rang, (proposee, decidee) in enumerate(
        ((Priorite.PRIORITAIRE, None), (Priorite.A_SUSPENDRE, Priorite.A_POURSUIVRE)), 1
    ):
        seance = Seance(instance=instance, jour=date(2025, rang, 1), exercice=2025)
        session.add(
            PrioriteAction(
                seance=seance, action=action, priorite_proposee=proposee, priorite_decidee=decidee
            )
        )
    session.flush()


def describe(fige: ExerciceFige, code: str) -> dict[str, Any]:
    """What one reader finds on a sheet."""
    fiche = fige.get_action(code)
    assert fiche is not None
    return {
        "partenaires": [(one.nom, one.role) for one in fiche.partenaires],
        "budget": [(one.poste, one.prevu, one.realise) for one in fiche.budget],
        "financements": [(one.financeur, one.demande, one.accorde, one.verse) for one in fiche.financements],
        "etps": [(one.fonction, one.etp) for one in fiche.etps],
        "bilans": [(one.exercice, one.resultat, one.texte) for one in fiche.bilans],
        "evaluation": fiche.evaluation,
        "meteos": [meteo.commentaire for meteo in fige.list_meteos(fiche)],
        "priorites": [
            (p.seance, p.priorite_proposee, p.priorite_decidee) for p in fige.list_priorites(fiche)
        ],
        "suites": [
            (acte.genre, suite.code if suite else None) for acte, suite in fige.list_suites(fiche)
        ],
        "origines": [acte.de.code for acte in fige.list_origines(fiche)],
    }  # fmt: skip


def test_the_whole_sheet_is_kept_under_the_rights_of_each(
    session: Session, gouvernance: Acteur, autre_equipe: Acteur, equipe: Acteur, lecteur: Acteur,
    commune: Acteur,
) -> None:  # fmt: skip
    action, draft = add_action(session, "PAR-1"), add_action(session, "PAR-2", brouillon=True)
    fill(session, action)
    # Proposed for the next exercice, which was open already.
    seance = Seance(
        instance=Instance(nom="Comité suivant", genre="cotech"),
        jour=date(2026, 3, 1),
        exercice=2026,
    )
    session.add(
        PrioriteAction(seance=seance, action=action, priorite_proposee=Priorite.A_ABANDONNER)
    )
    session.add_all(
        FiliationAction(de=action, vers=vers, genre=genre, jour=date(2025, 9, 1), motif="Essai")
        for vers, genre in ((draft, GenreFiliation.REPRISE), (None, GenreFiliation.ABANDON))
    )
    open_cycle(session, no_axis(session), gouvernance, EtapeCycle.COPIL)
    for modele in (PartenaireAction, LigneBudget, Financement, EtpAction, BilanAction, Meteo,
                   PrioriteAction, Etape, Note, Frein):  # fmt: skip
        for row in session.scalars(select(modele)):
            session.delete(row)
    action.evaluation = "Réécrit depuis"
    session.flush()

    def read(acteur: Acteur, code: str = "PAR-1") -> dict[str, Any]:
        return describe(get_exercice_fige(session, acteur, 2025), code)

    found = read(gouvernance)
    assert {name: found[name] for name in NOUVELLES} == {
        "partenaires": [("MSA", RolePartenaire.FINANCEUR)],
        "budget": [("Salles", Decimal("1200.50"), Decimal(900)), ("Transport", Decimal(300), None)],
        "financements": [(Financeur.CAF, Decimal(800), Decimal(700), None)],
        "etps": [("Coordination", Decimal("0.4"))],
        "bilans": [(2025, ResultatBilan.MENEE, "Menée à bien")],
        "evaluation": "Ce que l'on a appris",
    }
    for acteur in (autre_equipe, equipe, commune, lecteur):
        assert {name: read(acteur)[name] for name in NOUVELLES} == {n: found[n] for n in NOUVELLES}
    decided = ("Comité d'essai 01/02/2025", Priorite.A_SUSPENDRE, Priorite.A_POURSUIVRE)
    proposed = ("Comité d'essai 01/01/2025", Priorite.PRIORITAIRE, None)
    every = [f"Météo {d}" for d in ("copil", "partenaires", "equipe")]
    follows = (GenreFiliation.REPRISE, "PAR-2"), (GenreFiliation.ABANDON, None)
    unnamed = (GenreFiliation.REPRISE, None), (GenreFiliation.ABANDON, None)
    for acteur, meteos, priorites, suites in (
        (gouvernance, every, [decided, proposed], follows),
        (autre_equipe, every, [decided, proposed], follows),
        (equipe, every[:2], [decided, proposed], unnamed),
        # Before a decision, a proposal would alarm a commune; the committee's file held it.
        (commune, every[:2], [decided], unnamed),
        (lecteur, every[:1], [decided, proposed], unnamed),
    ):
        found = read(acteur)
        assert found["meteos"] == meteos, acteur.nom
        assert found["priorites"] == priorites, acteur.nom
        assert found["suites"] == list(suites), acteur.nom
    assert read(gouvernance, "PAR-2")["origines"] == ["PAR-1"]


def test_a_file_of_the_version_before_is_read_as_it_was_frozen(
    session: Session, gouvernance: Acteur, lecteur: Acteur
) -> None:
    fill(session, add_action(session, "PAR-1"))
    open_cycle(session, no_axis(session), gouvernance, EtapeCycle.COPIL)
    gel = get_last_gel(session, 2025)
    assert gel is not None
    kept = {n: v for n, v in gel.donnees.items() if n not in ("meteos", "priorites", "filiations")}
    actions = [
        {n: v for n, v in action.items() if n not in NOUVELLES} for action in kept["actions"]
    ]
    older = kept | {"version": 2, "actions": actions}
    refreeze(session, older)
    fige = get_exercice_fige(session, lecteur, 2025)
    assert not fige.complet
    assert describe(fige, "PAR-1") == {
        **{name: [] for name in ("partenaires", "budget", "financements", "etps", "bilans")},
        **{name: [] for name in ("meteos", "priorites", "suites", "origines")},
        "evaluation": "",
    }
    assert get_exercice_fige(session, lecteur, 2025, 1).complet
    assert session.scalar(select(Gel.donnees).where(Gel.numero == 2)) == older


def test_a_file_of_the_version_before_masks_what_is_sensible_today(
    session: Session, gouvernance: Acteur
) -> None:
    open_cycle(session, no_axis(session), gouvernance, EtapeCycle.COPIL)
    gel = get_last_gel(session, 2025)
    assert gel is not None
    part = {"repondu": 1, "attendu": 1, "definitif": True, "valeur": "41.7"}
    figures = [
        {**part, "code": code, "niveau": niveau, "territoire": territoire, "annee": annee,
         "numerateur": numerateur, "denominateur": denominateur}
        for code in ("EJ8a", "PE1")
        for niveau, territoire, annee, numerateur, denominateur in (
            ("commune", "49099", 2025, "21", "45"), ("commune", "49027", 2025, "4", "15"),
            ("agglomeration", None, 2025, "25", "60"),
            ("commune", "49099", 2024, "21", "45"), ("commune", "49027", 2024, "0", "15"),
            ("agglomeration", None, 2024, "21", "60"),
            ("agglomeration", None, 2023, "2", None),
        )
    ]  # fmt: skip
    officielles = [
        {"code": code, "territoire": None, "annee": 2025, "valeur": "3", "source": "Cnaf",
         "millesime": ""}
        for code in ("EJ8a", "PE1")
    ]  # fmt: skip
    definitions = [{"code": code, "niveaux": ["commune"]} for code in ("EJ8a", "PE1")]
    refreeze(session, gel.donnees | {"version": 2, "indicateurs": figures,
             "officielles": officielles, "definitions": definitions})  # fmt: skip
    fige = get_exercice_fige(session, gouvernance, 2025)
    masked = {
        niveau: [
            (one.numerateur, one.denominateur, one.valeur) == (None, None, None)
            for one in fige.list_valeurs("EJ8a", niveau)
            if one.masque
        ]
        for niveau in ("commune", "agglomeration")
    }
    assert masked == {"commune": [True], "agglomeration": [True, True]}
    told = [one.annee for one in fige.list_valeurs("EJ8a", "agglomeration") if not one.masque]
    assert told == [2024]
    assert not any(one.masque for one in fige.list_valeurs("PE1", "agglomeration"))
    assert [fige.list_officielles(code)[0]["masque"] for code in ("EJ8a", "PE1")] == [True, False]
    for code, valeur in (("EJ8a", None), ("PE1", Decimal("41.7"))):
        found = get_valeur_figee(session, 2025, code)
        assert found is not None
        assert (found[1].valeur, found[1].masque) == (valeur, valeur is None)


def refreeze(session: Session, donnees: dict[str, Any]) -> None:
    """One more version of the file of 2025, which holds this."""
    freeze(
        session,
        SYSTEME,
        get_cycle(session, 2025),
        donnees=donnees,
        document={},
        dossier={},
        projection={},
        empreinte=b"e",
        motif="Essai",
    )


def read_part(client: FlaskClient, url: str, ident: str) -> str:
    """One folded part of a sheet, as it is written."""
    found = re.search(
        rf'<div id="{ident}">(.*?)</div>\s*</details>', client.get(url).text, re.DOTALL
    )
    return " ".join(unescape(found[1]).split()) if found else ""


def test_the_page_shows_what_the_live_sheet_shows(
    clone_demonstration: Callable[[str], Settings],
) -> None:
    exercice = JOUR.year - 2
    with open_demonstration(clone_demonstration("ctg_fiches_figees")) as app:
        for compte in ("gouvernance", "lecteur"):
            client = log_in(app, compte)
            codes = re.findall(
                rf'href="/exercices/{exercice}/actions/([^/"]+)/',
                client.get(f"/exercices/{exercice}/actions/").text,
            )
            compared = 0
            for code in codes[:12]:
                frozen = f"/exercices/{exercice}/actions/{code}/"
                for ident in ("partenaires", "moyens"):
                    live = read_part(client, f"/actions/{code}/", ident)
                    assert read_part(client, frozen, ident) == live, (code, ident)
                    compared += bool(live)
            assert compared, compte
