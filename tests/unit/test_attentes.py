"""The texts of what an axis expects: a word that nothing fills is refused where it is written."""

from typing import Any

import pytest

from core.plugin.attentes import Attente, Echeance

ATTENTE: dict[str, Any] = {
    "code": "activites",
    "sujet": ("lieu", "lieux"),
    "manque": "sans activité {exercice}",
    "manquants": lambda exercice, lecture: [],
    "attendus": lambda exercice, lecture: [],
    "adresse": "/admin/x/new/?lieu={id}&annee={exercice}",
    "rappel": "Activité {exercice} à saisir : {nom}",
    "consigne": "Saisissez l'activité {exercice}.",
}
ECHEANCE: dict[str, Any] = {
    "code": "agrements",
    "libelle": "Agréments à renouveler",
    "objet": "agrement",
    "lignes": lambda jour, lecture: [],
    "titre": "Agrément à renouveler : {nom}",
    "consigne": "Il prend fin le {echeance}.",
    "adresse": "/admin/x/edit/?id={id}",
}


@pytest.mark.parametrize(
    ("changes", "mot"),
    [
        ({"manque": "sans activité {annee}"}, "annee"),
        ({"adresse": "/x/{nom}"}, "nom"),
        ({"rappel": "{noms}"}, "noms"),
        ({"rappel": "{nom}", "groupe": True}, "nom"),
        ({"consigne": "{nombre} à saisir"}, "nombre"),
    ],
)
def test_a_word_that_nothing_fills_is_named(changes: dict[str, Any], mot: str) -> None:
    Attente(**ATTENTE)
    (attribut, *_) = changes
    with pytest.raises(
        ValueError, match=rf"Attente « activites », {attribut} : \{{{mot}\}} n'est pas rempli"
    ):
        Attente(**ATTENTE | changes)


def test_a_date_has_its_own_words() -> None:
    Echeance(**ECHEANCE)
    with pytest.raises(ValueError, match=r"consigne : \{exercice\} n'est pas rempli, seulement"):
        Echeance(**ECHEANCE | {"consigne": "Avant {exercice}."})
