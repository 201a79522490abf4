"""``kill -9`` of ``ctg demo``: no process left, and the next start recovers with its data.

    python -m tests.chaos.demo_killed [--kills 5] [--seed 1]

One kill in two comes while the platform starts, at a random instant; the others once it is ready. Linux only:
processes are followed in /proc.
"""

import argparse
import functools
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psycopg

from core.config import Settings
from core.embarque import attacher
from core.processus import command_of, wait_until

READY = "La plateforme est prête : "
FOUND = "arrêtée brutalement"
START_SECONDS = 180.0
ORPHAN_SECONDS = 40.0


@dataclass(kw_only=True)
class Start:
    """A ``ctg demo`` that was started: what it prints goes to ``output``."""

    process: subprocess.Popen[bytes]
    output: Path
    began: float

    def text(self) -> str:
        """What it has printed so far."""
        return self.output.read_text(encoding="utf-8")

    def wait_ready(self) -> float:
        """Seconds until the platform answered; raises when it does not start."""
        done = wait_until(
            lambda: READY in self.text() or self.process.poll() is not None, START_SECONDS, 0.1
        )
        if not done or READY not in self.text():
            raise RuntimeError(f"ctg demo did not start:\n{self.text()}")
        return time.monotonic() - self.began


def start(var: Path) -> Start:
    """Start ``ctg demo`` on ``var`` in a process group of its own."""
    output = var.with_suffix(".txt")
    environ = {**os.environ, "CTG_VAR": str(var), "PYTHONUNBUFFERED": "1"}
    with output.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "core.cli", "demo"],
            stdout=stream,
            stderr=stream,
            env=environ,
            start_new_session=True,
        )
    return Start(process=process, output=output, began=time.monotonic())


def list_descendants(root: int) -> set[int]:
    """Numbers of all the processes that descend from ``root``, itself excepted."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int(
                (entry / "stat").read_text().rpartition(")")[2].split()[1]
            )
        except (FileNotFoundError, ProcessLookupError):
            continue
    found: set[int] = set()
    wave = {root}
    while wave:
        wave = {pid for pid, parent in parents.items() if parent in wave}
        found |= wave
    return found


def all_gone(pids: set[int]) -> bool:
    """Whether none of these processes is left."""
    return not any(command_of(pid) for pid in pids)


def write_row(var: Path, number: int) -> None:
    """Commit a row in the running platform's database."""
    with attacher(Settings(environnement="demonstration", var=var, secret_key="x" * 40)) as running:
        url = str(running.database_url).replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE SCHEMA IF NOT EXISTS epreuve")
            connection.execute("CREATE TABLE IF NOT EXISTS epreuve.ligne (n int)")
            connection.execute("INSERT INTO epreuve.ligne VALUES (%s)", (number,))


def count_rows(var: Path) -> int:
    """Rows committed so far."""
    with attacher(Settings(environnement="demonstration", var=var, secret_key="x" * 40)) as running:
        url = str(running.database_url).replace("+psycopg", "")
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT count(*) FROM epreuve.ligne").fetchone()
    return int(row[0]) if row else 0


def main() -> int:
    """Run the campaign, print its table; 1 when something was lost or left."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    folder = Path(tempfile.mkdtemp(prefix="ctg-chaos-"))
    folder.chmod(0o711)
    var = folder / "var"
    failures = 0
    try:
        run = start(var)
        cold = run.wait_ready()
        print(f"first start: {cold:.1f} s")
        print("kill  moment          processes  all gone (s)  next start (s)  said  rows kept")
        for number in range(1, options.kills + 1):
            during = number % 2 == 0
            if during:
                os.kill(run.process.pid, signal.SIGTERM)
                run.process.wait()
                run = start(var)
                time.sleep(chance.uniform(0.2, 8))
                moment = f"start + {time.monotonic() - run.began:.1f} s"
            else:
                write_row(var, number)
                moment = "ready"
            rows = (number + 1) // 2
            children = list_descendants(run.process.pid)
            os.kill(run.process.pid, signal.SIGKILL)
            run.process.wait()
            # Killed while Python still loads, it has done nothing that the next start could find.
            to_say = (var / "ctg.json").exists()
            killed_at = time.monotonic()
            gone = wait_until(functools.partial(all_gone, children), ORPHAN_SECONDS, 0.05)
            gone_after = time.monotonic() - killed_at
            run = start(var)
            seconds = run.wait_ready()
            said = FOUND in run.text()
            kept = count_rows(var)
            url = run.text().partition(READY)[2].split()[0]
            with urllib.request.urlopen(f"{url}sante", timeout=10) as answer:
                healthy = answer.status == 200
            failures += not (gone and said == to_say and healthy and kept == rows)
            print(
                f"{number:>4}  {moment:<14}  {len(children):>9}  "
                f"{gone_after if gone else float('inf'):>12.1f}  {seconds:>14.1f}  "
                f"{('yes' if said else 'NO') if to_say else '-':>4}  {kept} of {rows}"
            )
        children = list_descendants(run.process.pid)
        stopped_at = time.monotonic()
        os.kill(run.process.pid, signal.SIGINT)
        code = run.process.wait()
        gone = all_gone(children)
        failures += bool(code) or not gone
        print(
            f"Ctrl-C: exit code {code} after {time.monotonic() - stopped_at:.1f} s, nothing left: {gone}"
        )
    finally:
        if run.process.poll() is None:
            os.kill(run.process.pid, signal.SIGTERM)
            run.process.wait()
        shutil.rmtree(folder)
    print("FAILED" if failures else "all recovered")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
