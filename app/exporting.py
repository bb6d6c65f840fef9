"""A branch of a room in the forms of other tools, made in another process: a long run takes a second."""

from __future__ import annotations

from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from raft_core.export.forms import FORMS, converted
from raft_core.export.tla import configuration_text
from raft_core.trace.read import read_trace

MODULE: Final = "Session"
"""A TLA+ module is called as its file is, and TLC wants a configuration beside it: both come in an archive."""
ARCHIVED: Final = "tla"


def exported(text: str, form: str) -> bytes:
    """The file of a form, from a trace as it is written. Raises KeyError for a form that there is not."""
    made = converted(read_trace(text), form, MODULE)
    if form != ARCHIVED:
        return made.encode()
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as file:
        for name, content in ((f"{MODULE}.tla", made), (f"{MODULE}.cfg", configuration_text())):
            file.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return archive.getvalue()


def kind_of(form: str) -> tuple[str, str]:
    """The ending of its file and its media type."""
    if form == ARCHIVED:
        return ".tla.zip", "application/zip"
    return FORMS[form].ending, FORMS[form].media_type
