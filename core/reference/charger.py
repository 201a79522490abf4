"""Loading the real reference data: idempotent, it creates what is missing and changes nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.axes.models import Axe
from core.axes.service import bind_registry
from core.communes.models import Commune, Population
from core.convention.models import Convention, EtapeConvention, Signataire
from core.evaluation.codes import Moment
from core.evaluation.service import create_evaluations
from core.gouvernance.codes import GenreInstance
from core.gouvernance.models import Instance
from core.indicateurs import service as indicateurs
from core.journal.models import ActeJournal, Evenement
from core.parametres import service as parametres
from core.plan.models import ActionMajeure, Cadre, Enjeu, ResultatAttendu
from core.plugin.registry import Registry
from core.plugin.types import ModeReference
from core.reference import donnees

INSTANCES = (
    ("Comité de pilotage de la CTG", GenreInstance.COPIL),
    ("Comité technique de la CTG", GenreInstance.COTECH),
)
_TRACED = (
    "etape_convention",
    "enjeu",
    "resultat_attendu",
    "action_majeure",
    "cadre",
    "commune",
    "population",
)


@dataclass
class _Chargement:
    """What the loading has done so far; ``removed`` are the keys that people deleted."""

    session: Session
    removed: frozenset[tuple[str, tuple[str, ...]]]
    lignes: list[str] = field(default_factory=list)

    def add_missing(
        self,
        libelle: str,
        modele: type[Any],
        cle: tuple[str, ...],
        rows: Iterable[Mapping[str, Any]],
    ) -> dict[tuple[Any, ...], Any]:
        """Create the rows whose natural key ``cle`` is not there; an existing row is left as it is, and
        one that a person deleted does not come back. Returns every present row by key."""
        known = {
            tuple(getattr(row, name) for name in cle): row
            for row in self.session.scalars(select(modele))
        }
        created = skipped = present = 0
        for values in rows:
            key = tuple(values[name] for name in cle)
            if key in known:
                present += 1
            elif (modele.__tablename__, tuple(str(part) for part in key)) in self.removed:
                skipped += 1
            else:
                known[key] = modele(**values)
                self.session.add(known[key])
                created += 1
        self.session.flush()
        self.say(libelle, created, present, skipped)
        return known

    def say(self, libelle: str, created: int, present: int, skipped: int = 0) -> None:
        """One line of account."""
        counts = (
            (created, "créée{s}", ""),
            (present, "déjà là", " (laissée{s} telle{s} quelle{s})"),
            (skipped, "supprimée{s} par une personne", " (non recréée{s})"),
        )
        parts = [
            f"{number} ligne{{s}} {what}{note}".replace("{s}", "s" if number > 1 else "")
            for number, what, note in counts
            if number
        ]
        self.lignes.append(f"{libelle} : {', '.join(parts) or 'rien à charger'}.")


def load_reference(session: Session, registry: Registry, jour: date) -> list[str]:
    """Load the convention, the territory, settings declared by the axes, then each axis' own data.

    Flushes, does not commit. Rows that exist are never touched, whoever changed them. An axis whose
    loading fails loses its own data only. Returns lines in French saying what was done.
    """
    chargement = _Chargement(session, _list_removed(session))
    content = donnees.read_convention()
    _load_territory(chargement)
    _load_convention(chargement, content)
    _load_plan(chargement, content["axes"], registry)
    _load_settings(chargement, registry)
    chargement.lignes += load_axes(session, registry, ModeReference.REFERENCE, jour)
    return chargement.lignes


def load_axes(session: Session, registry: Registry, mode: ModeReference, jour: date) -> list[str]:
    """Ask each active axis to load its data; a failure is said, and undone for that axis alone."""
    lines = []
    for contribution in bind_registry(session, registry).collect(
        "ctg_reference", around=session.begin_nested, session=session, mode=mode, jour=jour
    ):
        titre = contribution.axe.titre
        if contribution.erreur is not None:
            lines.append(
                f"{titre} : données non chargées, l'axe a signalé une erreur "
                f"({contribution.erreur}). Le reste est chargé."
            )
        else:
            lines += [
                line if line.startswith(titre) else f"{titre} : {line}"
                for line in contribution.valeur
            ]
    return lines


def _list_removed(session: Session) -> frozenset[tuple[str, tuple[str, ...]]]:
    """Natural keys of the reference rows that the journal says were deleted."""
    keys = {
        "etape_convention": ("convention_id", "numero"),
        "enjeu": ("axe_slug", "rang"),
        "resultat_attendu": ("enjeu_id", "rang"),
        "action_majeure": ("axe_slug", "rang"),
        "cadre": ("nom",),
        "commune": ("code_insee",),
        "population": ("code_insee", "edition"),
    }
    found = session.execute(
        select(Evenement.objet_type, Evenement.avant).where(
            Evenement.acte == ActeJournal.SUPPRESSION, Evenement.objet_type.in_(_TRACED)
        )
    )
    return frozenset(
        (table, tuple(str((before or {}).get(name)) for name in keys[table]))
        for table, before in found
    )


def _load_territory(chargement: _Chargement) -> None:
    communes = chargement.add_missing(
        "Communes",
        Commune,
        ("code_insee",),
        (
            {
                "code_insee": row.code_insee,
                "nom": row.nom,
                "siren": row.siren,
                "latitude": row.latitude,
                "longitude": row.longitude,
                "source": donnees.SOURCE_COMMUNES,
            }
            for row in donnees.read_communes()
        ),
    )
    chargement.add_missing(
        "Populations légales",
        Population,
        ("code_insee", "edition"),
        (
            {
                "code_insee": row.code_insee,
                "edition": row.edition,
                "annee_reference": row.annee_reference,
                "municipale": row.municipale,
                "totale": row.totale,
                "source": row.source,
            }
            for row in donnees.read_populations()
            if (row.code_insee,) in communes
        ),
    )


def _load_convention(chargement: _Chargement, content: Mapping[str, Any]) -> None:
    session, facts = chargement.session, content["convention"]
    convention = session.scalar(
        select(Convention).where(Convention.debut == facts["debut"], Convention.fin == facts["fin"])
    )
    chargement.say("Convention", int(convention is None), int(convention is not None))
    if convention is None:
        convention = Convention(
            titre=facts["titre"],
            sous_titre=facts["sous_titre"],
            debut=facts["debut"],
            fin=facts["fin"],
            cadre=list(facts["cadre"]),
            source=donnees.SOURCE_CONVENTION,
        )
        session.add(convention)
        session.flush()
        # The brochure names the signatories; dates and deliberations wait for staff.
        agglomeration, caf = facts["signataires"][0], facts["signataires"][-1]
        rows = [Signataire(convention_id=convention.id, nom=agglomeration)]
        rows += [
            Signataire(convention_id=convention.id, nom=row.nom, code_insee=row.code_insee)
            for row in donnees.read_communes()
        ]
        rows.append(Signataire(convention_id=convention.id, nom=caf[0].upper() + caf[1:]))
        session.add_all(rows)
        chargement.say("Signataires", len(rows), 0)
    chargement.add_missing(
        "Étapes de la démarche",
        EtapeConvention,
        ("convention_id", "numero"),
        ({"convention_id": convention.id, **etape} for etape in content["etapes"]),
    )
    created = create_evaluations(session, convention.fin)
    chargement.say("Moments d'évaluation", created, len(Moment) - created)
    chargement.add_missing(
        "Instances",
        Instance,
        ("genre",),
        ({"nom": nom, "genre": genre} for nom, genre in INSTANCES),
    )


def _load_plan(
    chargement: _Chargement, axes: Iterable[Mapping[str, Any]], registry: Registry
) -> None:
    rows = list(axes)
    _load_axes(chargement, rows, registry)
    enjeux = chargement.add_missing(
        "Enjeux",
        Enjeu,
        ("axe_slug", "rang"),
        (
            {"axe_slug": axe["slug"], "rang": rang, **_sourced(enjeu["titre"])}
            for axe in rows
            for rang, enjeu in enumerate(axe["enjeux"], 1)
        ),
    )
    chargement.add_missing(
        "Résultats attendus",
        ResultatAttendu,
        ("enjeu_id", "rang"),
        (
            {"enjeu_id": enjeux[axe["slug"], rang].id, "rang": place, **_sourced(titre)}
            for axe in rows
            for rang, enjeu in enumerate(axe["enjeux"], 1)
            if (axe["slug"], rang) in enjeux
            for place, titre in enumerate(enjeu["resultats_attendus"], 1)
        ),
    )
    chargement.add_missing(
        "Actions majeures",
        ActionMajeure,
        ("axe_slug", "rang"),
        (
            {"axe_slug": axe["slug"], "rang": rang, **_sourced(titre)}
            for axe in rows
            for rang, titre in enumerate(axe["actions_majeures"], 1)
        ),
    )
    chargement.add_missing("Cadres", Cadre, ("nom",), donnees.CADRES)


def _load_axes(
    chargement: _Chargement, rows: Iterable[Mapping[str, Any]], registry: Registry
) -> None:
    """The axes of the convention, then those that only another distribution declares.

    Such an axis whose number is taken is said and left out: without its row it stays inactive.
    """
    declared = {axe.slug: axe for axe in registry.axes}
    found = [
        {
            "slug": axe["slug"],
            "numero": axe["numero"],
            "titre": axe["titre"],
            "couleur": declared[axe["slug"]].couleur
            if axe["slug"] in declared
            else donnees.COULEURS[axe["slug"]],
        }
        for axe in rows
    ]
    own = {row["slug"] for row in found}
    owners = {axe.numero: axe.slug for axe in chargement.session.scalars(select(Axe))}
    owners |= {row["numero"]: row["slug"] for row in found}
    for axe in registry.axes:
        if axe.slug in own:
            continue
        if owners.setdefault(axe.numero, axe.slug) != axe.slug:
            chargement.lignes.append(
                f"Axe « {axe.slug} » : non chargé, son numéro {axe.numero} est déjà celui de "
                f"« {owners[axe.numero]} ». Donnez-lui un autre numéro."
            )
            continue
        found.append(
            {
                "slug": axe.slug,
                "numero": axe.numero,
                "titre": axe.titre,
                "couleur": axe.couleur,
            }
        )
    chargement.add_missing("Axes", Axe, ("slug",), found)


def _sourced(titre: str) -> dict[str, str]:
    return {"titre": titre, "source": donnees.SOURCE_CONVENTION}


def _load_settings(chargement: _Chargement, registry: Registry) -> None:
    session = chargement.session
    declared = [
        *donnees.PARAMETRES,
        *(p for c in registry.collect_boot("ctg_parametres") for p in c.valeur),
    ]
    created = parametres.load_declared(session, declared)
    chargement.say("Paramètres", created, len({p.code for p in declared}) - created)
    loaded = set(session.scalars(select(Axe.slug)))
    indicators = [
        (axe, definition)
        for axe, definition in registry.list_indicateurs().values()
        if axe.slug in loaded
    ]
    created = indicateurs.load_declared(session, indicators)
    chargement.say("Réglages d'indicateurs", created, len(indicators) - created)
