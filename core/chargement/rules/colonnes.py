"""Guessing which column holds what, from its heading. Pure.

A heading is compared without accents, case nor punctuation; a remark in brackets or a year does not count.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from core.chargement.codes import ChampPlan
from core.chargement.rules.feuille import Feuille
from core.communes.rules import sort_key

# A title, a logo, a date may stand above the headings.
TITRES_PROFONDEUR = 20
_ANNEE = re.compile(r"\b20\d\d\b")
# As teams head their columns; the first word of each is what our own template says.
SYNONYMES: Mapping[ChampPlan, tuple[str, ...]] = MappingProxyType(
    {
        ChampPlan.CODE: ("code", "numéro", "n°", "no", "num", "réf", "référence", "code action",
                         "n° action", "numéro de l'action", "n° de l'action", "id",
                         "n° fiche", "fiche n°", "numéro de fiche"),
        ChampPlan.INTITULE: ("intitulé", "libellé", "action", "actions", "titre", "nom",
                             "intitulé de l'action", "libellé de l'action", "nom de l'action",
                             "titre de l'action", "action prévue", "fiche action", "projet"),
        ChampPlan.AXE: ("axe", "axe stratégique", "axe de la ctg", "axe ctg", "n° axe", "thématique",
                        "thème", "domaine", "volet", "champ d'intervention"),
        ChampPlan.PILOTE: ("pilote", "pilotage", "pilote de l'action", "responsable", "référent",
                           "référente", "référent technique", "porteur", "porteur de l'action",
                           "chef de projet", "qui", "personne en charge", "agent référent"),
        ChampPlan.STATUT: ("statut", "état", "avancement", "état d'avancement", "situation", "étape",
                           "où en est on", "stade"),
        ChampPlan.NATURE: ("nature", "type", "type d'action", "récurrence", "récurrente",
                           "ponctuelle ou récurrente", "nature de l'action"),
        ChampPlan.PORTEE: ("portée", "échelle", "périmètre", "portée territoriale", "échelle territoriale",
                           "portée géographique"),
        ChampPlan.COMMUNES: ("communes", "commune", "communes désignées", "communes concernées", "lieu",
                             "lieux", "territoire", "territoire concerné", "localisation",
                             "commune concernée", "communes touchées", "code insee"),
        ChampPlan.DEBUT: ("début", "date de début", "démarrage", "lancement", "date de lancement",
                          "commence le", "début prévu", "date début", "date de démarrage"),
        ChampPlan.FIN: ("fin", "échéance", "date de fin", "fin prévue", "date d'échéance", "échéances",
                        "terme", "délai", "date fin", "date butoir", "pour quand"),
        ChampPlan.OBJECTIF: ("objectif", "objectifs", "finalité", "but", "objectif opérationnel",
                             "objectifs opérationnels", "description", "objectif de l'action",
                             "objectifs de l'action", "contenu"),
        ChampPlan.ENJEU: ("enjeu", "enjeux", "enjeu de la convention", "enjeu ctg"),
        ChampPlan.RESULTATS: ("résultats attendus", "résultat attendu", "résultats", "résultat",
                              "effets attendus"),
        ChampPlan.NOTE: ("première note", "note", "notes", "commentaire", "commentaires", "observation",
                         "observations", "remarque", "remarques", "bilan", "point d'étape",
                         "précisions"),
        ChampPlan.BUDGET: ("budget prévu", "budget", "coût", "coût prévisionnel", "budget prévisionnel",
                           "montant", "coût total", "budget total", "coût estimé", "dépenses",
                           "dépenses prévues", "montant prévisionnel"),
        ChampPlan.FINANCEUR: ("financeur", "financeurs", "cofinanceur", "financement par", "financé par",
                              "source de financement", "qui finance"),
        ChampPlan.ACCORDE: ("financement accordé", "subvention", "financement", "montant accordé",
                            "subvention accordée", "montant du financement", "aide accordée",
                            "participation", "recettes", "montant financé"),
    }
)  # fmt: skip


def plain(texte: str) -> str:
    """A text as it is compared: no accent, case, punctuation, double space."""
    return " ".join(sort_key(texte.replace("°", " ")).split())


def _bare(heading: str) -> str:
    without = re.sub(r"\([^)]*\)", " ", heading)
    return plain(_ANNEE.sub(" ", without).replace("€", " "))


_CONNUS: Mapping[str, ChampPlan] = MappingProxyType(
    {_bare(mot): champ for champ, mots in SYNONYMES.items() for mot in mots}
)


def find_champ(heading: str) -> ChampPlan | None:
    """What a heading announces, None when it is not known for sure: the person says it then."""
    bare = _bare(heading)
    if bare in _CONNUS:
        return _CONNUS[bare]
    # "Axe 3", "Enjeux 1": a number after a known word.
    return _CONNUS.get(re.sub(r"(?<=[a-z]) \d+$", "", bare))


def guess_colonnes(headings: Sequence[str]) -> dict[ChampPlan, int]:
    """Column of each field that some heading announces; of two that announce the same, the first."""
    found: dict[ChampPlan, int] = {}
    for rang, heading in enumerate(headings):
        champ = find_champ(heading)
        if champ is not None:
            found.setdefault(champ, rang)
    return found


def guess_titres(feuille: Feuille) -> int:
    """Number of the row that holds the headings: that of the first rows which announces most fields, else
    the first row that has several cells. 0 when the sheet is empty."""
    candidates = feuille.lignes[:TITRES_PROFONDEUR]
    if not candidates:
        return 0
    best, cells = max(candidates, key=lambda row: len(guess_colonnes(row[1])))
    if len(guess_colonnes(cells)) >= 2:
        return best
    return next((n for n, row in candidates if sum(map(bool, row)) > 1), candidates[0][0])


def guess_exercice(headings: Sequence[str]) -> int | None:
    """The year that the headings speak of ("Budget 2026"), when they speak of one."""
    years = {int(year) for heading in headings for year in _ANNEE.findall(heading)}
    return years.pop() if len(years) == 1 else None
