"""The sentences that tell how to read a figure, in French. Values in, words out."""

import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date as babel_date
from babel.numbers import format_decimal

from core.communes.rules import MASQUE_EFFECTIF
from core.indicateurs.rules import Mesure, is_good, read_trend
from core.indicateurs.service import Officielle, ResultatIndicateur, Valeur
from core.plugin.types import Indicateur
from core.rapports.document import Document

NON_RENSEIGNE = "non renseigné"
_NBSP = "\u00a0"
_INVARIABLES = {"mois", "fois"}
_BEFORE = re.compile(r" ([;:!?»])")
_AFTER = re.compile(r"« ")


def format_number(valeur: Decimal | float | int | None, decimales: int = 0) -> str:
    """A number as French readers write it: narrow no-break space, comma; "non renseigné" for None.

    ``decimales`` are all printed, so that the figures of a column line up.
    """
    if valeur is None:
        return NON_RENSEIGNE
    pattern = "#,##0" + ("." + "0" * decimales if decimales else "")
    return format_decimal(valeur, format=pattern, locale="fr").replace("-", "\u2212")


def format_date(jour: date) -> str:
    """A short date: 04/11/2025."""
    return f"{jour:%d/%m/%Y}"


def format_long_date(jour: date) -> str:
    """A date in words: 4 novembre 2025 (1er for the first of a month)."""
    texte = babel_date(jour, format="d MMMM y", locale="fr")
    return f"1er{texte[1:]}" if jour.day == 1 else texte


def count(nombre: int, singulier: str, pluriel: str = "") -> str:
    """A number with its noun: "aucune" is left to the caller, 0 and 1 take the singular in French."""
    noun = (pluriel or f"{singulier}s") if nombre > 1 else singulier
    return f"{format_number(nombre)}{_NBSP}{noun}"


def agree(valeur: Decimal, decimales: int, unite: str) -> str:
    """The unit as this value wants it: in French the plural begins at two ("1,5 place pour 100 enfants")."""
    nom, espace, suite = unite.partition(" ")
    singulier = abs(round(valeur, decimales)) < 2 and nom.endswith("s") and nom not in _INVARIABLES
    return f"{nom.removesuffix('s') if singulier else nom}{espace}{suite}"


def format_value(definition: Indicateur, valeur: Decimal | None) -> str:
    """The value with its unit: "21,3 places pour 100 enfants"."""
    if valeur is None:
        return NON_RENSEIGNE
    nombre = format_number(valeur, definition.decimales)
    return f"{nombre}{_NBSP}{agree(valeur, definition.decimales, definition.unite)}".rstrip()


def tell_value(definition: Indicateur, found: Valeur | Officielle | None) -> str:
    """The same for a figure that may not be known, or may not be told."""
    if found is not None and found.masque:
        return MASQUE_EFFECTIF
    return format_value(definition, found.valeur if found else None)


def describe_answers(definition: Indicateur, mesure: Mesure) -> str:
    """ "24 sur 26 communes": how many of those expected have answered."""
    return (
        f"{format_number(mesure.repondu)} sur {format_number(mesure.attendu)} "
        f"{definition.unite_reponse}"
    )


def find_previous(resultat: ResultatIndicateur, exercice: int) -> tuple[int, Decimal] | None:
    """The latest year before ``exercice`` with a known value for the agglomération, and the value."""
    for annee in sorted((a for a in resultat.annees if a < exercice), reverse=True):
        valeur = resultat.agglomeration[annee].valeur
        if valeur is not None:
            return annee, valeur
    return None


def compute_trend(resultat: ResultatIndicateur, exercice: int) -> str:
    """ "hausse", "baisse", "stable" between the latest known year and ``exercice``; "" when unknown.

    Two values that print alike are "stable": a reader would see no difference.
    """
    definition = resultat.definition
    before = find_previous(resultat, exercice)
    after = resultat.agglomeration[exercice].valeur
    if before is None or after is None:
        return ""
    quantum = Decimal(1).scaleb(-definition.decimales)
    return read_trend(before[1].quantize(quantum), after.quantize(quantum))


