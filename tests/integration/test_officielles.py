"""Published values of sensible indicators: which ones are secret, by their parts and by their communes."""

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.indicateurs.models import ReglageIndicateur, ValeurOfficielle
from core.indicateurs.service import compute_indicateurs, load_declared
from core.rapports.phrases import describe_official
from core.socle import Socle

CHOLET, BEGROLLES, MAULEVRIER = "49099", "49027", "49192"
PLACES: tuple[str | None, ...] = (None, CHOLET, BEGROLLES, MAULEVRIER)


def add_values(
    session: Session, *parts: tuple[int | None, int | None], code: str = "EJ8b"
) -> list[ValeurOfficielle]:
    """Published values of the agglomération, then of communes: numerator and denominator."""
    rows = [
        ValeurOfficielle(
            code=code, code_insee=place, annee=2024, valeur=Decimal("41.7"), source="Cnaf",
            numerateur=None if above is None else Decimal(above),
            denominateur=None if below is None else Decimal(below),
        )
        for place, (above, below) in zip(PLACES, parts, strict=False)
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    return rows


def test_parts_that_are_many_are_told(session: Session) -> None:
    rows = add_values(session, (25, 60), (12, 20), (5, None), (0, 20))
    assert not any(row.secrete for row in rows)


def test_a_small_or_unknown_part_is_secret_and_the_whole_beside_it(session: Session) -> None:
    rows = add_values(session, (25, 60), (4, 20), (6, 3), (None, 20))
    assert [row.secrete for row in rows] == [True, True, True, True]
    assert [row.secrete for row in add_values(session, (25, 60), (12, 20), code="EJ8a")] == [
        False, False,
    ]  # fmt: skip


def test_only_what_an_axis_says_open_is_told_without_its_parts(session: Session) -> None:
    assert [add_values(session, (None, None), code=code)[0].secrete for code in ("PE1", "ej8b")] == [
        False, True,
    ]  # fmt: skip


def test_what_an_axis_declares_is_read_again(session: Session, socle: Socle) -> None:
    """As after a migration, or when an axis changes its mind."""
    reglage = session.query(ReglageIndicateur).filter_by(code="PE1").one()
    reglage.sensible, reglage.actif = True, False
    add_values(session, (None, None), code="PE1")
    secrete = select(ValeurOfficielle.secrete)
    assert session.scalars(secrete).all() == [True]
    load_declared(session, socle.registry.list_indicateurs().values())
    session.flush()
    assert session.scalars(secrete).all() == [False]
    # What staff decided stays.
    assert not reglage.actif


def test_pages_and_reports_are_given_no_secret_value(session: Session, socle: Socle) -> None:
    add_values(session, (3, 60))
    declared = socle.registry.list_indicateurs()["EJ8b"]
    (result,) = compute_indicateurs(session, [declared], (2024,))
    found = result.officielles[None, 2024]
    assert (found.valeur, found.masque) == (None, True)
    assert describe_official(declared[1], found).startswith(
        "Valeur officielle 2024 : masqué (trop peu de personnes) (Cnaf)"
    )
