"""What each axis declares to weigh on its validated years, and what stays free: the work of the year."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm.attributes import set_committed_value

from core.api.models import Commune, Structure
from core.config import Settings
from core.db.extension import db
from core.indicateurs.models import ValidationAxe
from core.security.acteur import Acteur
from core.structures.models import StatutStructure
from plugins.acces_droits.models import EngagementNumerique, LieuAccueil, Permanence
from plugins.acces_droits.rules import ObjetPermanence, TypeLieu
from plugins.enfance_jeunesse.models import AccueilLoisirs, Pedt
from plugins.enfance_jeunesse.models_projets import Passerelle
from plugins.enfance_jeunesse.rules import Categorie, NaturePasserelle
from plugins.parentalite.models import DispositifParentalite, TempsParent
from plugins.parentalite.rules import StatutDispositif, TypeDispositif
from plugins.vie_sociale.models import Agrement, EquipementSocial
from plugins.vie_sociale.rules import NatureAgrement, StatutAgrement, TypeEquipement
from tests.integration.essai_admin import open_demonstration
from tests.integration.essai_definitif import attempt, check_guarded

Changement = Callable[[Any, int], None]


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_definitif_axes")) as app:
        yield app


def get_validee(app: Flask, axe: str) -> int:
    """The last year that governance validated for an axis."""
    with app.app_context():
        years = select(func.max(ValidationAxe.exercice)).where(ValidationAxe.axe_slug == axe)
        return int(db.session.scalars(years).one())


def get_structure(*sauf: Any) -> Structure:
    """The first structure that none of these columns has."""
    statement = select(Structure).order_by(Structure.id).limit(1)
    return db.session.scalars(
        statement.where(*(Structure.id.not_in(select(column)) for column in sauf))
    ).one()


def get_communes(nombre: int) -> list[Commune]:
    return list(db.session.scalars(select(Commune).order_by(Commune.id).limit(nombre)))


def old_agrement(validee: int) -> Agrement:
    return Agrement(
        equipement=db.session.scalars(select(EquipementSocial).limit(1)).one(),
        nature=NatureAgrement.ANIMATION_GLOBALE,
        statut=StatutAgrement.ACCORDE,
        date_debut=date(validee - 1, 1, 1),
        date_fin=date(validee + 2, 12, 31),
    )


def old_equipement(validee: int) -> EquipementSocial:
    structure = get_structure(EquipementSocial.structure_id)
    structure.axes = sorted({*structure.axes, "vie_sociale"})
    return EquipementSocial(
        structure=structure,
        type=TypeEquipement.EVS,
        communes=get_communes(2),
    )


def old_accueil(validee: int) -> AccueilLoisirs:
    return AccueilLoisirs(
        structure=get_structure(AccueilLoisirs.structure_id), categorie=Categorie.SEJOUR
    )


def old_dispositif(validee: int) -> DispositifParentalite:
    return DispositifParentalite(
        structure=get_structure(),
        nom="Ancien",
        type=TypeDispositif.LAEP,
        statut=StatutDispositif.ACTIF,
        itinerant=False,
        debut=date(validee - 1, 1, 1),
        communes=get_communes(2),
    )


def old_pedt(validee: int) -> Pedt:
    return Pedt(
        nom="Ancien",
        debut=date(validee - 1, 9, 1),
        fin=date(validee + 2, 8, 31),
        communes=get_communes(2),
    )


def old_passerelle(validee: int) -> Passerelle:
    return Passerelle(
        origine=db.session.scalars(select(EquipementSocial).limit(1)).one().structure,
        arrivee=other_structure(validee),
        nature=next(iter(NaturePasserelle)),
        visee_depuis=date(validee - 1, 1, 1),
        debut=date(validee - 1, 3, 1),
    )


def old_lieu(validee: int) -> LieuAccueil:
    return LieuAccueil(
        structure=get_structure(LieuAccueil.structure_id),
        type=next(iter(TypeLieu)),
        itinerant=True,
        communes=get_communes(2),
    )


def old_permanence(validee: int) -> Permanence:
    return Permanence(
        lieu=db.session.scalars(select(LieuAccueil).limit(1)).one(),
        organisme=get_structure(),
        objet=next(iter(ObjetPermanence)),
    )


def old_engagement(validee: int) -> EngagementNumerique:
    return EngagementNumerique(
        structure=get_structure(EngagementNumerique.structure_id),
        identifiee_le=date(validee - 1, 1, 1),
        signee_le=date(validee, 1, 1),
        actif=True,
    )


def assign(**valeurs: Any) -> Changement:
    """Give these values to a row; a callable is given the last validated year."""

    def change(row: Any, validee: int) -> None:
        for name, valeur in valeurs.items():
            setattr(row, name, valeur(validee) if callable(valeur) else valeur)

    change.__name__ = " ".join(valeurs)
    return change


def other_structure(validee: int) -> Structure:
    """One that no row of these axes has."""
    return get_structure(
        EquipementSocial.structure_id,
        DispositifParentalite.structure_id,
        Passerelle.origine_id,
        Passerelle.arrivee_id,
        LieuAccueil.structure_id,
        EngagementNumerique.structure_id,
    )


def delete(row: Any, validee: int) -> None:
    db.session.delete(row)


def leave_commune(row: Any, validee: int) -> None:
    row.communes.pop()


def january(decalage: int) -> Callable[[int], date]:
    """1 January, so many years after the last validated one."""
    return lambda validee: date(validee + decalage, 1, 1)


def close_structure(years: int) -> Changement:
    def act(row: Any, validee: int) -> None:
        row.structure.fermee_le = date(validee + years, 12, 31)

    return act


def leave_public(row: Any, validee: int) -> None:
    row.structure.statut = next(s for s in StatutStructure if s is not row.structure.statut)


GARDES = [
    (EquipementSocial, close_structure(-1)),
    (EquipementSocial, leave_public),
    (AccueilLoisirs, assign(ferme_le=january(-1))),
    (AccueilLoisirs, assign(ouvert_le=january(1))),
    (EquipementSocial, delete),
    (AccueilLoisirs, delete),
    (LieuAccueil, delete),
    (Agrement, delete),
    (Agrement, assign(statut=StatutAgrement.REFUSE)),
    (Agrement, assign(date_debut=january(1))),
    (Agrement, assign(date_fin=january(0))),
    # It ends within the year that follows: AVS7 counts it.
    (Agrement, assign(date_fin=january(1))),
    (EquipementSocial, assign(structure=other_structure)),
    (EquipementSocial, assign(type=TypeEquipement.ITINERANTE)),
    (EquipementSocial, leave_commune),
    (DispositifParentalite, delete),
    (DispositifParentalite, assign(structure=other_structure)),
    (DispositifParentalite, assign(type=TypeDispositif.REAAP)),
    (DispositifParentalite, assign(itinerant=True)),
    (DispositifParentalite, assign(statut=StatutDispositif.PROJET)),
    (DispositifParentalite, assign(debut=None)),
    (DispositifParentalite, assign(debut=january(1))),
    (DispositifParentalite, assign(fin=january(-1), statut=StatutDispositif.FERME)),
    (DispositifParentalite, leave_commune),
    (Pedt, assign(fin=january(0))),
    (Pedt, leave_commune),
    (Passerelle, delete),
    (Passerelle, assign(origine=other_structure)),
    (Passerelle, assign(arrivee=other_structure)),
    (Passerelle, assign(visee_depuis=None)),
    (Passerelle, assign(debut=january(1))),
    # Without an end it took one day: an end makes it count in the years up to it.
    (Passerelle, assign(fin=lambda validee: date(validee, 6, 1))),
    (LieuAccueil, assign(structure=other_structure)),
    (LieuAccueil, assign(itinerant=False)),
    (LieuAccueil, leave_commune),
    (Permanence, assign(valide_jusqu_au=january(0))),
    (EngagementNumerique, delete),
    (EngagementNumerique, assign(structure=other_structure)),
    (EngagementNumerique, assign(identifiee_le=january(-3))),
    (EngagementNumerique, assign(signee_le=january(1))),
    (EngagementNumerique, assign(actif=False)),
]

LIBRES = [
    (EquipementSocial, close_structure(3)),
    (AccueilLoisirs, assign(ferme_le=january(3))),
    (Agrement, assign(axes_projet=["Familles"])),
    (Agrement, assign(statut=StatutAgrement.RESERVE)),
    (Agrement, assign(date_fin=january(3))),
    (EquipementSocial, assign(federe=True)),
    (DispositifParentalite, assign(nom="Renommé", gratuit=False)),
    (DispositifParentalite, assign(fin=january(1), statut=StatutDispositif.FERME)),
    # Closed in the course of a validated year, it still counts there.
    (DispositifParentalite, assign(fin=january(0), statut=StatutDispositif.FERME)),
    (Pedt, assign(fin=january(1))),
    (Pedt, assign(plan_mercredi=True)),
    (Passerelle, assign(enfants=12)),
    (Passerelle, assign(fin=lambda validee: date(validee - 1, 6, 1))),
    (LieuAccueil, assign(heures_hebdo=20)),
    (Permanence, assign(valide_jusqu_au=january(1))),
    (Permanence, assign(verifie_le=january(1))),
]


ANCIENNES: dict[type[Any], Callable[[int], Any]] = {
    Agrement: old_agrement,
    AccueilLoisirs: old_accueil,
    EquipementSocial: old_equipement,
    DispositifParentalite: old_dispositif,
    Pedt: old_pedt,
    Passerelle: old_passerelle,
    LieuAccueil: old_lieu,
    Permanence: old_permanence,
    EngagementNumerique: old_engagement,
}


@pytest.fixture
def change_of(app: Flask) -> Iterator[Callable[[type[Any], Changement], Callable[[], None]]]:
    """What makes a change to an old row, which is taken away afterwards."""
    kept: list[tuple[type[Any], int]] = []

    def keep(modele: type[Any], act: Changement) -> Callable[[], None]:
        validee = get_validee(app, modele.__axe__ or "")
        with app.app_context():
            with db.session.no_autoflush:
                row = ANCIENNES[modele](validee)
            db.session.add(row)
            db.session.commit()
            number = row.id
        kept.append((modele, number))
        return lambda: act(db.session.get_one(modele, number), validee)

    yield keep
    with app.app_context():
        for modele, number in kept:
            db.session.delete(db.session.get_one(modele, number))
        db.session.commit()


@pytest.mark.parametrize(("modele", "act"), GARDES)
def test_what_decides_validated_figures_asks_for_a_reason(
    app: Flask,
    equipe: Acteur,
    gouvernance: Acteur,
    change_of: Any,
    modele: type[Any],
    act: Changement,
) -> None:
    check_guarded(app, equipe, gouvernance, change_of(modele, act))


@pytest.mark.parametrize(("modele", "act"), LIBRES)
def test_what_changes_no_validated_figure_stays_free(
    app: Flask, equipe: Acteur, change_of: Any, modele: type[Any], act: Changement
) -> None:
    assert attempt(app, equipe, "", change_of(modele, act)) == ""


def new_dispositif(row: DispositifParentalite, validee: int) -> None:
    row.debut = date(validee + 1, 1, 1)


def new_projet(row: DispositifParentalite, validee: int) -> None:
    row.debut, row.statut = None, StatutDispositif.PROJET


def new_agrement(row: Agrement, validee: int) -> None:
    row.date_debut = date(validee + 1, 1, 1)


def new_dossier(row: Agrement, validee: int) -> None:
    row.date_debut = row.date_fin = None
    row.statut = StatutAgrement.EN_PREPARATION


def new_passerelle(row: Passerelle, validee: int) -> None:
    row.debut, row.visee_depuis = date(validee + 1, 1, 1), None


def new_engagement(row: EngagementNumerique, validee: int) -> None:
    row.identifiee_le = row.signee_le = date(validee + 1, 1, 1)


def as_it_is(row: Any, validee: int) -> None:
    """Nothing: an old row."""


def forget_debut(row: DispositifParentalite, validee: int) -> None:
    row.debut = None


def forget_opening(row: Any, validee: int) -> None:
    set_committed_value(row.structure, "ouverte_le", None)


def open_next_year(row: Any, validee: int) -> None:
    # The structure's own change is guarded elsewhere: here it is as it was read.
    set_committed_value(row.structure, "ouverte_le", date(validee + 1, 1, 1))


@pytest.mark.parametrize(
    ("modele", "act", "guarded"),
    [
        (DispositifParentalite, new_dispositif, False),
        (DispositifParentalite, new_projet, False),
        (DispositifParentalite, as_it_is, True),
        # An unknown beginning is an old one.
        (DispositifParentalite, forget_debut, True),
        (Agrement, new_agrement, False),
        (Agrement, new_dossier, False),
        (Agrement, as_it_is, True),
        (Passerelle, new_passerelle, False),
        (Passerelle, as_it_is, True),
        (EngagementNumerique, new_engagement, False),
        (EngagementNumerique, as_it_is, True),
        # Without any date of opening, it is an old one, that completeness waits for.
        (EquipementSocial, forget_opening, True),
        (EquipementSocial, open_next_year, False),
        (LieuAccueil, forget_opening, True),
        (LieuAccueil, open_next_year, False),
        (AccueilLoisirs, forget_opening, True),
        (AccueilLoisirs, open_next_year, False),
        (AccueilLoisirs, assign(ouvert_le=january(1)), False),
        (Permanence, as_it_is, False),
    ],
)
def test_a_new_row_asks_for_a_reason_when_it_counts_in_a_validated_year(
    app: Flask,
    equipe: Acteur,
    gouvernance: Acteur,
    modele: type[Any],
    act: Changement,
    guarded: bool,
) -> None:
    validee = get_validee(app, modele.__axe__ or "")

    def change() -> None:
        with db.session.no_autoflush:
            row = ANCIENNES[modele](validee)
            act(row, validee)
        db.session.add(row)

    if guarded:
        check_guarded(app, equipe, gouvernance, change)
    else:
        assert attempt(app, equipe, "", change) == ""


@pytest.mark.parametrize("act", [assign(bassin=None), assign(latitude=47.5)])
def test_where_a_commune_counts_asks_for_a_reason(
    app: Flask, gouvernance: Acteur, act: Changement
) -> None:
    def change() -> None:
        act(db.session.scalars(select(Commune).where(Commune.bassin_id.is_not(None))).first(), 0)

    assert attempt(app, gouvernance, " ", change) == "MotifRequis"
    assert attempt(app, gouvernance, "Bassins redessinés", change) == ""


def test_a_project_opens_this_year_and_the_work_of_the_year_goes_on(
    app: Flask, equipe: Acteur
) -> None:
    validee = get_validee(app, "parentalite")

    def live() -> None:
        with db.session.no_autoflush:
            row = old_dispositif(validee)
            new_projet(row, validee)
        db.session.add(row)
        db.session.flush()
        row.statut, row.debut = StatutDispositif.ACTIF, date(validee + 1, 1, 1)
        db.session.flush()
        row.communes.pop()
        row.itinerant = True
        db.session.flush()
        db.session.delete(row)

    assert attempt(app, equipe, "", live) == ""


def test_the_structures_of_a_temps_of_a_validated_year_ask_for_a_reason(
    app: Flask, equipe: Acteur, gouvernance: Acteur
) -> None:
    validee = get_validee(app, "parentalite")

    def change() -> None:
        row = db.session.scalars(select(TempsParent).where(TempsParent.annee == validee)).first()
        assert row is not None
        others = select(Structure).where(Structure.id != row.structure_id)
        row.structures_associees = [*row.structures_associees, *db.session.scalars(others).all()]

    check_guarded(app, equipe, gouvernance, change)
