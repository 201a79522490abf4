"""Who may do what, written by hand from the matrix of the conception (section 7): nothing is computed.

One letter an actor; "own axis" is Petite enfance, "the other axis" Parentalité. Petite enfance is validated
for 2024 and not for 2025; Parentalité is never validated. Bégrolles is C's commune, Cholet is K's.
"""

from tests.permissions.axes import AXES
from tests.permissions.formes import (
    CONNECTES,
    EQUIPE_PAR,
    EQUIPE_PE,
    SAUF_ELUS,
    TOUS,
    Objet,
    Page,
    Table,
    act,
    cadre,
    groupe,
)

# The teams and the CAF read an evaluation that governance prepares (mid-term here), all once published.
AVANT_PUBLICATION = "GEXPDM"

TABLES: dict[str, Table] = {
    "action": Table(
        liste=TOUS,
        creer="GEXDM",
        supprimable=False,
        objets={
            "pe_publiee": Objet(lire=TOUS, ecrire=EQUIPE_PE),
            "par_publiee": Objet(lire=SAUF_ELUS, ecrire=EQUIPE_PAR),
            "pe_brouillon": Objet(lire=EQUIPE_PE, ecrire="ED"),
            "par_brouillon": Objet(lire=EQUIPE_PAR, ecrire="XDM"),
        },
    ),
    "enjeu": cadre(),
    "action-majeure": cadre(),
    "cadre": cadre(),
    "resultat": Table(liste=TOUS, creer="", objets={"un": Objet(lire=TOUS)}, supprimable=False),
    "commune": cadre(creer="", supprimable=False),
    "population": cadre(),
    "donnee-contexte": cadre(),
    "bassin": cadre(),
    "structure": Table(
        liste=TOUS,
        creer="GEXDM",
        objets={
            "pe": Objet(lire=TOUS, ecrire=EQUIPE_PE, supprimer="G"),
            "par": Objet(lire=TOUS, ecrire=EQUIPE_PAR, supprimer="G"),
        },
    ),
    "instance": groupe("copil"),
    "seance": groupe("copil"),
    "decision": Table(liste=TOUS, creer="", objets={"un": Objet(lire=TOUS)}, supprimable=False),
    "cycle": cadre(creer="", supprimable=False),
    "evaluation": cadre(creer="", supprimable=False),
    "question-evaluation": Table(
        liste=TOUS,
        creer="G",
        objets={
            "mi_parcours": Objet(lire=AVANT_PUBLICATION, ecrire="G", supprimer="G"),
            "finale": Objet(lire=TOUS, ecrire="G", supprimer="G"),
        },
    ),
    "reglage-indicateur": Table(
        liste=TOUS,
        creer="",
        supprimable=False,
        objets={
            "pe": Objet(lire=TOUS, ecrire=EQUIPE_PE),
            "par": Objet(lire=TOUS, ecrire=EQUIPE_PAR),
        },
    ),
    "valeur-officielle": Table(
        liste=TOUS, creer="GP", objets={"un": Objet(lire=TOUS, ecrire="GP", supprimer="G")}
    ),
    "parametre": cadre(),
    "convention": cadre(supprimable=False),
    "personne": cadre(supprimable=False),
    "mandat": cadre(),
    "compte": Table(
        liste=TOUS,
        creer="",
        supprimable=False,
        objets={
            "A": Objet(lire="A", ecrire="A"),
            "G": Objet(lire="AG", ecrire="A"),
            "E": Objet(lire="AGE", ecrire="AG"),
            "C": Objet(lire="AGC", ecrire="AG"),
            "P": Objet(lire="AP", ecrire="A"),
            "L": Objet(lire="AGL", ecrire="AG"),
        },
    ),
    "connexion": Table(liste="A", creer="", objets={"un": Objet(lire="A")}, supprimable=False),
    "rappel": Table(
        liste="GEXDM",
        creer="",
        supprimable=False,
        objets={"pe": Objet(lire=EQUIPE_PE), "par": Objet(lire=EQUIPE_PAR)},
    ),
    # The first was asked by the team, the second by governance.
    "tache": Table(
        liste=TOUS,
        creer="",
        supprimable=False,
        objets={"provisoire": Objet(lire="AGE"), "fige": Objet(lire="AG")},
    ),
    "journal": Table(
        liste="AGEXDM",
        creer="",
        supprimable=False,
        objets={
            "pe": Objet(lire=EQUIPE_PE),
            "par": Objet(lire=EQUIPE_PAR),
            "compte": Objet(lire="AG"),
        },
    ),
    **{name: table for axe in AXES for name, table in axe.TABLES.items()},
}

