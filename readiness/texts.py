"""Translation of every text that a person reads: window, command line, errors and reports alike.

The lowest room, because errors raised anywhere carry sentences. Catalogues lie in `readiness/locale`; without one
for the system's language the English source texts are shown.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

DOMAIN = "readiness"
LOCALE_FOLDER = Path(__file__).parent / "locale"


@cache
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, str(LOCALE_FOLDER), fallback=True)


def tr(text: str, /, **values: object) -> str:
    """Translate `text` and fill its {named} places. `text` must be a literal, so that Babel finds it."""
    return _catalogue().gettext(text).format(**values) if values else _catalogue().gettext(text)


def trn(one: str, many: str, n: int, /, **values: object) -> str:
    """Translate by number and fill the places, {n} with `n`. Both texts must be literals."""
    return _catalogue().ngettext(one, many, n).format(n=n, **values)
