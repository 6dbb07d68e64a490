"""People, their posts and their passwords. What one may do follows from the posts alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from felles.people.actions import create_post, create_user, end_post, set_password
from felles.people.queries import (
    find_person,
    find_post,
    list_classes,
    list_organisations,
    list_people,
    list_schools,
)
from felles.rules.access import Permission
from felles.rules.decision import Decision
from felles.rules.people import may_hold_post
from felles.rules.roles import SERVICE_ROLES, OrgKind, Role
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out, render_page, status_of
from felles.web.setup.people_forms import (
    EndPostForm,
    PasswordForm,
    PersonForm,
    PostForm,
    RoleForm,
    SearchForm,
)

if TYPE_CHECKING:
    from felles.people.models import User


@needs(Permission.PEOPLE_ADMIN)
def people(request: ActorRequest) -> HttpResponse:
    """The members of staff, page by page; a search by name is sent as POST."""
    form = SearchForm(request.POST or None)
    text = form.cleaned_data["text"] if form.is_bound and form.is_valid() else ""
    number = request.GET.get("side", "1")
    page = 1 if text or not number.isdecimal() else max(int(number), 1)
    rows, has_next = list_people(request.actor, text=text, page=page)
    context = {
        "form": form,
        "text": text,
        "rows": [(user, _running_roles(request, user)) for user in rows],
        "previous": f"?side={page - 1}" if page > 1 else "",
        "next": f"?side={page + 1}" if has_next and not text else "",
        "is_cut": has_next and bool(text),
    }
    return render_page(request, "web/setup/people.html", context)


def _running_roles(request: ActorRequest, user: User) -> list[str]:
    today = request.actor.on
    return [
        f"{_(Role(post.role).label)}, {post.organisation.name}"
        for post in user.posts.all()
        if post.until_on is None or post.until_on >= today
    ]


def _person_or_404(request: ActorRequest, public_id: str) -> User:
    user = find_person(request.actor, public_id)
    if user is None:
        raise Http404
    return user


@needs(Permission.PEOPLE_ADMIN)
def person(request: ActorRequest, public_id: str) -> HttpResponse:
    """One member of staff with all posts, and a form for a new password."""
    user = _person_or_404(request, public_id)
    form = PasswordForm(request.POST or None)
    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        do = partial(
            set_password,
            by=request.actor,
            at=request.actor.at,
            user=user,
            password=form.cleaned_data["password"],
        )
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Passordet er byttet."))
            return redirect("setup-person", public_id)
    today = request.actor.on
    posts = [(post, Role(post.role).label) for post in user.posts.all()]
    context = {
        "person": user,
        "running": [row for row in posts if _is_running(row[0].until_on, today)],
        "past": [row for row in posts if not _is_running(row[0].until_on, today)],
        "form": form,
        "refusal": refusal,
    }
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/setup/person.html", context, status=status)


def _is_running(until_on: Any, today: Any) -> bool:
    return until_on is None or until_on >= today


@needs(Permission.PEOPLE_ADMIN)
def new_person(request: ActorRequest) -> HttpResponse:
    """Add a member of staff. Without a post the person may do nothing."""
    form = PersonForm(request.POST or None)
    made: list[User] = []

    def do() -> None:
        data = form.cleaned_data
        made.append(
            create_user(
                by=request.actor,
                at=request.actor.at,
                username=data["username"],
                name=data["name"],
                email=data["email"],
                phone=data["phone"],
                password=data["password"] or None,
            )
        )

    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Personen er lagt til. Gi personen en rolle."))
            return (
                redirect("setup-post-new", made[0].public_id) if made else redirect("setup-people")
            )
    context = {"form": form, "refusal": refusal}
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/setup/person_new.html", context, status=status)


@needs(Permission.PEOPLE_ADMIN)
def new_post(request: ActorRequest, public_id: str) -> HttpResponse:
    """Give a person a role: first which and where, then the rest of it."""
    user = _person_or_404(request, public_id)
    role_form = RoleForm(request.GET or None, organisations=list_organisations(request.actor))
    context: dict[str, Any] = {"person": user, "role_form": role_form, "form": None}
    refusal: Decision | None = None
    if role_form.is_valid():
        role, organisation = role_form.chosen_role, role_form.chosen_organisation
        refusal = may_hold_post(role, OrgKind(organisation.kind))
        if refusal.allowed:
            return _post_details(request, user, role_form, context)
    elif request.method == "POST":
        raise Http404
    status = 422 if role_form.errors or refusal is not None else 200
    context["refusal"] = refusal
    return render_page(request, "web/setup/post_new.html", context, status=status)


def _post_details(
    request: ActorRequest, user: User, role_form: RoleForm, context: dict[str, Any]
) -> HttpResponse:
    role, organisation = role_form.chosen_role, role_form.chosen_organisation
    form = PostForm(
        request.POST or None,
        employers=[row for row in role_form.of_organisations.values() if row != organisation],
        schools=list_schools(request.actor) if role in SERVICE_ROLES else [],
        classes=list_classes(organisation.pk) if role is Role.CONTACT_TEACHER else [],
        initial={"from_on": request.actor.on},
    )

    def do() -> None:
        create_post(
            by=request.actor,
            at=request.actor.at,
            user=user,
            role=role,
            organisation=organisation,
            employer=form.chosen_employer,
            from_on=form.cleaned_data["from_on"],
            until_on=form.cleaned_data["until_on"],
            schools=form.chosen_schools,
            classes=form.chosen_classes,
        )

    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Rollen er lagt til."))
            return redirect("setup-person", user.public_id)
    context |= {
        "form": form,
        "role": role.label,
        "organisation": organisation,
        "refusal": refusal,
    }
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/setup/post_new.html", context, status=status)


@needs(Permission.PEOPLE_ADMIN)
def end_post_page(request: ActorRequest, public_id: str) -> HttpResponse:
    """End a post. Access ends with the day."""
    post = find_post(request.actor, public_id)
    if post is None:
        raise Http404
    form = EndPostForm(
        request.POST or None, from_on=post.from_on, initial={"until_on": request.actor.on}
    )

    def do() -> None:
        end_post(
            by=request.actor,
            at=request.actor.at,
            post=post,
            until_on=form.cleaned_data["until_on"],
        )

    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Rollen avsluttes den dagen du valgte."))
            return redirect("setup-person", post.user.public_id)
    context = {"post": post, "role": Role(post.role).label, "form": form, "refusal": refusal}
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/setup/post_end.html", context, status=status)
