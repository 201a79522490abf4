"""Finding in the platform what a cell names: an axis, a person, communes, enjeux, results. Pure.

Each raises ErreurMetier, with the likely word when there is one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from core.chargement.rules.colonnes import plain
from core.chargement.rules.plan import AxeConnu, EnjeuConnu, References
from core.chargement.rules.ressemblance import suggest
from core.chargement.rules.valeurs import TERRITOIRE, tell
from core.errors import ErreurMetier

_AXE = re.compile(r"(?:axe (?:n )?)?(\d{1,2})(?: (.+))?")
_ENJEU = re.compile(r"(?:enjeu (?:n )?)?(\d{1,2})")
_CIVILITE = re.compile(r"^(?:m|mr|mme|mlle|monsieur|madame) ")
_SEPARATEURS = re.compile(r"[,;/\n\u2022]+|\bet\b")
_LIGNES = re.compile(r"[;\n\u2022]+")
# Shorter, a beginning could be that of anything.
_DEBUT_MIN = 12


def find_axe(texte: str, axes: Sequence[AxeConnu]) -> AxeConnu:
    """An axis by its number ("3", "Axe 3", "Axe 3 : Petite enfance") or by its title."""
    words = plain(texte)
    by_title = {plain(axe.titre): axe for axe in axes}
    if words in by_title:
        return by_title[words]
    if match := _AXE.fullmatch(words):
        found = next((axe for axe in axes if axe.numero == int(match[1])), None)
        other = by_title.get(match[2] or "")
        if found is not None and other in (None, found):
            return found
    titles = [axe.titre for axe in axes]
    close = suggest(texte, titles)
    hint = (
        f" Vouliez-vous dire {tell(close)} ?"
        if close
        else " : écrivez son numéro, ou son titre entier."
    )
    raise ErreurMetier(f"{tell(texte)} n'est pas un axe de la convention{hint}")


def is_titre_axe(texte: str, axes: Sequence[AxeConnu]) -> AxeConnu | None:
    """The axis that a lone cell announces for the rows below it, None when it announces none."""
    words = plain(texte)
    if not words.startswith("axe ") and words not in {plain(axe.titre) for axe in axes}:
        return None
    try:
        return find_axe(texte, axes)
    except ErreurMetier:
        # Not an axis after all: the row is read as any other, and its cells say what is wrong.
        return None


def find_personne(texte: str, references: References) -> int:
    """The id of a person of the directory: first name and name in either order, initial and name, or a
    name that only one person bears."""
    words = _CIVILITE.sub("", plain(texte))
    found = references.personnes_par_nom.get(words, ())
    if len(set(found)) == 1:
        return found[0]
    names = [f"{prenom} {nom}" for prenom, nom in references.personnes.values()]
    if found:
        who = ", ".join(" ".join(references.personnes[numero]) for numero in dict.fromkeys(found))
        raise ErreurMetier(
            f"{tell(texte)} désigne plusieurs personnes ({who}) : écrivez le prénom et le nom."
        )
    close = suggest(words, names)
    if close:
        raise ErreurMetier(
            f"{tell(texte)} n'est pas dans l'annuaire. Vouliez-vous dire {tell(close)} ?"
        )
    if _SEPARATEURS.search(texte):
        raise ErreurMetier(f"{tell(texte)} : une action a un seul pilote, écrivez une personne.")
    raise ErreurMetier(
        f"{tell(texte)} n'est pas dans l'annuaire : la gouvernance peut l'y ajouter ; ou laissez la "
        "cellule vide, l'action sera sans pilote."
    )


def find_communes(texte: str, references: References) -> tuple[str, ...]:
    """INSEE codes of the communes of a cell; none when it says the whole territory."""
    if plain(texte) in TERRITOIRE:
        return ()
    found: dict[str, None] = {}
    for part in _split_communes(texte, references):
        words = plain(part)
        if words in references.communes_par_nom:
            found[references.communes_par_nom[words]] = None
        elif part.strip() in references.communes:
            found[part.strip()] = None
        else:
            close = suggest(part, references.communes.values())
            hint = f" : vouliez-vous dire {tell(close)} ?" if close else "."
            raise ErreurMetier(
                f"{tell(part)} n'est ni une commune du territoire ni son code INSEE{hint}"
            )
    return tuple(found)


def _split_communes(texte: str, references: References) -> Iterable[str]:
    if plain(texte) in references.communes_par_nom:
        return [texte]
    return [part for part in _SEPARATEURS.split(texte) if part.strip()]


def find_enjeu(texte: str, axe_slug: str, enjeux: Sequence[EnjeuConnu]) -> EnjeuConnu:
    """An enjeu of the axis by its rank ("2", "Enjeu 2") or its words."""
    own = [enjeu for enjeu in enjeux if enjeu.axe_slug == axe_slug]
    if match := _ENJEU.fullmatch(plain(texte)):
        for enjeu in own:
            if enjeu.rang == int(match[1]):
                return enjeu
    numero = _find_sentence(texte, {enjeu.id: enjeu.titre for enjeu in own})
    if numero is None:
        raise ErreurMetier(
            f"{tell(texte)} n'est pas un enjeu de cet axe : écrivez son rang, ou ses mots exacts."
        )
    return next(enjeu for enjeu in own if enjeu.id == numero)


def find_resultats(texte: str, axe_slug: str, enjeux: Sequence[EnjeuConnu]) -> tuple[int, ...]:
    """Ids of the results of a cell, one a line or between semicolons, by their words."""
    offered = {
        numero: titre
        for enjeu in enjeux
        if enjeu.axe_slug == axe_slug
        for numero, titre in enjeu.resultats.items()
    }
    found = []
    for part in (part.strip(" -\t") for part in _LIGNES.split(texte)):
        if not part:
            continue
        numero = _find_sentence(part, offered)
        if numero is None:
            raise ErreurMetier(
                f"{tell(part)} n'est pas un résultat attendu de cet axe : reprenez les mots de la "
                "convention, un résultat par ligne."
            )
        found.append(numero)
    return tuple(dict.fromkeys(found))


def _find_sentence(texte: str, offered: Mapping[int, str]) -> int | None:
    """The sentence that these words are, or begin and no other does."""
    words = plain(texte)
    plains = {numero: plain(titre) for numero, titre in offered.items()}
    exact = [numero for numero, titre in plains.items() if titre == words]
    if not exact and len(words) >= _DEBUT_MIN:
        exact = [numero for numero, titre in plains.items() if titre.startswith(words)]
    return exact[0] if len(exact) == 1 else None
