"""Indicators EJ1 to EJ10 (domaine.md 3.4, metier.md section 6)."""

from core.api.plugin import Indicateur, Niveau, Sens
from plugins.enfance_jeunesse.calculs import (
    compute_diplomes,
    compute_frequentation,
    compute_heures,
    compute_inclusion_accueil,
    compute_inclusion_territoire,
    compute_occupation,
    compute_passerelles,
    compute_pedt,
    compute_places_mercredi,
    compute_places_vacances,
    compute_postes,
    compute_refus,
)

_NIVEAUX = (Niveau.COMMUNE, Niveau.BASSIN, Niveau.AGGLOMERATION)
_AU_DESSUS = (Niveau.BASSIN, Niveau.AGGLOMERATION)
_AGGLO = (Niveau.AGGLOMERATION,)
_GESTIONNAIRES = "Gestionnaires des accueils, saisie de l'équipe enfance jeunesse"
_ENFANTS = "enfants de 3 à 11 ans (données de contexte)"
_METHODE_PLACES = (
    "Places pour les moins de 6 ans et les 6 ans et plus des accueils périscolaires et extrascolaires, "
    "déclarés ou non, ouverts au 31 décembre, dans la commune où ils se trouvent. Une commune sans accueil "
    "compte zéro place ; une commune dont un accueil n'a aucune capacité saisie ne répond pas. Les enfants "
    "vont aussi dans les accueils des communes voisines : l'indicateur se lit mieux par bassin."
)
_METHODE_ENFANTS = (
    "Un enfant qui vient le mercredi et l'été ne compte qu'une fois : pour chaque structure, c'est "
    "la période qui a accueilli le plus d'enfants différents qui est retenue. Ce nombre est donc un "
    "minimum ; un enfant inscrit dans deux structures y compte deux fois."
)

