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

# Who reads what is said of an action, by action and diffusion.
DIFFUSES = (
    ("pe_publiee", "equipe", EQUIPE_PE),
    ("pe_publiee", "partenaires", SAUF_ELUS),
    ("pe_publiee", "copil", TOUS),
    ("par_publiee", "equipe", EQUIPE_PAR),
    ("par_publiee", "partenaires", SAUF_ELUS),
    ("par_publiee", "copil", SAUF_ELUS),
    *(("pe_brouillon", d, EQUIPE_PE) for d in ("equipe", "partenaires", "copil")),
    *(("par_brouillon", d, EQUIPE_PAR) for d in ("equipe", "partenaires", "copil")),
)
# Who reads an action, and the rows of its sheet that go with it.
ACTIONS = {
    "pe_publiee": TOUS,
    "par_publiee": SAUF_ELUS,
    "pe_brouillon": EQUIPE_PE,
    "par_brouillon": EQUIPE_PAR,
}

# The teams of its axis, governance apart.
EQUIPES = {action: "ED" if action.startswith("pe") else "XDM" for action in ACTIONS}


def diffuse(action: str, diffusion: str, lecteurs: str) -> Objet:
    """A row with a diffusion: its team writes it, governance what its team shows of a published action."""
    equipe = EQUIPES[action]
    shown = action.endswith("publiee") and diffusion != "equipe"
    ecrivent = equipe + ("G" if shown else "")
    return Objet(lire=lecteurs, ecrire=ecrivent, supprimer=ecrivent)


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
    "note": Table(
        liste=TOUS,
        creer="GEXDM",
        objets={f"{a}_{d}": diffuse(a, d, lecteurs) for a, d, lecteurs in DIFFUSES},
    ),
    "priorite": Table(
        liste=TOUS,
        creer="G",
        objets={
            # The only one that the committee decided.
            "pe_publiee": Objet(lire=TOUS, ecrire="G", supprimer="G"),
            "par_publiee": Objet(lire="GEXPDM", ecrire="G", supprimer="G"),
            "pe_brouillon": Objet(lire=EQUIPE_PE, ecrire="G", supprimer="G"),
            "par_brouillon": Objet(lire=EQUIPE_PAR, ecrire="G", supprimer="G"),
        },
    ),
    "revision": cadre(),
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
    "membre": groupe("copil"),
    "referent-axe": cadre(),
    "seance": groupe("copil"),
    "point-propose": Table(
        liste="GEXPDM",
        creer="GEXDM",
        objets={
            "pe": Objet(lire="GEXPDM", ecrire=EQUIPE_PE, supprimer=EQUIPE_PE),
            "par": Objet(lire="GEXPDM", ecrire=EQUIPE_PAR, supprimer=EQUIPE_PAR),
        },
    ),
    # Sent out for the committee, a draft for one group, read a second time for the other.
    "releve": Table(
        liste=TOUS,
        creer="",
        supprimable=False,
        objets={
            "copil": Objet(lire=TOUS, ecrire="G"),
            "pe": Objet(lire=EQUIPE_PE, ecrire=EQUIPE_PE),
            "par": Objet(lire="GXPDM", ecrire=EQUIPE_PAR),
        },
    ),
    "decision": Table(liste=TOUS, creer="", objets={"un": Objet(lire=TOUS)}, supprimable=False),
    "partenaire": Table(
        liste=TOUS,
        creer="GEXDM",
        objets={
            "pe": Objet(lire=TOUS, ecrire=EQUIPE_PE, supprimer="G"),
            "par": Objet(lire=TOUS, ecrire=EQUIPE_PAR, supprimer="G"),
        },
    ),
    # The first is of Bégrolles, the second of Cholet.
    "sollicitation": Table(
        liste="GEXCKPDM",
        creer="GEXDM",
        objets={
            "pe": Objet(lire="GEXCPDM", ecrire=EQUIPE_PE, supprimer=EQUIPE_PE),
            "par": Objet(lire="GEXKPDM", ecrire=EQUIPE_PAR, supprimer=EQUIPE_PAR),
        },
    ),
    "appel-financement": Table(
        liste=TOUS,
        creer="GEXDM",
        objets={
            "pe": Objet(lire=TOUS, ecrire=EQUIPE_PE, supprimer=EQUIPE_PE),
            "par": Objet(lire=TOUS, ecrire=EQUIPE_PAR, supprimer=EQUIPE_PAR),
        },
    ),
    "candidature": Table(
        liste="GEXPDM",
        creer="GEXDM",
        objets={
            "pe": Objet(lire="GEXPDM", ecrire=EQUIPE_PE, supprimer=EQUIPE_PE),
            "par": Objet(lire="GEXPDM", ecrire=EQUIPE_PAR, supprimer=EQUIPE_PAR),
        },
    ),
    # The CAF supplies its own values.
    "equipement-soutenu": Table(
        liste=TOUS, creer="GP", objets={"un": Objet(lire=TOUS, ecrire="GP", supprimer="G")}
    ),
    "temps-cooperation": Table(
        liste="GEXPDM", creer="G", objets={"un": Objet(lire="GEXPDM", ecrire="G", supprimer="G")}
    ),
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
        objets={
            "provisoire": Objet(lire="AGE"),
            "fige": Objet(lire="AG"),
            "chargement_tous": Objet(lire="AG"),
            "chargement_pe": Objet(lire="AGE"),
            "chargement_par": Objet(lire="AGX"),
        },
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


