"""Makes the pictures of the README: the window on the sample, and pages of its gap report.

Run by `python3 dev.py pictures`; needs Qt's offscreen platform only.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pypdfium2
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from readiness.gui.app import application
from readiness.gui.bridge import Place
from readiness.gui.window import MainWindow
from readiness.model.history import Author
from readiness.tasks import sample

TARGET = Path(__file__).parent.parent / "resources" / "pictures"
SIZE = QSize(1280, 800)
REPORT_PAGES = {"summary": "Summary", "mix-ups": "What is mixed up"}
PAGE_PIXELS = 620


def settle(app: QApplication) -> None:
    """Let layouts and paints finish."""
    for _ in range(8):
        app.processEvents()


def grab(window: MainWindow, name: str, folder: Path = TARGET) -> Path:
    """Save the window as a picture."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settle(app)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    window.grab().save(str(path))
    return path


def places(window: MainWindow) -> dict[str, Place]:
    """Name what is shown of the sample."""
    assert window.bridge is not None
    snapshot = window.bridge.snapshot
    products = snapshot.assessments_of("17065")[0]
    return {
        "window-overview": Place("overview"),
        "window-assessment": Place("assessment", assessment=products.id, requirement="7.3.1"),
        "window-two-standards": Place("two-standards"),
        "window-evidence": Place("evidence"),
    }


def report_pages(report: Path, folder: Path = TARGET) -> list[Path]:
    """Save two pages of the report: the summary, and what is mixed up."""
    made = []
    document = pypdfium2.PdfDocument(report)
    texts = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    for name, wanted in REPORT_PAGES.items():
        number = next(n for n, text in enumerate(texts) if n > 1 and wanted in text.split("\n", 3)[-1] + text[:400])
        page = document[number]
        picture = page.render(scale=PAGE_PIXELS / page.get_width()).to_pil()
        path = folder / f"report-{name}.png"
        picture.quantize(64).save(path, optimize=True)
        made.append(path)
    document.close()
    return made


def main() -> int:
    """Make all pictures; gives the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["READINESS_SETTINGS"] = str(Path(folder) / "settings")
        made = sample.make(Path(folder) / "sample", sample.today(), Author("quality manager"))
        app = application()
        window = MainWindow()
        window.setProperty("author_asked", True)
        window.resize(SIZE)
        window.show()
        window.set_appearance("light")
        window.open_workspace(made.workspace)
        assert window.bridge is not None
        for name, place in places(window).items():
            window.bridge.go(place)
            print(grab(window, name))
        window.set_appearance("dark")
        window.bridge.go(places(window)["window-assessment"])
        print(grab(window, "window-dark"))
        window.close()
        settle(app)
        for path in report_pages(made.report):
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
