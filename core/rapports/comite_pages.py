"""The pages for the committee that no axis owns: agenda, decisions, synthesis, arbitrations, calendar."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from core.cycles.rules import DATES, default_dates
from core.gouvernance.codes import Trame
from core.gouvernance.conduite import ARBITRAGES, Ligne
from core.gouvernance.models_seance import PointOrdreDuJour
from core.rapports.annuel_axe import describe_scope
from core.rapports.annuel_synthese import (
    SANS_DECISION,
    TITRE_DECISIONS,
    build_decisions,
    build_figures,
    build_territory,
    introduce,
)
from core.rapports.comite_axe import propose
from core.rapports.comite_matiere import Ampleur, MatiereComite
from core.rapports.document import Bloc, Colonne, Section, Tableau, Texte
from core.rapports.phrases import count, format_date, format_number, shorten
from core.rapports.seances import build_agenda

ANNEES_VERSEES = 3
# Characters of a name in a narrow column.
NOM_MAX = 40
SANS_SEANCE = "La séance du comité n'est pas encore inscrite."
SANS_VERSEMENT = "Aucun versement de la CAF n'est enregistré pour les équipements soutenus."
SANS_ARBITRAGE = (
    "Aucun arbitrage n'est inscrit : le comité suit la liste classée par le comité technique."
)


def build_ordre_du_jour(comite: MatiereComite, ampleur: Ampleur) -> Section:
    """The timed agenda: what takes time in the session, without what each part is made of."""
    blocs: list[Bloc]
    if comite.seance is None:
        blocs = [Texte(texte=SANS_SEANCE)]
    else:
        timed = [point for point in comite.points if point.minutes]
        if ampleur.projetee:
            timed = _join_axes(timed)
        shown = timed[: ampleur.points]
        blocs = build_agenda(comite.seance, shown, {}, lambda texte: shorten(texte, ampleur.titre))
        blocs += _tell_rest(len(timed) - len(shown), "point", "la convocation")
    return _section("La séance", "seance", blocs)


def _join_axes(points: Sequence[PointOrdreDuJour]) -> list[PointOrdreDuJour]:
    """The agenda with one line for all the axes: each of them has its own page."""
    joined: list[PointOrdreDuJour] = []
    for of_axis, group in groupby(points, lambda p: (p.trame or "").startswith(Trame.AXE.value)):
        found = list(group)
        if of_axis:
            minutes = sum(point.minutes or 0 for point in found)
            found = [PointOrdreDuJour(titre="Les axes, un par un", minutes=minutes)]
        joined += found
    return joined


def build_suivi(comite: MatiereComite, ampleur: Ampleur) -> Section:
    """What the committee had decided, what was done of it."""
    decisions = comite.matiere.decisions
    blocs: list[Bloc] = [Texte(texte=SANS_DECISION)]
    if decisions:
        shown = decisions[: ampleur.decisions]
        blocs = [
            build_decisions(shown, lambda texte: shorten(texte, ampleur.cellule), _shorten_name)
        ]
        blocs += _tell_rest(len(decisions) - len(shown), "décision")
    return _section(TITRE_DECISIONS, "decisions", blocs)


def build_synthese(comite: MatiereComite, ampleur: Ampleur) -> Section:
    """Six figures, and the money of the CAF."""
    matiere = comite.matiere
    return _section(
        "Synthèse",
        "synthese",
        [
            Texte(texte=introduce(matiere), style="chapeau"),
            build_figures(matiere),
            *_build_argent(comite, ampleur),
        ],
    )


def build_carte(comite: MatiereComite) -> Section:
    """Where the actions take place."""
    territory = build_territory(comite.matiere)
    return _section(territory.titre, territory.ancre, list(territory.blocs))


def build_arbitrages(comite: MatiereComite, ampleur: Ampleur) -> list[Section]:
    """What the committee discusses: as many pages as are needed, two at the most."""
    lignes = comite.arbitrages[: ARBITRAGES[1]]
    if not lignes:
        return [_section("Arbitrages", "arbitrages", [Texte(texte=SANS_ARBITRAGE)])]
    sections = []
    pages = -(-len(lignes) // ampleur.arbitrages)
    par_page = -(-len(lignes) // pages)
    for debut in range(0, len(lignes), par_page):
        shown = lignes[debut : debut + par_page]
        blocs: list[Bloc] = [_build_arbitrages(comite, shown, ampleur)]
        if debut + len(shown) == len(lignes):
            blocs += _tell_rest(
                len(comite.arbitrages) - len(lignes), "arbitrage", "la liste classée"
            )
        titre = "Arbitrages, suite" if debut else "Arbitrages"
        sections.append(_section(titre, "arbitrages", blocs))
    return sections


def build_calendrier(comite: MatiereComite, ampleur: Ampleur) -> Section:
    """What comes after the session: dates of the year, sessions, decisions to carry out."""
    blocs: list[Bloc] = [
        Tableau(
            titre="Ce qui vient",
            colonnes=(Colonne(libelle="Date"), Colonne(libelle="Quoi", largeur=5)),
            lignes=tuple(
                (format_date(jour), shorten(quoi, ampleur.titre))
                for jour, quoi in sorted(_list_dates(comite))[: ampleur.dates]
            ),
        )
    ]
    # On a screen, decisions to carry out have their own page, at the beginning.
    if comite.a_mener and not ampleur.projetee:
        blocs.append(
            Tableau(
                titre="Décisions à mener",
                colonnes=(
                    Colonne(libelle="Pour le"),
                    Colonne(libelle="Décision", largeur=3.6),
                    Colonne(libelle="Qui", largeur=1.4),
                ),
                lignes=tuple(
                    (
                        format_date(decision.echeance) if decision.echeance else "sans date",
                        shorten(decision.intitule, ampleur.titre),
                        _shorten_name(decision.qui) or "à désigner",
                    )
                    for decision in comite.a_mener
                ),
            )
        )
    return _section("Calendrier", "calendrier", blocs)


def _build_argent(comite: MatiereComite, ampleur: Ampleur) -> Iterator[Bloc]:
    """What the CAF pays for the facilities that it supports, and what the funding calls of the year gave."""
    exercice = comite.matiere.exercice
    versements = [v for v in comite.versements if v.annee <= exercice][:ANNEES_VERSEES]
    if versements:
        yield Tableau(
            titre="Ce que la CAF verse aux équipements soutenus (euros)",
            colonnes=(
                Colonne(libelle="Année"),
                Colonne(libelle="Bonus territoire", alignement="droite", largeur=1.6),
                Colonne(libelle="Autres versements", alignement="droite", largeur=1.6),
                Colonne(libelle="Équipements renseignés", alignement="droite", largeur=2),
            ),
            lignes=tuple(
                (
                    str(v.annee),
                    format_number(v.bonus),
                    format_number(v.autres),
                    f"{format_number(v.repondu)} sur {format_number(v.attendu)}",
                )
                for v in versements[: 1 if ampleur.projetee else None]
            ),
        )
    else:
        yield Texte(texte=SANS_VERSEMENT)
    appels = comite.appels
    if appels.nombre and not ampleur.projetee:
        yield Texte(
            texte=f"Appels à financement {exercice}, tous financeurs : "
            f"{count(appels.nombre, 'candidature')} ; demandé : {_format_euros(appels.demande)} ; "
            f"accordé : {_format_euros(appels.accorde)} ; versé : {_format_euros(appels.verse)}."
        )


def _build_arbitrages(comite: MatiereComite, lignes: Sequence[Ligne], ampleur: Ampleur) -> Tableau:
    def cut(texte: str) -> str:
        return shorten(texte, ampleur.titre if ampleur.projetee else ampleur.cellule)

    annee = comite.matiere.exercice + 1
    action = Colonne(libelle="Action", largeur=3.2)
    cout = Colonne(libelle=f"Coût {annee}", alignement="droite", largeur=1.5)
    proposition = Colonne(libelle="Il est proposé au copil de", largeur=2.8)
    if ampleur.projetee:
        return Tableau(
            titre="Ce que le comité est appelé à trancher",
            colonnes=(action, cout, proposition),
            lignes=tuple(
                (cut(str(a.priorite.action)), _format_euros(a.cout), cut(propose(a)))
                for a in lignes
            ),
        )
    return Tableau(
        titre="Ce que le comité est appelé à trancher",
        colonnes=(
            replace(action, libelle="Action et communes"),
            cout,
            Colonne(libelle="Avis technique", largeur=2.4),
            proposition,
        ),
        lignes=tuple(
            (
                f"{cut(str(a.priorite.action))}\n{_tell_scope(a, ampleur)}",
                _format_euros(a.cout),
                cut(a.priorite.avis) or "Aucun avis écrit.",
                cut(propose(a)),
            )
            for a in lignes
        ),
        note=f"Coût : ce que les budgets des actions prévoient pour {annee}.",
    )


def _shorten_name(texte: str) -> str:
    return shorten(texte, NOM_MAX)


def _tell_scope(ligne: Ligne, ampleur: Ampleur) -> str:
    return shorten(describe_scope(ligne.priorite.action), ampleur.titre)


def _list_dates(comite: MatiereComite) -> Iterator[tuple[date, str]]:
    fixed = {
        cycle.exercice: {champ: getattr(cycle, champ) for champ, _ in DATES}
        for cycle in comite.cycles
    }
    for exercice in (comite.matiere.exercice, comite.matiere.exercice + 1):
        usual = "" if exercice in fixed else " (date habituelle)"
        days = fixed.get(exercice) or default_dates(exercice)
        for champ, libelle in DATES:
            if days[champ] > comite.jour:
                yield days[champ], f"{libelle}, exercice {exercice}{usual}"
    for seance in comite.seances:
        where = f", {seance.lieu}" if seance.lieu else ""
        yield seance.jour, f"Séance : {seance.instance}{where}"


def _tell_rest(nombre: int, nom: str, where: str = "les annexes") -> list[Bloc]:
    if nombre <= 0:
        return []
    verb = "sont" if nombre > 1 else "est"
    return [Texte(texte=f"{count(nombre, f'autre {nom}', f'autres {nom}s')} {verb} dans {where}.")]


def _format_euros(montant: Decimal | None) -> str:
    return "non chiffré" if montant is None else f"{format_number(montant)}\u00a0€"


def _section(titre: str, ancre: str, blocs: list[Bloc]) -> Section:
    return Section(titre=titre, niveau=1, ancre=ancre, blocs=tuple(blocs))
