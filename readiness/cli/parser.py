"""The words of the command line, which other programs rely on."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from readiness import __version__
from readiness.model.certificates import Stated
from readiness.model.records import (
    ActionState,
    Attested,
    Evaluated,
    EvidenceKind,
    MarkPlace,
    Method,
    Rating,
    Weight,
)
from readiness.texts import tr


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(tr("'{text}' is not a date; write it like 2026-03-31", text=text)) from None


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help=tr("print one JSON value"))
    common.add_argument("--by", metavar="NAME", default="", help=tr("who makes the change"))
    return common


def build() -> argparse.ArgumentParser:
    """Make the parser with every verb; the verb's name arrives as `verb`, its second word as `what`."""
    common = _common()
    parser = argparse.ArgumentParser(
        prog="readiness",
        description=tr("Clause checklists, evidence and gap reports for certification bodies."),
        epilog=tr("Without a verb the window opens."),
    )
    parser.add_argument("--version", action="version", version=f"readiness {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", title=tr("verbs"))
    _add_beginnings(verbs, common)
    _add_checklists(verbs, common)
    _add_records(verbs, common)
    _add_two_standards(verbs, common)
    _add_claims(verbs, common)
    _add_briefing(verbs, common)
    _add_evidence(verbs, common)
    _add_results(verbs, common)
    _add_keeping(verbs, common)
    return parser


Verbs = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def _verb(
    verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser, name: str, summary: str
) -> argparse.ArgumentParser:
    return verbs.add_parser(name, help=summary, description=summary, parents=[common])


