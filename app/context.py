"""What the parts of one application share."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from app.classroom.classes import Classes
from app.journal import Journal
from app.languages import COOKIE, Languages, Words
from app.lessons import Catalogue, Library
from app.metrics import Metrics
from app.rooms import Rooms
from app.security import Signer
from app.settings import Settings
from app.static_files import Files
from app.templates import Templates
from app.workers import Workers


@dataclass(slots=True, frozen=True)
class Context:
    """Settings, rooms, counters, signing key, lessons, languages, files, pages, workers, journal: one of each."""

    settings: Settings
    rooms: Rooms
    metrics: Metrics
    signer: Signer
    library: Library
    languages: Languages
    files: Files
    templates: Templates
    workers: Workers
    journal: Journal
    classes: Classes

    def words(self, connection: HTTPConnection) -> Words:
        """The language of whoever asks: as picked, else as the browser wishes."""
        return self.languages.choose(connection.cookies.get(COOKIE), connection.headers.get("accept-language"))

    @property
    def catalogue(self) -> Catalogue:
        """The lessons that can be had now."""
        return self.library.catalogue
