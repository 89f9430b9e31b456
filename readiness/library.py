"""Reads what is shipped as data: checklists, crosswalk, chart, wording and claim rules, schemes, briefing, guides."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from readiness import places, texts
from readiness.errors import BadFile, UnknownName
from readiness.model.briefing import BriefingTexts, Material
from readiness.model.certificates import CertificateRules
from readiness.model.checklist import Checklist
from readiness.model.claims import ClaimRules, ClaimWeights
from readiness.model.comparison import Comparison
from readiness.model.crosswalk import Crosswalk
from readiness.model.profile import Profile
from readiness.model.schemes import SchemeCatalogue, SchemeTexts
from readiness.model.wording import Wording
from readiness.texts import tr

CROSSWALK_FILES = {"en": "crosswalk-17021-1-17065.json", "de": "crosswalk-17021-1-17065-de.json"}
COMPARISON_FILES = {"en": "comparison-17021-1-17065.json", "de": "comparison-17021-1-17065-de.json"}
WORDING_FILE = "wording-en.json"
SCHEMES_FILE = "schemes.json"
SCHEME_TEXT_FILES = {"de": "schemes-de.json"}
"""Texts of the schemes in other languages than that of the catalogue, which is English."""
CLAIM_FILES = {"en": "claims-en.json", "de": "claims-de.json"}
CLAIM_WEIGHT_FILES = {"en": "claims-weights-en.json", "de": "claims-weights-de.json"}
CERTIFICATE_FILES = {"en": "certificates-en.json", "de": "certificates-de.json"}
BRIEFING_FILES = {"en": "briefing-en.json", "de": "briefing-de.json"}
NEUTRAL = "neutral"
"""The id of the profile that follows no accreditation body's form."""
_NO_CHECKLISTS = (
    *CROSSWALK_FILES.values(),
    *COMPARISON_FILES.values(),
    WORDING_FILE,
    SCHEMES_FILE,
    *SCHEME_TEXT_FILES.values(),
    *CLAIM_FILES.values(),
    *CLAIM_WEIGHT_FILES.values(),
    *CERTIFICATE_FILES.values(),
    *BRIEFING_FILES.values(),
)
T = TypeVar("T")


@dataclass(frozen=True)
class CheckedChecklist:
    """A checklist together with the bytes of its file, which are what a workspace keeps."""

    checklist: Checklist
    raw: bytes


def shipped_files() -> tuple[Path, ...]:
    """List the shipped checklist files."""
    folder = places.checklists_folder()
    return tuple(path for path in sorted(folder.glob("*.json")) if path.name not in _NO_CHECKLISTS)


@cache
def shipped() -> tuple[CheckedChecklist, ...]:
    """Read all shipped checklists (the tests check them in full)."""
    return tuple(_decode(path.read_bytes()) for path in shipped_files())


def _decode(raw: bytes) -> CheckedChecklist:
    return CheckedChecklist(msgspec.json.decode(raw, type=Checklist), raw)


def find(name: str) -> CheckedChecklist:
    """Find a shipped checklist by its id, its designation or the bare number of its standard ('17065').

    Raises:
        UnknownName: none is called that.
    """
    wanted = name.strip().lower()
    for item in shipped():
        names = (item.checklist.id, item.checklist.short, item.checklist.standard, item.checklist.designation)
        if wanted in (known.lower() for known in names):
            return item
    known = ", ".join(item.checklist.short for item in shipped())
    raise UnknownName(tr("There is no checklist '{name}'.", name=name), tr("Known standards: {known}.", known=known))


def _data(name: str, kind: type[T]) -> T:
    return msgspec.json.decode((places.checklists_folder() / name).read_bytes(), type=kind)


def _of_language(files: dict[str, str], language: str | None) -> str:
    """Choose the file in a language, None for the one in use; the English one where it has none."""
    return files.get(texts.language() if language is None else language, files["en"])


def crosswalk(language: str | None = None) -> Crosswalk:
    """Read the crosswalk between ISO/IEC 17021-1 and ISO/IEC 17065, in a language, None for the one in use."""
    return _crosswalk_in(_of_language(CROSSWALK_FILES, language))


@cache
def _crosswalk_in(name: str) -> Crosswalk:
    return _data(name, Crosswalk)


def comparison(language: str | None = None) -> Comparison:
    """Read the comparison chart of ISO/IEC 17021-1 and ISO/IEC 17065, in a language, None for the one in use."""
    return _comparison_in(_of_language(COMPARISON_FILES, language))


@cache
def _comparison_in(name: str) -> Comparison:
    return _data(name, Comparison)


@cache
def wording() -> Wording:
    """Read how English checklist texts are worded."""
    return _data(WORDING_FILE, Wording)


def schemes(language: str | None = None) -> SchemeCatalogue:
    """Read the known standards and certification schemes: in a language, None for the one in use, else in English."""
    return _schemes_in(texts.language() if language is None else language)


@cache
def _schemes_in(language: str) -> SchemeCatalogue:
    catalogue = _data(SCHEMES_FILE, SchemeCatalogue)
    name = SCHEME_TEXT_FILES.get(language)
    return catalogue.told(_data(name, SchemeTexts)) if name else catalogue


