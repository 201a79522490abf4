"""The annual report of an exercice, as a neutral document: cover, synthesis, axes, communes, sheets of the
actions, sources."""

from datetime import date

from sqlalchemy.orm import Session

from core.plugin.registry import Registry
from core.rapports.annuel_axe import build_axe
from core.rapports.annuel_communes import build_communes
from core.rapports.annuel_fiches import build_fiches, read_suivi
from core.rapports.annuel_matiere import Matiere, MatiereAxe, read_matiere
from core.rapports.annuel_synthese import build_synthese
from core.rapports.document import (
    Bloc,
    Document,
    Liste,
    SautDePage,
    Section,
    Sommaire,
    Texte,
    Titre,
)
from core.rapports.phrases import join_words, typeset_document
from core.rapports.sections import GENRE_ANNUEL
from core.security.acteur import Acteur

AUTEUR = "Cholet Agglomération, gouvernance de la Convention territoriale globale"


def build_annuel(
    session: Session, registry: Registry, exercice: int, *, audience: Acteur, jour: date
) -> Document:
    """Build the report of ``exercice`` (the calendar year observed) as ``audience`` may read it.

    ``jour`` dates the document and decides what is late. Works on the reference data alone. The
    number of statements does not grow with actions or communes; an axis whose code fails loses its
    own part only.
    """
    matiere = read_matiere(
        session, registry, exercice, genre=GENRE_ANNUEL, audience=audience, jour=jour
    )
    convention = matiere.convention
    blocs: list[Bloc] = [Sommaire(), SautDePage(), build_synthese(matiere)]
    for part in matiere.axes:
        blocs += [SautDePage(), build_axe(matiere, part)]
    blocs += [SautDePage(), build_communes(matiere)]
    if fiches := build_fiches(matiere, read_suivi(session, audience, exercice)):
        blocs += [SautDePage(), fiches]
    blocs += [SautDePage(), _build_sources(matiere)]
    document = Document(
        titre=f"Rapport annuel {exercice}",
        sous_titre=convention.titre if convention else "Convention territoriale globale",
        exercice=exercice,
        auteur=AUTEUR,
        sujet=f"Rapport annuel de la Convention territoriale globale, exercice {exercice}",
        date=jour.isoformat(),
        mentions=_build_mentions(matiere, audience),
        demonstration=matiere.demonstration,
        provisoire=matiere.provisoire,
        blocs=tuple(blocs),
    )
    return typeset_document(document)


def _build_mentions(matiere: Matiere, audience: Acteur) -> tuple[str, ...]:
    mentions = [f"Destinataire : {audience.nom}."]
    if matiere.convention is not None:
        communes = sum(s.code_insee is not None for s in matiere.convention.signataires)
        others = [s.nom for s in matiere.convention.signataires if s.code_insee is None]
        others.insert(1, f"ses {communes} communes membres")
        mentions.append(f"Convention signée entre {join_words(others)}.")
        if matiere.convention.sous_titre:
            mentions.append(f"{matiere.convention.sous_titre}.")
    active = [part for part in matiere.axes if part.actif]
    for label, chosen in (
        ("définitifs", [part for part in active if part.validation is not None]),
        ("provisoires", [part for part in active if part.validation is None]),
    ):
        if chosen:
            mentions.append(f"Chiffres {label} : {_name(chosen)}.")
    off = [part for part in matiere.axes if not part.actif]
    if off:
        mentions.append(f"Axes désactivés, absents des totaux : {_name(off)}.")
    mentions.append("Sources : voir la dernière partie.")
    return tuple(mentions)


def _name(parts: list[MatiereAxe]) -> str:
    return join_words([part.axe.titre for part in parts])


def _build_sources(matiere: Matiere) -> Section:
    blocs: list[Bloc] = []
    if matiere.convention is not None:
        blocs.append(Titre(texte="Le cadre de la convention", niveau=2))
        blocs.append(Liste(elements=tuple(matiere.convention.cadre)))
        blocs.append(Titre(texte="Les étapes de la démarche", niveau=2))
        blocs.append(
            Liste(
                elements=tuple(f"{e.titre} : {e.texte}" for e in matiere.convention.etapes),
                ordonnee=True,
            )
        )
    blocs.append(Titre(texte="D'où viennent les chiffres", niveau=2))
    blocs.append(Liste(elements=_list_sources(matiere)))
    blocs.append(
        Texte(
            texte="Un taux est la somme des numérateurs rapportée à la somme des dénominateurs, jamais "
            "une moyenne de taux. Une valeur absente n'est pas un zéro : elle se lit « non renseigné », "
            "et chaque chiffre dit combien ont répondu.",
            style="note",
        )
    )
    return Section(
        titre="La convention et les sources", niveau=1, ancre="sources", blocs=tuple(blocs)
    )


def _list_sources(matiere: Matiere) -> tuple[str, ...]:
    sources = []
    if matiere.convention is not None:
        sources.append(
            f"Enjeux, résultats attendus, actions majeures : {matiere.convention.source}."
        )
    sources += [
        f"Communes : {s}." for s in sorted({c.source for c in matiere.communes if c.source})
    ]
    sources += [
        f"Populations : {s}." for s in sorted({p.source for p in matiere.populations.values()})
    ]
    sources += [
        f"{r.definition.code}, {r.definition.libelle} : {r.definition.source}."
        for part in matiere.axes
        for r in part.indicateurs
    ]
    if matiere.demonstration:
        sources.append(
            "Démonstration : actions, notes, structures et chiffres locaux sont fictifs."
        )
    return tuple(sources) or ("Aucune donnée n'est chargée.",)
