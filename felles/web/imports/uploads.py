"""Where a roster waits between being uploaded and being carried out: an hour at most.

Outside the database and the web server's reach, in a folder with a random name that only this
program's user can open. Nobody but whoever uploaded it finds it again. The worker deletes what
has been forgotten, and so does every new upload.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

KEPT = timedelta(hours=1)
_ID = re.compile(r"[A-Za-z0-9_-]{22}")
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,60}\.(csv|zip)", re.IGNORECASE)
_ABOUT = "about.json"
_FILES = "files"


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded roster, and how to read it. ``schools`` are answers about unknown schools."""

    id: str
    user_id: int
    saved_at: datetime
    date_order: str = ""
    encoding: str = ""
    schools: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The folder with the CSV files, or the zip file."""
        folder = _root() / self.id / _FILES
        zips = sorted(folder.glob("*.zip"))
        return zips[0] if zips else folder


def _root() -> Path:
    return Path(settings.VAR_DIR) / "uploads"


def safe_name(name: str) -> str:
    """The name to keep a file under: lower-case letters, digits and a known ending, or ""."""
    return name.lower() if _NAME.fullmatch(name) else ""


def save(
    files: Iterable[UploadedFile], *, user_id: int, at: datetime, date_order: str, encoding: str
) -> Upload:
    """Keep uploaded files, whose names are safe, for an hour."""
    forget_old(at)
    upload = Upload(secrets.token_urlsafe(16), user_id, at, date_order, encoding)
    folder = _root() / upload.id / _FILES
    folder.mkdir(parents=True, mode=0o700)
    _root().chmod(0o700)
    folder.parent.chmod(0o700)
    try:
        for file in files:
            _write(folder / safe_name(file.name or ""), file.chunks())
        _describe(upload)
    except OSError:
        delete(upload)
        raise
    return upload


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        for chunk in chunks:
            out.write(chunk)


def _describe(upload: Upload) -> None:
    about = asdict(upload) | {"saved_at": upload.saved_at.isoformat()}
    path = _root() / upload.id / _ABOUT
    path.unlink(missing_ok=True)
    _write(path, [json.dumps(about).encode()])


def answer(upload: Upload, schools: dict[str, str]) -> None:
    """Remember which schools a person said that unknown ones are."""
    about = asdict(upload) | {"schools": upload.schools | schools}
    _describe(Upload(**about))


def find(upload_id: str, *, user_id: int, at: datetime) -> Upload | None:
    """An upload of the user's own that is not older than an hour."""
    if not _ID.fullmatch(upload_id):
        return None
    upload = _read(_root() / upload_id)
    if upload is None or upload.user_id != user_id or not _is_fresh(upload, at):
        return None
    return upload


def _is_fresh(upload: Upload, at: datetime) -> bool:
    return timedelta() <= at - upload.saved_at < KEPT


def _read(folder: Path) -> Upload | None:
    try:
        about: dict[str, Any] = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        saved_at = datetime.fromisoformat(about["saved_at"])
        upload = Upload(**(about | {"saved_at": saved_at}))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return upload if upload.id == folder.name and upload.path.exists() else None


def delete(upload: Upload) -> None:
    """Delete an upload, files and all."""
    shutil.rmtree(_root() / upload.id, ignore_errors=True)


def forget_old(at: datetime) -> None:
    """Delete what was uploaded more than an hour ago, and what is left of broken uploads."""
    for folder in _folders():
        upload = _read(folder)
        if upload is None or not _is_fresh(upload, at):
            shutil.rmtree(folder, ignore_errors=True)


def _folders() -> Iterator[Path]:
    if _root().is_dir():
        yield from (path for path in _root().iterdir() if path.is_dir() and not path.is_symlink())