@cache
def claim_rules(language: str = "en") -> ClaimRules:
    """Read the rules for wording that speaks of certification, with what was learnt beside their patterns.

    Raises:
        UnknownName: there are no rules for the language.
    """
    return replace(claim_patterns(language), weights=_data(CLAIM_WEIGHT_FILES[language], ClaimWeights))


def claim_patterns(language: str) -> ClaimRules:
    """Read the rules for wording that speaks of certification, in English ("en") or German ("de").

    Raises:
        UnknownName: there are no rules for the language.
    """
    if language not in CLAIM_FILES:
        raise UnknownName(
            tr("There are no claim rules for the language '{name}'.", name=language),
            tr("Known languages: {known}.", known=", ".join(CLAIM_FILES)),
        )
    return _data(CLAIM_FILES[language], ClaimRules)


@cache
def certificate_rules() -> dict[str, CertificateRules]:
    """Read what certificates must show and must not say, by language."""
    return {language: _data(name, CertificateRules) for language, name in CERTIFICATE_FILES.items()}


@cache
def briefing(language: str = "en") -> Material:
    """Read lessons and quiz texts for staff with what they speak of, in English where a language has none."""
    known = language if language in BRIEFING_FILES else "en"
    told = _data(BRIEFING_FILES[known], BriefingTexts)
    lessons = (replace(lesson, heading=heading(lesson.guide, lesson.heading, known)) for lesson in told.lessons)
    return Material(replace(told, lessons=tuple(lessons)), claim_patterns(known), comparison(known), schemes(known))


@cache
def _shipped_profiles() -> tuple[Profile, ...]:
    paths = (places.checklists_folder() / "profiles").glob("*.json")
    found = [msgspec.json.decode(path.read_bytes(), type=Profile) for path in paths]
    return tuple(sorted(found, key=lambda item: (item.id != NEUTRAL, item.id)))


def profiles() -> tuple[Profile, ...]:
    """Read the profiles of forms: the shipped ones, the neutral one first, then those in the user's own folder.

    Raises:
        BadFile: a file of the user's is no profile, or has the id of another one.
    """
    found = {profile.id: profile for profile in _shipped_profiles()}
    for path in sorted(own_profiles_folder().glob("*.json")):
        profile = _own_profile(path)
        if profile.id in found:
            raise BadFile(
                tr("'{path}' has the id '{id}', which another profile has.", path=path, id=profile.id),
                tr("Give it an id of its own."),
            )
        found[profile.id] = profile
    return tuple(found.values())


def own_profiles_folder() -> Path:
    """Give the folder for profiles that the user adds."""
    return places.settings_folder() / "profiles"


def _own_profile(path: Path) -> Profile:
    try:
        return msgspec.json.decode(path.read_bytes().removeprefix(codecs.BOM_UTF8), type=Profile)
    except (OSError, msgspec.DecodeError) as error:
        raise BadFile(
            tr("'{path}' is no profile of a form: {reason}.", path=path, reason=error),
            tr("Mend it, or move it elsewhere; then 'readiness report --profiles --json' prints those that serve."),
        ) from error


def profile(name: str) -> Profile:
    """Find a profile by its id. The user's own files are only looked at for what is not shipped.

    Raises:
        UnknownName: none is called that.
        BadFile: a file of the user's is no profile.
    """
    known = {item.id: item for item in _shipped_profiles()}
    if name not in known:
        known = {item.id: item for item in profiles()}
    if name not in known:
        raise UnknownName(
            tr("There is no profile '{name}'.", name=name), tr("Known profiles: {known}.", known=", ".join(known))
        )
    return known[name]


@dataclass(frozen=True)
class Guide:
    """A text to read: Markdown, whose links `clause:17065:7.6.2` name clauses and `guide:NAME` other guides."""

    name: str
    title: str
    markdown: str

    @property
    def headings(self) -> tuple[str, ...]:
        """Give the headings of its sections, in order; they are the same sections in every language."""
        return tuple(re.findall(r"^###? (.+)$", self.markdown, re.MULTILINE))


def guides(language: str | None = None) -> tuple[Guide, ...]:
    """Read the guides in the order of their file names ('1-name.md').

    They are in a language, None for the one in use, and in English where it has none.
    """
    wanted = texts.language() if language is None else language
    return _guides_in(wanted) or _guides_in("en")


@cache
def _guides_in(language: str) -> tuple[Guide, ...]:
    found = []
    for path in sorted((places.resources_folder() / "guides" / language).glob("*.md")):
        text = path.read_text(encoding="utf-8")
        found.append(Guide(path.stem.split("-", 1)[1], text.split("\n", 1)[0].removeprefix("# ").strip(), text))
    return tuple(found)


def heading(guide: str, english: str, language: str | None = None) -> str:
    """Give the heading of a guide's section, named as in English, in a language; None for the one in use."""
    ours = next(item for item in guides(language) if item.name == guide)
    theirs = next(item for item in guides("en") if item.name == guide)
    return ours.headings[theirs.headings.index(english)]
