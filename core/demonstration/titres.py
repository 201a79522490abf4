"""Titles of the fictitious actions, drawn from the themes of the brochure.

Each is (title, rank of its enjeu, rank of its action majeure or 0, carried on year after year).
"""

from types import MappingProxyType

Titre = tuple[str, int, int, bool]

PREFIXES = MappingProxyType(
    {
        "gouvernance": "GOU",
        "vie_sociale": "VIE",
        "parentalite": "PAR",
        "petite_enfance": "PE",
        "enfance_jeunesse": "ENJ",
        "acces_droits": "DRO",
    }
)

_GOUVERNANCE: tuple[Titre, ...] = (
    ("Réunir chaque année le comité de pilotage de la convention", 1, 0, True),
    ("Installer le comité technique avec la Caf et les communes", 1, 0, True),
    ("Nommer un référent CTG dans chaque commune", 1, 0, False),
    ("Publier une lettre d'information de la convention à destination des élus", 1, 0, True),
    ("Tenir l'annuaire partagé des acteurs du territoire", 1, 0, True),
    ("Former les nouveaux élus aux champs partagés avec la Caf", 1, 0, False),
    ("Suivre les bonus territoire et les conventions de financement", 1, 0, True),
    ("Organiser les rencontres élus/professionnels de rentrée", 1, 0, True),
    ("Préparer l'évaluation à mi-parcours de la convention", 1, 0, False),
    ("Mutualiser les temps de coordination entre communes voisines", 1, 0, False),
    ("Mettre en commun les données utiles au diagnostic", 1, 0, False),
    ("Ouvrir un appel à idées aux habitants sur la prochaine convention", 1, 0, False),
)
_VIE_SOCIALE: tuple[Titre, ...] = (
    ("Signer le pacte de coopération avec les centres sociaux", 1, 1, False),
    ("Faire vivre le comité de suivi du pacte de coopération", 1, 1, True),
    ("Réunir l'espace de réflexion élus/partenaires deux fois par an", 1, 2, True),
    ("Soutenir l'agrément d'un espace de vie sociale en milieu rural", 1, 0, False),
    ("Faire circuler une caravane des centres sociaux dans les bourgs", 1, 0, True),
    ("Accompagner les collectifs d'habitants porteurs d'un projet", 1, 0, True),
    ("Organiser une fête des voisins commune à plusieurs bourgs", 1, 0, True),
    ("Ouvrir un café associatif itinérant", 1, 0, False),
    ("Développer les visites de convivialité aux personnes isolées", 1, 0, True),
    ("Créer un fonds de participation des habitants", 1, 0, False),
    ("Former les bénévoles des associations de proximité", 1, 0, True),
    ("Recenser les salles et lieux disponibles pour la vie associative", 1, 0, False),
    ("Proposer des sorties familiales à tarif solidaire", 1, 0, True),
    ("Animer un réseau des accueils des centres sociaux", 1, 1, True),
    ("Soutenir les jardins partagés de quartier", 1, 0, False),
)
_PARENTALITE: tuple[Titre, ...] = (
    ("Animer le réseau des acteurs de la parentalité", 1, 1, True),
    ("Éditer le guide des parents du territoire", 1, 3, False),
    ("Ouvrir une page unique d'information pour les parents", 1, 3, False),
    ("Créer un lieu d'accueil enfants-parents itinérant", 1, 2, False),
    ("Étendre les horaires des lieux d'accueil enfants-parents", 1, 2, False),
    ("Programmer une semaine de la parentalité", 1, 2, True),
    ("Proposer des ateliers parents-enfants dans les bibliothèques", 1, 2, True),
    ("Soutenir l'accompagnement à la scolarité dans les bourgs", 1, 2, True),
    ("Faire connaître la médiation familiale", 1, 3, True),
    ("Former les professionnels à l'accueil des parents en difficulté", 1, 1, True),
    ("Organiser des cafés des parents dans les écoles volontaires", 1, 2, True),
    ("Créer un groupe de parole pour les parents d'adolescents", 1, 2, False),
    ("Accompagner les familles monoparentales vers les relais existants", 1, 3, True),
    ("Proposer des temps de répit aux parents d'enfants en situation de handicap", 1, 2, False),
    ("Recenser les actions parentalité commune par commune", 1, 2, False),
)
_PETITE_ENFANCE: tuple[Titre, ...] = (
    ("Étudier l'implantation d'une micro-crèche dans un bourg dépourvu", 1, 1, False),
    ("Accompagner les communes lors des projets d'accueil privés", 1, 1, True),
    ("Rendre les avis sur les projets d'accueil du jeune enfant dans les délais", 1, 1, True),
    ("Rencontrer les employeurs sur les besoins de garde de leurs salariés", 1, 1, False),
    ("Expérimenter un accueil en horaires atypiques", 1, 1, False),
    ("Créer un guichet unique d'information sur les modes de garde", 1, 1, False),
    ("Tenir un tableau de bord annuel des établissements d'accueil", 1, 1, True),
    ("Soutenir l'ouverture de maisons d'assistants maternels", 1, 1, False),
    ("Développer les crèches à vocation d'insertion professionnelle", 1, 1, False),
    ("Favoriser l'accueil d'enfants en situation de handicap en crèche", 1, 1, True),
    ("Valoriser les métiers de la petite enfance au forum de l'orientation", 2, 2, True),
    ("Organiser une journée pédagogique commune aux crèches et aux relais", 2, 2, True),
    ("Proposer l'analyse de pratique aux assistants maternels", 2, 2, True),
    ("Étendre les ateliers des relais petite enfance aux petites communes", 2, 2, True),
    ("Réunir le réseau des directions d'établissements d'accueil", 2, 2, True),
    ("Mettre en place une bibliothèque de ressources partagées", 2, 2, False),
)
_ENFANCE_JEUNESSE: tuple[Titre, ...] = (
    ("Animer le réseau des directeurs d'accueils de loisirs", 2, 1, True),
    ("Coordonner les ouvertures des accueils de loisirs pendant les vacances", 1, 1, True),
    ("Créer une passerelle entre la crèche et l'accueil de loisirs", 2, 2, False),
    ("Préparer le passage de l'accueil de loisirs à l'espace jeunes", 2, 2, True),
    ("Former les animateurs à l'accueil des enfants en situation de handicap", 1, 3, True),
    ("Sensibiliser les enfants aux handicaps par le jeu", 1, 3, True),
    ("Financer le brevet d'aptitude aux fonctions d'animateur", 1, 0, True),
    ("Tenir un forum de recrutement des animateurs saisonniers", 1, 0, True),
    ("Constituer un vivier commun d'animateurs remplaçants", 1, 0, False),
    ("Évaluer les projets éducatifs de territoire avec les communes", 2, 1, False),
    ("Harmoniser les tarifs des accueils de loisirs entre communes voisines", 1, 0, False),
    ("Organiser des séjours communs à plusieurs accueils de jeunes", 2, 2, True),
    ("Développer les chantiers de jeunes argent de poche", 2, 0, True),
    ("Aller vers les jeunes éloignés des structures", 2, 1, True),
    ("Mettre en place une prévention des usages des écrans", 2, 0, True),
    ("Maintenir une offre périscolaire dans les petites écoles", 1, 0, True),
)
_ACCES_DROITS: tuple[Titre, ...] = (
    ("Écrire la feuille directrice de l'inclusion numérique", 1, 1, False),
    ("Animer le réseau des accompagnants au numérique", 1, 1, True),
    ("Assurer des permanences numériques dans les bourgs", 1, 1, True),
    ("Réunir les espaces de concertation entre élus et professionnels", 1, 2, True),
    ("Faire connaître les espaces France services", 1, 1, True),
    ("Repérer les situations de non-recours avec les mairies", 1, 0, True),
    ("Éditer une carte des lieux d'accès aux droits", 1, 0, False),
    ("Former les agents d'accueil des mairies au premier accueil social", 1, 0, True),
    ("Expérimenter un transport solidaire à la demande", 1, 0, False),
    ("Soutenir un atelier vélo et une bourse de mobilité", 1, 0, False),
    ("Organiser des rendez-vous de l'habitat décentralisés", 1, 0, True),
    ("Accompagner les jeunes dans leur premier logement", 1, 0, True),
    ("Créer une équipe mobile d'accès aux droits", 1, 2, False),
    ("Informer les saisonniers et les travailleurs précaires de leurs droits", 1, 0, True),
)

TITRES = MappingProxyType(
    {
        "gouvernance": _GOUVERNANCE,
        "vie_sociale": _VIE_SOCIALE,
        "parentalite": _PARENTALITE,
        "petite_enfance": _PETITE_ENFANCE,
        "enfance_jeunesse": _ENFANCE_JEUNESSE,
        "acces_droits": _ACCES_DROITS,
    }
)
