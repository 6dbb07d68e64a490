"""The table of permissions, changed for one test."""

import pytest

from felles.rules.access import ROLE_PERMISSIONS, Permission


def take_away(monkeypatch: pytest.MonkeyPatch, permission: Permission) -> None:
    """No role has the permission."""
    for role, permissions in ROLE_PERMISSIONS.items():
        monkeypatch.setitem(ROLE_PERMISSIONS, role, permissions - {permission})


def give_all(monkeypatch: pytest.MonkeyPatch, permission: Permission) -> None:
    """Every role has the permission."""
    for role, permissions in ROLE_PERMISSIONS.items():
        monkeypatch.setitem(ROLE_PERMISSIONS, role, permissions | {permission})
