"""The real service in a process of its own, as a user starts it."""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from api.databases import embedded_server
from api.settings import Settings

READY_S = 60
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")


class Served:
    """`echo-director serve` with a data directory; it can be killed and started again."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        self._data_dir = data_dir
        self._environment = environment
        self._process: subprocess.Popen[str] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def data_dir(self) -> Path:
        return self._data_dir

    def start(self) -> Served:
        """Start it, at the same port as before where there was one; waits for its address."""
        command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--sample"]
        command += ["--port", str(self.port), "--data-dir", str(self._data_dir)]
        log = (self._data_dir.parent / f"{self._data_dir.name}.log").open("a")
        self._process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, "ECHO_DIRECTOR_PICTURE_SIDE_PX": "256", **self._environment},
        )
        log.close()
        self.port = self._address()
        self._await_health()
        return self

    def kill(self) -> None:
        """kill -9, as a crash."""
        assert self._process
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)
        self._close()

    def stop(self) -> None:
        """End the service, and the database server that it leaves running for the next start."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)
            self._close()
        database = embedded_server(Settings(data_dir=self._data_dir))
        database.stop("immediate")
        shutil.rmtree(database.data.parent, ignore_errors=True)

    def _address(self) -> int:
        assert self._process and self._process.stdout
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            readable, _, _ = select.select([self._process.stdout], [], [], 0.2)
            if not readable:
                continue
            line = self._process.stdout.readline()
            if found := _ADDRESS.search(line):
                return int(found[1])
            if not line:
                break
        raise RuntimeError(f"The service did not start: see {self._data_dir}.log")

    def _await_health(self) -> None:
        """The address is printed before the service is open."""
        assert self._process
        deadline = time.monotonic() + READY_S
        while self._process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(OSError), urlopen(f"{self.url}healthz", timeout=5):
                return
            select.select([], [], [], 0.05)
        self.stop()
        raise RuntimeError(f"The service did not start: see {self._data_dir}.log")

    def _close(self) -> None:
        if self._process and self._process.stdout:
            self._process.stdout.close()
        self._process = None