LECTEURS_RAPPORTS = "GEXCKPLDM"
AVANT_GEL = Page(passe="GEXPDM", voit="GEXPDM", porte=LECTEURS_RAPPORTS)
APRES_GEL = Page(passe=LECTEURS_RAPPORTS, porte=LECTEURS_RAPPORTS)


def fiche(lecteurs: str) -> Page:
    """The sheet of an action."""
    return Page(passe=lecteurs, voit=lecteurs, porte=TOUS)


PAGES: dict[str, Page] = {
    "GET /": Page(passe=CONNECTES),
    "GET /actions/<pe_publiee>/": fiche(TOUS),
    "GET /actions/<par_publiee>/": fiche(SAUF_ELUS),
    "GET /actions/<pe_brouillon>/": fiche(EQUIPE_PE),
    "GET /actions/<par_brouillon>/": fiche(EQUIPE_PAR),
    "GET /axes/": Page(passe=TOUS),
    "GET /axes/<pe>/": Page(passe="G"),
    "POST /axes/<pe>/": act("G", actif="non"),
    "GET /axe/<pe>/<rien>/": Page(passe="", voit=""),
    "GET /communes/": Page(passe=TOUS),
    "GET /communes/<begrolles>/": Page(passe=TOUS),
    "GET /communes/<cholet>/": Page(passe=TOUS),
    "GET /contexte/": Page(passe=TOUS, porte=TOUS),
    "GET /contexte/<2025>/": Page(passe=TOUS, porte=TOUS),
    "POST /contexte/<2025>/": act("G"),
    "GET /convention/": Page(passe=TOUS),
    "GET /cycle/": Page(passe=TOUS),
    "GET /cycle/<2025>/": Page(passe=TOUS),
    "POST /cycle/": act("G", exercice="2026"),
    "POST /cycle/<2025>/avancer": act("G", de="collecte", vers="consolidation"),
    "POST /cycle/<2025>/valider": act("G", axe="petite_enfance"),
    "GET /evaluation/": Page(passe=TOUS),
    "GET /evaluation/etudes/": Page(passe=TOUS),
    "POST /evaluation/etudes/": act("G", titre="Essai", annee="2023"),
    "GET /evaluation/etudes/<etude>/fichier": Page(passe=TOUS),
    "POST /evaluation/etudes/<etude>/retirer": act("G"),
    "GET /evaluation/equite/": Page(passe=TOUS),
    "GET /evaluation/<mi_parcours>/": Page(passe=TOUS),
    "POST /evaluation/<mi_parcours>/": act("G"),
    "POST /evaluation/<mi_parcours>/etat": act("G", vers="publiee"),
    "GET /indicateurs/": Page(passe=TOUS),
    "GET /indicateurs/<PE2>/": Page(passe=TOUS),
    "GET /rapports/": Page(passe=LECTEURS_RAPPORTS),
    "POST /rapports/": act("GEXPDM", exercice="2025"),
    "GET /rapports/<provisoire>/etat": AVANT_GEL,
    "GET /rapports/<provisoire>/ligne": AVANT_GEL,
    "GET /rapports/<provisoire>/lire": AVANT_GEL,
    "GET /rapports/<provisoire>/pdf": AVANT_GEL,
    "GET /rapports/<fige>/etat": APRES_GEL,
    "GET /rapports/<fige>/ligne": APRES_GEL,
    "GET /rapports/<fige>/lire": APRES_GEL,
    "GET /rapports/<fige>/pdf": APRES_GEL,
    # A job is its own requester's: the first was asked by the team, the second by governance.
    "POST /rapports/<provisoire>/annuler": Page(passe="E", voit="GEXPDM", porte=LECTEURS_RAPPORTS),
    "POST /rapports/<provisoire>/relancer": Page(passe="E", voit="GEXPDM", porte=LECTEURS_RAPPORTS),
    "POST /rapports/<fige>/annuler": Page(passe="G", porte=LECTEURS_RAPPORTS),
    "POST /rapports/<fige>/relancer": Page(passe="G", porte=LECTEURS_RAPPORTS),
    "GET /admin/": Page(passe=CONNECTES),
    "GET /mot-de-passe": Page(passe=CONNECTES),
    "POST /mot-de-passe": Page(passe=CONNECTES, etranger=302),
    "POST /deconnexion": Page(passe=CONNECTES, etranger=302),
    "GET /connexion": Page(passe="*"),
    "POST /connexion": Page(passe="*"),
    "GET /accessibilite": Page(passe="*"),
    "GET /donnees-personnelles": Page(passe="*"),
    "GET /mentions": Page(passe="*"),
    "GET /sante": Page(passe="*"),
    "GET /static/<feuille>": Page(passe="*"),
    "GET /polices/<normale>.ttf": Page(passe="*"),
}

