"""Blocks of the neutral document to flowables, with their place in the structure tree."""

from __future__ import annotations

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Spacer
from reportlab.platypus.flowables import PageBreakIfNotEmpty

from core.rapports.dessins.carte import draw_map
from core.rapports.dessins.graphique import draw_chart
from core.rapports.dessins.style import ACCENT, GRIS, parse_color, readable
from core.rapports.document import (
    ACTE,
    COURRIER,
    FEUILLETS,
    RAPPORT,
    Bloc,
    Carte,
    Chiffre,
    Chiffres,
    Document,
    Graphique,
    Indisponible,
    Liste,
    SautDePage,
    Section,
    Sommaire,
    Tableau,
    Texte,
    Titre,
    build_table,
    list_sections,
)
from worker.pdf import styles
from worker.pdf.flowables import (
    Citation,
    ElementListe,
    Figure,
    LigneSommaire,
    Paragraphe,
    RangeeChiffres,
    TitreSection,
)
from worker.pdf.structure import Balise
from worker.pdf.tables import build_flowable

_TENDANCES = {"hausse": "↑ en hausse", "baisse": "↓ en baisse", "stable": "→ stable"}
_HAUTEUR_CARTE = 480.0
_HAUTEUR_GRAPHIQUE = 230.0
_LARGEUR_VALEURS = 0.72


