"""An indicator in the report: how to read it, its chart with the table of values, where it comes from."""

from decimal import Decimal

from core.communes.rules import MASQUE_EFFECTIF
from core.indicateurs.models import ReglageIndicateur
from core.indicateurs.service import ResultatIndicateur
from core.plugin.types import Niveau
from core.rapports.annuel_matiere import Matiere
from core.rapports.document import Bloc, Colonne, Graphique, Point, Section, Serie, Tableau, Texte
from core.rapports.phrases import (
    describe_answers,
    describe_official,
    describe_parts,
    describe_repere,
    format_value,
    read_indicateur,
    tell_value,
)

LOCAL = "Calcul local"
OFFICIEL = "Valeur officielle"


def build_indicateur(matiere: Matiere, resultat: ResultatIndicateur) -> Section:
    """The sub-section of an indicator at the level of the agglomération, and its bassins."""
    definition, exercice = resultat.definition, matiere.exercice
    mesure = resultat.agglomeration[exercice].mesure
    figures = "définitif" if exercice in resultat.definitif else "provisoire"
    blocs: list[Bloc] = [Texte(texte=read_indicateur(resultat, exercice))]
    details = [
        describe_parts(definition, mesure),
        f"Chiffre {figures}, {describe_answers(definition, mesure)}.",
        describe_repere(definition),
        _describe_target(resultat, matiere.reglages.get(definition.code)),
    ]
    blocs.append(Texte(texte=" ".join(detail for detail in details if detail)))
    if has_values(resultat):
        blocs.append(_build_chart(resultat))
    blocs += [
        Texte(texte=describe_official(definition, resultat.officielles[None, annee]))
        for annee in resultat.annees[-1:]
        if (None, annee) in resultat.officielles
    ]
    blocs += _build_bassins(resultat, exercice)
    blocs.append(
        Texte(
            texte=f"Formule : {definition.formule}. Source : {definition.source}. "
            f"Méthode : {definition.methode}".rstrip(". ")
            + ".",
            style="note",
        )
    )
    return Section(
        titre=f"{definition.code} : {definition.libelle}",
        niveau=3,
        ancre=f"indicateur-{definition.code}",
        blocs=tuple(blocs),
    )


def has_values(resultat: ResultatIndicateur) -> bool:
    """True when there is something to draw: a value, local or official, in one of the years."""
    return any(
        resultat.agglomeration[annee].valeur is not None
        or ((None, annee) in resultat.officielles and not resultat.officielles[None, annee].masque)
        for annee in resultat.annees
    )


def _describe_target(resultat: ResultatIndicateur, reglage: ReglageIndicateur | None) -> str:
    if reglage is None or reglage.cible is None:
        return ""
    year = f" en {reglage.annee_cible}" if reglage.annee_cible else ""
    return f"Cible : {format_value(resultat.definition, reglage.cible)}{year}."


def _build_chart(resultat: ResultatIndicateur) -> Graphique:
    definition = resultat.definition
    series = [
        Serie(
            nom=LOCAL,
            points=tuple(
                Point(
                    libelle=str(annee),
                    valeur=_rounded(resultat.agglomeration[annee].valeur, definition.decimales),
                    texte=MASQUE_EFFECTIF if resultat.agglomeration[annee].masque else "",
                )
                for annee in resultat.annees
            ),
        )
    ]
    official = {
        annee: resultat.officielles[None, annee]
        for annee in resultat.annees
        if (None, annee) in resultat.officielles
    }
    if official:
        series.append(
            Serie(
                nom=OFFICIEL,
                points=tuple(
                    Point(
                        libelle=str(annee),
                        valeur=_rounded(one.valeur if one else None, definition.decimales),
                        texte=MASQUE_EFFECTIF if one and one.masque else "",
                    )
                    for annee in resultat.annees
                    for one in (official.get(annee),)
                ),
            )
        )
    said = ", ".join(
        f"{tell_value(definition, resultat.agglomeration[annee])} en {annee}"
        for annee in resultat.annees
    )
    answers = " ; ".join(
        f"{annee} : {describe_answers(definition, resultat.agglomeration[annee].mesure)}"
        for annee in resultat.annees
    )
    return Graphique(
        titre=f"{definition.libelle}, agglomération",
        genre="barres",
        series=tuple(series),
        unite=definition.unite,
        alternative=f"Diagramme en barres de l'indicateur {definition.libelle}, pour l'ensemble de "
        f"l'agglomération, année par année : {said}.",
        note=f"Réponses reçues. {answers}.",
    )


def _rounded(valeur: Decimal | None, decimales: int) -> float | None:
    return None if valeur is None else round(float(valeur), decimales)


def _build_bassins(resultat: ResultatIndicateur, exercice: int) -> list[Bloc]:
    definition = resultat.definition
    rows = [
        (
            nom,
            tell_value(definition, valeur),
            describe_answers(definition, valeur.mesure),
        )
        for (nom, annee), valeur in resultat.bassins.items()
        if annee == exercice
    ]
    if Niveau.BASSIN not in definition.niveaux or not rows:
        return []
    return [
        Tableau(
            titre=f"{definition.libelle} par bassin de vie en {exercice}",
            colonnes=(
                Colonne(libelle="Bassin de vie", largeur=2),
                Colonne(libelle="Valeur", alignement="droite", largeur=2.4),
                Colonne(libelle="Réponses", alignement="droite", largeur=1.6),
            ),
            lignes=tuple(rows),
        )
    ]
