"""What a plan is read against: axes, communes, people, enjeux, codes taken, titles that the person reads."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.axes.models import Axe
from core.axes.service import list_axes
from core.chargement.rules.plan import AxeConnu, EnjeuConnu, References
from core.clock import today
from core.communes.models import Commune
from core.comptes.models import Personne
from core.plan.models_action import Action
from core.plan.service import list_enjeux
from core.security.acteur import Acteur, Role
from core.security.policy import visible


def list_axes_ouverts(session: Session, acteur: Acteur) -> list[Axe]:
    """The active axes whose plan the person may load: every one for governance, else their own."""
    return [axe for axe in list_axes(session) if axe.actif and _writes(acteur, axe.slug)]


def build_references(session: Session, acteur: Acteur) -> References:
    """Seven statements, whatever the size of the plan."""
    communes = session.execute(select(Commune.code_insee, Commune.nom).order_by(Commune.nom))
    personnes = session.execute(
        select(Personne.id, Personne.prenom, Personne.nom).order_by(Personne.nom, Personne.id)
    )
    # A code is unique in the whole convention, drafts of the others included; a title is told only to
    # those who may read it.
    codes = session.execute(select(Action.code, Action.axe_slug))
    titres = session.execute(
        select(Action.code, Action.intitule).where(visible(acteur, Action)).order_by(Action.code)
    )
    return References(
        jour=today(),
        axes=tuple(
            AxeConnu(
                slug=axe.slug,
                numero=axe.numero,
                titre=axe.titre,
                ouvert=axe.actif and _writes(acteur, axe.slug),
            )
            for axe in list_axes(session)
        ),
        communes={code: nom for code, nom in communes},
        personnes={numero: (prenom, nom) for numero, prenom, nom in personnes},
        enjeux=tuple(
            EnjeuConnu(
                id=enjeu.id,
                axe_slug=enjeu.axe_slug,
                rang=enjeu.rang,
                titre=enjeu.titre,
                resultats={row.id: row.titre for row in enjeu.resultats},
            )
            for enjeu in list_enjeux(session)
        ),
        codes={code: slug for code, slug in codes},
        titres=tuple((code, titre) for code, titre in titres),
    )


def _writes(acteur: Acteur, slug: str) -> bool:
    return acteur.has_role(Role.GOUVERNANCE) or slug in acteur.axes
