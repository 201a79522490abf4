"""Sentences of the fictitious notes, steps, freins and decisions."""

from core.gouvernance.codes import SuiteRequise
from core.plan.codes import GenreNote, LevePar

ETAPES = (
    "Réunir le groupe de travail",
    "Recenser les besoins auprès des communes",
    "Rédiger le cahier des charges",
    "Chiffrer et chercher les financements",
    "Présenter le projet au comité technique",
    "Lancer l'action",
    "Faire le bilan avec les partenaires",
)

# {n}: meetings, {m}: communes or structures, {p}: people.
NOTES: tuple[tuple[GenreNote, str], ...] = (
    (
        GenreNote.AVANCEMENT,
        "Le groupe de travail s'est réuni {n} fois ; {m} communes y ont pris part.",
    ),
    (
        GenreNote.AVANCEMENT,
        "Le cahier des charges est rédigé et relu par {n} partenaires ; le lancement est prévu à la "
        "rentrée.",
    ),
    (GenreNote.AVANCEMENT, "{n} rencontres ont eu lieu, avec {p} participants au total."),
    (
        GenreNote.AVANCEMENT,
        "Le calendrier a glissé d'un trimestre, faute de salle disponible ; {m} structures restent "
        "mobilisées.",
    ),
    (
        GenreNote.RESULTAT,
        "{p} familles ont été touchées, dont une sur trois n'était connue d'aucune structure.",
    ),
    (GenreNote.RESULTAT, "{m} communes disposent désormais d'un interlocuteur identifié."),
    (
        GenreNote.RESULTAT,
        "{p} habitants ont participé ; les retours écrits sont bons, l'horaire du soir est demandé.",
    ),
    (
        GenreNote.RESULTAT,
        "{p} professionnels formés sur {n} sessions ; une liste d'attente s'est constituée.",
    ),
    (
        GenreNote.A_VENIR,
        "Une seconde session est programmée au printemps dans {n} communes volontaires.",
    ),
    (
        GenreNote.A_VENIR,
        "La convention de financement sera présentée au prochain conseil ; {n} cofinanceurs pressentis.",
    ),
    (
        GenreNote.VALORISER,
        "Le partenariat né entre {n} associations mérite d'être présenté aux autres communes.",
    ),
    (
        GenreNote.VALORISER,
        "Belle mobilisation des bénévoles : {p} personnes le jour de la manifestation.",
    ),
)

FREINS: tuple[tuple[str, LevePar], ...] = (
    ("Le local envisagé n'est pas aux normes d'accessibilité.", LevePar.COMMUNE),
    ("Le poste de coordination est vacant depuis le début de l'année.", LevePar.AGGLOMERATION),
    ("Le financement attendu dépend d'un appel à projets non publié.", LevePar.CAF),
    ("Aucun transporteur n'a répondu à la consultation.", LevePar.AUTRE),
    ("Les données nécessaires ne sont pas transmises à l'échelle communale.", LevePar.CAF),
    ("Le recrutement d'animateurs n'aboutit pas.", LevePar.EQUIPE),
    ("L'autorisation préfectorale est en cours d'instruction.", LevePar.ETAT),
)

DECISIONS: tuple[tuple[str, SuiteRequise], ...] = (
    ("Donner la priorité à l'action {code}, « {intitule} »", SuiteRequise.AUCUNE),
    ("Étendre l'action {code}, « {intitule} », à de nouvelles communes", SuiteRequise.AUCUNE),
    (
        "Inscrire au budget les moyens de l'action {code}, « {intitule} »",
        SuiteRequise.DELIBERATION_AGGLO,
    ),
    (
        "Solliciter la Caf pour le financement de l'action {code}, « {intitule} »",
        SuiteRequise.INSTANCE_CAF,
    ),
    (
        "Demander aux communes concernées une délibération sur l'action {code}, « {intitule} »",
        SuiteRequise.DELIBERATION_COMMUNE,
    ),
    (
        "Présenter un bilan de l'action {code}, « {intitule} », au prochain comité",
        SuiteRequise.AUCUNE,
    ),
)
