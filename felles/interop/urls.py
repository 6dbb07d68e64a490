"""What other programs fetch."""

from __future__ import annotations

from django.urls import path

from felles.interop import feeds

urlpatterns = [path("kalender/<str:secret>.ics", feeds.feed, name="calendar-feed")]
