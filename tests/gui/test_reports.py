"""Reports: progress in pages after a second, success in the status bar, a notice where another window is in front."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from readiness import library
from readiness.analysis.figures import GAPS
from readiness.gui import boxes, theme
from readiness.gui import child as child_module
from readiness.gui.assessment import AssessmentView
from readiness.gui.bridge import Bridge, Place
from readiness.gui.child import Child
from readiness.gui.desk import Desk
from readiness.gui.flow import Link
from readiness.gui.reports import ReportsView
from readiness.gui.reports import view as reports
from readiness.gui.window import MainWindow
from readiness.report.kinds import KINDS
from readiness.tasks import settings
from tests.gui.everywhere import go_to, settle


@pytest.fixture
def view(bridge: Bridge, desk: Desk) -> ReportsView:
    bridge.go(Place("reports"))
    shown = desk.stack.currentWidget()
    assert isinstance(shown, ReportsView)
    return shown


@pytest.fixture
def alerts(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    called: list[object] = []
    monkeypatch.setattr(QApplication, "alert", lambda window, *_: called.append(window))
    return called


def _script(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Have a child run a few lines of Python instead of our command line."""
    monkeypatch.setattr(child_module, "command", lambda _: (sys.executable, ["-c", code]))


def test_progress_is_counted_in_pages_while_it_is_made(
    qtbot: QtBot, view: ReportsView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "_PATIENCE_MILLISECONDS", 0)
    view._patience.setInterval(0)
    texts: list[str] = []
    shown: list[bool] = []
    target = tmp_path / "out.pdf"
    view.target.setText(str(target))
    view.make_button.click()
    assert view._making is not None
    view._making.progressed.connect(lambda *_: texts.append(view.pages.text()))
    view._making.progressed.connect(lambda *_: shown.append(view.progress.isVisible()))
    qtbot.waitUntil(view.make_button.isEnabled, timeout=60_000)
    assert target.exists()
    assert any(text.startswith("page ") for text in texts)
    assert any(text.startswith("read back: page ") for text in texts)
    assert all(shown)
    assert view.progress.isHidden()


