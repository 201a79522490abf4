"""The chapter of an axis: what the convention expects, the actions, the indicators, the axis' own part."""

from datetime import date

from core.plan.codes import Portee, StatutAction
from core.plan.models_action import Action
from core.plan.rules import is_active, is_late
from core.rapports.annuel_indicateur import build_indicateur, has_values
from core.rapports.annuel_matiere import Matiere, MatiereAxe
from core.rapports.document import (
    Bloc,
    Chiffre,
    Chiffres,
    Colonne,
    Indisponible,
    Liste,
    SautDePage,
    Section,
    Tableau,
    Texte,
    Titre,
)
from core.rapports.phrases import count, format_date, format_number, join_words

AUCUNE_NOTE = "Aucune note sur l'exercice."


def build_axe(matiere: Matiere, part: MatiereAxe) -> Section:
    """The chapter of one axis, tinted with its colour."""
    axe = part.axe
    blocs: list[Bloc] = [Texte(texte=describe_state(matiere, part), style="chapeau")]
    blocs.append(_build_expectations(part))
    if part.actif:
        blocs.append(_build_actions(matiere, part))
        if part.indicateurs and has_values(part.indicateurs[0]):
            blocs.append(SautDePage())
        blocs.append(_build_indicateurs(matiere, part))
        blocs += _wrap_sections(part)
    return Section(
        titre=f"Axe {axe.numero} : {axe.titre}",
        niveau=1,
        ancre=f"axe-{axe.slug}",
        couleur=axe.couleur,
        blocs=tuple(blocs),
    )


def describe_state(matiere: Matiere, part: MatiereAxe) -> str:
    """Whether the axis is active, and its figures définitifs or provisoires."""
    if not part.actif:
        return (
            "Cet axe est désactivé : ses actions et ses chiffres ne figurent pas dans ce rapport et "
            "ne comptent pas dans ses totaux."
        )
    if part.validation is None:
        return f"Chiffres {matiere.exercice} provisoires : ils ne sont pas encore validés."
    return (
        f"Chiffres {matiere.exercice} définitifs, validés le "
        f"{format_date(part.validation.validee_le)}."
    )


def _build_expectations(part: MatiereAxe) -> Section:
    blocs: list[Bloc] = []
    several = len(part.enjeux) > 1
    for rank, enjeu in enumerate(part.enjeux, 1):
        blocs.append(Titre(texte=f"Enjeu {rank}" if several else "Enjeu", niveau=3))
        blocs.append(Texte(texte=enjeu.titre, style="citation"))
        if enjeu.resultats:
            blocs.append(Texte(texte="Résultats attendus :"))
            blocs.append(Liste(elements=tuple(resultat.titre for resultat in enjeu.resultats)))
        else:
            blocs.append(
                Texte(texte="La convention n'énonce pas de résultat attendu pour cet enjeu.")
            )
    blocs.append(Titre(texte="Actions majeures", niveau=3))
    if part.majeures:
        blocs.append(Liste(elements=tuple(majeure.titre for majeure in part.majeures)))
    else:
        blocs.append(Texte(texte="La convention ne nomme pas d'action majeure pour cet axe."))
    return Section(
        titre="Ce que la convention attend",
        niveau=2,
        ancre=f"{part.axe.slug}-attendus",
        blocs=tuple(blocs),
    )


def _build_actions(matiere: Matiere, part: MatiereAxe) -> Section:
    blocs: list[Bloc] = []
    if part.actions:
        blocs.append(count_actions(matiere, part))
        blocs.append(_build_table(matiere, part))
        blocs += _build_freins(matiere, part)
    else:
        blocs.append(Texte(texte="Aucune action enregistrée dans cet axe."))
    return Section(titre="Actions", niveau=2, ancre=f"{part.axe.slug}-actions", blocs=tuple(blocs))


def count_actions(matiere: Matiere, part: MatiereAxe) -> Chiffres:
    """Its actions: active, done, late."""
    statuts = [action.statut for action in part.actions]
    late = sum(is_late(a.statut, a.date_fin, matiere.jour) for a in part.actions)
    silent = sum(action.id not in matiere.notes for action in part.actions)
    abandoned = statuts.count(StatutAction.ABANDONNEE)
    return Chiffres(
        elements=(
            Chiffre(
                libelle="Actions actives",
                valeur=format_number(sum(map(is_active, statuts))),
                precision=f"dont {format_number(statuts.count(StatutAction.EN_COURS))} en cours",
            ),
            Chiffre(
                libelle="Actions réalisées",
                valeur=format_number(statuts.count(StatutAction.REALISEE)),
                precision=f"{count(abandoned, 'abandon')} à part",
            ),
            Chiffre(
                libelle="En retard",
                valeur=format_number(late),
                precision=f"{count(silent, 'action')} sans note sur {matiere.exercice}",
            ),
        )
    )


