"""The page of an axis for the committee: three figures, three facts, one difficulty, one request
(metier.md section 5)."""

from core.gouvernance.conduite import Ligne
from core.gouvernance.models_seance import PointOrdreDuJour
from core.indicateurs.service import ResultatIndicateur
from core.plan.models_action import Frein, Note
from core.plan.rules import is_active
from core.rapports.annuel_axe import count_actions, describe_state
from core.rapports.annuel_matiere import Matiere, MatiereAxe
from core.rapports.comite_matiere import Ampleur, MatiereComite
from core.rapports.document import (
    Bloc,
    Chiffre,
    Chiffres,
    Indisponible,
    Liste,
    Section,
    Texte,
    Titre,
)
from core.rapports.phrases import (
    agree,
    compute_trend,
    describe_answers,
    find_previous,
    format_date,
    format_number,
    format_value,
    shorten,
)

TROIS = 3
SANS_FAIT = "Aucun fait de l'année n'est écrit pour le comité."
SANS_DIFFICULTE = "Aucune difficulté n'est portée devant le comité."
SANS_DEMANDE = "L'axe ne demande rien au comité cette année."


def build_page(comite: MatiereComite, part: MatiereAxe, ampleur: Ampleur) -> Section:
    """The page of one axis, tinted with its colour. What the axis itself gives completes what is known of
    it: its figures those of the indicators, its facts the notes written for the committee."""
    matiere = comite.matiere
    blocs: list[Bloc] = [
        Texte(texte=describe_state(matiere, part), style="note"),
        Chiffres(elements=_list_figures(matiere, part)),
        Titre(texte=f"Ce qui s'est passé en {matiere.exercice}"),
        _list_facts(matiere, part, ampleur),
        Titre(texte="Une difficulté"),
        Texte(texte=_tell_difficulty(matiere, part, ampleur)),
        Titre(texte="Une demande au comité"),
        Texte(texte=_tell_request(comite, part, ampleur), style="citation"),
    ]
    blocs += [bloc for bloc in part.sections if isinstance(bloc, Indisponible)]
    return Section(
        titre=f"Axe {part.axe.numero} : {part.axe.titre}",
        niveau=1,
        ancre=f"axe-{part.axe.slug}",
        couleur=part.axe.couleur,
        blocs=tuple(blocs),
    )


def _list_figures(matiere: Matiere, part: MatiereAxe) -> tuple[Chiffre, ...]:
    """Indicators phares whose value is known, then the figures of the axis, then those of its actions."""
    known = [
        _build_figure(resultat, matiere.exercice)
        for resultat in part.indicateurs
        if (reglage := matiere.reglages.get(resultat.definition.code)) is None or reglage.phare
        if resultat.agglomeration[matiere.exercice].valeur is not None
    ]
    given = [
        chiffre for bloc in part.sections if isinstance(bloc, Chiffres) for chiffre in bloc.elements
    ]
    return (*known, *given, *count_actions(matiere, part).elements)[:TROIS]


def _build_figure(resultat: ResultatIndicateur, exercice: int) -> Chiffre:
    definition = resultat.definition
    found = resultat.agglomeration[exercice]
    assert found.valeur is not None
    valeur = format_number(found.valeur, definition.decimales)
    unite = agree(found.valeur, definition.decimales, definition.unite)
    # A long unit would not hold beside a large figure.
    short = unite == "%"
    before = find_previous(resultat, exercice)
    details = [
        "" if short else unite,
        describe_answers(definition, found.mesure),
        f"{format_value(definition, before[1])} en {before[0]}" if before else "",
    ]
    return Chiffre(
        libelle=definition.libelle,
        valeur=f"{valeur}\u00a0{unite}" if short else valeur,
        precision=" ; ".join(detail for detail in details if detail),
        tendance=compute_trend(resultat, exercice) or None,
    )


def _list_facts(matiere: Matiere, part: MatiereAxe, ampleur: Ampleur) -> Bloc:
    """The last note of each action, the latest first, then the facts that the axis gives."""
    notes: list[Note] = [
        matiere.notes[action.id][0] for action in part.actions if action.id in matiere.notes
    ]
    notes.sort(key=lambda note: (note.jour, note.id), reverse=True)
    given = [
        element for bloc in part.sections if isinstance(bloc, Liste) for element in bloc.elements
    ]
    facts = [f"{note.texte} ({note.action.code})" for note in notes[:TROIS]]
    shown = tuple(shorten(fact, ampleur.texte) for fact in (*facts, *given)[:TROIS])
    return Liste(elements=shown) if shown else Texte(texte=SANS_FAIT)


def _tell_difficulty(matiere: Matiere, part: MatiereAxe, ampleur: Ampleur) -> str:
    """The open frein that has lasted longest, among those that the committee may read."""
    freins: list[Frein] = [
        frein
        for action in part.actions
        if is_active(action.statut)
        for frein in matiere.freins.get(action.id, ())
    ]
    if not freins:
        return SANS_DIFFICULTE
    oldest = min(freins, key=lambda frein: (frein.depuis, frein.id))
    return (
        f"{shorten(oldest.description, ampleur.texte)} Action {oldest.action.code} ; à lever par : "
        f"{oldest.leve_par.libelle}, depuis le {format_date(oldest.depuis)}."
    )


def _tell_request(comite: MatiereComite, part: MatiereAxe, ampleur: Ampleur) -> str:
    """A point that the axis had put on the agenda, else the first of its arbitrations."""
    slug = part.axe.slug
    point: PointOrdreDuJour | None = next(
        (p for p in comite.points if p.propose_id is not None and p.axe_slug == slug), None
    )
    if point is not None:
        return f"À l'ordre du jour : {shorten(point.titre, ampleur.texte)}"
    ligne: Ligne | None = next(
        (a for a in comite.arbitrages if a.priorite.action.axe_slug == slug), None
    )
    if ligne is None:
        return SANS_DEMANDE
    return shorten(
        f"{ligne.priorite.action.code}, {ligne.priorite.action.intitule} : il est proposé au copil de "
        f"{propose(ligne)}",
        ampleur.texte,
    )


def propose(ligne: Ligne) -> str:
    """What follows "Il est proposé au copil de", from the comité technique."""
    priorite = ligne.priorite
    if priorite.proposition:
        return priorite.proposition
    if priorite.priorite_proposee is not None:
        return f"la classer « {priorite.priorite_proposee.libelle} »."
    return "se prononcer : le comité technique n'a rien proposé."
