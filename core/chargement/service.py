"""Preparing a load: deposit a workbook, say its columns, analyse it, ask for its loading. Each flushes.

Nothing of the plan is written here: the job does it whole, or not at all (see execution).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import IO

from sqlalchemy.orm import Session

from core.bornes import check_annee
from core.chargement.codes import ChampPlan, EtatChargement
from core.chargement.lecture import FICHIER_MAX, Classeur, check_type, read_classeur
from core.chargement.models import Chargement, ContenuChargement
from core.chargement.references import build_references, list_axes_ouverts
from core.chargement.rules.analyse import analyse, check_lecture
from core.chargement.rules.colonnes import (
    guess_colonnes,
    guess_exercice,
    guess_titres,
    plain,
)
from core.chargement.rules.feuille import Feuille
from core.chargement.rules.plan import Analyse, Lecture, References
from core.clock import today
from core.errors import ErreurMetier, Interdit
from core.fichiers import Fichier, read_fichier, store_fichier
from core.jobs import service as jobs
from core.jobs.models import Tache
from core.jobs.service import Dispatch
from core.plan.codes import Diffusion
from core.plan.types_pieces import clean_name
from core.security.acteur import Acteur, Role
from core.security.policy import Verbe, require

GENRE_TACHE = "chargement"


def deposit(
    session: Session, acteur: Acteur, *, nom: str, flux: IO[bytes], axe_slug: str | None
) -> Chargement:
    """Keep a workbook and guess how it is made. Raises ErreurMetier (field named), Interdit."""
    _check_axe(session, acteur, axe_slug)
    fichier, classeur = _store(session, nom, flux)
    chargement = Chargement(
        axe_slug=axe_slug,
        nom=fichier.nom,
        auteur=acteur.nom,
        compte_id=acteur.compte_id,
        fichier=fichier,
        exercice=today().year,
        diffusion=list_diffusions(acteur, axe_slug)[0],
    )
    _adopt(chargement, classeur, guess_titres(classeur.feuille))
    _guess(chargement, classeur.feuille)
    require(acteur, Verbe.ECRIRE, chargement)
    session.add(chargement)
    session.flush()
    _keep(session, chargement, classeur.feuille)
    return chargement


def replace_fichier(
    session: Session, acteur: Acteur, chargement: Chargement, *, nom: str, flux: IO[bytes]
) -> None:
    """The same plan from a corrected workbook: columns already said are found again by their headings.
    Raises ErreurMetier (field named), Interdit."""
    _require_open(acteur, chargement)
    before = get_feuille(session, chargement).get_row(chargement.titres)
    said = {
        plain(before[colonne]): champ
        for champ, colonne in chargement.colonnes.items()
        if colonne < len(before)
    }
    fichier, classeur = _store(session, nom, flux, chargement.feuille)
    chargement.fichier, chargement.nom = fichier, fichier.nom
    _adopt(chargement, classeur, guess_titres(classeur.feuille))
    headings = classeur.feuille.get_row(chargement.titres)
    kept = {
        said[plain(heading)]: colonne
        for colonne, heading in reversed(list(enumerate(headings)))
        if plain(heading) in said
    }
    if len(kept) < len(said):
        # Other headings: what is no longer found must be said again.
        chargement.etat = EtatChargement.DEPOSE
        guessed = guess_colonnes(headings)
        kept = {c.value: n for c, n in guessed.items() if n not in kept.values()} | kept
    chargement.colonnes = kept
    _keep(session, chargement, classeur.feuille)


def choose_feuille(
    session: Session, acteur: Acteur, chargement: Chargement, *, feuille: str, titres: int | None
) -> None:
    """Read another sheet of the workbook, or take another row for its headings (None: guess it).
    Raises ErreurMetier (field named), Interdit."""
    _require_open(acteur, chargement)
    if feuille not in chargement.feuilles:
        raise ErreurMetier("Cette feuille n'est pas dans le classeur.", "feuille")
    flux = BytesIO(read_fichier(session, chargement.fichier))
    classeur = read_classeur(chargement.nom, flux, feuille)
    if titres is not None and not classeur.feuille.get_row(titres):
        raise ErreurMetier(f"La ligne {titres} de cette feuille est vide.", "titres")
    _adopt(chargement, classeur, titres or guess_titres(classeur.feuille))
    _guess(chargement, classeur.feuille)
    chargement.etat = EtatChargement.DEPOSE
    _keep(session, chargement, classeur.feuille)


def choose_colonnes(
    session: Session,
    acteur: Acteur,
    chargement: Chargement,
    *,
    colonnes: Mapping[ChampPlan, int],
    exercice: int,
    debut: date | None,
) -> None:
    """Say which column gives each field, the year of the amounts, the first day of the actions that say
    none. Raises ErreurMetier (field named), Interdit."""
    _require_open(acteur, chargement)
    check_annee("exercice", exercice)
    chargement.colonnes = {champ.value: colonne for champ, colonne in colonnes.items()}
    chargement.exercice, chargement.debut = exercice, debut
    check_lecture(build_lecture(chargement))
    if chargement.axe_slug is None and ChampPlan.AXE not in colonnes:
        raise ErreurMetier(
            "Dites quelle colonne donne l'axe ; ou déposez un classeur par axe, en choisissant lequel.",
            "axe",
        )
    chargement.etat = EtatChargement.ANALYSE
    session.flush()


def build_lecture(chargement: Chargement) -> Lecture:
    """How the sheet of a load is read."""
    return Lecture(
        titres=chargement.titres,
        colonnes={ChampPlan(champ): colonne for champ, colonne in chargement.colonnes.items()},
        axe_slug=chargement.axe_slug,
        exercice=chargement.exercice,
        debut=chargement.debut,
    )


def get_feuille(session: Session, chargement: Chargement) -> Feuille:
    """The sheet as it was read."""
    return Feuille.from_json(session.get_one(ContenuChargement, chargement.id).feuille)


def analyse_chargement(session: Session, chargement: Chargement, references: References) -> Analyse:
    """Its rows against the platform as it is now (see build_references)."""
    return analyse(get_feuille(session, chargement), build_lecture(chargement), references)


def list_diffusions(acteur: Acteur, axe_slug: str | None) -> list[Diffusion]:
    """How far the first notes may be shown, the narrowest first: what a team keeps for itself, it alone
    writes."""
    own = axe_slug in acteur.axes
    return [diffusion for diffusion in Diffusion if own or diffusion is not Diffusion.EQUIPE]


def may_draft(acteur: Acteur, axe_slug: str | None) -> bool:
    """Drafts are written by the team of their axis alone."""
    return axe_slug in acteur.axes


def confirm(
    session: Session,
    acteur: Acteur,
    chargement: Chargement,
    *,
    brouillon: bool,
    diffusion: Diffusion,
    dispatch: Dispatch | None = None,
) -> Tache:
    """Ask for the loading, once for a state of the load. Raises ErreurMetier (field named), Interdit."""
    _require_open(acteur, chargement)
    if chargement.etat is not EtatChargement.ANALYSE:
        raise ErreurMetier("Dites d'abord ce que contient chaque colonne.")
    if brouillon and not may_draft(acteur, chargement.axe_slug):
        raise ErreurMetier(
            "Un brouillon ne s'écrit que par l'équipe de son axe : chargez des fiches publiées.",
            "publication",
        )
    if diffusion not in list_diffusions(acteur, chargement.axe_slug):
        raise ErreurMetier(
            "Ce que l'équipe garde pour elle, elle seule l'écrit : choisissez une diffusion plus large.",
            "diffusion",
        )
    found = analyse_chargement(session, chargement, build_references(session, acteur))
    check_ready(found)
    chargement.brouillon, chargement.diffusion = brouillon, diffusion
    chargement.compte_id, chargement.auteur = acteur.compte_id, acteur.nom
    chargement.tache = jobs.request(
        session,
        acteur,
        genre=GENRE_TACHE,
        parametres={"chargement": chargement.id},
        cle=f"chargement-{chargement.id}-{chargement.version}",
        dispatch=dispatch,
    )
    session.flush()
    return chargement.tache


def check_ready(found: Analyse) -> None:
    """Raise ErreurMetier unless every row can be loaded: all or nothing."""
    if found.fautes:
        rest = f" (et {len(found.fautes) - 1} autres)" if len(found.fautes) > 1 else ""
        raise ErreurMetier(f"Rien n'a été chargé. {found.fautes[0]}{rest}")
    if not found.actions:
        raise ErreurMetier("Aucune ligne de cette feuille n'est une action : rien à charger.")


def discard(session: Session, acteur: Acteur, chargement: Chargement) -> None:
    """Give up a load that wrote nothing. Raises ErreurMetier, Interdit."""
    _require_open(acteur, chargement)
    chargement.etat = EtatChargement.ANNULE
    session.flush()


def is_running(chargement: Chargement) -> bool:
    """Its job waits or works."""
    return chargement.tache is not None and not chargement.tache.finie


def _require_open(acteur: Acteur, chargement: Chargement) -> None:
    require(acteur, Verbe.ECRIRE, chargement)
    if chargement.etat not in (EtatChargement.DEPOSE, EtatChargement.ANALYSE):
        raise ErreurMetier(
            f"Ce chargement est {chargement.etat.libelle.lower()} : il ne change plus."
        )
    if is_running(chargement):
        raise ErreurMetier(
            "Ce chargement est en cours : attendez qu'il finisse, ou annulez sa demande."
        )


def _check_axe(session: Session, acteur: Acteur, axe_slug: str | None) -> None:
    ouverts = [axe.slug for axe in list_axes_ouverts(session, acteur)]
    if axe_slug is None and not acteur.has_role(Role.GOUVERNANCE):
        raise ErreurMetier("Choisissez l'axe de ce plan.", "axe")
    if axe_slug is not None and axe_slug not in ouverts:
        raise Interdit("Vous ne pouvez pas charger le plan de cet axe.")


def _store(
    session: Session, nom: str, flux: IO[bytes], feuille: str | None = None
) -> tuple[Fichier, Classeur]:
    nom = clean_name(nom)
    if not nom:
        raise ErreurMetier("Choisissez un classeur.", "fichier")
    type_mime = check_type(nom, flux)
    fichier = store_fichier(session, nom=nom, type_mime=type_mime, flux=flux, limite=FICHIER_MAX)
    flux.seek(0)
    return fichier, read_classeur(nom, flux, feuille)


def _adopt(chargement: Chargement, classeur: Classeur, titres: int) -> None:
    chargement.feuilles = list(classeur.feuilles)
    chargement.feuille, chargement.titres = classeur.feuille.nom, titres


def _guess(chargement: Chargement, feuille: Feuille) -> None:
    headings: Sequence[str] = feuille.get_row(chargement.titres)
    chargement.colonnes = {c.value: rang for c, rang in guess_colonnes(headings).items()}
    chargement.exercice = guess_exercice(headings) or chargement.exercice


def _keep(session: Session, chargement: Chargement, feuille: Feuille) -> None:
    kept = session.get(ContenuChargement, chargement.id)
    if kept is None:
        kept = ContenuChargement(chargement_id=chargement.id)
        session.add(kept)
    kept.feuille = feuille.to_json()
    session.flush()