class Contenu:
    """Turns a cleaned and normalized document into a story (list of flowables).

    ``largeur`` is that of the text, which a sheet made smaller has wider than its format.
    """

    def __init__(
        self, document: Document, racine: Balise, format: styles.Format, largeur: float
    ) -> None:
        self._document = document
        self._histoire: list[Flowable] = []
        self._racine = racine
        self._format = format
        self._largeur = largeur
        self._couverture = document.presentation == RAPPORT
        self._feuillets = document.presentation in FEUILLETS
        # Letters and minutes bear no title of their own: their first section is it.
        self._decalage = 0 if document.presentation in (ACTE, COURRIER) else 1

    def build(self) -> list[Flowable]:
        """The whole story: cover when there is one, then the blocks."""
        if self._couverture:
            self._add_cover()
        self._add_blocs(self._document.blocs, self._racine, None)
        return self._histoire

    def build_sheet(self, blocs: tuple[Bloc, ...], *, premier: bool) -> list[Flowable]:
        """The flowables of one sheet; the first one begins with the title of the document."""
        if premier:
            self._add_heading(styles.TITRE_DOSSIER)
        self._add_blocs(blocs, self._racine, None)
        return self._histoire

    def _add(self, *flowables: Flowable) -> None:
        self._histoire.extend(flowables)

    def _add_cover(self) -> None:
        document, racine = self._document, self._racine
        self._add_heading(styles.COUVERTURE_TITRE)
        self._add(Spacer(1, 14))
        for texte in (format_date(document.date), document.auteur):
            if texte:
                self._paragraph(texte, styles.COUVERTURE_DATE, racine)
        self._add(Spacer(1, 18))
        for mention in document.mentions:
            self._paragraph(mention, styles.COUVERTURE_MENTION, racine)
        if document.blocs:
            self._add(PageBreak())

    def _add_heading(self, style: ParagraphStyle) -> None:
        document, racine = self._document, self._racine
        if document.exercice is not None:
            self._paragraph(f"Exercice {document.exercice}", styles.COUVERTURE_SURTITRE, racine)
        self._add(Paragraphe(document.titre, style, Balise("H1", racine)))
        if document.sous_titre:
            sous_titre = styles.COUVERTURE_SOUS_TITRE if self._couverture else styles.SOUS_TITRE
            self._paragraph(document.sous_titre, sous_titre, racine)
        if document.demonstration:
            self._sign("Démonstration : les données de ce document sont fictives.")
        if document.provisoire:
            self._sign("Provisoire : les chiffres de ce document peuvent encore changer.")

    def _sign(self, texte: str) -> None:
        signe = Citation(texte, styles.COUVERTURE_SIGNE, Balise("P", self._racine))
        signe.couleur = ACCENT
        self._add(signe, Spacer(1, 8))

    def _keep(self, hauteur: float) -> None:
        """Keeps what follows with at least ``hauteur`` points; a sheet is not cut, so has no need of it."""
        if not self._feuillets:
            self._add(CondPageBreak(hauteur))

    def _paragraph(self, texte: str, style: object, parent: Balise) -> None:
        self._add(Paragraphe(texte, style, Balise("P", parent)))

    def _add_blocs(self, blocs: tuple[Bloc, ...], parent: Balise, couleur: str | None) -> None:
        for rang, bloc in enumerate(blocs):
            match bloc:
                case Section():
                    self._add_section(bloc, parent, bloc.couleur or couleur)
                case Titre():
                    self._keep(40 + _room(blocs[rang + 1 : rang + 2]))
                    self._add(
                        Paragraphe(
                            bloc.texte,
                            styles.TITRES[bloc.niveau],
                            Balise(f"H{bloc.niveau + self._decalage}", parent),
                        )
                    )
                case Texte():
                    self._add_text(bloc, parent)
                case Liste():
                    self._add_list(bloc, parent)
                case Chiffres():
                    self._add_figures(bloc, parent, parse_color(couleur))
                case Tableau():
                    self._add_table(bloc, parent, self._largeur)
                case Graphique() | Carte():
                    self._add_drawing(bloc, parent, couleur)
                case SautDePage():
                    self._add(PageBreakIfNotEmpty())
                case Indisponible():
                    self._add_missing(bloc, parent)
                case Sommaire():
                    self._add_contents(parent)

    def _add_section(self, section: Section, parent: Balise, couleur: str | None) -> None:
        balise = Balise("Sect", parent)
        self._keep(60 + _room(section.blocs))
        self._add(
            TitreSection.build(
                section.titre,
                section.niveau,
                section.ancre,
                parse_color(couleur),
                Balise(f"H{section.niveau + self._decalage}", balise),
            )
        )
        self._add_blocs(section.blocs, balise, couleur)

    def _add_text(self, bloc: Texte, parent: Balise) -> None:
        if bloc.style == "citation":
            balise = Balise("P", Balise("BlockQuote", parent))
            self._add(Citation(bloc.texte, styles.TEXTES["citation"], balise))
        else:
            self._paragraph(bloc.texte, styles.TEXTES[bloc.style], parent)

    def _add_list(self, bloc: Liste, parent: Balise) -> None:
        numerotation = "Decimal" if bloc.ordonnee else "Disc"
        liste = Balise("L", parent, attributs=f"/O /List /ListNumbering /{numerotation}")
        for rang, texte in enumerate(bloc.elements, 1):
            element = Balise("LI", liste)
            flowable = ElementListe(texte, styles.LISTE, Balise("LBody", element))
            flowable.signe = f"{rang}." if bloc.ordonnee else "•"
            flowable.balise_signe = Balise("Lbl", element)
            self._add(flowable)
        self._add(Spacer(1, 5))

    def _add_figures(self, bloc: Chiffres, parent: Balise, couleur: Color) -> None:
        liste = Balise("L", parent, attributs="/O /List /ListNumbering /None")
        par_rangee = 2 if len(bloc.elements) in (2, 4) else 3
        self._add(Spacer(1, 4))
        for debut in range(0, len(bloc.elements), par_rangee):
            cartes = [
                _build_card(chiffre, Balise("LI", liste), couleur)
                for chiffre in bloc.elements[debut : debut + par_rangee]
            ]
            self._add(RangeeChiffres(cartes, par_rangee, couleur))

    def _add_table(self, bloc: Tableau, parent: Balise, largeur: float) -> None:
        table = Balise("Table", parent)
        self._keep(110)
        if bloc.titre:
            self._add(Paragraphe(bloc.titre, styles.LEGENDE, Balise("Caption", table)))
        if bloc.lignes:
            self._add(build_flowable(bloc, table, largeur))
        else:
            vide = Tableau(
                titre=bloc.titre,
                colonnes=bloc.colonnes,
                lignes=(("Aucune ligne",) + ("",) * (len(bloc.colonnes) - 1),),
            )
            self._add(build_flowable(vide, table, largeur))
        self._note(bloc.note, parent)

    def _add_drawing(self, bloc: Graphique | Carte, parent: Balise, couleur: str | None) -> None:
        figure = Balise("Figure", parent, alternative=bloc.alternative)
        if isinstance(bloc, Carte):
            dessin = draw_map(
                bloc, largeur=self._largeur, couleur=couleur, hauteur_max=self._format.carte
            )
        else:
            dessin = draw_chart(bloc, largeur=self._largeur, couleur=couleur)
        titre = Paragraphe(bloc.titre, styles.LEGENDE, Balise("P", parent))
        ensemble: list[Flowable] = [
            titre,
            Figure(dessin, self._format.hauteur_dessin, figure),
        ]
        if bloc.note:
            note = styles.TEXTES["note"]
            ensemble.append(Paragraphe(bloc.note, note, Balise("P", parent)))
        self._add(*(ensemble if self._feuillets else [KeepTogether(ensemble)]))
        if not bloc.note:
            self._add(Spacer(1, 6))
        if isinstance(bloc, Graphique) or bloc.valeurs:
            self._add_table(build_table(bloc), parent, self._largeur * _LARGEUR_VALEURS)

    def _note(self, note: str, parent: Balise) -> None:
        if note:
            self._paragraph(note, styles.TEXTES["note"], parent)
        else:
            self._add(Spacer(1, 6))

    def _add_missing(self, bloc: Indisponible, parent: Balise) -> None:
        texte = f"Section indisponible : {bloc.titre}\n{bloc.raison}"
        flowable = Citation(texte, styles.TEXTES["citation"], Balise("P", parent))
        flowable.couleur = GRIS
        self._add(flowable)

    def _add_contents(self, parent: Balise) -> None:
        sections = list_sections(self._document)
        if not sections:
            return
        self._add(Paragraphe("Sommaire", styles.TITRE_SOMMAIRE, Balise("H2", parent)))
        sommaire = Balise("TOC", parent)
        for section in sections:
            lien = Balise("Link", Balise("Reference", Balise("TOCI", sommaire)))
            self._add(
                LigneSommaire.build(
                    section.titre, section.niveau, section.ancre, self._largeur, lien
                )
            )
        self._add(Spacer(1, 12))


