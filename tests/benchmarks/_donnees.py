"""Data of the measure of pages: 100,000 actions on a migrated database holding the reference data."""

from __future__ import annotations

from sqlalchemy import Engine, text

ACTIONS = 100_000
PERSONNES = 5_000
MOT_COURANT = "accompagnement"
MOT_UNIQUE = "montgolfière"

_MOTS = (
    "accompagnement, familles, parents, enfance, jeunesse, numérique, logement, mobilité, santé, relais, "
    "accueil, quartier, itinérance, formation, coordination, évènement, médiation, prévention"
)
_REMPLIR = (
    "INSERT INTO personne (nom, prenom, fonction) "
    "SELECT 'Nom' || n, 'Prénom' || n % 200, 'Chargé de mission' FROM generate_series(1, :personnes) n",
    """INSERT INTO action (code, intitule, objectif, axe_slug, enjeu_id, action_majeure_id, pilote_id,
                           statut, nature, portee, date_debut, date_fin)
       SELECT 'A' || lpad(n::text, 6, '0'),
              mots[1 + n % 18] || ' ' || mots[1 + n / 7 % 18] || ' ' || mots[1 + n / 131 % 18] || ' ' || n,
              'Objectif : ' || mots[1 + n / 3 % 18] || ' et ' || mots[1 + n / 11 % 18] || ', '
                  || repeat('pour que chacun y trouve sa place. ', 4),
              axes[1 + n % 5],
              enjeux[1 + n % cardinality(enjeux)],
              majeures[1 + n % cardinality(majeures)],
              (SELECT min(id) FROM personne) + n * 7919 % :personnes,
              (ARRAY['a_engager', 'en_cours', 'suspendue', 'realisee', 'abandonnee'])[1 + n / 5 % 5],
              'ponctuelle', 'communes',
              date '2024-01-01' + n % 900, date '2026-07-01' + n * 31 % 1400
       FROM generate_series(1, :actions) n,
            (SELECT array_agg(slug ORDER BY numero) AS axes FROM axe) a,
            (SELECT array_agg(id ORDER BY id) AS enjeux FROM enjeu) e,
            (SELECT array_agg(id ORDER BY id) AS majeures FROM action_majeure) m1,
            (SELECT string_to_array(:mots, ', ') AS mots) m""",
    """INSERT INTO action_commune (action_id, code_insee)
       SELECT a.id, codes[1 + (a.id * 13 + k * 5) % 26]
       FROM action a, generate_series(0, 1) k,
            (SELECT array_agg(code_insee ORDER BY nom) AS codes FROM commune) c""",
    """INSERT INTO action_resultat (action_id, resultat_id)
       SELECT a.id, ids[1 + a.id % cardinality(ids)]
       FROM action a, (SELECT array_agg(id ORDER BY id) AS ids FROM resultat_attendu) r""",
    """INSERT INTO frein (action_id, description, leve_par, depuis, diffusion)
       SELECT id, 'Financement attendu', 'caf', '2025-01-01', 'equipe' FROM action WHERE id % 10 = 0""",
    "UPDATE action SET intitule = :unique || ' ' || intitule "
    "WHERE id = (SELECT min(id) + 54321 FROM action)",
)


def fill(engine: Engine) -> None:
    """Write the rows, then let the planner know them."""
    values = {
        "personnes": PERSONNES,
        "actions": ACTIONS,
        "mots": _MOTS,
        "unique": MOT_UNIQUE.capitalize(),
    }
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in _REMPLIR:
            names = set(text(statement).compile().params)
            connection.execute(text(statement), {name: values[name] for name in names})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
