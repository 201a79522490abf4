"""`ctg rapport`, `ctg reference` and `ctg communes` as people type them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from core.cli import main
from core.cli import rapports as commande
from core.communes.models import Commune
from core.jobs.models import StatutTache, Tache
from core.jobs.service import beat
from core.socle import Socle


@pytest.fixture
def ctg(socle: Socle, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A terminal on the database of the test."""
    for name, value in socle.settings.to_environ().items():
        monkeypatch.setenv(name, value)
    return CliRunner()


def run(ctg: CliRunner, *arguments: str) -> Result:
    return ctg.invoke(main, list(arguments))


def test_a_report_made_on_the_spot(ctg: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "dossier nouveau" / "rapport.pdf"
    result = run(ctg, "rapport", "annuel", "--annee", "2025", "--sortie", str(path), "--sur-place")
    assert result.exit_code == 0, result.output
    assert result.stdout.strip().splitlines()[-1] == str(path)
    assert path.read_bytes().startswith(b"%PDF-")
    assert "100" in result.stderr


def test_no_worker_is_said_with_what_to_do(ctg: CliRunner, socle: Socle) -> None:
    result = run(ctg, "rapport", "annuel", "--annee", "2025")
    assert result.exit_code == 1
    assert "Aucun exécutant ne répond" in result.output
    assert "--sur-place" in result.output
    with socle.sessions() as session:
        # The request is kept: a worker that starts makes it.
        assert session.scalars(select(Tache.statut)).one() is StatutTache.DEMANDEE


def test_a_worker_that_beats_but_takes_nothing_is_said(
    ctg: CliRunner, socle: Socle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commande, "CLAIM_SECONDS", 0.3)
    with socle.sessions() as session:
        beat(session, "worker")
    result = run(ctg, "rapport", "annuel", "--annee", "2025")
    assert result.exit_code == 1
    assert "Aucun exécutant n'a pris le rapport" in result.output


def test_an_impossible_year_is_refused(ctg: CliRunner) -> None:
    result = run(ctg, "rapport", "annuel", "--annee", "20")
    assert result.exit_code == 2
    assert "Valeur refusée" in result.output


def test_an_unwritable_path_is_said(ctg: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")
    path = tmp_path / "fichier" / "rapport.pdf"
    result = run(ctg, "rapport", "annuel", "--annee", "2025", "--sur-place", "--sortie", str(path))
    assert result.exit_code == 1
    assert "ne s'écrit pas" in result.output


def test_reference_data_are_loaded_again_without_harm(ctg: CliRunner) -> None:
    result = run(ctg, "reference", "charger")
    assert result.exit_code == 0, result.output
    assert "26 lignes déjà là" in result.output


def test_a_real_instance_refuses_fictitious_data(ctg: CliRunner) -> None:
    result = run(ctg, "reference", "demonstration")
    assert result.exit_code == 1
    assert "n'est pas une démonstration" in result.output


def test_outlines_are_imported(ctg: CliRunner, socle: Socle, tmp_path: Path) -> None:
    with socle.sessions() as session:
        codes = list(session.scalars(select(Commune.code_insee)))
    ring = [[-0.9, 47.1], [-0.8, 47.1], [-0.8, 47.2], [-0.9, 47.1]]
    features = [
        {"properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for code in codes
    ]
    path = tmp_path / "contours.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    result = run(ctg, "communes", "contours", str(path))
    assert result.exit_code == 0, result.output
    with socle.sessions() as session:
        assert all(session.scalars(select(Commune.contour)))


@pytest.mark.parametrize(
    "content",
    ["pas du json", "[]", '{"type": "Point"}', '{"type": "FeatureCollection", "features": []}'],
)
def test_a_bad_file_of_outlines_changes_nothing(
    ctg: CliRunner, socle: Socle, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "contours.geojson"
    path.write_text(content)
    assert run(ctg, "communes", "contours", str(path)).exit_code == 1
    with socle.sessions() as session:
        assert not any(session.scalars(select(Commune.contour)))
