"""Pictures of every place of the window on the sample, in one look, to be looked at before a release.

`python -m tests.gallery LOOK FOLDER [WORKSPACE]` makes those of one look; test_gallery.py makes them all below
`build/pictures`, which CI may keep.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import msgspec

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
LOOKS = {
    "light": {},
    "dark": {},
    "twice-the-size": {"QT_SCALE_FACTOR": "2"},
    "right-to-left": {},
    "german": {"READINESS_LANGUAGE": "de"},
}
"""Every look with what must stand in the environment before Qt starts."""
WIDTH, HEIGHT = 1280, 800
CHOSEN = {"17021-1": "9.4.10", "17065": "7.3.1"}
"""What is chosen in the checklist of each standard."""


def grab_all(look: str, folder: Path, made: Path) -> list[Path]:
    """Open the sample in a look and save a picture of every place of the side bar; gives the pictures."""
    from PySide6.QtCore import Qt

    from readiness.gui.app import application
    from readiness.gui.bridge import Place
    from readiness.gui.window import MainWindow
    from tests.pictures import grab, settle

    app = application()
    if look == "right-to-left":
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    window = MainWindow()
    window.setProperty("author_asked", True)
    window.show()
    window.resize(WIDTH, HEIGHT)
    window.set_appearance("dark" if look == "dark" else "light")
    pictures = [grab(window, "welcome", folder)]
    window.open_workspace(made)
    window.resize(WIDTH, HEIGHT)
    assert window.desk is not None
    assert window.bridge is not None
    side_bar = window.desk.places
    places = [side_bar.item(row).data(Qt.ItemDataRole.UserRole) for row in range(side_bar.count())]
    snapshot = window.bridge.snapshot
    for standard, clause in CHOSEN.items():
        mine = snapshot.assessments_of(standard)[0].id
        places = [
            msgspec.structs.replace(place, requirement=clause) if place.assessment == mine else place
            for place in places
        ]
    for number, place in enumerate([*places, Place("find", record="impartiality")], start=1):
        window.bridge.go(place)
        settle(app)
        pictures.append(grab(window, f"{number:02d}-{place.view}", folder))
    window.close()
    settle(app)
    return pictures


def main(arguments: list[str]) -> int:
    """Make the pictures of one look; gives the exit code."""
    look, folder = arguments[0], Path(arguments[1])
    os.environ.update(LOOKS[look])
    from readiness.model.history import Author
    from readiness.tasks import sample

    with tempfile.TemporaryDirectory() as scratch:
        os.environ["READINESS_SETTINGS"] = str(Path(scratch) / "settings")
        workspace = sample.make(Path(scratch) / "sample", sample.today(), Author("quality manager")).workspace
        for path in grab_all(look, folder, workspace):
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
