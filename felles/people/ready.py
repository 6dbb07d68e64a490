"""Conditions whose SQL is worked out once for each process.

The conditions of :mod:`felles.people.visibility` nest four deep. Django built and compiled them
anew for every query, which took ten times as long as the database did to answer. A
:class:`Ready` compiles its condition the first time, for a stand-in of the actor, and from then
on only fills in who asks, when, and the outer query's column. The condition itself is still
written with Django's own queries, and in one place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Exists, Expression, F, Q
from django.db.models.sql.compiler import SQLCompiler

from felles.people.models.staff import Post
from felles.rules.access import Actor

Build = Callable[..., Exists | Q]

# Columns of a table that no condition asks about stand for the outer query's columns.
_OUTER = ("user_id", "organisation_id", "employer_id")
_ALIAS = re.compile(r"\b([U-Z])(\d+)\b")


class _StandIn:
    """Looks like an actor to a condition, with values that are found again in the SQL.

    It has only what can be filled in later: a condition that asks for more, or decides by role,
    fails at once instead of being wrong for the next person.
    """

    def __init__(self, affiliations: int) -> None:
        self.user_id = -101
        self.organisation_id = -102
        self.affiliations = [-200 - number for number in range(affiliations)]
        self.on = date(1901, 1, 1)
        self.at = datetime(1901, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Template:
    """A compiled condition. ``pieces`` are SQL, or the number of an outer column."""

    pieces: tuple[str | int, ...]
    params: tuple[Any, ...]


_templates: dict[tuple[str, str, int], _Template] = {}


def _compile(build: Build, count: int, outer: int, connection: BaseDatabaseWrapper) -> _Template:
    condition = build(_StandIn(count), *_OUTER[:outer])
    query = Post.objects.filter(condition).query
    compiler = query.get_compiler(connection=connection)
    sql, params = query.where.as_sql(compiler, connection)
    # The outer query has aliases of this kind as well.
    sql = _ALIAS.sub(r"seen_\1\2", sql)
    quote = connection.ops.quote_name
    columns = [f"{quote(str(query.base_table))}.{quote(name)}" for name in _OUTER[:outer]]
    pieces = re.split(f"({'|'.join(map(re.escape, columns))})", f"({sql})")
    numbered = (columns.index(piece) if piece in columns else piece for piece in pieces)
    return _Template(tuple(numbered), tuple(params))


def _fillings(actor: Actor | _StandIn, connection: BaseDatabaseWrapper) -> list[Any]:
    ops = connection.ops
    return [
        actor.user_id,
        actor.organisation_id,
        ops.adapt_datefield_value(actor.on),
        ops.adapt_datetimefield_value(actor.at),
        *sorted(actor.affiliations),
    ]


class Ready(Expression):
    """A condition on the outer query's rows, for one actor. ``outer`` are paths to columns."""

    output_field = BooleanField()

    def __init__(self, build: Build, actor: Actor, *outer: str) -> None:
        super().__init__()
        if len(outer) > len(_OUTER):
            raise ValueError(f"no more than {len(_OUTER)} outer columns can stand in")
        self.build = build
        self.actor = actor
        self.paths = outer
        self.columns: list[Any] = [F(path) for path in outer]

    @cached_property
    def identity(self) -> tuple[Any, ...]:
        """What makes two of them the same."""
        return (Ready, self.build, self.actor, self.paths)

    def get_source_expressions(self) -> list[Any]:
        """The outer query's columns."""
        return self.columns

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        """Take the columns as the outer query knows them."""
        self.columns = list(exprs)

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """The compiled condition, filled in."""
        count = len(self.actor.affiliations)
        key = (connection.vendor, self.build.__qualname__, count)
        template = _templates.get(key)
        if template is None:
            template = _compile(self.build, count, len(self.columns), connection)
            _templates[key] = template
        columns = [compiler.compile(column)[0] for column in self.columns]
        sql = "".join(
            columns[piece] if isinstance(piece, int) else piece for piece in template.pieces
        )
        mine = _fillings(self.actor, connection)
        by_stand_in = dict(zip(_fillings(_StandIn(count), connection), mine, strict=True))
        return sql, tuple(by_stand_in.get(param, param) for param in template.params)
