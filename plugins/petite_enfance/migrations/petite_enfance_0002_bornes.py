"""Each counted column has its own bounds, stated once with the column."""

from alembic import op

revision = "petite_enfance_0002"
down_revision = "petite_enfance_0001"
branch_labels = None
depends_on = None

_ANNEES, _PERSONNES, _HEURES, _EUROS = (
    "2000 AND 2100",
    "0 AND 100000",
    "0 AND 10000000",
    "0 AND 100000000",
)
_BORNES = {
    "autorisation_places": {
        "places": "-1000 AND 1000",
        "places_subventionnees_bonus": "0 AND 1000",
    },
    "activite_eaje": {
        "annee": _ANNEES,
        "jours_ouverture": "0 AND 366",
        "amplitude_h": "0 AND 24",
        "heures_facturees": _HEURES,
        "heures_realisees": _HEURES,
        "heures_theoriques_saisies": _HEURES,
        "enfants_differents": _PERSONNES,
        "enfants_aeeh": _PERSONNES,
        "places_fermees_personnel": "0 AND 1000",
        "charges": _EUROS,
        "produits_familles": _EUROS,
        "psu": _EUROS,
        "bonus_territoire": _EUROS,
        "bonus_inclusion": _EUROS,
        "bonus_mixite": _EUROS,
    },
    "accueil_individuel": {
        "annee": _ANNEES,
        "am_agreees": _PERSONNES,
        "am_actives": _PERSONNES,
        "places_agreees": _PERSONNES,
        "places_am_actives": _PERSONNES,
        "am_55_plus": _PERSONNES,
        "places_am_55_plus": _PERSONNES,
        "entrees": _PERSONNES,
        "sorties": _PERSONNES,
        "gardes_domicile": _PERSONNES,
    },
    "rpe": {"etp": "0.01 AND 500"},
}
# Their names and what they said in petite_enfance_0001.
_ANCIENNES = {
    "autorisation_places": {
        "places": "places BETWEEN -1000 AND 1000",
        "bonus": "places_subventionnees_bonus >= 0",
    },
    "activite_eaje": {
        "jours": "jours_ouverture BETWEEN 0 AND 366",
        "amplitude": "amplitude_h BETWEEN 0 AND 24",
        "heures": "heures_facturees >= 0 AND heures_realisees >= 0 AND heures_theoriques_saisies >= 0",
    },
    "accueil_individuel": {
        "effectifs": (
            "am_agreees >= 0 AND am_actives >= 0 AND places_agreees >= 0 AND places_am_actives >= 0 AND "
            "am_55_plus >= 0 AND places_am_55_plus >= 0 AND entrees >= 0 AND sorties >= 0 AND "
            "gardes_domicile >= 0"
        )
    },
    "rpe": {"etp": "etp > 0"},
}


def upgrade() -> None:
    _drop(_ANCIENNES)
    _create(
        {
            table: {colonne: f"{colonne} BETWEEN {bornes}" for colonne, bornes in colonnes.items()}
            for table, colonnes in _BORNES.items()
        }
    )


def downgrade() -> None:
    _drop(_BORNES)
    _create(_ANCIENNES)


def _drop(contraintes: dict[str, dict[str, str]]) -> None:
    for table, noms in contraintes.items():
        for nom in noms:
            op.drop_constraint(
                op.f(f"ck_petite_enfance_{table}_{nom}"), f"petite_enfance_{table}", type_="check"
            )


def _create(contraintes: dict[str, dict[str, str]]) -> None:
    for table, conditions in contraintes.items():
        for nom, condition in conditions.items():
            op.create_check_constraint(
                op.f(f"ck_petite_enfance_{table}_{nom}"), f"petite_enfance_{table}", condition
            )