# Whole forms: who may create that very row (302); the other people who open the form are refused (422).
CREATIONS: dict[str, tuple[tuple[dict[str, str], str], ...]] = {
    "instance": (
        ({"nom": "Nouveau", "genre": "groupe", "axe_slug": "petite_enfance"}, EQUIPE_PE),
        ({"nom": "Nouveau", "genre": "groupe", "axe_slug": "parentalite"}, EQUIPE_PAR),
        ({"nom": "Nouveau", "genre": "copil", "axe_slug": "parentalite"}, "G"),
        ({"nom": "Nouveau", "genre": "groupe"}, "G"),
    ),
}

# Marked secrets: who may find them in an answer, whatever the address. Everybody else: never.
MARQUEURS: dict[str, str] = {
    "titre_pe_publiee": TOUS,
    "titre_pe_brouillon": EQUIPE_PE,
    "titre_par_brouillon": EQUIPE_PAR,
    "titre_par_publiee": SAUF_ELUS,
    "etape_pe_publiee": TOUS,
    "etape_par_publiee": SAUF_ELUS,
    "etape_pe_brouillon": EQUIPE_PE,
    "etape_par_brouillon": EQUIPE_PAR,
    **{
        f"{genre}_{action}_{diffusion}": lecteurs
        for genre in ("note", "frein")
        for action, diffusion, lecteurs in (
            ("pe_publiee", "equipe", EQUIPE_PE),
            ("pe_publiee", "partenaires", SAUF_ELUS),
            ("pe_publiee", "copil", TOUS),
            ("par_publiee", "equipe", EQUIPE_PAR),
            ("par_publiee", "partenaires", SAUF_ELUS),
            ("par_publiee", "copil", SAUF_ELUS),
            *(("pe_brouillon", d, EQUIPE_PE) for d in ("equipe", "partenaires", "copil")),
            *(("par_brouillon", d, EQUIPE_PAR) for d in ("equipe", "partenaires", "copil")),
        )
    },
    **{name: readers for axe in AXES for name, readers in axe.MARQUEURS.items()},
    "adresse_A": "A",
    "adresse_G": "AG",
    "adresse_E": "AGE",
    "adresse_X": "AGX",
    "adresse_C": "AGC",
    "adresse_P": "AP",
    "adresse_L": "AGL",
    "mot_de_passe": "",
    "second_facteur": "",
    "connexion": "A",
    **{
        f"{what}_{moment}": readers
        for what in ("jugement", "question", "reponse")
        for moment, readers in (("mi_parcours", AVANT_PUBLICATION), ("finale", TOUS))
    },
    "trace_pe": EQUIPE_PE,
    "trace_par": EQUIPE_PAR,
    "trace_compte": "AG",
    "rappel_pe": EQUIPE_PE,
    "rappel_par": EQUIPE_PAR,
    "rapport_provisoire": "GEXPDM",
    "rapport_fige": "GEXCKPLDM",
    "gel": "",
}
