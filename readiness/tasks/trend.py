"""Looking back through the journal: what changed of late, and the figures at the end of past weeks.

Both are worked out in small steps, so that a window can pause between them; the walk stops at the first day that is
not asked for, so a long journal is not read whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field

from readiness.analysis import recent, trend
from readiness.analysis.recent import Happening
from readiness.analysis.trend import Point
from readiness.model.history import Commit
from readiness.workspace import Workspace


@dataclass(frozen=True)
class Past:
    """What looking back found: what happened of late, and each assessment's points, the oldest first."""

    happenings: tuple[Happening, ...] = ()
    points: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)


@dataclass
class Known:
    """Points of days that are over: they do not change any more, unless content is purged."""

    days: dict[dt.date, tuple[Point, ...]] = field(default_factory=dict)


Looking = Generator[None, None, Past]


def look_back(workspace: Workspace, today: dt.date, known: Known) -> Looking:
    """Look back from the state that the workspace shows, in small steps; `today` is a day in UTC.

    What `known` holds is not worked out again, and it is given what is found about days that are over.

    Raises (while it is stepped through):
        Damage: the journal is no longer what was written.
        DiskFault: it cannot be read.
    """
    snapshot = workspace.snapshot

    def commits() -> Iterator[Commit]:
        return (commit for commit in workspace.history() if commit.sequence <= snapshot.sequence)

    happenings = yield from recent.look(commits(), today - dt.timedelta(days=recent.DAYS))
    wanted = trend.days(today)
    missing = [day for day in wanted if day not in known.days]
    found: dict[dt.date, list[Point]] = {day: [] for day in missing}
    for point in trend.walk(snapshot, commits(), missing):
        if point is not None:
            found[point.day].append(point)
        yield
    known.days.update({day: tuple(points) for day, points in found.items() if day < today})
    points: dict[str, list[Point]] = {key: [] for key in snapshot.assessments}
    for day in reversed(wanted):
        for point in found.get(day) or known.days.get(day, ()):
            points.setdefault(point.assessment, []).append(point)
    return Past(happenings, {key: tuple(items) for key, items in points.items()})
