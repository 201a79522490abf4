"""The two-page synthesis: key figures, what was decided and done, where actions name communes."""

from collections.abc import Callable, Sequence

from core.communes.models import Commune
from core.gouvernance.models import Decision
from core.plan.codes import Portee, StatutAction
from core.plan.rules import STATUTS_DU_PLAN, is_active, is_late
from core.rapports.annuel_matiere import Matiere
from core.rapports.document import (
    Bloc,
    Carte,
    Chiffre,
    Chiffres,
    Colonne,
    SautDePage,
    Section,
    Tableau,
    Texte,
    Zone,
)
from core.rapports.phrases import (
    compute_trend,
    count,
    describe_answers,
    format_date,
    format_number,
    join_words,
    tell_value,
)

PHARES_MAX = 6
TITRE_DECISIONS = "Ce que le comité a décidé, ce qui a été fait"
SANS_DECISION = "Aucune décision d'un comité précédent n'est enregistrée."


def build_synthese(matiere: Matiere) -> Section:
    """What an élu reads before the session."""
    blocs: list[Bloc] = [Texte(texte=introduce(matiere), style="chapeau"), build_figures(matiere)]
    blocs.append(_build_statuts(matiere))
    blocs += _build_phares(matiere)
    blocs.append(SautDePage())
    blocs.append(_build_decisions(matiere))
    blocs.append(build_territory(matiere))
    return Section(titre="Synthèse", niveau=1, ancre="synthese", blocs=tuple(blocs))


def introduce(matiere: Matiere) -> str:
    """How many actions the plan has, and whose axes it does not count."""
    off = [part.axe.titre for part in matiere.axes if not part.actif]
    if not matiere.actions:
        sentence = "Aucune action enregistrée à ce jour."
    else:
        active = sum(is_active(action.statut) for action in matiere.actions)
        sentence = (
            f"Le plan compte {count(len(matiere.actions), 'action')} au "
            f"{format_date(matiere.jour)}, dont {count(active, 'active')}."
        )
    if off:
        sentence += f" Ces totaux ne comptent pas les axes désactivés : {join_words(off)}."
    return sentence


def build_figures(matiere: Matiere) -> Chiffres:
    """The six figures of the plan."""
    actions = matiere.actions
    statuts = [action.statut for action in actions]
    named = len(matiere.count_by_commune())
    whole = sum(action.portee is Portee.TERRITOIRE for action in actions)
    told = sum(action.id in matiere.notes for action in actions)
    late = sum(is_late(a.statut, a.date_fin, matiere.jour) for a in actions)
    blocked = sum(is_active(a.statut) and a.id in matiere.freins for a in actions)
    return Chiffres(
        elements=(
            Chiffre(
                libelle="Actions actives",
                valeur=format_number(sum(map(is_active, statuts))),
                precision=f"à engager, en cours ou suspendues, sur {format_number(len(actions))}",
            ),
            Chiffre(
                libelle="Actions réalisées",
                valeur=format_number(statuts.count(StatutAction.REALISEE)),
                precision=f"{count(statuts.count(StatutAction.ABANDONNEE), 'abandon')} à part",
            ),
            Chiffre(
                libelle="En retard",
                valeur=format_number(late),
                precision="actives après leur date de fin",
            ),
            Chiffre(
                libelle="Bloquées",
                valeur=format_number(blocked),
                precision="au moins un frein non levé",
            ),
            Chiffre(
                libelle="Communes nommées",
                valeur=f"{format_number(named)} sur {format_number(len(matiere.communes))}",
                precision=f"{count(whole, 'action')} pour tout le territoire, à part",
            ),
            Chiffre(
                libelle="Actions avec une note",
                valeur=f"{format_number(told)} sur {format_number(len(actions))}",
                precision=f"note sur {matiere.exercice} diffusée aux lecteurs de ce rapport",
            ),
        )
    )


def _build_statuts(matiere: Matiere) -> Tableau:
    rows = []
    for part in matiere.axes:
        statuts = [action.statut for action in part.actions]
        cells = (
            [format_number(statuts.count(statut)) for statut in STATUTS_DU_PLAN]
            if part.actif
            else ["désactivé"] + [""] * (len(STATUTS_DU_PLAN) - 1)
        )
        total = format_number(len(statuts)) if part.actif else ""
        rows.append((f"{part.axe.numero}. {part.axe.titre}", *cells, total))
    return Tableau(
        titre="Actions par axe et par statut",
        colonnes=(
            Colonne(libelle="Axe", largeur=3),
            *(
                Colonne(libelle=statut.libelle, alignement="droite", largeur=1.35)
                for statut in STATUTS_DU_PLAN
            ),
            Colonne(libelle="Total", alignement="droite", largeur=0.8),
        ),
        lignes=tuple(rows),
    )