def _build_card(chiffre: Chiffre, balise: Balise, couleur: Color) -> list[Paragraphe]:
    corps = Balise("LBody", balise)
    valeur = Paragraphe(
        chiffre.valeur or "n. r.",
        styles.CARTE_VALEUR.clone("valeur", textColor=readable(couleur)),
        corps,
    )
    carte = [
        Paragraphe(chiffre.libelle, styles.CARTE_LIBELLE, Balise("Lbl", balise)),
        valeur,
    ]
    details = [_TENDANCES.get(chiffre.tendance or "", ""), chiffre.precision]
    texte = "\n".join(detail for detail in details if detail)
    if texte:
        carte.append(Paragraphe(texte, styles.CARTE_PRECISION, corps))
    return carte


def _room(blocs: tuple[Bloc, ...]) -> float:
    """Points that the first block needs below its heading, so that no heading ends a page."""
    if not blocs:
        return 0.0
    match blocs[0]:
        case Carte():
            return _HAUTEUR_CARTE
        case Graphique():
            return _HAUTEUR_GRAPHIQUE
        case Chiffres():
            return 95.0
        case Tableau():
            return 110.0
        case Section(blocs=interieurs):
            return 50.0 + _room(interieurs)
        case Titre():
            return 30.0 + _room(blocs[1:])
        case Texte(style="chapeau" | "note"):
            return 40.0 + min(_room(blocs[1:]), 120.0)
        case _:
            return 40.0


_MOIS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


def format_date(date: str) -> str:
    """An ISO date as French readers write it: "1er juin 2026"."""
    annee, mois, jour = (int(part) for part in date.split("-"))
    return f"{'1er' if jour == 1 else jour} {_MOIS[mois - 1]} {annee}"
