"""Members of the instances: checks run by forms, and who sits on a day."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from core.bornes import check_ordre
from core.communes.rules import sort_key
from core.errors import ErreurMetier
from core.gouvernance.codes import College, QualiteMembre
from core.gouvernance.models import Instance
from core.gouvernance.models_membre import Membre
from core.gouvernance.rules import check_siege, overlaps
from core.security.acteur import Acteur

_COLLEGES = tuple(College)


def validate_membre(session: Session, acteur: Acteur, membre: Membre) -> None:
    """Check of a place after the flush, before the commit: one titulaire and one suppléant of a commune at
    a time, nobody twice at the same time. Raises ErreurMetier (field named)."""
    check_ordre("fin", membre.debut, membre.fin)
    check_siege(membre.college, membre.code_insee, membre.qualite)
    # Two people who fill the same seat at once wait here, and the second one is told of the first.
    session.execute(select(Instance.id).where(Instance.id == membre.instance_id).with_for_update())
    same = [Membre.personne_id == membre.personne_id]
    if membre.code_insee is not None:
        same.append((Membre.code_insee == membre.code_insee) & (Membre.qualite == membre.qualite))
    for other in session.scalars(
        select(Membre)
        .where(Membre.instance_id == membre.instance_id, Membre.id != membre.id, or_(*same))
        .options(joinedload(Membre.personne), joinedload(Membre.commune))
        .order_by(Membre.debut)
    ):
        if overlaps(membre.debut, membre.fin, other.debut, other.fin):
            field = "personne" if other.personne_id == membre.personne_id else "qualite"
            end = f" au {other.fin:%d/%m/%Y}" if other.fin else ""
            raise ErreurMetier(
                f"{other} siège déjà du {other.debut:%d/%m/%Y}{end} : terminez d'abord cette place.",
                field,
            )


def list_membres(session: Session, instance_id: int, jour: date) -> list[Membre]:
    """Members in place on ``jour``: communes first, by name, the titulaire before the suppléant."""
    found = session.scalars(
        select(Membre)
        .where(
            Membre.instance_id == instance_id,
            Membre.debut <= jour,
            or_(Membre.fin.is_(None), Membre.fin >= jour),
        )
        .options(joinedload(Membre.personne), joinedload(Membre.commune))
    )
    return sorted(found, key=_rank)


def _rank(membre: Membre) -> tuple[int, bool, str, bool, str]:
    return (
        _COLLEGES.index(membre.college),
        membre.commune is None,
        sort_key(membre.commune.nom) if membre.commune else "",
        membre.qualite is QualiteMembre.SUPPLEANT,
        sort_key(f"{membre.personne.nom} {membre.personne.prenom}"),
    )