def _build_phares(matiere: Matiere) -> list[Bloc]:
    exercice = matiere.exercice
    shown = [
        resultat
        for part in matiere.axes
        for resultat in part.indicateurs
        if (r := matiere.reglages.get(resultat.definition.code)) is None or r.phare
    ][:PHARES_MAX]
    if not shown:
        return [Texte(texte="Aucun indicateur phare n'est encore suivi.")]
    return [
        Tableau(
            titre=f"Indicateurs phares, agglomération, {exercice}",
            colonnes=(
                Colonne(libelle="Indicateur", largeur=3),
                Colonne(libelle="Valeur", alignement="droite", largeur=2.4),
                Colonne(libelle="Évolution", largeur=1.2),
                Colonne(libelle="Réponses", alignement="droite", largeur=2),
                Colonne(libelle="Chiffre", largeur=1.2),
            ),
            lignes=tuple(
                (
                    f"{r.definition.code} : {r.definition.libelle}",
                    tell_value(r.definition, r.agglomeration[exercice]),
                    compute_trend(r, exercice).capitalize() or "inconnue",
                    describe_answers(r.definition, r.agglomeration[exercice].mesure),
                    "définitif" if exercice in r.definitif else "provisoire",
                )
                for r in shown
            ),
        )
    ]


def _build_decisions(matiere: Matiere) -> Section:
    return Section(
        titre=TITRE_DECISIONS,
        niveau=2,
        ancre="decisions",
        blocs=(build_decisions(matiere.decisions),)
        if matiere.decisions
        else (Texte(texte=SANS_DECISION),),
    )


def build_decisions(
    decisions: Sequence[Decision],
    cut: Callable[[str], str] = lambda texte: texte,
    cut_name: Callable[[str], str] = lambda texte: texte,
) -> Tableau:
    """Decisions of one session and where they stand; ``cut`` shortens what people wrote, ``cut_name`` whom
    they named."""
    seance = decisions[0].seance
    return Tableau(
        titre=f"{seance.instance.nom}, séance du {format_date(seance.jour)} "
        f"(exercice {seance.exercice})",
        colonnes=(
            Colonne(libelle="Décision", largeur=4.6),
            Colonne(libelle="Qui, pour quand", largeur=1.5),
            Colonne(libelle="Où en est-on ?", largeur=2.2),
        ),
        lignes=tuple(
            (
                cut(decision.intitule),
                f"{cut_name(decision.qui) or 'à désigner'}\n"
                + (format_date(decision.echeance) if decision.echeance else "sans date"),
                cut(describe_followup(decision)),
            )
            for decision in decisions
        ),
    )


def describe_followup(decision: Decision) -> str:
    """State of a decision, and what was done of it."""
    if not decision.suivi:
        return f"{decision.etat.libelle}."
    return f"{decision.etat.libelle} : {decision.suivi[0].lower()}{decision.suivi[1:]}"


def build_territory(matiere: Matiere) -> Section:
    """The map: how many actions name each commune, and the communes that none does."""
    numbers = matiere.count_by_commune()
    approach = [c.nom for c in matiere.communes if not numbers[c.code_insee]]
    if not matiere.actions:
        sentence = "Aucune action enregistrée : la carte est vide."
    elif approach:
        sentence = f"Communes à approcher, qu'aucune action ne désigne : {join_words(approach)}."
    else:
        sentence = "Chaque commune est désignée par au moins une action."
    top = sorted(matiere.communes, key=lambda c: -numbers[c.code_insee])[:3]
    said = join_words([f"{c.nom} ({numbers[c.code_insee]})" for c in top])
    return Section(
        titre="Où les actions désignent des communes",
        niveau=2,
        ancre="territoire",
        blocs=(
            Texte(texte=sentence),
            Carte(
                titre="Nombre d'actions qui désignent la commune",
                zones=tuple(
                    build_zone(
                        commune,
                        float(numbers[commune.code_insee]),
                        format_number(numbers[commune.code_insee]),
                    )
                    for commune in matiere.communes
                ),
                alternative="Carte des communes selon le nombre d'actions qui les désignent. "
                f"Les plus souvent désignées : {said}. {sentence}",
                unite="actions",
                note="Sans les actions « tout le territoire ». Valeurs : tableau de l'annexe.",
                schematique=is_schematic(matiere),
                valeurs=False,
            ),
        ),
    )


def is_schematic(matiere: Matiere) -> bool:
    """True until the real outline of every commune was imported."""
    return any(commune.contour is None for commune in matiere.communes)


def build_zone(commune: Commune, valeur: float | None, texte: str) -> Zone:
    """A commune on a map, with its outline when it is known."""
    contour = None
    if commune.contour is not None:
        contour = tuple(
            tuple((float(point[0]), float(point[1])) for point in ring) for ring in commune.contour
        )
    return Zone(
        code=commune.code_insee,
        nom=commune.nom,
        valeur=valeur,
        texte=texte,
        latitude=commune.latitude,
        longitude=commune.longitude,
        contour=contour,
    )
