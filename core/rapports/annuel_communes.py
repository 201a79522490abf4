"""The annex: the communes on a map, then an entry for each."""

from core.communes.models import Commune
from core.plan.codes import Portee
from core.plan.models_action import Action
from core.plugin.types import Niveau
from core.rapports.annuel_axe import list_alerts
from core.rapports.annuel_matiere import Matiere
from core.rapports.annuel_synthese import build_zone, is_schematic
from core.rapports.document import Bloc, Carte, Colonne, SautDePage, Section, Tableau, Texte
from core.rapports.phrases import (
    NON_RENSEIGNE,
    count,
    describe_answers,
    format_number,
    tell_value,
)


def build_communes(matiere: Matiere) -> Section:
    """One entry per commune: population, actions that name it, its indicators."""
    by_commune: dict[str, list[Action]] = {}
    for action in matiere.actions:
        for commune in action.communes:
            by_commune.setdefault(commune.code_insee, []).append(action)
    whole = sum(action.portee is Portee.TERRITOIRE for action in matiere.actions)
    entries = [
        _build_commune(matiere, commune, by_commune.get(commune.code_insee, []), whole)
        for commune in matiere.communes
    ]
    return Section(
        titre=f"Annexe : les {len(matiere.communes)} communes",
        niveau=1,
        ancre="communes",
        blocs=(_build_map(matiere), _build_overview(matiere), SautDePage(), *entries),
    )


def _build_map(matiere: Matiere) -> Carte:
    known = {code: population.municipale for code, population in matiere.populations.items()}
    total = sum(known.values())
    return Carte(
        titre="Population municipale des communes",
        zones=tuple(
            build_zone(
                commune,
                float(known[commune.code_insee]) if commune.code_insee in known else None,
                format_number(known.get(commune.code_insee)),
            )
            for commune in matiere.communes
        ),
        unite="habitants",
        alternative="Carte des communes selon leur population municipale ; ensemble : "
        f"{format_number(total)} habitants.",
        note=f"{_describe_editions(matiere)} Valeurs : tableau ci-dessous.",
        schematique=is_schematic(matiere),
        valeurs=False,
    )


def _build_overview(matiere: Matiere) -> Tableau:
    numbers = matiere.count_by_commune()
    return Tableau(
        titre="Les communes en un coup d'œil",
        colonnes=(
            Colonne(libelle="Commune", largeur=2.4),
            Colonne(libelle="Population municipale", alignement="droite", largeur=1.6),
            Colonne(libelle="Actions qui la désignent", alignement="droite", largeur=1.6),
            Colonne(libelle="Bassin de vie", largeur=2),
        ),
        lignes=tuple(
            (
                commune.nom,
                format_number(population.municipale)
                if (population := matiere.populations.get(commune.code_insee))
                else NON_RENSEIGNE,
                format_number(numbers[commune.code_insee]),
                commune.bassin.nom if commune.bassin else NON_RENSEIGNE,
            )
            for commune in matiere.communes
        ),
    )


def _describe_editions(matiere: Matiere) -> str:
    sources = sorted({population.source for population in matiere.populations.values()})
    return f"Source : {' ; '.join(sources)}." if sources else "Population non renseignée."


def _build_commune(
    matiere: Matiere, commune: Commune, actions: list[Action], whole: int
) -> Section:
    blocs: list[Bloc] = [Texte(texte=_describe(matiere, commune))]
    if actions:
        blocs.append(
            Tableau(
                titre=f"{count(len(actions), 'action')} qui désignent la commune"
                if len(actions) > 1
                else "1 action qui désigne la commune",
                colonnes=(
                    Colonne(libelle="Code", largeur=0.8),
                    Colonne(libelle="Action", largeur=4.6),
                    Colonne(libelle="Statut", largeur=1.5),
                ),
                lignes=tuple(
                    (
                        action.code,
                        action.intitule,
                        ", ".join((action.statut.libelle, *list_alerts(action, matiere))),
                    )
                    for action in actions
                ),
            )
        )
        blocs.append(Texte(texte=f"{_say_whole(whole)}, à part.", style="note"))
    elif matiere.actions:
        blocs.append(
            Texte(texte=f"Aucune action ne désigne cette commune ; {_say_whole(whole).lower()}.")
        )
    else:
        blocs.append(Texte(texte="Aucune action enregistrée."))
    blocs += _build_indicateurs(matiere, commune)
    return Section(
        titre=commune.nom,
        niveau=2,
        ancre=f"commune-{commune.code_insee}",
        blocs=tuple(blocs),
    )


def _say_whole(whole: int) -> str:
    if whole == 0:
        return "Aucune action ne concerne tout le territoire"
    verb = "concernent" if whole > 1 else "concerne"
    return f"{count(whole, 'action')} {verb} tout le territoire"


def _describe(matiere: Matiere, commune: Commune) -> str:
    population = matiere.populations.get(commune.code_insee)
    bassin = (
        f"bassin de vie : {commune.bassin.nom}" if commune.bassin else "bassin de vie non renseigné"
    )
    if population is None:
        return f"Population non renseignée ; {bassin}."
    return (
        f"{count(population.municipale, 'habitant')} (population municipale "
        f"{population.annee_reference}, en vigueur en {population.edition} ; population totale "
        f"{format_number(population.totale)}) ; {bassin}."
    )


def _build_indicateurs(matiere: Matiere, commune: Commune) -> list[Bloc]:
    exercice, code = matiere.exercice, commune.code_insee
    rows = []
    for part in matiere.axes:
        for resultat in part.indicateurs:
            definition = resultat.definition
            found = resultat.communes.get((code, exercice))
            if Niveau.COMMUNE not in definition.niveaux:
                continue
            before = resultat.communes.get((code, exercice - 1))
            rows.append(
                (
                    f"{definition.code} : {definition.libelle}",
                    tell_value(definition, found),
                    tell_value(definition, before),
                    tell_value(definition, resultat.agglomeration[exercice]),
                    describe_answers(definition, found.mesure) if found else "sans réponse",
                )
            )
    if not rows:
        return []
    return [
        Tableau(
            titre=f"Indicateurs de la commune en {exercice}",
            colonnes=(
                Colonne(libelle="Indicateur", largeur=2.6),
                Colonne(libelle=str(exercice), alignement="droite", largeur=1.6),
                Colonne(libelle=str(exercice - 1), alignement="droite", largeur=1.6),
                Colonne(libelle="Agglomération", alignement="droite", largeur=1.6),
                Colonne(libelle="Réponses", alignement="droite", largeur=1.3),
            ),
            lignes=tuple(rows),
        )
    ]
