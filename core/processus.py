"""Child processes: they die with their parent, can be recognised, and their logs stay small."""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

LOG_BYTES = 10 * 1024 * 1024
LINUX = platform.system() == "Linux"
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if LINUX else None


def die_with_parent(sign: int) -> Callable[[], None]:
    """What a child runs before its program (``preexec_fn``) so that the kernel sends it ``sign`` when
    the thread that started it ends: start children from the main thread. Elsewhere than on Linux there
    is no such signal, and the next start stops what was left.
    """
    parent = os.getpid()

    def prepare() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, sign)
            # The parent may have died between the fork and the line above.
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def command_of(pid: int) -> str:
    """Command line of a process; "" when there is none (or only its zombie)."""
    if LINUX:
        try:
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            return ""
        return raw.replace(b"\0", b" ").decode(errors="replace").strip()
    listed = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return listed.stdout.strip()


def carries(pid: int, variable: str) -> bool:
    """Whether a process of ours was started with ``variable`` ("NAME=value") in its environment: a
    process number alone may have been given to another program since."""
    if LINUX:
        try:
            raw = Path(f"/proc/{pid}/environ").read_bytes()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            return False
        return variable.encode() in raw.split(b"\0")
    listed = subprocess.run(
        ["ps", "eww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return variable in listed.stdout


def wait_until(condition: Callable[[], bool], seconds: float, step: float = 0.02) -> bool:
    """Whether ``condition`` became true within ``seconds``."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(step)
    return True


def stop_process(pid: int, sign: int, seconds: float) -> None:
    """Stop a process that is not our child: ``sign``, then SIGQUIT and SIGKILL, ``seconds`` apart."""
    for attempt in (sign, signal.SIGQUIT, signal.SIGKILL):
        try:
            os.kill(pid, attempt)
        except ProcessLookupError:
            return
        if wait_until(lambda: not command_of(pid), seconds):
            return


def stop_child(child: subprocess.Popen[bytes], sign: int, seconds: float) -> None:
    """Stop a child of ours and reap it, as ``stop_process``."""
    for attempt in (sign, signal.SIGQUIT, signal.SIGKILL):
        if child.poll() is not None:
            return
        child.send_signal(attempt)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            continue


def rotate(journal: Path) -> None:
    """Keep a log under ``LOG_BYTES``, with one older part beside it: copied then emptied, since the
    process that writes it, in append mode, keeps it open."""
    if journal.exists() and journal.stat().st_size > LOG_BYTES:
        shutil.copyfile(journal, journal.with_name(journal.name + ".1"))
        os.truncate(journal, 0)


def tail(journal: Path, lines: int = 8) -> str:
    """Last lines of a log, for a message."""
    return "\n".join(journal.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
