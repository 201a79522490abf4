"""Pure rules of the axis: code lists, when a sheet has to be checked again, distance between communes."""

from math import asin, cos, radians, sin, sqrt

from core.api.models import Code

# A sheet of the directory is up to date when it was checked less than so many months ago (MLD10).
MOIS_VERIFICATION = 6
# So many months before a label or a permanence ends, it is time to renew it.
MOIS_ALERTE = 6
RAYON_TERRE_KM = 6371.0


class TypeLieu(Code):
    """Kind of a place where people are received (domaine.md 3.5)."""

    FRANCE_SERVICES = "france_services", "France services"
    POINT_RELAIS_CAF = "point_relais_caf", "Point relais CAF"
    POINT_NUMERIQUE_CAF = "point_numerique_caf", "Point numérique CAF"
    CCAS_CIAS = "ccas_cias", "CCAS ou CIAS"
    MDS = "mds", "Maison départementale des solidarités"
    MISSION_LOCALE = "mission_locale", "Mission locale"
    CENTRE_SOCIAL = "centre_social", "Centre social"
    MEDIATHEQUE = "mediatheque", "Médiathèque"
    PIJ = "pij", "Point information jeunesse"
    BUS_ITINERANT = "bus_itinerant", "Bus itinérant"


class ObjetPermanence(Code):
    """What a permanence is about."""

    DROITS_SOCIAUX = "droits_sociaux", "Droits sociaux"
    LOGEMENT = "logement", "Logement"
    JUSTICE = "justice", "Justice"
    SANTE = "sante", "Santé"
    EMPLOI = "emploi", "Emploi"
    NUMERIQUE = "numerique", "Numérique"
    MOBILITE = "mobilite", "Mobilité"


class FrequencePermanence(Code):
    """How often a permanence is held."""

    HEBDO = "hebdo", "Chaque semaine"
    BIMENSUELLE = "bimensuelle", "Deux fois par mois"
    MENSUELLE = "mensuelle", "Une fois par mois"


class TypeMediateur(Code):
    """Who helps with digital procedures."""

    CONSEILLER_NUMERIQUE = "conseiller_numerique", "Conseiller numérique"
    AIDANT = "aidant", "Aidant"
    BENEVOLE = "benevole", "Bénévole"


class TypeOffreMobilite(Code):
    """Kind of a mobility offer."""

    TAD = "tad", "Transport à la demande"
    BUS = "bus", "Bus"
    COVOITURAGE = "covoiturage", "Covoiturage"
    MOBILITE_SOLIDAIRE = "mobilite_solidaire", "Mobilité solidaire"
    LOCATION_DEUX_ROUES = "location_deux_roues", "Location de deux-roues"
    GARAGE_SOLIDAIRE = "garage_solidaire", "Garage solidaire"
    AIDE_PERMIS = "aide_permis", "Aide au permis"


class TypeOffreLogement(Code):
    """Kind of a housing offer."""

    FJT = "fjt", "Foyer de jeunes travailleurs"
    RESIDENCE_JEUNES = "residence_jeunes", "Résidence jeunes"
    LOGEMENT_URGENCE = "logement_urgence", "Logement d'urgence"
    HABITAT_INCLUSIF = "habitat_inclusif", "Habitat inclusif"
    SOUS_LOCATION = "sous_location", "Sous-location"


# MLD7 reads these offers alone: a bus network would drown them.
MOBILITE_DE_PROXIMITE = (TypeOffreMobilite.TAD, TypeOffreMobilite.MOBILITE_SOLIDAIRE)
# MLD8 reads these offers alone.
LOGEMENT_JEUNES = (TypeOffreLogement.FJT, TypeOffreLogement.RESIDENCE_JEUNES)


def compute_distance(
    latitude_1: float, longitude_1: float, latitude_2: float, longitude_2: float
) -> float:
    """Great-circle distance in km between two points in degrees (haversine): a straight line, no road.

    It is the distance of MLD1 (metier.md section 6), which PostgreSQL computes in ``service``.
    """
    phi_1, phi_2 = radians(latitude_1), radians(latitude_2)
    half = (
        sin((phi_2 - phi_1) / 2) ** 2
        + cos(phi_1) * cos(phi_2) * sin(radians(longitude_2 - longitude_1) / 2) ** 2
    )
    return 2 * RAYON_TERRE_KM * asin(sqrt(min(1.0, half)))
