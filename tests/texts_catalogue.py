"""Extracts the texts for translators and compiles the catalogues; `python3 dev.py texts` runs it.

`template()` is what the freshness test compares with the committed file.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from readiness.texts import DOMAIN, LOCALE_FOLDER

ROOT = Path(__file__).parent.parent
TEMPLATE = LOCALE_FOLDER / f"{DOMAIN}.pot"
KEYWORDS = {"tr": None, "trn": (1, 2)}


def template() -> bytes:
    """Extract every text of the program, in the order of files, without dates, so that it is reproducible."""
    catalogue = Catalog(project=DOMAIN, copyright_holder="the readiness contributors", charset="utf-8")
    found = extract_from_dir(str(ROOT / "readiness"), [("**.py", "python")], keywords=KEYWORDS)
    for name, _, message, _, context in sorted(found, key=lambda item: (item[0], item[1])):
        catalogue.add(message, locations=[(f"readiness/{Path(name).as_posix()}", 0)], context=context)
    written = io.BytesIO()
    write_po(written, catalogue, omit_header=True, include_lineno=False, sort_output=True, width=110)
    head = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head + written.getvalue()


def compiled(source: Path) -> bytes:
    """Compile a catalogue."""
    with source.open("rb") as file:
        catalogue = read_po(file)
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def _update(source: Path, newest: Catalog) -> None:
    """Bring a catalogue up to date with the template, its translations kept."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    catalogue.update(newest, no_fuzzy_matching=True)
    with source.open("wb") as file:
        write_po(file, catalogue, include_lineno=False, sort_output=True, width=110)


def main() -> int:
    """Write the template, bring every catalogue up to date and compile every catalogue; gives the exit code."""
    LOCALE_FOLDER.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(template())
    print(TEMPLATE)
    with TEMPLATE.open("rb") as file:
        newest = read_po(file)
    for source in sorted(LOCALE_FOLDER.glob("*/LC_MESSAGES/*.po")):
        _update(source, newest)
        source.with_suffix(".mo").write_bytes(compiled(source))
        print(source.with_suffix(".mo"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