def _build_table(matiere: Matiere, part: MatiereAxe) -> Tableau:
    return Tableau(
        titre=f"Actions de l'axe au {format_date(matiere.jour)}",
        colonnes=(
            Colonne(libelle="Code", largeur=0.9),
            Colonne(libelle="Action et dernière note", largeur=3.9),
            Colonne(libelle="Statut", largeur=1.35),
            Colonne(libelle="Pilote", largeur=1.3),
            Colonne(libelle="Dates", largeur=1.35),
            Colonne(libelle="Portée", largeur=2.1),
        ),
        lignes=tuple(_build_row(matiere, action) for action in part.actions),
    )


def _build_row(matiere: Matiere, action: Action) -> tuple[str, ...]:
    return (
        action.code,
        f"{action.intitule}\n{describe_note(matiere, action)}",
        "\n".join((action.statut.libelle, *list_alerts(action, matiere))),
        str(action.pilote) if action.pilote else "Sans pilote",
        describe_dates(action, matiere.jour),
        describe_scope(action),
    )


def describe_note(matiere: Matiere, action: Action) -> str:
    """The latest note of the exercice that the audience may read."""
    notes = matiere.notes.get(action.id)
    if not notes:
        return AUCUNE_NOTE
    return f"{format_date(notes[0].jour)}, {notes[0].genre.libelle.lower()} : {notes[0].texte}"


def list_alerts(action: Action, matiere: Matiere) -> list[str]:
    """ "En retard", "Bloquée": computed, never stored (metier.md section 3)."""
    alerts = []
    if is_late(action.statut, action.date_fin, matiere.jour):
        alerts.append("En retard")
    if is_active(action.statut) and action.id in matiere.freins:
        alerts.append("Bloquée")
    return alerts


def describe_dates(action: Action, jour: date) -> str:
    """Start and end; an action without end says since when, or from when, it is carried on."""
    if action.date_fin is None:
        start = "à partir du" if action.date_debut > jour else "depuis le"
        return f"{start} {format_date(action.date_debut)}, chaque année"
    return f"{format_date(action.date_debut)} au {format_date(action.date_fin)}"


def describe_scope(action: Action) -> str:
    """The communes named, or the whole territory."""
    if action.portee is Portee.TERRITOIRE:
        return action.portee.libelle
    return join_words(sorted(commune.nom for commune in action.communes))


def _build_freins(matiere: Matiere, part: MatiereAxe) -> list[Bloc]:
    lines = [
        f"{action.code} : {frein.description} À lever par : {frein.leve_par.libelle}, depuis le "
        f"{format_date(frein.depuis)}."
        for action in part.actions
        if is_active(action.statut)
        for frein in matiere.freins.get(action.id, ())
    ]
    if not lines:
        return []
    return [Titre(texte="Ce qui bloque", niveau=3), Liste(elements=tuple(lines))]


def _build_indicateurs(matiere: Matiere, part: MatiereAxe) -> Section:
    blocs: list[Bloc]
    if part.indicateurs_en_panne:
        blocs = [
            Indisponible(
                titre="Indicateurs",
                raison="Le calcul des indicateurs de cet axe a échoué ; l'administrateur en est averti.",
            )
        ]
    elif part.indicateurs:
        blocs = []
        for resultat in part.indicateurs:
            # A drawn indicator has its page: its sentence stays with its chart.
            if blocs and has_values(resultat):
                blocs.append(SautDePage())
            blocs.append(build_indicateur(matiere, resultat))
    elif part.installe:
        blocs = [Texte(texte="Aucun indicateur n'est affiché pour cet axe.")]
    else:
        blocs = [Texte(texte="Aucun indicateur n'est encore suivi pour cet axe.")]
    return Section(
        titre="Indicateurs", niveau=2, ancre=f"{part.axe.slug}-indicateurs", blocs=tuple(blocs)
    )


def _wrap_sections(part: MatiereAxe) -> list[Bloc]:
    if not part.sections:
        return []
    if all(isinstance(bloc, Section) for bloc in part.sections):
        return list(part.sections)
    return [
        Section(
            titre=f"Compléments : {part.axe.titre}",
            niveau=2,
            ancre=f"{part.axe.slug}-complements",
            blocs=tuple(part.sections),
        )
    ]
