"""Draws what was measured."""

from dataclasses import dataclass, field
from statistics import median

from rich.console import Console
from rich.table import Table


@dataclass
class Measured:
    """All rounds of one size."""

    name: str
    queries: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    rounds: list[dict[str, float]] = field(default_factory=list)

    def ms(self, task: str) -> float:
        """The median of a task over the rounds."""
        return median(found[task] for found in self.rounds)


def show(vendor: str, sizes: list[Measured], rounds: int, times: int) -> None:
    """Print the table and how to read it."""
    console = Console(width=max(Console().width, 132))
    console.print()
    console.print(_table(vendor, sizes))
    largest = sizes[-1]
    hellos = ", ".join(f"{size.name}: {size.ms('hello'):.3f}" for size in sizes)
    console.print(
        f"CPU ms a request, median of {rounds} rounds of {times} requests, the sizes in turn.\n"
        "Page: Django's test client in the process: all middleware, session, access log, page.\n"
        "SQL: the same statements through the driver's own cursor, rows fetched.\n"
        f"Empty: a view without middleware ({hellos} ms).\n"
        "Queries: one number when the sizes agree, else one for each.\n"
        f"Growth: page at {largest.name} against page at {sizes[-2].name} cases.\n"
        "What requests write is undone: no commit is in the figures.",
        highlight=False,
    )


def _table(vendor: str, sizes: list[Measured]) -> Table:
    table = Table(title=f"{vendor}, {', '.join(size.name for size in sizes)} cases")
    table.add_column("page", no_wrap=True)
    table.add_column("who", no_wrap=True)
    table.add_column("queries", justify="right", no_wrap=True)
    for title in ("page", "SQL"):
        for size in sizes:
            table.add_column(f"{title} ms\n{size.name}", justify="right", no_wrap=True)
    table.add_column("page\n/ SQL", justify="right", no_wrap=True)
    table.add_column("page\n/ empty", justify="right", no_wrap=True)
    table.add_column("growth", justify="right", no_wrap=True)
    for key in sizes[-1].queries:
        table.add_row(*key.split("|"), *_cells(key, sizes))
    return table


def _cells(key: str, sizes: list[Measured]) -> list[str]:
    largest, middle = sizes[-1], sizes[-2]
    page, raw = f"{key}|page", f"{key}|sql"
    counts = [size.queries[key] for size in sizes]
    return [
        str(counts[0]) if len(set(counts)) == 1 else "/".join(map(str, counts)),
        *(f"{size.ms(page):.1f}" for size in sizes),
        *(f"{size.ms(raw):.2f}" for size in sizes),
        f"{largest.ms(page) / largest.ms(raw):.0f}x",
        f"{largest.ms(page) / largest.ms('hello'):.0f}x",
        f"{largest.ms(page) / middle.ms(page):.2f}",
    ]