def _add_beginnings(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    verb = _verb(verbs, common, "open", tr("open the window on a workspace"))
    verb.add_argument("dir", type=Path, metavar="DIR", nargs="?", help=tr("else the last one"))

    verb = _verb(verbs, common, "demo", tr("make the sample workspace and its gap report"))
    verb.add_argument("dir", type=Path, metavar="DIR", nargs="?", help=tr("where to make it"))
    verb.add_argument("--no-window", action="store_true", help=tr("do not open the window"))
    verb.add_argument("--date", type=_date, help=tr("the sample's today"))

    verb = _verb(verbs, common, "new", tr("make a workspace"))
    verb.add_argument("dir", type=Path, metavar="DIR")
    verb.add_argument("--organization", required=True, metavar="NAME", help=tr("the certification body"))
    verb.add_argument("--standard", action="append", required=True, metavar="S", help="17021-1, 17065")
    verb.add_argument("--option", choices=("A", "B"), default="A", help=tr("management-system option"))
    verb.add_argument("--scope", default="", metavar="TEXT", help=tr("what is certified"))

    parts = _verb(verbs, common, "assessment", tr("add or list assessments")).add_subparsers(
        dest="what", required=True, metavar="add|list"
    )
    part = _verb(parts, common, "add", tr("begin an assessment"))
    part.add_argument("dir", type=Path, metavar="DIR")
    part.add_argument("--standard", required=True, metavar="S")
    part.add_argument("--scope", required=True, metavar="TEXT")
    part.add_argument("--option", choices=("A", "B"), default="A")
    part = _verb(parts, common, "list", tr("list the assessments"))
    part.add_argument("dir", type=Path, metavar="DIR")


def _add_checklists(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    parts = _verb(verbs, common, "checklist", tr("list, check, export or import checklists")).add_subparsers(
        dest="what", required=True, metavar="list|check|export|import"
    )
    _verb(parts, common, "list", tr("list the shipped checklists"))
    part = _verb(parts, common, "check", tr("list every defect of checklist files"))
    part.add_argument("files", type=Path, nargs="+", metavar="FILE")
    part = _verb(parts, common, "export", tr("write a checklist to a .json or .xlsx file"))
    part.add_argument("id", metavar="ID", help=tr("a standard or a checklist id"))
    part.add_argument("file", type=Path, metavar="FILE")
    part.add_argument("--from", dest="origin", type=Path, metavar="DIR", help=tr("a workspace with custom ones"))
    part = _verb(parts, common, "import", tr("keep a checklist file in a workspace"))
    part.add_argument("file", type=Path, metavar="FILE")
    part.add_argument("--into", type=Path, required=True, metavar="DIR")


def _add_records(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    verb = _verb(verbs, common, "answer", tr("record the answer to a requirement"))
    verb.add_argument("dir", type=Path, metavar="DIR")
    verb.add_argument("requirement", metavar="REQUIREMENT", help=tr("like 7.4.1, 17065:5.1.1 or 4.1.2.2 a)"))
    verb.add_argument("--rating", choices=[item.value for item in Rating])
    verb.add_argument("--weight", choices=[item.value for item in Weight])
    verb.add_argument("--note", metavar="T")
    verb.add_argument("--reason", metavar="T", help=tr("why it does not apply"))
    verb.add_argument("--responsible", metavar="T")
    verb.add_argument("--due", type=_date, metavar="D")
    verb.add_argument("--assessment", default="", metavar="ID")

    parts = _verb(verbs, common, "action", tr("add or list corrective actions")).add_subparsers(
        dest="what", required=True, metavar="add|list"
    )
    part = _verb(parts, common, "add", tr("add a corrective action"))
    part.add_argument("dir", type=Path, metavar="DIR")
    part.add_argument("--title", required=True, metavar="T")
    part.add_argument("--for", dest="requirements", action="append", default=[], metavar="REQUIREMENT")
    for name in ("correction", "cause", "corrective-action", "owner", "effectiveness"):
        part.add_argument(f"--{name}", default="", metavar="T")
    part.add_argument("--due", type=_date, metavar="D")
    part.add_argument("--state", choices=[item.value for item in ActionState], default="open")
    part.add_argument("--assessment", default="", metavar="ID")
    part = _verb(parts, common, "list", tr("list the actions"))
    part.add_argument("dir", type=Path, metavar="DIR")


def _add_two_standards(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    parts = _verb(verbs, common, "scope", tr("which standard a service falls under")).add_subparsers(
        dest="what", required=True, metavar="advise|add|list|schemes"
    )
    part = _verb(parts, common, "advise", tr("say where a service leads, and why"))
    _add_interview(part)
    part = _verb(parts, common, "add", tr("record a service in the schedule"))
    part.add_argument("dir", type=Path, metavar="DIR")
    _add_interview(part)
    part = _verb(parts, common, "list", tr("list the schedule of services"))
    part.add_argument("dir", type=Path, metavar="DIR")
    part = _verb(parts, common, "schemes", tr("list known standards and schemes"))
    part.add_argument("words", nargs="*", metavar="WORD")
    verb = _verb(verbs, common, "separation", tr("look through documents and say whether the standards are kept apart"))
    verb.add_argument("dir", type=Path, metavar="DIR")
    verb.add_argument("--no-reading", action="store_true", help=tr("judge by what was looked through before"))
    verb.add_argument("--progress", action="store_true", help=tr("say on stderr how far it is, as 'done/all' lines"))
    verb.add_argument("--date", type=_date, metavar="D", help=tr("judge as of this day"))


def _add_claims(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    verb = _verb(verbs, common, "claims", tr("find wording that misuses certification, before it is published"))
    verb.add_argument("files", type=Path, nargs="+", metavar="FILE", help=tr("documents, or folders of them"))
    verb.add_argument(
        "--certificate",
        choices=[item.value for item in Stated],
        default=Stated.RECOGNIZE.value,
        help=tr("what the documents are; certificates are also checked as a whole"),
    )
    verb.add_argument("--workspace", type=Path, metavar="DIR", help=tr("whose allowed wording is left out"))
    verb.add_argument("--report", type=Path, metavar="OUT", help=tr("write the findings as .pdf or .xlsx"))
    verb.add_argument("--marked", type=Path, metavar="OUT", help=tr("write a marked copy of the one Word file checked"))
    verb.add_argument("--keep", action="store_true", help=tr("keep the check as evidence in the workspace"))
    verb.add_argument("--allow", metavar="REASON", help=tr("allow what is found from now on, for a reason"))
    verb.add_argument("--progress", action="store_true", help=tr("say on stderr how far it is, as 'done/all' lines"))
    verb.add_argument("--date", type=_date, metavar="D", help=tr("the day of the check"))


def _add_briefing(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    parts = _verb(verbs, common, "briefing", tr("brief staff on the services")).add_subparsers(
        dest="what", required=True, metavar="add|list|record|quiz"
    )
    part = _verb(parts, common, "add", tr("add people who are to be briefed"))
    part.add_argument("dir", type=Path, metavar="DIR")
    part.add_argument("names", nargs="+", metavar="NAME", help=tr("names or roles"))
    part.add_argument("--function", default="", metavar="T", help=tr("for example sales"))
    part = _verb(parts, common, "list", tr("list who was briefed; exit 1 where somebody is due"))
    part.add_argument("dir", type=Path, metavar="DIR")
    part.add_argument("--since", type=_date, metavar="D", help=tr("due is who has not passed since; a year ago"))
    part.add_argument("--date", type=_date, metavar="D", help=tr("judge as of this day"))
    part = _verb(parts, common, "record", tr("record a result as evidence of competence"))
    part.add_argument("dir", type=Path, metavar="DIR")
    part.add_argument("person", metavar="PERSON", help=tr("a name or an id"))
    part.add_argument("service", metavar="SERVICE", help=tr("a name or an id"))
    part.add_argument("--right", type=int, required=True, metavar="N", help=tr("questions answered rightly"))
    part.add_argument("--asked", type=int, default=10, metavar="N", help=tr("questions asked"))
    part.add_argument("--date", type=_date, metavar="D", help=tr("the day of the briefing"))
    part = _verb(parts, common, "quiz", tr("print the quiz on a service"))
    part.add_argument("dir", type=Path, metavar="DIR")
    part.add_argument("service", metavar="SERVICE", help=tr("a name or an id"))
    part.add_argument("--seed", default="", metavar="T", help=tr("the same word gives the same questions"))


def _add_interview(part: argparse.ArgumentParser) -> None:
    part.add_argument("--name", default="", metavar="T", help=tr("what the body calls it"))
    part.add_argument("--document", default="", metavar="T", help=tr("what is certified against, with its edition"))
    part.add_argument("--scheme", default="", metavar="ID", help=tr("an entry of the catalogue"))
    part.add_argument("--evaluates", action="append", default=[], choices=[item.value for item in Evaluated])
    part.add_argument("--by-means-of", action="append", default=[], choices=[item.value for item in Method])
    part.add_argument("--attests", default="unsure", choices=[item.value for item in Attested])
    part.add_argument("--mark", default="unsure", choices=[item.value for item in MarkPlace])
    part.add_argument("--planned", action="store_true")
    part.add_argument("--answered", default="", choices=("", "17021-1", "17065", "both"),
                      help=tr("what the accreditation body answered"))  # fmt: skip
    part.add_argument("--procedure", action="append", default=[], metavar="NUMBER",
                      help=tr("a document that says how it is done, by its number in the register"))  # fmt: skip
    part.add_argument("--answer-source", default="", metavar="T", help=tr("where its answer stands"))


def _add_evidence(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    parts = _verb(verbs, common, "evidence", tr("add, revise, list or import evidence")).add_subparsers(
        dest="what", required=True, metavar="add|revise|list|import|preview"
    )
    part = _verb(parts, common, "add", tr("add evidence and cite it"))
    part.add_argument("dir", type=Path, metavar="DIR")
    part.add_argument("--title", required=True, metavar="T")
    part.add_argument("--kind", required=True, choices=[item.value for item in EvidenceKind])
    for name in ("reference", "revision", "owner", "link"):
        part.add_argument(f"--{name}", default="", metavar="T")
    part.add_argument("--date", type=_date, metavar="D")
    part.add_argument("--valid-until", type=_date, metavar="D")
    part.add_argument("--file", type=Path, metavar="PATH")
    for name in ("--laid-down", "--shown-by"):
        part.add_argument(name, action="append", default=[], metavar="REQUIREMENT[@WHERE]")
    part.add_argument("--assessment", default="", metavar="ID")
    part = _verb(parts, common, "revise", tr("replace its file by a newer one; the old one is kept"))
    part.add_argument("dir", type=Path, metavar="DIR")
    part.add_argument("evidence", metavar="EVIDENCE", help=tr("its id, or its number such as P-07"))
    part.add_argument("--file", type=Path, required=True, metavar="PATH")
    part.add_argument("--revision", metavar="V", help=tr("of the new file"))
    part.add_argument("--date", type=_date, metavar="D", help=tr("of the new file"))
    part = _verb(parts, common, "list", tr("list the evidence"))
    part.add_argument("dir", type=Path, metavar="DIR")
    part = _verb(parts, common, "import", tr("take over a list of documents from a .xlsx or .csv file"))
    part.add_argument("dir", type=Path, metavar="DIR")
    part.add_argument("file", type=Path, metavar="FILE")
    part.add_argument("--map", default="", metavar="number=A,title=B", help=tr("what the columns hold; else guessed"))
    part.add_argument("--sheet", default="", metavar="NAME", help=tr("which sheet of a workbook"))
    part.add_argument("--headings", type=int, metavar="N", help=tr("the row with headings, 0 for none; else guessed"))
    part.add_argument("--dates", choices=("day", "month"), help=tr("what comes first in dates like 03/04/2026"))
    part.add_argument("--dry-run", action="store_true", help=tr("say what would change, and change nothing"))
    part.add_argument("--rows", action="store_true", help=tr("only print the rows as they are read"))
    part = _verb(parts, common, "preview", tr("a page as picture, or the first lines"))
    part.add_argument("file", type=Path, metavar="FILE")
    part.add_argument("--page", type=int, default=1, metavar="N")
    part.add_argument("--width", type=int, default=800, metavar="PIXELS")
    part.add_argument("--memory", type=int, default=0, metavar="MB", help=tr("give up beyond so much"))


def _add_results(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    verb = _verb(verbs, common, "status", tr("figures, findings and what stops the application"))
    verb.add_argument("dir", type=Path, metavar="DIR")
    verb.add_argument("--date", type=_date, metavar="D", help=tr("judge as of this day"))
    verb.add_argument("--at", default="", metavar="D|N", help=tr("the state on a day, or after a change"))

    _add_report(_verb(verbs, common, "report", tr("write a report as PDF, XLSX or DOCX")))

    verb = _verb(verbs, common, "pages", tr("the pages of a PDF: sizes, where a text stands, or pictures in a folder"))
    verb.add_argument("file", type=Path, metavar="FILE")
    verb.add_argument("folder", type=Path, metavar="FOLDER", nargs="?")
    verb.add_argument("--first", type=int, default=1, metavar="N")
    verb.add_argument("--last", type=int, default=0, metavar="N", help=tr("0 for the last there is"))
    verb.add_argument("--find", default="", metavar="TEXT", help=tr("say where a text stands"))
    verb.add_argument("--dpi", type=int, default=300, metavar="N", help=tr("dots per inch, 300 at most"))

    verb = _verb(verbs, common, "history", tr("who changed what and when, newest first"))
    verb.add_argument("dir", type=Path, metavar="DIR")
    verb.add_argument("--most", type=int, default=0, metavar="N", help=tr("at most so many"))
    verb.add_argument("--person", default="", metavar="T", help=tr("part of a name or role"))
    verb.add_argument("--requirement", default="", metavar="REQUIREMENT", help=tr("a clause, or one below it"))
    verb.add_argument("--since", type=_date, metavar="D", help=tr("from this day on (UTC)"))
    verb.add_argument("--until", type=_date, metavar="D", help=tr("until this day (UTC)"))
    verb.add_argument("--export", type=Path, metavar="FILE", help=tr("write all of it to a .csv or .json file"))
    for name, summary in (
        ("undo", tr("take back the last change")),
        ("redo", tr("bring back what was undone")),
    ):
        _verb(verbs, common, name, summary).add_argument("dir", type=Path, metavar="DIR")
    verb = _verb(verbs, common, "verify", tr("read everything again and list what is wrong"))
    verb.add_argument("dir", type=Path, metavar="DIR")
    verb.add_argument("--against", default="", metavar="HASH", help=tr("a head hash kept elsewhere"))
    verb = _verb(verbs, common, "purge", tr("take content out for good; its digest and the reason stay"))
    verb.add_argument("dir", type=Path, metavar="DIR")
    what = verb.add_mutually_exclusive_group(required=True)
    what.add_argument("--evidence", default="", metavar="E", help=tr("evidence with its file, by id or number"))
    what.add_argument("--requirement", default="", metavar="REQUIREMENT", help=tr("what its answer held before"))
    what.add_argument("--action", default="", metavar="ID", help=tr("what an action held before"))
    what.add_argument("--person", default="", metavar="P", help=tr("a person with all results, by id or name"))
    what.add_argument("--service", default="", metavar="S", help=tr("what a service held before, by id or name"))
    verb.add_argument("--reason", required=True, metavar="T")
    verb.add_argument("--assessment", default="", metavar="ID")


def _add_report(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("dir", type=Path, metavar="DIR", nargs="?")
    verb.add_argument("file", type=Path, metavar="FILE", nargs="?", help=tr("its ending says the format"))
    verb.add_argument("--kind", default="gap")
    verb.add_argument("--kinds", action="store_true", help=tr("list the kinds of report, their formats and parts"))
    verb.add_argument("--profiles", action="store_true", help=tr("list the profiles of accreditation bodies' forms"))
    verb.add_argument("--progress", action="store_true", help=tr("say on stderr how far it is, as 'done/all' lines"))
    verb.add_argument("--assessment", default="", metavar="ID")
    verb.add_argument("--date", type=_date, metavar="D", help=tr("judge as of this day"))
    verb.add_argument("--at", default="", metavar="D|N", help=tr("the state on a day, or after a change"))
    for name, meaning in (
        ("clause", tr("only what lies below this clause; may be repeated")),
        ("only", tr("only this requirement; may be repeated")),
        ("without", tr("leave a part out; may be repeated")),
    ):
        verb.add_argument(f"--{name}", action="append", default=[], metavar=name.upper(), help=meaning)
    verb.add_argument("--service", default="", metavar="NAME", help=tr("only this service, in what is about services"))
    verb.add_argument("--order", choices=("clause", "weight"), default="clause", help=tr("of the gaps"))
    verb.add_argument("--paper", choices=("a4", "letter"), default="a4")
    lies = verb.add_mutually_exclusive_group()
    lies.add_argument("--landscape", action="store_true", default=None)
    lies.add_argument("--portrait", action="store_false", dest="landscape", default=None)
    verb.add_argument("--marking", default="", metavar="T", help=tr("stands on every page, as 'Confidential'"))
    verb.add_argument("--profile", default="neutral", metavar="NAME", help=tr("grades and columns of a form"))
    verb.add_argument("--no-logo", action="store_true")
    verb.add_argument("--since", type=_date, metavar="D", help=tr("from this day on (UTC)"))
    verb.add_argument("--until", type=_date, metavar="D", help=tr("until this day (UTC)"))
    verb.add_argument("--data", action="store_true", help=tr("attach what is printed as a workbook"))
    verb.add_argument(
        "--evidence-folder", type=Path, metavar="FOLDER", help=tr("copy the files that are cited into a new folder")
    )
    verb.add_argument("--passing", action="store_true", help=tr("the file is not kept: it is not the last report made"))
    verb.add_argument("--request", default="", metavar="JSON", help=tr("all of these at once, as the window does"))


def _add_keeping(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    verb = _verb(verbs, common, "backups", tr("list the backups, or make one"))
    verb.add_argument("dir", type=Path, metavar="DIR")
    verb.add_argument("--make", action="store_true", help=tr("make one, where something changed since the newest"))
    verb.add_argument("--to", type=Path, metavar="PLACE", help=tr("make one and copy all to a drive or share"))
    verb = _verb(verbs, common, "restore", tr("bring all records to what a backup holds, in one change"))
    verb.add_argument("dir", type=Path, metavar="DIR")
    verb.add_argument("backup", metavar="BACKUP", help=tr("its name, or the beginning of it"))
    verb.add_argument("--dry-run", action="store_true", help=tr("say what would change, and change nothing"))
    verb = _verb(verbs, common, "recover", tr("make a new workspace of one that does not open"))
    verb.add_argument("dir", type=Path, metavar="DIR", help=tr("the damaged folder, or its backups at a second place"))
    verb.add_argument("--to", type=Path, metavar="NEWDIR", help=tr("NAME-recovered.readiness where it is not given"))
