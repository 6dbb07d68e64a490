"""Every table is in the retention register, with a purpose and an end."""

from django.apps import apps

from felles.ledger.retention import REGISTER


def list_labels() -> set[str]:
    """Return the label of every table that the product makes."""
    return {model._meta.label for model in apps.get_models(include_auto_created=True)}


def test_models_are_all_in_the_retention_register() -> None:
    assert sorted(list_labels() - set(REGISTER)) == []


def test_retention_register_has_no_stale_entry() -> None:
    assert sorted(set(REGISTER) - list_labels()) == []


def test_retention_register_entries_all_name_a_purpose() -> None:
    assert [label for label, entry in REGISTER.items() if not entry.purpose.strip()] == []