def ecrit(action: str) -> Page:
    """What only those who write an action may ask of its sheet."""
    ecrivent = EQUIPES[action] + ("G" if action.endswith("publiee") else "")
    return Page(passe=ecrivent, voit=ACTIONS[action], porte=TOUS)


# Loads of the plan: governance's for every axis, a team's for its own (one is read by nobody else).
CHARGEMENTS = {"tous": "G", "pe": EQUIPE_PE, "par": EQUIPE_PAR}
PORTE_CHARGEMENTS = "GEXDM"


def charge(qui: str) -> Page:
    """A page of a load."""
    return Page(passe=qui, voit=qui, porte=PORTE_CHARGEMENTS)


PAGES: dict[str, Page] = {
    "GET /": Page(passe=CONNECTES),
    **{f"GET /actions/<{action}>/": fiche(lecteurs) for action, lecteurs in ACTIONS.items()},
    **{
        f"{methode} /fiches/<{action}>/scinder": ecrit(action)
        for methode in ("GET", "POST")
        for action in ACTIONS
    },
    **{f"GET /fiches/<{action}>/": fiche(lecteurs) for action, lecteurs in ACTIONS.items()},
    **{f"POST /fiches/<{action}>/pieces": ecrit(action) for action in ACTIONS},
    **{
        f"POST /fiches/<{action}>/commentaires": Page(
            passe=EQUIPES[action] + ("GP" if action.endswith("publiee") else ""),
            voit=lecteurs,
            porte=TOUS,
            donnees=(("texte", "Essai"),),
        )
        for action, lecteurs in ACTIONS.items()
    },
    **{
        f"GET /fiches/<{a}>/pieces/<{a}_{d}>/telecharger": fiche(lecteurs)
        for a, d, lecteurs in DIFFUSES
    },
    **{
        f"POST /fiches/<{a}>/pieces/<{a}_{d}>/retirer": Page(
            passe=diffuse(a, d, lecteurs).supprimer, voit=lecteurs, porte=TOUS
        )
        for a, d, lecteurs in DIFFUSES
    },
    "GET /plan/revisions/": Page(passe=TOUS),
    "GET /agenda/": Page(passe=CONNECTES),
    "POST /agenda/": act(TOUS),
    "POST /agenda/revoquer": act(CONNECTES),
    "GET /agenda/<flux>.ics": Page(passe="*"),
    "GET /plan/chargements/": Page(passe=PORTE_CHARGEMENTS, porte=PORTE_CHARGEMENTS),
    "POST /plan/chargements/": Page(passe=PORTE_CHARGEMENTS, porte=PORTE_CHARGEMENTS),
    "GET /plan/chargements/modele.xlsx": Page(passe=PORTE_CHARGEMENTS, porte=PORTE_CHARGEMENTS),
    **{
        f"{methode} /plan/chargements/<{name}>/{page}": charge(qui)
        for name, qui in CHARGEMENTS.items()
        for methode, page in (
            ("GET", ""),
            ("GET", "etat"),
            ("GET", "ligne"),
            ("GET", "colonnes"),
            ("POST", "colonnes"),
            ("POST", "feuille"),
            ("POST", "fichier"),
            ("GET", "apercu"),
            ("POST", "charger"),
            ("POST", "annuler"),
        )
    },
    # A job is its own requester's: each of these was asked by the first letter of its readers.
    "POST /plan/chargements/<tous>/arreter": charge("G"),
    "POST /plan/chargements/<pe>/arreter": Page(passe="E", voit=EQUIPE_PE, porte=PORTE_CHARGEMENTS),
    "POST /plan/chargements/<par>/arreter": Page(
        passe="X", voit=EQUIPE_PAR, porte=PORTE_CHARGEMENTS
    ),
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
    "POST /cycle/<2025>/dossier": act("G", motif="Essai", numero="1"),
    "GET /cycle/<2025>/axe/<pe>/": Page(passe=EQUIPE_PE),
    "POST /cycle/<2025>/axe/<pe>/transmettre": act(EQUIPE_PE, motif="Essai"),
    "POST /cycle/<2025>/axe/<pe>/renvoyer": act("G", motif="Essai"),
    "POST /cycle/<2025>/axe/<pe>/valider": act("G"),
    "POST /cycle/<2025>/axe/<pe>/relancer": act("G"),
    # What was sent keeps the rights of each row: a draft, an internal note, a figure not validated.
    "GET /exercices/<2024>/": Page(passe=TOUS, porte=TOUS),
    "GET /exercices/<2024>/actions/": Page(passe=TOUS, porte=TOUS),
    "GET /exercices/<2024>/actions/<pe_publiee>/": fiche(TOUS),
    "GET /exercices/<2024>/actions/<pe_brouillon>/": fiche(EQUIPE_PE),
    "GET /exercices/<2024>/actions/<par_brouillon>/": fiche(EQUIPE_PAR),
    "GET /exercices/<2024>/indicateurs/<PE2>/": Page(passe=TOUS, porte=TOUS),
    "GET /exercices/<2024>/document/": Page(passe=LECTEURS_RAPPORTS, porte=LECTEURS_RAPPORTS),
    "GET /exercices/<2024>/annexes/": Page(passe=LECTEURS_RAPPORTS, porte=LECTEURS_RAPPORTS),
    "GET /evaluation/": Page(passe=TOUS),
    "GET /evaluation/etudes/": Page(passe=TOUS),
    "POST /evaluation/etudes/": act("G", titre="Essai", annee="2023"),
    "GET /evaluation/etudes/<etude>/fichier": Page(passe=TOUS),
    "GET /evaluation/etudes/<etude>/retirer": Page(passe="G"),
    "POST /evaluation/etudes/<etude>/retirer": act("G"),
    "GET /evaluation/equite/": Page(passe=TOUS),
    "GET /evaluation/<mi_parcours>/": Page(passe=TOUS),
    "POST /evaluation/<mi_parcours>/": act("G"),
    "POST /evaluation/<mi_parcours>/etat": act("G", vers="publiee"),
    "GET /gouvernance/": Page(passe=SAUF_ELUS),
    "GET /gouvernance/<GOU2>/": Page(passe=SAUF_ELUS),
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
    "GET /personnes/<un>/relais/": Page(passe="GEXDM"),
    "POST /personnes/<un>/relais/": act("GEXDM"),
    "GET /seances/": Page(passe=TOUS),
    "GET /seances/<copil>/": Page(passe=TOUS),
    "GET /seances/<pe>/": Page(passe=TOUS),
    "GET /seances/<par>/": Page(passe=TOUS),
    "POST /seances/<copil>/ordre-du-jour": act("G"),
    "POST /seances/<pe>/ordre-du-jour": act(EQUIPE_PE),
    "POST /seances/<copil>/classement": act("G"),
    "POST /seances/<copil>/documents": act("G", document="emargement"),
    "POST /seances/<pe>/documents": act(EQUIPE_PE, document="releve-docx"),
    "POST /seances/<copil>/presences": act("G"),
    "POST /seances/<par>/presences": act(EQUIPE_PAR),
    "POST /seances/<copil>/releve": act("G"),
    "POST /seances/<pe>/releve": act(EQUIPE_PE),
    "POST /seances/<copil>/releve/etat": act("G", de="diffuse", vers="projet", motif="Essai"),
    "POST /seances/<pe>/releve/etat": act(EQUIPE_PE, de="projet", vers="relu"),
    "GET /seances/<copil>/conduite/": Page(passe="G"),
    "POST /seances/<copil>/conduite/": act("G"),
    "POST /seances/<copil>/conduite/adopter": act("G"),
    "POST /seances/<copil>/conduite/decisions": act("G", intitule="Essai", suite="aucune"),
    "GET /sieges/": Page(passe="GEXDM"),
    "POST /sieges/": act("GEXDM"),
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
    **{
        f"{row}_{action}": lecteurs
        for row in (
            "titre",
            "etape",
            "partenaire",
            "budget",
            "financement",
            "etp",
            "bilan",
            "filiation",
        )
        for action, lecteurs in ACTIONS.items()
    },
    **{
        f"commentaire_{action}": "G" + equipes + ("P" if action.endswith("publiee") else "")
        for action, equipes in EQUIPES.items()
    },
    **{
        f"{genre}_{action}_{diffusion}": lecteurs
        for genre in ("note", "frein", "meteo", "piece")
        for action, diffusion, lecteurs in DIFFUSES
    },
    **{name: readers for axe in AXES for name, readers in axe.MARQUEURS.items()},
    "sollicitation_pe": "GEXCPDM",
    "sollicitation_par": "GEXKPDM",
    "candidature_pe": "GEXPDM",
    "candidature_par": "GEXPDM",
    "temps": "GEXPDM",
    "releve_copil": TOUS,
    "releve_pe": EQUIPE_PE,
    "releve_par": "GXPDM",
    **{f"chargement_{name}": qui for name, qui in CHARGEMENTS.items()},
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