INDICATEURS: tuple[Indicateur, ...] = (
    Indicateur(
        code="EJ1a",
        libelle="Taux de couverture des accueils de loisirs le mercredi",
        formule="places du mercredi pour les 3-11 ans / enfants de 3 à 11 ans × 100",
        unite="places pour 100 enfants",
        source=f"Capacités des accueils (axe enfance jeunesse) ; {_ENFANTS}",
        methode=_METHODE_PLACES,
        sens=Sens.HAUSSE,
        niveaux=_NIVEAUX,
        compute=compute_places_mercredi,
        facteur=100.0,
        libelle_numerateur="Places du mercredi",
        libelle_denominateur="Enfants de 3 à 11 ans",
    ),
    Indicateur(
        code="EJ1b",
        libelle="Taux de couverture des accueils de loisirs aux petites vacances",
        formule="places des petites vacances pour les 3-11 ans / enfants de 3 à 11 ans × 100",
        unite="places pour 100 enfants",
        source=f"Capacités des accueils (axe enfance jeunesse) ; {_ENFANTS}",
        methode=f"{_METHODE_PLACES} Les places de l'été se lisent dans l'inventaire des accueils.",
        sens=Sens.HAUSSE,
        niveaux=_NIVEAUX,
        compute=compute_places_vacances,
        facteur=100.0,
        phare=False,
        libelle_numerateur="Places des petites vacances",
        libelle_denominateur="Enfants de 3 à 11 ans",
    ),
    Indicateur(
        code="EJ2",
        libelle="Taux de fréquentation des accueils de loisirs",
        formule="enfants différents accueillis / enfants de 3 à 11 ans × 100",
        unite="%",
        source=f"{_GESTIONNAIRES} ; {_ENFANTS}",
        methode=(
            f"Accueils périscolaires et extrascolaires qui reçoivent des 3-11 ans. {_METHODE_ENFANTS} Une "
            "commune dont une structure n'a pas donné ses enfants pour chaque période ne répond pas."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AU_DESSUS,
        compute=compute_frequentation,
        facteur=100.0,
        phare=False,
        libelle_numerateur="Enfants différents (au moins)",
        libelle_denominateur="Enfants de 3 à 11 ans",
    ),
    Indicateur(
        code="EJ3",
        libelle="Heures d'accueil de loisirs par enfant",
        formule="heures réalisées / enfants de 3 à 11 ans",
        unite="heures par enfant",
        source=f"{_GESTIONNAIRES} (déclarations à la CAF) ; {_ENFANTS}",
        methode=(
            "Heures de présence de l'année, toutes périodes, des accueils périscolaires et "
            "extrascolaires qui reçoivent des 3-11 ans ; celles des 12 ans et plus qu'ils reçoivent "
            "y sont comptées. Une commune sans accueil compte zéro ; une commune dont une période "
            "n'a pas d'heures ne répond pas."
        ),
        sens=Sens.HAUSSE,
        niveaux=_NIVEAUX,
        compute=compute_heures,
        phare=False,
        libelle_numerateur="Heures réalisées",
        libelle_denominateur="Enfants de 3 à 11 ans",
    ),
    Indicateur(
        code="EJ4",
        libelle="Taux d'occupation des accueils",
        formule="heures réalisées / (capacité × jours × amplitude) × 100",
        unite="%",
        source=_GESTIONNAIRES,
        methode=(
            "Capacité moyenne de l'année pour la période, sur les jours où il y a des places. "
            "Accueils ouverts dans l'année, hors séjours ; seules les périodes dont tout est connu "
            "entrent dans les deux sommes."
        ),
        sens=Sens.HAUSSE,
        niveaux=_NIVEAUX,
        compute=compute_occupation,
        facteur=100.0,
        phare=False,
        unite_reponse="périodes d'accueil",
        libelle_numerateur="Heures réalisées",
        libelle_denominateur="Heures théoriques",
    ),
    Indicateur(
        code="EJ5",
        libelle="Refus faute de place",
        formule="refus faute de place / (refus + enfants différents) × 100",
        unite="%",
        source=_GESTIONNAIRES,
        methode=(
            "Refus et enfants s'ajoutent période par période : un enfant qui s'inscrit le mercredi "
            "et l'été a fait deux demandes. Seules les périodes dont les deux sont connus entrent "
            "dans les sommes."
        ),
        sens=Sens.BAISSE,
        niveaux=_AU_DESSUS,
        compute=compute_refus,
        facteur=100.0,
        phare=False,
        unite_reponse="périodes d'accueil",
        libelle_numerateur="Refus faute de place",
        libelle_denominateur="Refus et enfants accueillis",
    ),
    Indicateur(
        code="EJ6",
        libelle="Postes d'animation pourvus",
        formule="postes pourvus / postes × 100",
        unite="%",
        source=_GESTIONNAIRES,
        methode="Accueils ouverts dans l'année, hors séjours ; seuls ceux qui ont répondu sont comptés.",
        sens=Sens.HAUSSE,
        niveaux=_AU_DESSUS,
        compute=compute_postes,
        facteur=100.0,
        phare=False,
        unite_reponse="accueils",
        libelle_numerateur="Postes pourvus",
        libelle_denominateur="Postes",
    ),
    Indicateur(
        code="EJ7",
        libelle="Équipes diplômées",
        formule="(BAFA + BAFD + équivalents) / postes pourvus × 100",
        unite="%",
        source=_GESTIONNAIRES,
        methode=(
            "Une personne compte une fois, à son plus haut diplôme ; les stagiaires n'en font pas partie. "
            "Accueils ouverts dans l'année, hors séjours ; seuls ceux qui ont répondu sont comptés."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AGGLO,
        compute=compute_diplomes,
        facteur=100.0,
        phare=False,
        unite_reponse="accueils",
        libelle_numerateur="Personnes diplômées",
        libelle_denominateur="Postes pourvus",
    ),
    Indicateur(
        code="EJ8a",
        libelle="Enfants bénéficiaires de l'AEEH accueillis, parmi ceux du territoire",
        formule="enfants AEEH accueillis / enfants AEEH de 3 à 17 ans du territoire × 100",
        unite="%",
        source=f"{_GESTIONNAIRES} ; CAF, enfants bénéficiaires de l'AEEH (données de contexte)",
        methode=(
            f"{_METHODE_ENFANTS} Une commune dont une structure n'a pas répondu pour chaque période, "
            "ou dont le nombre d'enfants AEEH est inconnu, ne répond pas."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AGGLO,
        compute=compute_inclusion_territoire,
        facteur=100.0,
        phare=False,
        libelle_numerateur="Enfants AEEH accueillis (au moins)",
        libelle_denominateur="Enfants AEEH de 3 à 17 ans",
        sensible=True,
    ),
    Indicateur(
        code="EJ8b",
        libelle="Enfants bénéficiaires de l'AEEH, parmi les enfants accueillis",
        formule="enfants AEEH accueillis / enfants accueillis × 100",
        unite="%",
        source=_GESTIONNAIRES,
        methode=(
            f"{_METHODE_ENFANTS} Seules les structures qui ont donné les deux nombres pour chaque période "
            "entrent dans les sommes."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AGGLO,
        compute=compute_inclusion_accueil,
        facteur=100.0,
        phare=False,
        unite_reponse="structures",
        libelle_numerateur="Enfants AEEH accueillis",
        libelle_denominateur="Enfants accueillis",
        sensible=True,
    ),
    Indicateur(
        code="EJ9",
        libelle="Communes couvertes par un projet éducatif territorial",
        formule="communes avec école couvertes par un PEdT / communes avec école × 100",
        unite="%",
        source="PEdT (axe enfance jeunesse) ; écoles (données de contexte)",
        methode=(
            "PEdT en vigueur au 31 décembre, avec ou sans plan mercredi. Une commune sans école "
            "n'entre pas dans les sommes ; une commune dont le nombre d'écoles est inconnu ne répond pas."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AGGLO,
        compute=compute_pedt,
        facteur=100.0,
        libelle_numerateur="Communes couvertes",
        libelle_denominateur="Communes avec école",
    ),
    Indicateur(
        code="EJ10",
        libelle="Passerelles actives",
        formule="couples visés où une passerelle a eu lieu dans l'année / couples de structures visés × 100",
        unite="%",
        source="Passerelles saisies par l'équipe enfance jeunesse",
        methode=(
            "Un couple est une structure d'origine et une structure d'arrivée. Il est visé dès "
            "l'année de sa date « visée depuis » ; une passerelle d'un couple qui n'était pas visé "
            "n'entre pas dans les sommes. Le couple est compté dans la commune de la structure d'origine."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AU_DESSUS,
        compute=compute_passerelles,
        facteur=100.0,
        phare=False,
        unite_reponse="couples visés",
        libelle_numerateur="Couples avec une passerelle",
        libelle_denominateur="Couples visés",
    ),
)
