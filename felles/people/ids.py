"""Opaque public ids, search text, sort keys and keyed hashes."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable

from django.conf import settings

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_ORDER = str.maketrans({"æ": "zza", "ä": "zza", "ø": "zzb", "ö": "zzb", "å": "zzc"})


def new_public_id() -> str:
    """Eight characters without look-alikes, about 40 bits, safe to read aloud."""
    return public_id_from(secrets.choice)


def public_id_from(choose: Callable[[str], str]) -> str:
    """A public id drawn by ``choose``. For made-up data, where the same seed gives the same ids."""
    return "".join(choose(_ALPHABET) for _ in range(8))


def search_text(*parts: str) -> str:
    """Casefolded words, each with a space before it, so that " tok" finds the start of a word.

    A null character, which PostgreSQL cannot compare with, counts as a space.
    """
    words = unicodedata.normalize("NFC", " ".join(parts)).casefold().replace("\0", " ").split()
    return "".join(f" {word}" for word in words)


def sort_key(family_name: str, given_name: str) -> str:
    """Key that sorts Norwegian names the Norwegian way (æ ø å last) on every database."""
    text = unicodedata.normalize("NFC", f"{family_name} {given_name}").casefold()
    return text.translate(_ORDER)[:200]


def identity_hash(identity_number: str) -> str:
    """Keyed hash (HMAC-SHA256, hex) of a national identity number or a roster's own id.

    The number itself is never stored. The key is ``FELLES_IDENTITY_KEY``, kept apart from the
    database; without it the hash cannot be turned back by trying all numbers.
    """
    key = settings.FELLES_IDENTITY_KEY.encode()
    return hmac.new(key, identity_number.strip().encode(), hashlib.sha256).hexdigest()


def new_secret() -> str:
    """The secret of a link or a visit: 32 letters and digits, about 190 bits."""
    return secrets.token_urlsafe(24)


def secret_hash(secret: str) -> str:
    """What is kept of a secret. It is random and long, so that a plain hash cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()
