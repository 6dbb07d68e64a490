"""The login form."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from felles.ui.forms import FellesForm


class LoginForm(FellesForm, AuthenticationForm):
    """User name and password. Wrong name and wrong password get the same answer."""

    mark = "none"
    error_messages = {
        "invalid_login": _("Brukernavn og passord passer ikke sammen. Prøv igjen."),
        "inactive": _("Brukernavn og passord passer ikke sammen. Prøv igjen."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["username"], self.fields["password"]
        name.label, password.label = _("Brukernavn"), _("Passord")
        name.error_messages["required"] = _("Skriv brukernavnet ditt.")
        password.error_messages["required"] = _("Skriv passordet ditt.")
        # The page's heading says where one is; focus would hide it from screen readers.
        name.widget.attrs.pop("autofocus", None)
