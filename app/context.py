"""What the parts of one application share."""

from __future__ import annotations

from dataclasses import dataclass

from app.lessons import Catalogue, Library
from app.metrics import Metrics
from app.rooms import Rooms
from app.security import Signer
from app.settings import Settings
from app.templates import Templates
from app.workers import Workers


@dataclass(slots=True, frozen=True)
class Context:
    """Settings, rooms, counters, signing key, lessons, page shells, workers: one of each for an application."""

    settings: Settings
    rooms: Rooms
    metrics: Metrics
    signer: Signer
    library: Library
    templates: Templates
    workers: Workers

    @property
    def catalogue(self) -> Catalogue:
        """The lessons that can be had now."""
        return self.library.catalogue