def test_what_is_made_within_a_second_shows_no_progress(
    qtbot: QtBot, view: ReportsView, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _script(monkeypatch, 'print(\'{"file": "a.pdf", "pages": 1}\')')
    shown: list[bool] = []
    view._patience.timeout.connect(lambda: shown.append(True))
    view.make_button.click()
    assert view.cancel_button.isVisible()
    assert view.progress.isHidden()
    qtbot.waitUntil(view.make_button.isEnabled, timeout=900)
    assert shown == []


def test_success_is_said_without_a_box_and_called_out_where_the_window_is_behind(
    qtbot: QtBot, window: MainWindow, bridge: Bridge, view: ReportsView, alerts: list[object],
    monkeypatch: pytest.MonkeyPatch, no_boxes: list[str],
) -> None:  # fmt: skip
    said: list[str] = []
    bridge.said.connect(said.append)
    _script(monkeypatch, 'print(\'{"file": "a.pdf", "pages": 1}\')')
    monkeypatch.setattr(MainWindow, "isActiveWindow", lambda _: False)
    view.make_button.click()
    qtbot.waitUntil(view.make_button.isEnabled, timeout=20_000)
    assert said == ["Made a.pdf"]
    assert any(link.text() == "a.pdf (1 page)" for link in view.findChildren(Link))
    assert alerts == [window]
    assert no_boxes == []
    monkeypatch.setattr(MainWindow, "isActiveWindow", lambda _: True)
    view.make_button.click()
    qtbot.waitUntil(view.make_button.isEnabled, timeout=20_000)
    assert len(alerts) == 1


def test_a_failure_is_said_beside_the_form_and_called_out(
    qtbot: QtBot, view: ReportsView, bridge: Bridge, alerts: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    _script(
        monkeypatch,
        "import sys; print('1/4', file=sys.stderr); print('readiness: It is full.', file=sys.stderr); sys.exit(3)",
    )
    monkeypatch.setattr(MainWindow, "isActiveWindow", lambda _: False)
    view.make_button.click()
    qtbot.waitUntil(view.make_button.isEnabled, timeout=20_000)
    assert view.problem.text() == "It is full.", "lines of progress are no part of it"
    assert len(alerts) == 1


def test_a_child_tells_its_steps_however_the_lines_arrive(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import sys, time\n"
        "for part in ('1/', '10\\n2/10', '\\n', 'note: 3/10\\n'):\n"
        "    sys.stderr.write(part); sys.stderr.flush(); time.sleep(0.05)\n"
        "sys.exit(3)"
    )
    _script(monkeypatch, code)
    child = Child([])
    steps: list[tuple[int, int]] = []
    problems: list[str] = []
    child.progressed.connect(lambda done, total: steps.append((done, total)))
    child.failed.connect(problems.append)
    with qtbot.waitSignal(child.ended, timeout=20_000):
        child.start()
    assert steps == [(1, 10), (2, 10)]
    assert problems == ["note: 3/10"]


def test_the_command_line_says_how_far_it_is(
    bridge: Bridge, window: MainWindow, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from readiness.__main__ import main

    path = bridge.workspace.path
    assert main(["report", str(path), str(tmp_path / "out.pdf"), "--progress"]) == 0
    told = capsys.readouterr().err.split()
    assert told[0].startswith("0/")
    done, total = told[-1].split("/")
    assert done == total


def test_a_filtered_checklist_is_reported_on_as_it_is_shown(full_window: MainWindow) -> None:
    bridge, desk = full_window.bridge, full_window.desk
    assert bridge is not None
    assert desk is not None
    products = next(item for item in bridge.snapshot.assessments.values() if "17065" in item.standard)
    bridge.go(Place("assessment", assessment=products.id, filter="gaps"))
    checklist = desk.stack.currentWidget()
    assert isinstance(checklist, AssessmentView)
    checklist.report()
    view = desk.stack.currentWidget()
    assert isinstance(view, ReportsView)
    request = view.options.request()
    assert request.assessment == products.id
    gaps = [key for key, answer in bridge.snapshot.answers[products.id].items() if answer.rating in GAPS]
    assert gaps
    assert set(request.only) == set(gaps)
    view.options.only.setChecked(False)
    assert view.options.request().only == ()


def test_how_a_kind_was_asked_for_is_kept_for_the_next_time(
    qtbot: QtBot, view: ReportsView, bridge: Bridge, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _script(monkeypatch, 'print(\'{"file": "a.pdf", "pages": 1}\')')
    view.options.marking.setText("Confidential")
    view.options.paper.setCurrentIndex(1)
    view.options._part_boxes["method"].setChecked(False)
    view.target.setText(str(tmp_path / "kept.pdf"))
    asked = view.options.request()
    view.make_button.click()
    qtbot.waitUntil(view.make_button.isEnabled, timeout=20_000)
    again = ReportsView(bridge)
    qtbot.addWidget(again)
    assert again.options.request() == asked
    assert asked.without == ("method",)
    assert asked.marking == "Confidential"
    assert again.target.text() == str(tmp_path / "kept.pdf")


def test_forms_are_offered_by_name_and_say_where_they_were_seen(view: ReportsView) -> None:
    view.kinds.setCurrentRow(list(KINDS).index("cross-reference"))
    offered = view.options.profile
    for place, profile in enumerate(library.profiles()):
        assert (offered.itemText(place), offered.itemData(place)) == (profile.name, profile.id)
        for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            assert offered.itemData(place, role) == profile.source


def test_a_report_that_is_kept_is_the_last_one_made_and_a_look_is_not(
    qtbot: QtBot, view: ReportsView, bridge: Bridge, tmp_path: Path
) -> None:
    view.kinds.setCurrentRow(list(KINDS).index("actions"))
    view.preview_button.click()
    qtbot.waitUntil(view.back_button.isVisible, timeout=60_000)
    view.back_button.click()
    assert settings.load().last_reports == {}
    view.target.setText(str(tmp_path / "kept.pdf"))
    view.make_button.click()
    qtbot.waitUntil(view.make_button.isEnabled, timeout=60_000)
    assert settings.load().last_reports == {bridge.identity: bridge.context.today}


def test_the_evidence_is_copied_into_a_folder_beside_the_report_each_time_a_new_one(
    qtbot: QtBot, full_window: MainWindow, tmp_path: Path
) -> None:
    bridge, view = go_to(full_window, Place("reports"), ReportsView)
    view.kinds.setCurrentRow(list(KINDS).index("actions"))
    assert not view.options.form.isRowVisible(view.options.evidence_row)
    view.kinds.setCurrentRow(list(KINDS).index("cross-reference"))
    assert view.options.form.isRowVisible(view.options.evidence_row)
    view.target.setText(str(tmp_path / "matrix.pdf"))
    assert view.options.evidence_folder is None
    view.options.evidence.setChecked(True)
    with_files = {item.id for item in bridge.snapshot.evidence.values() if item.file is not None}
    answers = [answer for given in bridge.snapshot.answers.values() for answer in given.values()]
    cited = {citation.evidence for answer in answers for citation in answer.citations}
    for name in ("matrix (evidence)", "matrix (evidence 2)"):
        view.make_button.click()
        qtbot.waitUntil(view.make_button.isEnabled, timeout=60_000)
        assert len(list((tmp_path / name).iterdir())) == len(with_files & cited) > 0
        links = {link.accessibleName() for link in view.findChildren(Link)}
        assert f"Open {name}" in links
    again = ReportsView(bridge)
    qtbot.addWidget(again)
    assert again.options.evidence.isChecked()


def test_stopping_leaves_no_unfinished_folder_of_evidence(
    qtbot: QtBot, view: ReportsView, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    half = tmp_path / ".matrix (evidence).1234abcd.part"
    other = tmp_path / ".other (evidence).1234abcd.part"
    code = f"import pathlib, time; [pathlib.Path(p).mkdir() for p in {[str(half), str(other)]!r}]; time.sleep(60)"
    _script(monkeypatch, code)
    view.kinds.setCurrentRow(list(KINDS).index("cross-reference"))
    view.target.setText(str(tmp_path / "matrix.pdf"))
    view.options.evidence.setChecked(True)
    view.make_button.click()
    qtbot.waitUntil(lambda: half.exists() and other.exists(), timeout=20_000)
    view.cancel_button.click()
    qtbot.waitUntil(view.make_button.isEnabled, timeout=20_000)
    assert not half.exists()
    assert other.exists()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Refuse to replace files, and record which were asked about."""
    paths: list[Path] = []
    monkeypatch.setattr(boxes, "agreed_to_replace", lambda path, _: paths.append(path))
    return paths


@pytest.mark.parametrize(
    "name", ["", ".", "/", "  ", "{folder}", "{folder}/", "{workspace}/journal/000001.journal.pdf"]
)
def test_a_name_that_is_none_is_said_beside_the_form_and_locks_nothing(
    view: ReportsView, bridge: Bridge, tmp_path: Path, name: str
) -> None:
    view.kinds.setCurrentRow(list(KINDS).index("cross-reference"))
    view.options.evidence.setChecked(True)
    view.target.setText(name.format(folder=tmp_path, workspace=bridge.workspace.path))
    view.make_button.click()
    assert view.problem.text()
    assert view.make_button.isEnabled()
    assert view.options.isEnabled()
    assert view._making is None


def test_a_name_that_nothing_can_be_written_to_fails_without_locking(
    qtbot: QtBot, view: ReportsView, tmp_path: Path
) -> None:
    view.target.setText(str(tmp_path / ("x" * 251 + ".pdf")))  # the draft's name is too long
    view.make_button.click()
    qtbot.waitUntil(view.make_button.isEnabled, timeout=60_000)
    assert view.problem.text()
    assert [path.name for path in tmp_path.iterdir() if "x" in path.name] == []


def test_closing_the_window_stops_the_report_and_leaves_nothing_unfinished(
    qtbot: QtBot, window: MainWindow, bridge: Bridge, view: ReportsView, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder, file = tmp_path / ".matrix (evidence).1234abcd.part", tmp_path / ".matrix.pdf.part"
    goes_on = tmp_path / "goes-on"
    _script(
        monkeypatch,
        f"import pathlib, time; pathlib.Path({str(folder)!r}).mkdir(); pathlib.Path({str(file)!r}).touch()\n"
        f"while True: time.sleep(0.05); pathlib.Path({str(goes_on)!r}).touch()",
    )
    view.kinds.setCurrentRow(list(KINDS).index("cross-reference"))
    view.target.setText(str(tmp_path / "matrix.pdf"))
    view.options.evidence.setChecked(True)
    view.make_button.click()
    qtbot.waitUntil(lambda: folder.exists() and file.exists() and goes_on.exists(), timeout=20_000)
    bridge.go(Place("overview"))
    assert folder.exists(), "it goes on while another place is looked at"
    window.close()
    assert not folder.exists()
    assert not file.exists()
    goes_on.unlink()
    qtbot.wait(300)
    assert not goes_on.exists(), "the child is gone"


def test_a_file_that_was_not_made_here_is_only_replaced_if_that_is_wanted(
    qtbot: QtBot, view: ReportsView, asked: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.kinds.setCurrentRow(list(KINDS).index("actions"))
    target = tmp_path / "contract.pdf"
    target.write_bytes(b"signed")
    view.target.setText(str(target))
    view.make_button.click()
    assert asked == [target]
    assert view._making is None
    assert target.read_bytes() == b"signed"
    monkeypatch.setattr(boxes, "agreed_to_replace", lambda *_: True)
    view.make_button.click()
    qtbot.waitUntil(view.make_button.isEnabled, timeout=60_000)
    made = target.stat().st_mtime_ns
    assert target.read_bytes() != b"signed"
    monkeypatch.setattr(boxes, "agreed_to_replace", lambda path, _: asked.append(path))
    view.make_button.click()
    qtbot.waitUntil(view.make_button.isEnabled, timeout=60_000)
    assert asked == [target], "the same report made again replaces its own file"
    assert target.stat().st_mtime_ns > made


@pytest.mark.parametrize("verb", ["Replace it", "Cancel"])
def test_the_question_whether_to_replace_a_file_is_answered_by_verbs(
    view: ReportsView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    asked: list[str] = []

    def clicked(box: QMessageBox) -> QAbstractButton:
        asked.append(box.text())
        by_verb = {button.text().replace("&", ""): button for button in box.buttons()}
        assert set(by_verb) == {"Cancel", "Replace it"}
        assert box.defaultButton() is by_verb["Cancel"]
        return by_verb[verb]

    monkeypatch.setattr(QMessageBox, "clickedButton", clicked)
    assert boxes.agreed_to_replace(tmp_path / "contract.pdf", view) == (verb == "Replace it")
    assert asked == ["'contract.pdf' is there already."]


def test_a_typed_ending_chooses_the_kind_of_file_and_another_gets_one(
    view: ReportsView, bridge: Bridge, tmp_path: Path
) -> None:
    view.kinds.setCurrentRow(list(KINDS).index("cross-reference"))
    options = view.options
    for typed, name, ending in (
        ("a.xlsx", "a.xlsx", "xlsx"),
        ("b", "b.xlsx", "xlsx"),
        ("c.PDF", "c.PDF", "pdf"),
        ("Report 1.2", "Report 1.2.pdf", "pdf"),
        ("d.xyz", "d.xyz.pdf", "pdf"),
    ):
        options.target.setText(str(tmp_path / typed))
        options.target.editingFinished.emit()
        assert (options.file.name, options.file_format) == (name, ending)
        assert options.target.text() == str(tmp_path / name)
    options.target.setText("relative.pdf")
    options.target.editingFinished.emit()
    assert options.target.text() == str(bridge.workspace.path.parent / "relative.pdf")
    options.target.setText(str(tmp_path / "Report 1.2"))
    options.format.setCurrentIndex(1)
    assert options.file.name == "Report 1.2.xlsx", "choosing the kind of file takes nothing of the name away"


def test_the_ending_is_settled_before_it_is_made(
    qtbot: QtBot, view: ReportsView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[list[str]] = []
    program = (sys.executable, ["-c", 'print(\'{"file": "a.pdf", "pages": 1}\')'])

    def command(arguments: list[str]) -> tuple[str, list[str]]:
        given.append(arguments)
        return program

    monkeypatch.setattr(child_module, "command", command)
    view.target.setText(str(tmp_path / "b"))
    view.make_button.click()
    qtbot.waitUntil(view.make_button.isEnabled, timeout=20_000)
    assert given[0][2] == str(tmp_path / "b.pdf")


def test_a_tick_box_stands_beside_its_text_however_wide_the_window(full_window: MainWindow) -> None:
    full_window.resize(1900, 900)
    _, view = go_to(full_window, Place("reports", record="cross-reference"), ReportsView)
    settle()
    for row in (view.options.data_row, view.options.evidence_row):
        assert row.box.x() == 0
        assert 0 < row.text.x() - row.box.geometry().right() <= theme.SPACING * 2
        assert row.width() > row.text.maximumWidth()  # or nothing could have drifted apart
