"""The entry of the families' pages: the ways in, the one-time link, the language."""

from __future__ import annotations

from datetime import date

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from felles.casework.actions import enter_by_link
from felles.people.actions import end_login, start_login
from felles.people.queries import find_family_actor, find_guardian_by_identity, find_link
from felles.portal.entry import idporten
from felles.portal.pages import render_family, say_problem
from felles.portal.session import LANGUAGE_KEY, enter, get_text, leave
from felles.rules.families import LINK_TRIES, FamilyLogin
from felles.ui import clock
from felles.ui.origin import client_address, next_page
from felles.ui.papers import LANGUAGES, find_language

BEGUN, TOKEN = "idporten_begun", "idporten_token"


class BirthDateForm(forms.Form):
    """A date in three numbers: quicker on a phone than any calendar."""

    day = forms.IntegerField(min_value=1, max_value=31)
    month = forms.IntegerField(min_value=1, max_value=12)
    year = forms.IntegerField(min_value=1900, max_value=2999)

    def clean(self) -> None:
        """Put the numbers together."""
        given = self.cleaned_data
        if {"day", "month", "year"} <= given.keys():
            try:
                given["on"] = date(given["year"], given["month"], given["day"])
            except ValueError:
                self.add_error(None, "wrong")


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The ways in."""
    return _start(request, "", status=200)


def _start(request: HttpRequest, error_key: str, *, status: int) -> HttpResponse:
    context = {
        "has_idporten": idporten.is_configured(),
        "demo": _find("family-persona"),
        "error_key": error_key,
    }
    return render_family(request, "portal/entry/start.html", context, status=status)


def _find(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _callback(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("family-callback"))


@require_safe
def idporten_login(request: HttpRequest) -> HttpResponse:
    """Send the guardian to ID-porten."""
    if not idporten.is_configured():
        raise Http404
    try:
        begun = idporten.begin(_callback(request), get_text(request).about.code)
    except idporten.LoginFailed as failed:
        return _failed(request, failed.key)
    request.session[BEGUN] = {
        "state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier,
    }  # fmt: skip
    return redirect(begun.url)


@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """ID-porten's answer. Whoever may not enter gets what somebody gets whom nobody knows."""
    if not idporten.is_configured():
        raise Http404
    begun = request.session.pop(BEGUN, {})
    try:
        hashed, token = idporten.finish(_callback(request), request.GET.dict(), begun)
    except idporten.LoginFailed as failed:
        return _failed(request, failed.key)
    guardian = find_guardian_by_identity(hashed)
    login, at = FamilyLogin.IDPORTEN, clock.now()
    if guardian is None or find_family_actor(guardian.pk, login=login, at=at) is None:
        return _failed(request, "start.unknown")
    if LANGUAGE_KEY not in request.session and find_language(guardian.language):
        request.session[LANGUAGE_KEY] = find_language(guardian.language)
    enter(request, guardian.pk, login)
    request.session[TOKEN] = token
    return redirect("family-home")


def _failed(request: HttpRequest, key: str) -> HttpResponse:
    return _start(request, key, status=422)


@require_safe
def ended(request: HttpRequest) -> HttpResponse:
    """It has been too long, or the door was closed meanwhile."""
    return say_problem(request, "page.ended_title", "page.ended", status=200)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Log out. The browser forgets what it kept of the pages."""
    token = request.session.get(TOKEN, "")
    leave(request)
    response = say_problem(request, "page.ended_title", "page.logged_out", status=200)
    response.headers["Clear-Site-Data"] = '"cache"'
    back = request.build_absolute_uri(reverse("family-start"))
    away = idporten.logout_url(token, back) if token else ""
    if away:
        # Not a redirect: the security policy lets forms lead to this site only.
        response.headers["Refresh"] = f"0; url={away}"
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose one of the languages; the page that one came from opens anew."""
    wanted = request.POST.get("language", "")
    if wanted in LANGUAGES:
        request.session[LANGUAGE_KEY] = wanted
    return redirect(next_page(request, reverse("family-start")))


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link. Opening it changes nothing; the child's birth date lets one in, once."""
    at = clock.now()
    found = find_link(token, at)
    if found is None:
        return _closed(request, "portal/entry/gone.html")
    if LANGUAGE_KEY not in request.session and request.method == "GET":
        code = find_language(found.guardianship.guardian.language)
        if code:
            request.session[LANGUAGE_KEY] = code
    form = BirthDateForm(request.POST or None)
    error = ""
    if request.method == "POST":
        error = _try(request, token, form)
        if not error:
            return redirect("family-home")
        if find_link(token, at) is None:
            return _closed(request, "portal/entry/stopped.html")
    typed = {name: request.POST.get(name, "") for name in form.fields}
    context = {"typed": typed, "error": error}
    response = render_family(
        request, "portal/entry/link.html", context, status=422 if error else 200
    )
    return _quiet(response)


def _try(request: HttpRequest, token: str, form: BirthDateForm) -> str:
    """Carry out one try; "" when it let the guardian in, else what to say."""
    text = get_text(request)
    if not form.is_valid():
        return text.say("page.date_wrong")
    at, address = clock.now(), client_address(request)
    if start_login(at=at, account=f"link {token}", address=address) is not None:
        return text.say("start.wait")
    tie = enter_by_link(at=at, token=token, birth_on=form.cleaned_data["on"])
    if tie is None:
        left = find_link(token, at)
        tries = LINK_TRIES - left.tries if left else 0
        return text.say("link.wrong", left=str(tries))
    end_login(at=at, account=f"link {token}", address=address)
    enter(request, tie.guardian_id, FamilyLogin.LINK, tie_id=tie.pk)
    return ""


def _closed(request: HttpRequest, template: str) -> HttpResponse:
    """The same page for a link that was used, is too old, was never made or has been locked."""
    return _quiet(render_family(request, template, {"phone": settings.CONTACT}, status=404))


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address holds a secret: no other page may learn more of it than the host.

    With "no-referrer" browsers would send the form from nowhere, and it would be refused.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
