"""A page of the administration costs the same number of SQL statements with 10 rows and with 1,200."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text

from core.comptes.service import create_compte
from core.config import Settings
from core.db.extension import db
from core.db.transaction import unit_of_work
from core.plugin.catalogue import Catalogue
from core.security.acteur import SYSTEME, Habilitation, Role
from core.socle import Socle, build_socle
from tests.navigateur import open_app, open_session

# More than the longest page, and than a list counts.
FEW, MANY = 10, 1_200
SHELL_MAX, LIST_MAX = 3, 3
# A page of the platform that shows the shell and nothing of the database.
BARE = "/mot-de-passe"

_FILL = (
    """INSERT INTO personne (nom, prenom) SELECT 'N' || n, 'P' FROM {rows}""",
    """INSERT INTO mandat (personne_id, intitule, debut)
       SELECT id, 'Maire', '2020-07-01' FROM personne p WHERE NOT EXISTS
              (SELECT 1 FROM mandat m WHERE m.personne_id = p.id)""",
    """INSERT INTO membre (instance_id, personne_id, college, debut)
       SELECT (SELECT min(id) FROM instance), id, 'techniciens', '2020-07-01' FROM personne p
       WHERE NOT EXISTS (SELECT 1 FROM membre m WHERE m.personne_id = p.id)""",
    """INSERT INTO action (code, intitule, axe_slug, pilote_id, statut, nature, portee, date_debut)
       SELECT 'A' || n, 'Essai', 'petite_enfance', (SELECT min(id) FROM personne), 'en_cours',
              'recurrente', 'communes', '2024-01-01' FROM {rows}""",
    """INSERT INTO action_commune (action_id, code_insee)
       SELECT id, '49099' FROM action ON CONFLICT DO NOTHING""",
    """INSERT INTO cadre (nom) SELECT 'C' || n FROM {rows}""",
    """INSERT INTO action_cadre (action_id, cadre_id)
       SELECT a.id, c.id FROM action a JOIN cadre c ON c.nom IN ('C1', 'C' || substr(a.code, 2))
       ON CONFLICT DO NOTHING""",
    """INSERT INTO structure (nom, code_insee, statut, axes)
       SELECT 'S' || n, '49099', 'public', '{petite_enfance}' FROM {rows}""",
    """INSERT INTO petite_enfance_eaje (structure_id, nature, financement)
       SELECT id, 'creche_collective', 'psu' FROM structure s WHERE NOT EXISTS
              (SELECT 1 FROM petite_enfance_eaje e WHERE e.structure_id = s.id)""",
    """INSERT INTO petite_enfance_rpe (structure_id, etp)
       SELECT id, 1 FROM structure s WHERE NOT EXISTS
              (SELECT 1 FROM petite_enfance_rpe e WHERE e.structure_id = s.id)""",
    """INSERT INTO petite_enfance_rpe_commune (rpe_id, code_insee)
       SELECT id, '49099' FROM petite_enfance_rpe ON CONFLICT DO NOTHING""",
    """INSERT INTO petite_enfance_autorisation_places (eaje_id, date_effet, places, motif)
       SELECT id, '2020-01-01', 20, 'ouverture' FROM petite_enfance_eaje e WHERE NOT EXISTS
              (SELECT 1 FROM petite_enfance_autorisation_places p WHERE p.eaje_id = e.id)""",
    """INSERT INTO petite_enfance_activite_eaje (eaje_id, annee)
       SELECT id, 2025 FROM petite_enfance_eaje ON CONFLICT DO NOTHING""",
    """INSERT INTO vie_sociale_equipement (structure_id, type)
       SELECT id, 'centre_social' FROM structure ON CONFLICT DO NOTHING""",
    """INSERT INTO vie_sociale_zone (equipement_id, code_insee)
       SELECT id, '49099' FROM vie_sociale_equipement ON CONFLICT DO NOTHING""",
    """INSERT INTO vie_sociale_agrement (equipement_id, nature, statut, date_debut, date_fin)
       SELECT id, 'animation_globale', 'accorde', '2024-01-01', '2099-12-31'
              FROM vie_sociale_equipement e WHERE NOT EXISTS
              (SELECT 1 FROM vie_sociale_agrement a WHERE a.equipement_id = e.id)""",
    """INSERT INTO vie_sociale_activite (equipement_id, annee)
       SELECT id, 2025 FROM vie_sociale_equipement ON CONFLICT DO NOTHING""",
    """INSERT INTO vie_sociale_pacte (intitule, etat) SELECT 'P' || n, 'signe' FROM {rows}""",
    """INSERT INTO vie_sociale_signataire (pacte_id, structure_id)
       SELECT id, (SELECT min(id) FROM structure) FROM vie_sociale_pacte ON CONFLICT DO NOTHING""",
    """INSERT INTO vie_sociale_projet (titre, annee, porteur_id, statut)
       SELECT 'Essai', 2025, id, 'en_cours' FROM structure ON CONFLICT DO NOTHING""",
    """INSERT INTO vie_sociale_partenaire (projet_id, structure_id)
       SELECT id, (SELECT max(id) FROM structure) FROM vie_sociale_projet ON CONFLICT DO NOTHING""",
    """INSERT INTO parentalite_dispositif (structure_id, nom, type, statut, age_cible)
       SELECT id, nom, 'laep', 'actif', '0_6' FROM structure s WHERE NOT EXISTS
              (SELECT 1 FROM parentalite_dispositif d WHERE d.structure_id = s.id)""",
    """INSERT INTO parentalite_dispositif_commune (dispositif_id, code_insee)
       SELECT id, '49099' FROM parentalite_dispositif ON CONFLICT DO NOTHING""",
    """INSERT INTO parentalite_laep_activite (dispositif_id, annee)
       SELECT id, 2025 FROM parentalite_dispositif ON CONFLICT DO NOTHING""",
    """INSERT INTO parentalite_mediation (dispositif_id, code_insee, annee)
       SELECT id, '49099', 2025 FROM parentalite_dispositif ON CONFLICT DO NOTHING""",
    """INSERT INTO parentalite_clas_groupe (structure_id, code_insee, niveau, annee_scolaire, annee)
       SELECT id, '49099', 'college', 2024, 2025 FROM structure s WHERE NOT EXISTS
              (SELECT 1 FROM parentalite_clas_groupe g WHERE g.structure_id = s.id)""",
    """INSERT INTO parentalite_temps (titre, structure_id, type, thematiques, jour, annee, code_insee)
       SELECT nom, id, 'atelier', '{ecrans}', '2025-05-14', 2025, '49099' FROM structure s
       WHERE NOT EXISTS (SELECT 1 FROM parentalite_temps t WHERE t.structure_id = s.id)""",
    """INSERT INTO parentalite_temps_structure (temps_id, structure_id)
       SELECT id, structure_id FROM parentalite_temps ON CONFLICT DO NOTHING""",
    """INSERT INTO parentalite_support (type, titre)
       SELECT 'guide', 'Guide ' || n FROM {rows}""",
    """INSERT INTO enfance_jeunesse_pedt (nom, debut, fin)
       SELECT 'PEdT ' || n, '2024-09-01', '2027-08-31' FROM {rows}""",
    """INSERT INTO enfance_jeunesse_pedt_commune (pedt_id, code_insee)
       SELECT id, '49099' FROM enfance_jeunesse_pedt ON CONFLICT DO NOTHING""",
    """INSERT INTO enfance_jeunesse_accueil_loisirs (structure_id, categorie, tranches, pedt_id)
       SELECT id, 'periscolaire', '{6_11}', (SELECT min(id) FROM enfance_jeunesse_pedt)
              FROM structure ON CONFLICT DO NOTHING""",
    """INSERT INTO enfance_jeunesse_accueil_commune (accueil_id, code_insee)
       SELECT id, '49099' FROM enfance_jeunesse_accueil_loisirs ON CONFLICT DO NOTHING""",
    """INSERT INTO enfance_jeunesse_capacite_alsh
              (accueil_id, date_effet, periode, capacite_moins_6, capacite_plus_6, capacite_ados)
       SELECT id, '2020-09-01', 'mercredi', 0, 20, 0 FROM enfance_jeunesse_accueil_loisirs
       ON CONFLICT DO NOTHING""",
    """INSERT INTO enfance_jeunesse_activite_alsh (accueil_id, annee, periode)
       SELECT id, 2025, 'mercredi' FROM enfance_jeunesse_accueil_loisirs ON CONFLICT DO NOTHING""",
    """INSERT INTO enfance_jeunesse_equipe_animation (accueil_id, annee)
       SELECT id, 2025 FROM enfance_jeunesse_accueil_loisirs ON CONFLICT DO NOTHING""",
    """INSERT INTO enfance_jeunesse_temps_inclusion (titre, nature, jour)
       SELECT 'Temps ' || n, 'renfort', '2025-05-14' FROM {rows}""",
    """INSERT INTO enfance_jeunesse_inclusion_structure (temps_id, structure_id)
       SELECT id, (SELECT min(id) FROM structure) FROM enfance_jeunesse_temps_inclusion
       ON CONFLICT DO NOTHING""",
    """INSERT INTO enfance_jeunesse_passerelle (origine_id, arrivee_id, nature, debut)
       SELECT (SELECT min(id) FROM structure), id, 'alsh_ados', '2025-05-14' FROM structure s
       WHERE id <> (SELECT min(id) FROM structure) AND NOT EXISTS
              (SELECT 1 FROM enfance_jeunesse_passerelle p WHERE p.arrivee_id = s.id)""",
    """INSERT INTO acces_droits_lieu_accueil (structure_id, type, itinerant, verifie_le)
       SELECT id, 'bus_itinerant', true, '2025-06-01' FROM structure ON CONFLICT DO NOTHING""",
    """INSERT INTO acces_droits_lieu_commune (lieu_id, code_insee)
       SELECT id, '49099' FROM acces_droits_lieu_accueil ON CONFLICT DO NOTHING""",
    """INSERT INTO acces_droits_permanence (lieu_id, organisme_id, objet, frequence, verifie_le)
       SELECT id, (SELECT max(id) FROM structure), 'logement', 'hebdo', '2025-06-01'
              FROM acces_droits_lieu_accueil l WHERE NOT EXISTS
              (SELECT 1 FROM acces_droits_permanence p WHERE p.lieu_id = l.id)""",
    """INSERT INTO acces_droits_activite_accueil (lieu_id, annee)
       SELECT id, 2025 FROM acces_droits_lieu_accueil ON CONFLICT DO NOTHING""",
    """INSERT INTO acces_droits_mediateur_numerique (structure_id, type, annee)
       SELECT id, 'aidant', 2025 FROM structure ON CONFLICT DO NOTHING""",
    """INSERT INTO acces_droits_mediateur_commune (mediateur_id, code_insee)
       SELECT id, '49099' FROM acces_droits_mediateur_numerique ON CONFLICT DO NOTHING""",
    """INSERT INTO acces_droits_engagement_numerique (structure_id, identifiee_le)
       SELECT id, '2024-01-01' FROM structure ON CONFLICT DO NOTHING""",
    """INSERT INTO acces_droits_offre_mobilite (type, operateur, annee)
       SELECT 'tad', 'O' || n, 2025 FROM {rows}""",
    """INSERT INTO acces_droits_mobilite_commune (mobilite_id, code_insee)
       SELECT id, '49099' FROM acces_droits_offre_mobilite ON CONFLICT DO NOTHING""",
    """INSERT INTO acces_droits_offre_logement (structure_id, type, annee)
       SELECT id, 'fjt', 2025 FROM structure ON CONFLICT DO NOTHING""",
    """INSERT INTO acces_droits_domiciliation (structure_id, annee)
       SELECT id, 2025 FROM structure ON CONFLICT DO NOTHING""",
    """INSERT INTO seance (instance_id, jour, exercice) SELECT (SELECT min(id) FROM instance),
              '2025-11-04', 2024 FROM {rows}""",
    """INSERT INTO point_propose (instance_id, titre)
       SELECT (SELECT min(id) FROM instance), 'P' || n FROM {rows}""",
    """INSERT INTO releve (seance_id, etat) SELECT id, 'projet' FROM seance ON CONFLICT DO NOTHING""",
    """INSERT INTO decision (seance_id, rang, intitule, suite_requise, etat)
       SELECT id, 1, 'Essai', 'aucune', 'a_lancer' FROM seance ON CONFLICT DO NOTHING""",
    """INSERT INTO partenaire (nom, type, territoire)
       SELECT 'P' || n, 'association', 'Agglomération' FROM {rows}""",
    """INSERT INTO partenaire_contact (partenaire_id, personne_id)
       SELECT id, (SELECT min(id) FROM personne) FROM partenaire ON CONFLICT DO NOTHING""",
    """INSERT INTO sollicitation (code_insee, objet, recue_le)
       SELECT '49099', 'S' || n, '2025-05-14' FROM {rows}""",
    """INSERT INTO appel_financement (nom, financeur, exercice)
       SELECT 'A' || n, 'CAF', 2025 FROM {rows}""",
    """INSERT INTO candidature (appel_id, structure_id, etat)
       SELECT id, (SELECT min(id) FROM structure), 'deposee' FROM appel_financement a
       WHERE NOT EXISTS (SELECT 1 FROM candidature c WHERE c.appel_id = a.id)""",
    """INSERT INTO equipement_soutenu (structure_id, type, code_insee)
       SELECT id, 'alsh', '49099' FROM structure ON CONFLICT DO NOTHING""",
    """INSERT INTO montant_equipement (equipement_id, annee)
       SELECT id, 2025 FROM equipement_soutenu ON CONFLICT DO NOTHING""",
    """INSERT INTO temps_cooperation (personne_id, theme, annee, etp)
       SELECT id, 'pilotage', 2025, 0.5 FROM personne ON CONFLICT DO NOTHING""",
    """INSERT INTO note (action_id, jour, exercice, genre, diffusion, texte)
       SELECT id, '2025-06-01', 2025, 'avancement', 'equipe', 'Essai' FROM action a WHERE NOT EXISTS
              (SELECT 1 FROM note n WHERE n.action_id = a.id)""",
    """INSERT INTO priorite_action (seance_id, action_id, priorite_proposee)
       SELECT (SELECT min(id) FROM seance), id, 'prioritaire' FROM action ON CONFLICT DO NOTHING""",
    """INSERT INTO revision_plan (exercice, jour, seance_id)
       SELECT 2024, date '2000-01-01' + n, (SELECT min(id) FROM seance) FROM {rows}""",
    """INSERT INTO journal (acteur, acte, objet_type, objet_id, objet_libelle)
       SELECT 'Essai', 'creation', 'action', n::text, 'Essai' FROM {rows}""",
    """INSERT INTO connexion (email, adresse, reussie)
       SELECT n || '@essai.example', '127.0.0.1', true FROM {rows}""",
)


@pytest.fixture(scope="module")
def plateforme(clone: Callable[[str], Settings]) -> Iterator[Socle]:
    """A platform of its own, to fill."""
    socle = build_socle(clone("ctg_listes"))
    yield socle
    socle.engine.dispose()


@pytest.fixture(scope="module")
def client(plateforme: Socle) -> Iterator[FlaskClient]:
    """A browser logged in with every role that reads a table."""
    with open_app(plateforme.settings) as app:
        roles = (
            Habilitation(role=Role.GOUVERNANCE),
            Habilitation(role=Role.ADMINISTRATEUR),
            Habilitation(role=Role.EQUIPE, axe_slug="petite_enfance"),
        )
        with app.app_context(), unit_of_work(db.session()) as session:
            compte = create_compte(
                session,
                SYSTEME,
                email="gouvernance@essai.example",
                password="Un-long-secret-42",
                personne=None,
                habilitations=list(roles),
                debut=date(2024, 1, 1),
            )
            jeton = compte.fs_uniquifier
        yield open_session(app, jeton)


def _count(client: FlaskClient, url: str) -> int:
    client.get(url)  # the first visit may fill caches
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    with client.application.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    answer = client.get(url)
    event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code in (200, 403), f"{url} : {answer.status_code}"
    return len(statements)


def _count_all(client: FlaskClient, plateforme: Socle) -> dict[str, int]:
    """Statements of each list, of a sheet and of a form of each table."""
    catalogue: Catalogue = client.application.extensions["ctg_catalogue"]
    found = {BARE: _count(client, BARE)}
    for _, vue in catalogue.tables():
        base = f"/admin/{vue.endpoint}/"
        found[base] = _count(client, base)
        table = vue.modele.__tablename__
        with plateforme.engine.connect() as connection:
            number = connection.scalar(text(f"SELECT min(id) FROM {table}"))
        if number is not None:
            found[f"{base}details/"] = _count(client, f"{base}details/?id={number}")
            found[f"{base}edit/"] = _count(client, f"{base}edit/?id={number}")
    return found


def _fill(plateforme: Socle, first: int, last: int) -> None:
    rows = f"generate_series({first}, {last}) n"
    with plateforme.engine.begin() as connection:
        for statement in _FILL:
            connection.execute(text(statement.replace("{rows}", rows)))


def test_pages_cost_the_same_with_10_and_1_200_rows(
    client: FlaskClient, plateforme: Socle, record_property: Callable[[str, object], None]
) -> None:
    _fill(plateforme, 1, FEW)
    few = _count_all(client, plateforme)
    _fill(plateforme, FEW + 1, MANY)
    many = _count_all(client, plateforme)
    record_property("statements", many)
    print("Instructions SQL par page :", many)
    assert few == many

    shell = many[BARE]
    assert shell <= SHELL_MAX
    lists = {url: n - shell for url, n in many.items() if url.count("/") == 3}
    assert {url: n for url, n in lists.items() if n > LIST_MAX} == {}
