"""The signs as characters, for files whose fonts are not ours; and text that such files can hold."""

from __future__ import annotations

import re

from readiness.report.blocks import Sign, Tone

SIGN_CHARACTERS = {Sign.DISC: "●", Sign.HALF: "◐", Sign.CROSS: "✕", Sign.RING: "○", Sign.DASH: "–"}
TONE_SIGNS = {Tone.STOPS: Sign.CROSS, Tone.WARNS: Sign.HALF, Tone.GOOD: Sign.DISC, Tone.NOTES: Sign.DASH}
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def storable(text: str) -> str:
    """Take out what XML cannot hold: control characters and halves of characters; line ends are one sort."""
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
