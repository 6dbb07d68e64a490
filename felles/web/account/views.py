"""Logging in and out, choosing whom to act for, and choosing a language."""

from __future__ import annotations

import math
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from felles.people.actions import choose_language, end_login, start_login
from felles.people.queries import list_posts
from felles.rules.roles import Role
from felles.ui import clock
from felles.ui.access import find_actor
from felles.ui.origin import client_address, next_page
from felles.web.account.forms import LoginForm

if TYPE_CHECKING:
    from felles.people.models import User

A_YEAR = 365 * 24 * 60 * 60


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Log in with user name and password."""
    if request.user.is_authenticated:
        return redirect(next_page(request, reverse("today")))
    if request.method != "POST":
        return _show_login(request, LoginForm(request))
    form = LoginForm(request, request.POST)
    account, address = _typed_account(request), client_address(request)
    if not (account and request.POST.get("password")):
        form.is_valid()
        return _show_login(request, form, status=422)
    wait_until = start_login(at=clock.now(), account=account, address=address)
    if wait_until is not None:
        seconds = (wait_until - clock.now()).total_seconds()
        return _show_wait(request, account, seconds)
    if not form.is_valid():
        return _show_login(request, form, status=422)
    end_login(at=clock.now(), account=account, address=address)
    login(request, form.get_user())
    return _welcome(request, form.get_user())


def _typed_account(request: HttpRequest) -> str:
    """The user name in the one spelling that the login form gives it too."""
    return unicodedata.normalize("NFKC", request.POST.get("username", "").strip())


def _show_login(request: HttpRequest, form: LoginForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "next": next_page(request, ""), "wait": ""}
    return render(request, "web/account/login.html", context, status=status)


def _show_wait(request: HttpRequest, account: str, seconds: float) -> HttpResponse:
    """Too many tries. The password is not looked at, and the form does not keep it."""
    minutes = max(1, math.ceil(seconds / 60))
    wait = ngettext("Vent %(count)d minutt.", "Vent %(count)d minutter.", minutes)
    context = {
        "form": LoginForm(request, initial={"username": account}),
        "next": next_page(request, ""),
        "wait": wait % {"count": minutes},
    }
    response = render(request, "web/account/login.html", context, status=429)
    response.headers["Retry-After"] = str(math.ceil(seconds))
    return response


def _welcome(request: HttpRequest, user: User) -> HttpResponse:
    """On to the page asked for; by way of the choice of role for those with none or several."""
    goal = next_page(request, reverse("today"))
    if len(list_posts(user, clock.today())) != 1:
        goal = f"{reverse('switch-post')}?{urlencode({'next': goal})}"
    response = redirect(goal)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        _remember_language(response, user.language)
    return response


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Log out and have the browser forget what it has seen."""
    logout(request)
    messages.success(request, _("Du er logget ut."))
    response = redirect("login")
    # Not "cookies": it would empty those of all other services under the municipality's domain.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_http_methods(["GET", "POST"])
def switch_post(request: HttpRequest) -> HttpResponse:
    """Choose which role to act in, for those who have several."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    posts = list_posts(request.user, clock.today())
    goal = next_page(request, reverse("today"))
    is_gone = False
    if request.method == "POST":
        chosen = [post for post in posts if post.public_id == request.POST.get("post")]
        if chosen:
            request.session["post_id"] = chosen[0].pk
            return redirect(goal)
        is_gone = True
    actor = find_actor(request)
    context = {
        "posts": [(post, Role(post.role).label) for post in posts],
        "current_id": actor.post_id if actor else None,
        "next": goal,
        "is_gone": is_gone,
        "contact": settings.CONTACT,
    }
    status = 422 if is_gone else 200
    return render(request, "web/account/posts.html", context, status=status)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages, in this browser and for the person."""
    language = request.POST.get("language", "")
    response = redirect(next_page(request, "/"))
    if language in dict(settings.LANGUAGES):
        _remember_language(response, language)
        actor = find_actor(request)
        if actor is not None:
            choose_language(by=actor, at=actor.at, language=language)
    return response


def _remember_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
