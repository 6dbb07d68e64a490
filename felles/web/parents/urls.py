"""Routes of the cooperation with parents."""

from __future__ import annotations

from django.urls import path

from felles.web.parents import after, calls, events, page, reading, views

EVENT = "foreldre/treff/<slug:public_id>/"

urlpatterns = [
    path("foreldre/", views.list_page, name="parents-list"),
    path("foreldre/oppsummert/", after.summary, name="parents-summary"),
    path("foreldre/siden/", page.school_page, name="parents-page"),
    path("foreldre/ringe/", calls.good_calls, name="good-calls"),
    path("foreldre/treff/ny/", events.new, name="parents-event-new"),
    path(EVENT, views.event, name="parents-event"),
    path(f"{EVENT}endre/", events.change, name="parents-event-change"),
    path(f"{EVENT}avlys/", events.cancel, name="parents-event-cancel"),
    path(f"{EVENT}invitert/", events.invited, name="parents-event-invited"),
    path(f"{EVENT}brev/", views.letter, name="parents-event-letter"),
    path(f"{EVENT}oppmote/", after.count, name="parents-event-count"),
    path("tekster/lesbarhet/", reading.texts, name="text-readability"),
]
