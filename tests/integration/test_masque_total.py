"""A total beside its parts: the one that is masked is not found by subtraction, in lists nor in files."""

from typing import Any

from sqlalchemy.orm import Session

from core.adminkit.cellules import Cellules
from core.adminkit.extraction import Extraction
from core.adminkit.liste import Requete, parse_request
from core.communes.rules import MASQUE_EFFECTIF
from core.plugin.vues import Colonne
from core.security.acteur import Acteur
from core.structures.models import StatutStructure, Structure
from plugins.acces_droits.admin_annees import VUE_DOMICILIATION
from plugins.acces_droits.models import Domiciliation

PARTIES = ("demandes", "nouvelles", "refus", "valides_31_12")
MASQUE = MASQUE_EFFECTIF


def read(session: Session, acteur: Acteur, *valeurs: int | None) -> list[Any]:
    """What the sheet tells of a row of Bégrolles, then the file; both alike."""
    structure = Structure(nom="CCAS d'essai", statut=StatutStructure.PUBLIC, code_insee="49027")
    row = Domiciliation(structure=structure, annee=2024, **dict(zip(PARTIES, valeurs, strict=True)))
    session.add(row)
    session.flush()
    colonnes = [Colonne(attribut=name, libelle=name) for name in PARTIES]
    cellules = Cellules(session, acteur, Domiciliation, colonnes, [row])
    told = [cellules.text(colonne, row) for colonne in colonnes]
    extraction = Extraction(
        Requete(VUE_DOMICILIATION, session, acteur, parse_request(VUE_DOMICILIATION, {}))
    )
    (chunk,) = extraction.chunks()
    labels = {champ.attribut: champ.libelle for champ in VUE_DOMICILIATION.champs}
    shown = {colonne.attribut: colonne.libelle for colonne in VUE_DOMICILIATION.colonnes}
    by_label = dict(zip((r.libelle for r in extraction.rubriques), chunk, strict=True))
    written = [by_label[{**labels, **shown}[name]][-1] for name in PARTIES]
    assert told == ["" if value is None else str(value) for value in written]
    session.delete(row)
    session.flush()
    return written


def test_the_total_is_masked_with_its_part(session: Session, commune: Acteur) -> None:
    assert read(session, commune, 20, 17, 3, 40) == [MASQUE, 17, MASQUE, 40]
    assert read(session, commune, 20, 3, 17, None) == [MASQUE, MASQUE, 17, None]
    # An unknown total tells nothing; a zero is no secret, nor are many people.
    assert read(session, commune, None, 17, 3, 40) == [None, 17, MASQUE, 40]
    assert read(session, commune, 20, 20, 0, 40) == [20, 20, 0, 40]
    assert read(session, commune, 4, None, 0, 40) == [MASQUE, None, 0, 40]


def test_who_may_read_them_reads_them_all(session: Session, gouvernance: Acteur) -> None:
    assert read(session, gouvernance, 20, 17, 3, 40) == [20, 17, 3, 40]
