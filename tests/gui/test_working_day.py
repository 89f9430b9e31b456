"""A working day in the real window: keys, mouse, drags from another program, and what is on the disk in the end.

What is expected is kept apart from the program, as a list of changes, of which undo takes the last ones off.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from readiness.model.records import Evidence, Rating, Role
from readiness.model.snapshot import Snapshot
from readiness.tasks import begin, settings
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER
from tests.gui import display, drag_source
from tests.gui.display import Screen, wait

_MOST_DRAGS, _DROP_SECONDS = 3, 20
pytestmark = [pytest.mark.xvfb, display.needs("Xvfb", "xdotool", "import", "openbox")]
SCOPE = "Garage doors, scheme S-230"
SIZE = "1600x1000"
CORNER, BESIDE = ("4", "30"), ("1350", "120")
"""Where the window and, beside it, the other program stand."""
SIDE_BAR_ENTRY = ("80", "165")
"""The fourth place of the side bar, in pixels from the window's corner: the assessment that is worked on."""
ON_A_REQUIREMENT, ON_THE_FILTER, ON_THE_EVIDENCE = (330, 420), (330, 44), (980, 440)
KEYS = {"c": Rating.CONFORMING, "p": Rating.PARTLY, "n": Rating.NONCONFORMING, "x": Rating.NOT_APPLICABLE}
ANSWERS = "ccpccncxccccpcccccnc" * 2 + "cccxcpcccc"
REASON = "The scheme does not foresee it."
FINDS = (
    ("complaints", "P-03"),
    ("p-201", "P-201"),
    ("risk register, prod", "R-202"),
    ("mark lic", "P-205"),
    ("LAB-T", "LAB-T"),
    ("surveillance", "P-318/12"),
    ("318/09", "P-318/09"),
    ("statute", "P-203"),
    ("doors and", "S-210"),
    ("test report air", "P-318/06"),
)
"""What is typed into the citing field, and the number of the evidence that it should find."""
FILES = {"Scheme S-230.txt": "first", "Test plan.txt": "second", "Test_report 7.txt": "third"}
FOLDER = {"Sampling 1.txt": "fourth", "Sampling 2.txt": "fifth", "Sampling 3.txt": "sixth"}
UNDONE = 10


@dataclass(frozen=True)
class Cited:
    """One citation: requirement, what is cited (a number, or the title of new evidence), role and place."""

    clause: str
    what: str
    role: Role = Role.LAID_DOWN
    where: str = ""


