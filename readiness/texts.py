"""Translation of every text that a person reads: window, command line, errors and reports alike.

The lowest room, because errors raised anywhere carry sentences. Catalogues lie in `readiness/locale`; without one
for the language in use the English source texts are shown.
"""

from __future__ import annotations

import gettext
import locale
import os
from functools import cache
from pathlib import Path

DOMAIN = "readiness"
LOCALE_FOLDER = Path(__file__).parent / "locale"
SOURCE_LANGUAGE = "en"
_chosen = ""


def use(language: str) -> None:
    """Show texts in a language ('de'); '' means the system's. Texts shown already stay as they are."""
    global _chosen  # noqa: PLW0603 - one language a process, chosen once at its start
    _chosen = language
    _catalogue.cache_clear()


def languages() -> tuple[str, ...]:
    """List the languages that there are texts in, English first."""
    found = sorted(path.parent.parent.name for path in LOCALE_FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return (SOURCE_LANGUAGE, *found)


def language() -> str:
    """Give the language in use: one of `languages()`."""
    for wanted in _wanted():
        short = wanted.replace("-", "_").split("_")[0].split(".")[0].lower()
        if short in languages():
            return short
    return SOURCE_LANGUAGE


def _wanted() -> list[str]:
    """List languages by preference: READINESS_LANGUAGE, the one chosen, then what the system says."""
    said = [os.environ.get("READINESS_LANGUAGE", ""), _chosen]
    if not any(said):
        names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
        said = [part for name in names for part in os.environ.get(name, "").split(":")]
        # Windows and macOS programs started by a click have no such variables.
        said.append(locale.getlocale()[0] or "")
    return [wanted for wanted in said if wanted]


@cache
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, str(LOCALE_FOLDER), languages=[language()], fallback=True)


def tr(text: str, /, **values: object) -> str:
    """Translate `text` and fill its {named} places. `text` must be a literal, so that Babel finds it."""
    return _catalogue().gettext(text).format(**values) if values else _catalogue().gettext(text)


def trn(one: str, many: str, n: int, /, **values: object) -> str:
    """Translate by number and fill the places, {n} with `n`. Both texts must be literals."""
    return _catalogue().ngettext(one, many, n).format(n=n, **values)
