"""script/server: sets up what is missing and serves Felles on this machine."""

import http.client
import os
import signal
import socket
import subprocess
import time
from types import FrameType

from script.tool.common import PYTHON, ROOT, Stop, environment, run, say
from script.tool.install import ensure

HOST = "127.0.0.1"
GRACE = 10  # seconds that a child gets to end by itself


def server(arguments: list[str]) -> int:
    """Prepare the database, then run the web server and the worker until told to stop."""
    if arguments:
        raise Stop("script/server takes no arguments; PORT=8001 script/server changes the port.")
    port = _choose_port()
    ensure("serve")
    if run([PYTHON, "-m", "script.tool.prepare"], PYTHONUNBUFFERED="1"):
        raise Stop("The database could not be made ready; see above.")
    return _Children(port).serve()


def _choose_port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Stop(f"PORT must be a number from 1 to 65535, and it is “{text}”.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            raise Stop(
                f"Port {text} cannot be used ({error.strerror}): stop the program that has it, "
                f"or choose another port with PORT=8001 script/server."
            ) from None
    return int(text)


class _Children:
    """The web server and the worker: started together, stopped together."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.stopping = False
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def serve(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        try:
            self.web = self._start_web()
            self.worker = self._start_worker()
            self._wait_until_up()
            return self._watch()
        finally:
            self._stop_all()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        # Own sessions: Ctrl-C in a terminal reaches this process alone, which stops them in order.
        env = environment(PORT=str(self.port))
        return subprocess.Popen(
            [PYTHON, *arguments],
            cwd=ROOT, env=env, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def _start_web(self) -> subprocess.Popen[bytes]:
        return self._start(
            "-m", "gunicorn", "felles.config.wsgi:application", "--bind", f"{HOST}:{self.port}",
            "--worker-class", "gthread", "--workers", "2", "--threads", "4",
            "--graceful-timeout", "5", "--no-control-socket", "--log-level", "warning",
        )  # fmt: skip

    def _start_worker(self) -> subprocess.Popen[bytes]:
        return self._start("-m", "django", "work")

    def _wait_until_up(self) -> None:
        while not self.stopping and self.web and self.web.poll() is None:
            if self._answers():
                say(f"Felles is on http://{HOST}:{self.port}/ (Ctrl-C stops it)")
                return
            time.sleep(0.1)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _watch(self) -> int:
        while not self.stopping:
            if self.web and self.web.poll() is not None:
                say("The web server ended by itself; see above.")
                return 1
            if self.worker and self.worker.poll() is not None:
                say("The worker ended by itself and is started again.")
                self._pause(5)
                if not self.stopping:
                    self.worker = self._start_worker()
            self._pause(0.5)
        return 0

    def _pause(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < end:
            time.sleep(0.1)

    def _stop_all(self) -> None:
        children = [child for child in (self.web, self.worker) if child]
        for child in children:
            if child.poll() is None:
                child.terminate()
        end = time.monotonic() + GRACE
        for child in children:
            try:
                child.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        say("Felles has stopped.")