@dataclass
class Day:
    """The day: the screen, the workspace, and the changes that should be recorded, each with its citations."""

    screen: Screen
    path: Path
    heard: Path
    heard_before: int = 0
    clauses: list[str] = field(default_factory=list)
    """The clauses that are not assessed, in order; F8 goes from each to the next."""
    at: int = -1
    begun: int = 0
    ratings: dict[str, Rating] = field(default_factory=dict)
    changes: list[tuple[Cited, ...]] = field(default_factory=list)
    recorded: int = 0

    @property
    def here(self) -> str:
        """The clause that is chosen."""
        return self.clauses[self.at]

    def snapshot(self) -> Snapshot:
        """Read what is on the disk now."""
        with Workspace.open(self.path, QUALITY_MANAGER, read_only=True) as reader:
            return reader.snapshot

    def wait_for_commits(self, count: int) -> None:
        """Wait until so many more changes are on the disk."""
        self.recorded += count
        goal = self.begun + self.recorded
        wait(lambda: self.snapshot().sequence >= goal, f"change no. {goal}")
        assert self.snapshot().sequence == goal

    def return_to_window(self) -> None:
        """Give the window the keyboard again."""
        self.screen.said("xdotool", "windowactivate", self.screen.window(" - saved$"))
        self.wait_for_window()

    def wait_for_window(self) -> None:
        """Wait until the window has the keyboard, with everything saved."""
        self.screen.wait_for_front(" - saved")

    # What is done

    def go_on(self) -> None:
        """Choose the next requirement that is not assessed."""
        self.screen.keys("F8")
        self.at += 1

    def rate(self, keys: str) -> None:
        """Rate one requirement after the other that is not assessed, faster than anybody could."""
        pressed: list[str] = []
        for key in keys:
            pressed += ["F8", key]
            self.at += 1
            self.ratings[self.here] = KEYS[key]
            if key == "x":
                self.screen.keys(*pressed)
                self.screen.type(REASON)
                pressed = ["Escape"]
        self.screen.keys(*pressed)
        self.wait_for_commits(len(keys))

    def cite(self, number: int) -> None:
        """Cite what typing a part of its title or number finds; every other one as practised, with a place."""
        typed, reference = FINDS[number % len(FINDS)]
        self.go_on()
        self.screen.keys("ctrl+e")
        self.screen.wait_for_front(f"Cite evidence for {self.here}")
        self.screen.type(typed)
        cited = Cited(self.here, reference)
        if number % 2:
            cited = Cited(self.here, reference, Role.SHOWN_BY, f"section {number}")
            self.screen.keys("alt+r", "Down", "alt+w")
            self.screen.type(cited.where)
        self.screen.keys("Return")
        self._recorded(cited)

    def drop(self, name: str, target: tuple[int, int], titles: tuple[str, ...], typed: str = "") -> None:
        """Drag from the other program, and confirm what is asked then; `typed` is the title where none is proposed."""
        self.go_on()
        asked = f"Cite evidence for {self.here}" if len(titles) == 1 else f"Attach to {self.here}"
        self._drag_until(name, target, "Attach a folder" if name == "folder" else asked)
        if name == "folder":
            self.screen.keys("Return")
            self.screen.wait_for_front(asked)
        self.screen.type(typed)
        self.screen.picture(f"dropped-{name}")
        self.screen.keys("Return")
        self._recorded(*(Cited(self.here, title) for title in titles))

    def _drag_until(self, name: str, target: tuple[int, int], asked: str) -> None:
        """Drag until the window asks; on a busy screen what is dropped now and then does not arrive."""
        for _ in range(_MOST_DRAGS - 1):
            self.drag(name, target, "CopyAction")
            with contextlib.suppress(AssertionError):
                self.screen.wait_for_front(asked, _DROP_SECONDS)
                return
        self.drag(name, target, "CopyAction")
        self.screen.wait_for_front(asked)

    def drag(self, name: str, target: tuple[int, int], answer: str) -> None:
        """Drag with the mouse, and wait for what the window answers before letting go."""
        source, window = (self.screen.window(f"^{title}$") for title in (drag_source.TITLE, ".* - saved"))
        x, y = drag_source.place(name)
        self.heard_before = len(self.heard.read_text().splitlines())
        step = ("mousemove_relative", "6", "2")
        self.screen.mouse("mousemove", "--window", source, str(x), str(y), "mousedown", "1", *step, *step, *step)
        self.wait_to_hear(f"began {name}")
        middle = ("mousemove", "--window", window, "1200", "400")
        self.screen.mouse(*middle, "mousemove", "--window", window, *map(str, target), *step, *step)
        if answer == "CopyAction":
            self.wait_to_hear(f"may {name} {answer}")
        self.screen.mouse("mouseup", "1")
        self.wait_to_hear(f"ended {name} {answer}")

    def wait_to_hear(self, line: str) -> None:
        """Wait for a line that the other program says."""
        wait(
            lambda: line in self.heard.read_text().splitlines()[self.heard_before :],
            f"'{line}' from the other program",
        )

    def undo(self, count: int) -> None:
        """Take the last changes back."""
        self.screen.keys(*["ctrl+z"] * count)
        self.wait_for_commits(count)
        del self.changes[-count:]

    def filter(self, text: str, name: str) -> None:
        """Filter by a text, save that under a name, and rate the first that is not assessed of what is shown."""
        self.screen.keys("ctrl+f")
        self.screen.type(text)
        self.screen.keys("Tab", "Tab", "space", "s")
        self.screen.wait_for_front("Save this filter")
        self.screen.picture("filter")
        self.screen.type(name)
        self.screen.keys("Return")
        self.wait_for_window()
        self.screen.keys("ctrl+f", "Return", "n")
        first = next(clause for clause in self.clauses if clause.startswith(f"{text}."))
        self.ratings[first] = Rating.NONCONFORMING
        self.wait_for_commits(1)

    def _recorded(self, *cited: Cited) -> None:
        self.wait_for_commits(1)
        self.changes.append(cited)
        self.wait_for_window()

    def command(self, *arguments: str) -> Any:
        """Run the command line; gives the value that it prints."""
        command = [sys.executable, "-m", "readiness", *arguments, "--json"]
        done = subprocess.run(command, cwd=display.ROOT, capture_output=True, text=True, check=True, timeout=60)
        return json.loads(done.stdout)

    # What is compared

    def answers(self) -> tuple[dict[str, Rating], set[Cited]]:
        """Give ratings and citations of the assessment by clause, as they are on the disk; letters agree."""
        snapshot = self.snapshot()
        *_, assessment = snapshot.assessments.values()
        assert assessment.scope == SCOPE
        ratings: dict[str, set[Rating]] = defaultdict(set)
        cited: set[Cited] = set()
        for leaf in snapshot.requirements(assessment):
            answer = snapshot.answer(assessment, leaf.id)
            ratings[leaf.clause.number].add(answer.rating)
            assert answer.reason == (REASON if answer.rating is Rating.NOT_APPLICABLE else "")
            for citation in answer.citations:
                what = _name(snapshot.evidence[citation.evidence])
                cited.add(Cited(leaf.clause.number, what, citation.role, citation.where))
        assert all(len(found) == 1 for found in ratings.values()), "letters of a clause differ"
        plain = {clause: min(found) for clause, found in ratings.items()}
        return {clause: found for clause, found in plain.items() if found is not Rating.NOT_ASSESSED}, cited

    def expected(self) -> tuple[dict[str, Rating], set[Cited]]:
        """Give the same as it should be."""
        return self.ratings, {cited for change in self.changes for cited in change}


