"""What boot refuses of a screen, by name, before anything is served."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.adminkit.chemins import is_secret, is_sensible
from core.errors import ErreurReglage
from core.plugin.vues import Colonne, VueTable


def check_vue(vue: VueTable) -> None:
    """Raise ErreurReglage on a screen that would show what nobody may read, or let it be guessed."""
    if not vue.colonnes:
        raise ErreurReglage(f"L'écran « {vue.nom} » ne nomme aucune colonne.")
    asked = [*vue.recherche, vue.tri, *_filters(vue)]
    for modele, path in (*((vue.modele, path) for path in asked), *_shown(vue)):
        if is_secret(modele, path):
            raise ErreurReglage(f"{modele.__name__}.{path} ne se montre dans aucun écran.")
    for path in asked:
        # Whoever may search, filter or sort on a figure learns it without reading it.
        if is_sensible(vue.modele, path):
            raise ErreurReglage(
                f"L'écran « {vue.nom} » cherche, filtre ou trie sur « {path} », qui est réservé."
            )


def _filters(vue: VueTable) -> Iterator[str]:
    for filtre in vue.filtres:
        if isinstance(filtre, Colonne):
            yield filtre.attribut


def _shown(vue: VueTable) -> Iterator[tuple[type[Any], str]]:
    for colonne in (*vue.colonnes, *vue.details):
        if colonne.valeur is None:
            yield vue.modele, colonne.attribut
    for champ in vue.champs:
        yield vue.modele, champ.attribut
    for lignes in vue.lignes:
        enfant = getattr(vue.modele, lignes.relation).property.mapper.class_
        for champ in lignes.champs:
            yield enfant, champ.attribut
