"""Routes of the cases."""

from __future__ import annotations

from django.urls import path

from felles.web.cases import views

CASE = "sak/<slug:public_id>/"
TAKE_BACK = f"{CASE}tekst/<slug:text_kind>/<slug:text_id>/trekk-tilbake/"
MEASURE = f"{CASE}tiltak/<slug:measure_id>/"

urlpatterns = [
    path("saker/", views.case_list, name="case-list"),
    path("sok/", views.search, name="case-search"),
    path(CASE, views.case, name="case"),
    path(f"{CASE}tidslinje/", views.timeline, name="case-timeline"),
    path(f"{CASE}tilgang/", views.readers, name="case-readers"),
    path(f"{CASE}tilgang/gi/", views.add_reader, name="case-reader-add"),
    path(f"{CASE}tilgang/ta-bort/", views.remove_reader, name="case-reader-remove"),
    path(f"{CASE}logg/", views.log, name="case-log"),
    path(f"{CASE}ansvar/", views.owner, name="case-owner"),
    path(f"{CASE}notat/", views.note, name="case-note"),
    path(TAKE_BACK, views.take_back, name="case-text-take-back"),
    path(f"{CASE}samtale/", views.talk, name="case-talk"),
    path(f"{CASE}kontakt/", views.contact, name="case-contact"),
    path(f"{CASE}elevens-stemme/", views.voice, name="case-voice"),
    path(f"{CASE}elevens-side/", views.pupil_page, name="case-pupil-page"),
    path(f"{CASE}tiltak/", views.add_measure, name="measure-add"),
    path(f"{MEASURE}slik-gar-det/", views.check_in, name="measure-check-in"),
    path(f"{MEASURE}status/", views.measure_status, name="measure-status"),
    path(f"{MEASURE}ansvar/", views.measure_owner, name="measure-owner"),
    path(f"{CASE}ta-imot/", views.accept, name="case-accept"),
    path(f"{CASE}elevsaksmote/meld/", views.bring, name="case-bring"),
    path(f"{CASE}elevsaksmote/", views.decide, name="case-decide"),
    path(f"{CASE}koble-pa/", views.refer, name="case-refer"),
    path(f"{CASE}innsatsteam/meld/", views.to_team, name="case-to-team"),
    path(f"{CASE}innsatsteam/", views.team_decide, name="case-team-decide"),
    path(f"{CASE}bli-pa-skolen/", views.stay, name="case-stay"),
    path(f"{CASE}evaluering/start/", views.start_evaluation, name="case-start-evaluation"),
    path(f"{CASE}evaluering/", views.evaluate, name="case-evaluate"),
    path(f"{CASE}apne-igjen/", views.reopen, name="case-reopen"),
]