def _name(evidence: Evidence) -> str:
    return evidence.reference or evidence.title


def _name_listed(item: dict[str, Any]) -> str:
    return str(item.get("reference") or item["title"])


def _how(use: dict[str, Any]) -> tuple[Role, str]:
    return Role(use["role"]), use.get("where", "")


def _begin(screen: Screen, folder: Path) -> Day:
    """Make the sample with an assessment that nobody has worked on, and what another program has to drag."""
    for arguments in (
        ("demo", str(folder / "sample"), "--no-window", "--date", "2026-03-02"),
        ("assessment", "add", str(folder / "sample"), "--standard", "17065", "--scope", SCOPE),
    ):
        subprocess.run([sys.executable, "-m", "readiness", *arguments], cwd=display.ROOT, check=True, timeout=60)
    (folder / "gap-report.pdf").unlink()
    (folder / "drag" / "Sampling").mkdir(parents=True)
    for name, content in FILES.items():
        (folder / "drag" / name).write_text(content)
    for name, content in FOLDER.items():
        (folder / "drag" / "Sampling" / name).write_text(content)
    day = Day(screen, folder / "sample.readiness", folder / "heard.txt")
    snapshot = day.snapshot()
    *_, assessment = snapshot.assessments.values()
    day.clauses = list(dict.fromkeys(leaf.clause.number for leaf in snapshot.requirements(assessment)))
    day.begun = snapshot.sequence
    return day


def _open(day: Day) -> subprocess.Popen[bytes]:
    """Start the program as she does, and move its window to where the test knows it."""
    program = day.screen.readiness("open", str(day.path))
    window = day.screen.window(" - saved$")
    day.screen.said("xdotool", "windowmove", "--sync", window, *CORNER)
    day.return_to_window()
    return program


def _show_drag_source(day: Day, folder: Path) -> str:
    day.screen.run(sys.executable, "-m", "tests.gui.drag_source", str(folder), output=day.heard)
    source = day.screen.window(f"^{drag_source.TITLE}$")
    day.screen.wait_for_front(drag_source.TITLE)
    day.screen.said("xdotool", "windowmove", "--sync", source, *BESIDE)
    return source


def _work(day: Day, folder: Path) -> None:
    """Answer, cite, drop and undo; what undo takes back is of all kinds."""
    window = day.screen.window(" - saved$")
    day.screen.mouse("mousemove", "--window", window, *SIDE_BAR_ENTRY, "click", "1")
    day.rate(ANSWERS)
    day.screen.picture("answered")
    for number in range(12):
        day.cite(number)
    day.screen.picture("cited")
    _show_drag_source(day, folder / "drag")
    day.return_to_window()
    day.drop("file", ON_A_REQUIREMENT, ("Scheme S-230",))
    day.drop("folder", ON_THE_EVIDENCE, ("Sampling 1", "Sampling 2", "Sampling 3"))
    day.drop("link", ON_THE_EVIDENCE, ("The scheme's page",), "The scheme's page")
    for number in range(12, 16):
        day.cite(number)
    day.drop("files", ON_THE_FILTER, ("Test plan", "Test report 7"))
    day.drop("address", ON_THE_EVIDENCE, ("A notice",), "A notice")
    day.drag("words", ON_THE_EVIDENCE, "IgnoreAction")
    day.return_to_window()
    for number in range(16, 20):
        day.cite(number)
    day.screen.picture("dropped")
    assert day.answers() == day.expected()
    day.undo(UNDONE)
    assert day.answers() == day.expected()
    day.screen.picture("undone")


