"""A block of child rows during one request: read, merged with what others did, written."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from core.adminkit.champs import Offre
from core.adminkit.lignes import Bloc, Ligne
from core.security.acteur import Acteur
from core.security.policy import Verbe, require

LIGNES_MAX = 200
RETIREE = (
    "Quelqu'un a retiré cette ligne entre-temps : votre texte est gardé ici comme une nouvelle ligne. "
    "Cochez « Retirer » si vous n'en voulez plus."
)
AJOUTEE = "Quelqu'un a ajouté cette ligne entre-temps."


class BlocOuvert:
    """The rows of a block on the page, and what is done with them."""

    def __init__(
        self, bloc: Bloc, session: Session, acteur: Acteur, parent: Any, offre: Offre
    ) -> None:
        self.bloc = bloc
        self.nom = bloc.lignes.relation
        self.titre = bloc.lignes.titre
        self.singulier = bloc.lignes.singulier
        self.acteur = acteur
        self.offre = offre
        rows = bloc.list_rows(session, acteur, parent)
        self.existants = {str(row.id): row for row in rows}
        self.lignes: list[Ligne] = []
        self._next = 0

    @property
    def perime(self) -> bool:
        """True when a row of the page was changed or removed since it was shown."""
        return any(ligne.perimee for ligne in self.lignes)

    @property
    def connus(self) -> set[str]:
        """Ids of the rows stored and of those that the page was about."""
        return self.existants.keys() | {ligne.cle for ligne in self.lignes if ligne.cle}

    @property
    def trop(self) -> bool:
        """More new rows than one save takes."""
        blank = self.bloc.build_blank(self.acteur)
        new = [row for row in self.lignes if row.objet is None and not row.is_blank(blank)]
        return len(new) > LIGNES_MAX

    def show(self, vierges: int) -> None:
        """Rows as stored, plus ``vierges`` empty ones."""
        for row in [*self.existants.values(), *[None] * vierges]:
            self._add(self._next, row, None)

    def read(self, formdata: MultiDict[str, str], vierges: int) -> None:
        """Rows as sent, plus ``vierges`` empty ones."""
        pattern = re.compile(rf"{re.escape(self.nom)}-(\d{{1,5}})-")
        ranks = sorted({int(found[1]) for name in formdata if (found := pattern.match(name))})
        # What is beyond was not sent by a page of ours.
        for rank in ranks[: len(self.existants) + 2 * LIGNES_MAX]:
            row = self.existants.get(formdata.get(f"{self.nom}-{rank}-id", ""))
            self._add(rank, row, formdata)
        for _ in range(vierges):
            self._add(self._next, None, None)

    def merge(self, *, orphelin: bool = False) -> list[str]:
        """Bring the page to what is stored now, keeping what was typed; the removals to tell.

        ``orphelin``: the parent itself is gone, and every row of the page with it.
        """
        for ligne in self.lignes:
            ligne.comparaison.prepare()
        told = []
        kept = []
        for ligne in self.lignes:
            if ligne.disparue and not orphelin:
                if ligne.retirer:
                    continue
                if not ligne.comparaison.touchee:
                    told.append(
                        f"{self.titre} : quelqu'un a retiré la ligne « {ligne.resume} », que vous "
                        "n'aviez pas modifiée."
                    )
                    continue
                ligne.note = RETIREE
            elif ligne.objet is not None:
                ligne.refresh()
            kept.append(ligne)
        shown = {ligne.objet.id for ligne in kept if ligne.objet is not None}
        self.lignes = kept
        for row in self.existants.values():
            if row.id not in shown:
                self._add(self._next, row, None)
                self.lignes[-1].note = AJOUTEE
        return told

    def _add(self, rank: int, row: Any, formdata: MultiDict[str, str] | None) -> None:
        self.lignes.append(self.bloc.build_ligne(self.acteur, self.offre, rank, row, formdata))
        self._next = rank + 1

    def validate(self) -> bool:
        """Check each row that counts; errors stay on their fields."""
        blank = self.bloc.build_blank(self.acteur)
        counted = [row for row in self.lignes if not row.retirer and not row.is_blank(blank)]
        # Every row is checked, so that all the errors come at once.
        results = [row.comparaison.validate() for row in counted]
        return all(results)

    def save(self, session: Session, parent: Any) -> bool:
        """Write the rows under ``parent``; True when something changed. Raises Interdit."""
        blank = self.bloc.build_blank(self.acteur)
        touched = []
        changed = False
        for ligne in self.lignes:
            if ligne.objet is None and (ligne.retirer or ligne.is_blank(blank)):
                continue
            if ligne.retirer:
                require(self.acteur, Verbe.SUPPRIMER, ligne.objet)
                # Not taken out of the parent's list first: its trace says under which axis it stood.
                session.delete(ligne.objet)
                changed = True
                continue
            objet = ligne.objet
            if objet is None:
                objet = self.bloc.enfant()
                getattr(parent, self.nom).append(objet)
            elif ligne.comparaison.differs(objet):
                require(self.acteur, Verbe.ECRIRE, objet)
            else:
                continue
            ligne.comparaison.fill(objet)
            touched.append(objet)
        for objet in touched:
            require(self.acteur, Verbe.ECRIRE, objet)
        return changed or bool(touched)
