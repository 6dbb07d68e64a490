"""A person's own calendar, for programs that cannot log in: the secret address is the key."""

from __future__ import annotations

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from felles.activities.queries import list_fixed_entries
from felles.interop.calendars import write_feed
from felles.meetings.queries import find_feed_user, list_entries
from felles.ui import clock


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The calendar; 304 when it is as it was. Wrong and revoked addresses are not there, alike."""
    at = clock.now()
    user = find_feed_user(secret, at)
    if user is None:
        raise Http404
    with translation.override(user.language):
        content = write_feed(
            list_entries(user.pk, at),
            name=gettext("Møter i Felles"),
            fixed=list_fixed_entries(user.pk, at),
        )
    etag = f'"{sha256(content).hexdigest()}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = etag
    response.headers["Content-Disposition"] = 'inline; filename="moter.ics"'
    return get_conditional_response(request, etag=etag, response=response) or response