def read_indicateur(resultat: ResultatIndicateur, exercice: int) -> str:
    """The reading sentence of an indicator for the agglomération in ``exercice``."""
    definition = resultat.definition
    found = resultat.agglomeration[exercice]
    answers = describe_answers(definition, found.mesure)
    before = find_previous(resultat, exercice)
    if found.masque:
        return f"En {exercice}, l'indicateur est {MASQUE_EFFECTIF} ; {answers}."
    if found.valeur is None:
        sentence = f"En {exercice}, l'indicateur n'est pas connu : {_why(found, answers)}."
        if before is not None:
            sentence += (
                f" Dernière valeur connue : {format_value(definition, before[1])} en {before[0]}."
            )
        return sentence
    sentence = f"En {exercice}, la valeur de l'agglomération est de "
    sentence += format_value(definition, found.valeur)
    sentence += f" ({answers})"
    if before is None:
        return f"{sentence} ; aucune année antérieure n'est connue."
    return f"{sentence}, {_compare(resultat, exercice, before)}."


def _why(found: Valeur, answers: str) -> str:
    if found.mesure.attendu == 0:
        return "aucune réponse n'était attendue"
    if found.mesure.repondu == 0:
        return f"personne n'a répondu ({answers})"
    return f"il manque de quoi le calculer ({answers})"


def _compare(resultat: ResultatIndicateur, exercice: int, before: tuple[int, Decimal]) -> str:
    definition = resultat.definition
    trend = compute_trend(resultat, exercice)
    if trend == "stable":
        sentence = f"comme en {before[0]}"
    else:
        good = is_good(trend, definition.sens)
        judgement = (
            ""
            if good is None
            else (", dans le sens voulu" if good else ", à l'inverse du sens voulu")
        )
        earlier = format_value(definition, before[1])
        sentence = f"en {trend} par rapport à {before[0]} ({earlier}){judgement}"
    then = resultat.agglomeration[before[0]].mesure
    today = resultat.agglomeration[exercice].mesure
    if (then.repondu, then.attendu) != (today.repondu, today.attendu):
        # Two years that not the same territories answered compare badly: the reader must know.
        sentence += f" ; en {before[0]}, {describe_answers(definition, then)} avaient répondu"
    return sentence


def describe_parts(definition: Indicateur, mesure: Mesure) -> str:
    """The two parts that were divided, "" when the indicator is a count or a part is unknown."""
    if not definition.denominateur or not mesure.complete(ratio=True):
        return ""
    above = definition.libelle_numerateur or "numérateur"
    below = definition.libelle_denominateur or "dénominateur"
    return (
        f"Calcul : {format_number(mesure.numerateur)} ({above}) rapportés à "
        f"{format_number(mesure.denominateur)} ({below})."
    )


def describe_repere(definition: Indicateur) -> str:
    """The reference point of an indicator with its source, "" when it has none."""
    if definition.repere is None:
        return ""
    valeur = format_value(definition, Decimal(str(definition.repere)))
    source = f" ({definition.repere_source})" if definition.repere_source else ""
    return f"Repère : {valeur}{source}."


def describe_official(definition: Indicateur, officielle: Officielle) -> str:
    """A published value, labelled as such."""
    vintage = f", millésime {officielle.millesime}" if officielle.millesime else ""
    return (
        f"Valeur officielle {officielle.annee} : {tell_value(definition, officielle)} "
        f"({officielle.source}{vintage}) ; elle ne se mélange pas au calcul local."
    )


def shorten(texte: str, longueur: int) -> str:
    """The text on one line, cut at a word when it is longer than ``longueur`` characters, which a sign then
    tells."""
    line = " ".join(texte.split())
    if len(line) <= longueur:
        return line
    kept = line[:longueur].rsplit(" ", 1)[0].rstrip(" ,;:.")
    return f"{kept}{_NBSP}…"


def typeset(texte: str) -> str:
    """French spacing: no line may begin with ; : ! ? » nor end with «."""
    return _AFTER.sub(f"«{_NBSP}", _BEFORE.sub(rf"{_NBSP}\1", texte))


def typeset_document(document: Document) -> Document:
    """The same document with French spacing in every text, the axes' and people's included."""
    typed: Document = _typeset(document)
    return typed


def _typeset(value: Any) -> Any:
    if isinstance(value, str):
        return typeset(value)
    if isinstance(value, tuple):
        return tuple(_typeset(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _typeset(getattr(value, f.name)) for f in fields(value)})
    return value


def join_words(mots: Sequence[str]) -> str:
    """ "a, b et c"."""
    if len(mots) < 2:
        return "".join(mots)
    return f"{', '.join(mots[:-1])} et {mots[-1]}"
