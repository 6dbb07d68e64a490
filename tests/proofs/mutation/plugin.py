"""A plugin of pytest that runs the mutants instead of the tests."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which mutants, how many at a time, and where the report goes."""
    parser.addoption("--mutants", default="", help="only those with all these words in their name")
    parser.addoption("--jobs", type=int, default=2)
    parser.addoption("--report", default="")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Instead of the tests: the mutants."""
    # Django is ready only now.
    from tests.proofs.mutation.runner import run_mutants

    session.testsfailed = run_mutants(session)
    return True