def _report(day: Day) -> None:
    """Make the gap report, and read it."""
    from pypdf import PdfReader

    day.screen.keys("ctrl+8", "Return")
    wait(lambda: settings.load().last_reports, "the report")
    day.screen.picture("reported")
    reader = PdfReader(day.path.parent / "gap-report.pdf")
    text = " ".join("\n".join(page.extract_text() for page in reader.pages).split())
    assert len(reader.pages) > 60
    assert SCOPE in text
    assert "Scheme S-230" in text
    assert "Test report 7" not in text, "what was undone is in the report"


def _check_by_command(day: Day) -> None:
    """See by the command line that everything is there, while the window has the workspace open."""
    ratings, cited = day.expected()
    *_, assessment = day.command("status", str(day.path))["assessments"]
    counted = {rating: list(ratings.values()).count(Rating(rating)) for rating in KEYS.values()}
    shown = assessment["clauses"]["ratings"]
    assert {rating: shown[rating] for rating in counted} == counted
    listed = {item["title"]: item for item in day.command("evidence", "list", str(day.path))}
    uses = {
        Cited(use["requirement"].rstrip("abcdefghijklmnopqrstuvwxyz").rstrip("."), _name_listed(item), *_how(use))
        for item in listed.values()
        for use in item["uses"]
    }
    assert cited <= uses
    for name, content in (("Scheme S-230.txt", FILES["Scheme S-230.txt"]), *FOLDER.items()):
        file = listed[Path(name).stem]["file"]
        assert file["name"] == name
        assert file["sha256"] == hashlib.sha256(content.encode()).hexdigest()
    assert listed["The scheme's page"]["link"] == drag_source.LINK
    assert not listed.keys() & {"Test plan", "Test report 7", "A notice"}
    added = [item for item in listed.values() if not item.get("reference") and "briefing" not in item["title"]]
    assert len(added) == 5
    history = day.command("history", str(day.path), "--most", "100")
    assert sum(item["kind"] == "undo" for item in history) == UNDONE
    assert day.command("verify", str(day.path))["problems"] == []


def test_what_a_working_day_brings_is_there_the_next_morning(tmp_path: Path) -> None:
    with display.screen(tmp_path, SIZE) as screen:
        screen.manage_windows()
        day = _begin(screen, tmp_path)
        program = _open(day)
        screen.picture("opened")
        _work(day, tmp_path)
        day.filter("7.13", "Complaints")
        _report(day)
        screen.keys("ctrl+q")
        assert program.wait(30) == 0
        assert day.answers() == day.expected()

        program = _open(day)
        screen.keys("ctrl+4")
        _check_by_command(day)
        screen.picture("reopened")
        (kept,) = settings.load().filters.values()
        assert [(item.name, item.text) for item in kept] == [("Complaints", "7.13")]
        screen.keys("ctrl+q")
        assert program.wait(30) == 0
    assert day.answers() == day.expected()


def test_a_second_start_brings_the_window_to_the_front(tmp_path: Path) -> None:
    workspace = begin.new_workspace(tmp_path / "body", "Body", ["17065"], QUALITY_MANAGER)
    workspace.close()
    (tmp_path / "drag" / "folder").mkdir(parents=True)
    with display.screen(tmp_path, SIZE) as screen:
        screen.manage_windows()
        day = Day(screen, workspace.path, tmp_path / "heard.txt")
        program = _open(day)
        window = screen.window("^Body - saved$")
        other = _show_drag_source(day, tmp_path / "drag")
        screen.said("xdotool", "windowmove", "--sync", other, "500", "300")
        for away in ((), ("windowminimize", "--sync", window)):
            if away:
                screen.said("xdotool", *away)
            screen.mouse("mousemove", "--window", other, "60", "20", "click", "1")
            screen.wait_for_front(drag_source.TITLE)
            assert screen.readiness("open", str(day.path)).wait(30) == 0
            screen.wait_for_front("Body - saved")
            assert screen.said("xdotool", "getactivewindow") == window
            screen.picture("second-start")
        assert screen.window("^Body - saved$") == window, "there is one window"
        screen.keys("ctrl+q")
        assert program.wait(30) == 0
