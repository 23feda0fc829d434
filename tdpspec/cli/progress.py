"""What is going on, shown on standard error while engines run; nothing where that is no window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table

from tdpspec.engines.base import Progress
from tdpspec.engines.doing import Doing
from tdpspec.engines.running.child import Begun, Judged
from tdpspec.engines.running.portfolio import News
from tdpspec.engines.running.question import Question, chosen_designs
from tdpspec.pipeline import Listener
from tdpspec.system.model import System


@contextmanager
def progress(system: System, question: Question) -> Iterator[Listener | None]:
    """Something to tell the news to, for as long as the block lasts."""
    console = Console(stderr=True)
    if not console.is_terminal or console.is_dumb_terminal:
        yield None
        return
    board = Board(chosen_designs(system, question))
    with Live(console=console, get_renderable=board.table, refresh_per_second=8, transient=True):
        yield board.listen


class Board:
    """For each design, what each engine on it has told so far; after that, what else is done."""

    def __init__(self, designs: tuple[str, ...]) -> None:
        self._depth: dict[str, dict[str, int]] = {one: {} for one in designs}
        self._answered: dict[str, dict[str, set[str]]] = {one: {} for one in designs}
        self._claims: dict[tuple[str, str], int] = {}
        self._doing: Doing | None = None
        self._spinner = Spinner("dots")

    def listen(self, news: News | Doing) -> None:
        if isinstance(news, Doing):
            self._doing = news
            return
        design, engine = news.job.instance.system.design or "", news.job.engine_name
        self._claims[design, engine] = len(news.job.claims)
        match news.message:
            case Progress(_, depth):
                self._depth[design][engine] = depth
            case Judged(claim, _, _, _):
                self._answered[design].setdefault(engine, set()).add(claim)
            case Begun():
                self._answered[design].setdefault(engine, set())

    def table(self) -> Table:
        table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
        doing = self._doing
        if doing is not None:
            counted = f": {doing.done} of {doing.of} judged" if doing.of else ""
            table.add_row(self._spinner, f"{doing.what}{counted}")
            for one in doing.now:
                table.add_row("", one)
            return table
        for design, depths in self._depth.items():
            answered = self._answered[design]
            engines = tuple(dict.fromkeys((*depths, *answered)))
            told = "; ".join(self._engine(design, one) for one in engines)
            table.add_row(self._spinner, design, told or "waiting")
        return table

    def _engine(self, design: str, engine: str) -> str:
        answers = len(self._answered[design].get(engine, ()))
        text = f"{engine}: {answers} of {self._claims[design, engine]} claims"
        depth = self._depth[design].get(engine)
        return text if depth is None else f"{text}, clean to depth {depth}"
