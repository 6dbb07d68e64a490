"""The pages that the benchmark measures cost a fixed number of queries, however large the city."""

import pytest
from django.db import transaction
from django.utils import timezone

from felles.config.city.build import Size, build
from tests.bench.hello import make_hello
from tests.bench.work import count_rows, list_work, once, replay

pytestmark = pytest.mark.django_db

# What lies on the day page depends on the day.
FIXED = ("case list", "case page", "search", "create concern")


def count_queries(size: Size) -> dict[tuple[str, str], int]:
    """The number of statements of each page in a city of this size, which is gone afterwards."""
    with transaction.atomic():
        for _ in build(at=timezone.now(), size=size, seed=1):
            pass
        found = {
            (work.name, work.who): len(work.statements)
            for work in list_work()
            if work.name in FIXED
        }
        transaction.set_rollback(True)
    return found


def test_pages_cost_as_many_queries_at_many_cases_as_at_ten() -> None:
    few = count_queries(Size(1, 20, 10, open_percent=100))
    assert len(few) == 11
    assert count_queries(Size(3, 300, 600)) == few


def test_benchmark_undoes_what_its_requests_write() -> None:
    for _ in build(at=timezone.now(), size=Size(1, 20, 10, open_percent=100), seed=1):
        pass
    works = list_work()
    before = count_rows()
    for work in works:
        assert once(work.request) > 0
        assert once(replay(work.statements)) > 0
    assert once(make_hello()) > 0
    assert count_rows() == before
