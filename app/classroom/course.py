"""What a class remembers: a fold of its records. The same records lead to the same class, on any server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.wire.classroom import Cell, Given, Role


@dataclass(slots=True)
class Private:
    """A member's own room, and where it left the class."""

    room: str
    round: int
    branch: str
    position: int
    time_us: int


@dataclass(slots=True)
class Standing:
    """How far a member is in the own room."""

    step: int = 0
    goals: list[Cell] = field(default_factory=list)
    answers: dict[str, Given] = field(default_factory=dict)
    goal_points: int = 0
    forks: int = 0
    forks_at_one: int = 0
    done: bool = False

    def document(self) -> dict[str, Any]:
        """The same as a record holds it."""
        return {
            "step": self.step,
            "goals": [cell.model_dump() for cell in self.goals],
            "answers": {question: given.model_dump() for question, given in self.answers.items()},
            "goal_points": self.goal_points,
            "forks": self.forks,
            "forks_at_one": self.forks_at_one,
            "done": self.done,
        }


@dataclass(slots=True)
class Member:
    """Somebody in the class. `since` is when the step began that the member is at."""

    id: str
    name: str
    pseudonym: str
    role: Role
    joined: int
    rooms: list[Private] = field(default_factory=list)
    own: Private | None = None
    standing: Standing | None = None
    since: int = 0
    last_act: int = 0
    removed: bool = False

    @property
    def presents(self) -> bool:
        """Whether the dashboard is theirs."""
        return self.role in ("owner", "presenter")


@dataclass(slots=True)
class Vote:
    """A member's answer to a question of the class; `choice` None is a skip."""

    choice: str | None
    position: int
    right: bool | None = None
    feedback: str | None = None


@dataclass(slots=True)
class Poll:
    """A question that the class was asked, as it was worded then, and everybody's answers."""

    id: str
    prompt: str
    step: int
    options: list[tuple[str, str]]
    votes: dict[str, Vote] = field(default_factory=dict)
    closed: bool = False
    came_true: str | None = None
    revealed: bool = False


@dataclass(slots=True)
class Round:
    """One presenter's room: what the class does together, until it goes on in another."""

    room: str
    lesson: str | None
    scenario: str | None
    title: str
    polls: dict[str, Poll] = field(default_factory=dict)


class Course:
    """A class: its members, its rounds, its switches."""

    def __init__(self, identity: str) -> None:
        self.id = identity
        self.code = ""
        self.title = ""
        self.opened = 0
        self.ended = False
        self.locked = False
        self.frozen = False
        self.names_hidden = False
        self.follow_me = True
        self.control: str | None = None
        self.members: dict[str, Member] = {}
        self.rounds: list[Round] = []
        self.durations: dict[int, list[int]] = {}
        """How long members took for each step of this round, in seconds."""

    @property
    def round(self) -> Round:
        """What the class does now."""
        return self.rounds[-1]

    @property
    def present_members(self) -> list[Member]:
        """Those who were not taken out."""
        return [member for member in self.members.values() if not member.removed]

    @property
    def students(self) -> list[Member]:
        """Those who have a row on the dashboard."""
        return [member for member in self.present_members if member.role == "learner"]

    @property
    def room_names(self) -> list[str]:
        """Every room that the class ever had."""
        private = [private.room for member in self.members.values() for private in member.rooms]
        return [*(each.room for each in self.rounds), *private]

    @property
    def presenter(self) -> Member | None:
        """Who opened the class."""
        return next((member for member in self.members.values() if member.role == "owner"), None)

    def apply(self, kind: str, data: Mapping[str, Any]) -> None:
        """Take in a record. One of a kind that is not known was written by a later version, and changes nothing."""
        handler = getattr(self, f"_on_{kind}", None)
        if handler is not None:
            handler(data)

    # The class.

    def _on_opened(self, data: Mapping[str, Any]) -> None:
        self.code, self.title, self.opened = data["code"], data["title"], data["at"]

    def _on_moved(self, data: Mapping[str, Any]) -> None:
        self.rounds.append(Round(data["room"], data["lesson"], data["scenario"], data["title"]))
        self.control = None
        self.durations = {}
        for member in self.members.values():
            member.own, member.standing, member.since = None, None, data["at"]

    def _on_switched(self, data: Mapping[str, Any]) -> None:
        for name in ("locked", "frozen", "names_hidden", "follow_me", "title"):
            if name in data:
                setattr(self, name, data[name])

    def _on_handed(self, data: Mapping[str, Any]) -> None:
        self.control = data["member"]

    def _on_ended(self, _: Mapping[str, Any]) -> None:
        self.ended = True

    # Its members.

    def _on_joined(self, data: Mapping[str, Any]) -> None:
        at = data["at"]
        self.members[data["member"]] = Member(
            data["member"], data["name"], data["pseudonym"], data["role"], at, since=at, last_act=at
        )

    def _on_role(self, data: Mapping[str, Any]) -> None:
        self.members[data["member"]].role = data["role"]

    def _on_removed(self, data: Mapping[str, Any]) -> None:
        self.members[data["member"]].removed = True
        if self.control == data["member"]:
            self.control = None

    def _on_explored(self, data: Mapping[str, Any]) -> None:
        member, index = self.members[data["member"]], self._round_of(data.get("of"))
        private = Private(data["room"], index, data["branch"], data["position"], data["time_us"])
        member.rooms.append(private)
        member.last_act = data["at"]
        if self.rounds[index] is self.round:
            member.own, member.standing, member.since = private, None, data["at"]

    def _on_progress(self, data: Mapping[str, Any]) -> None:
        member, at = self.members[data["member"]], data["at"]
        if "room" in data and (member.own is None or member.own.room != data["room"]):
            return
        before = member.standing
        member.standing = Standing(
            data["step"],
            [Cell.model_validate(cell) for cell in data["goals"]],
            {question: Given.model_validate(given) for question, given in data["answers"].items()},
            data["goal_points"],
            data["forks"],
            data["forks_at_one"],
            data["done"],
        )
        if before is not None and member.standing.step > before.step:
            self.durations.setdefault(before.step, []).append(at - member.since)
        if before is None or member.standing.step != before.step:
            member.since = at

    def _on_forgotten(self, data: Mapping[str, Any]) -> None:
        member = data["member"]
        self.members.pop(member, None)
        if self.control == member:
            self.control = None
        for each in self.rounds:
            for poll in each.polls.values():
                poll.votes.pop(member, None)

    # Its questions.

    def _on_asked(self, data: Mapping[str, Any]) -> None:
        options = [(option[0], option[1]) for option in data["options"]]
        polls = self.rounds[self._round_of(data.get("room"))].polls
        known = polls.get(data["question"])
        poll = Poll(data["question"], data["prompt"], data["step"], options)
        if known is not None:
            poll.votes, poll.revealed = known.votes, known.revealed
        polls[poll.id] = poll

    def _on_voted(self, data: Mapping[str, Any]) -> None:
        poll = self._poll(data)
        poll.votes[data["member"]] = Vote(data["choice"], data["position"])
        self.members[data["member"]].last_act = data["at"]

    def _on_closed(self, data: Mapping[str, Any]) -> None:
        self._poll(data).closed = True

    def _on_decided(self, data: Mapping[str, Any]) -> None:
        poll = self._poll(data)
        poll.closed, poll.came_true = True, data["came_true"]
        for vote in poll.votes.values():
            vote.right, vote.feedback = data["verdicts"].get(vote.choice or "", (None, None))

    def _on_revealed(self, data: Mapping[str, Any]) -> None:
        self._poll(data).revealed = data["revealed"]

    # A record can be written while the class goes on, and then stands behind the one that says so.

    def _round_of(self, room: str | None) -> int:
        """Which round has a room; the one of now where none is named."""
        rooms = [each.room for each in self.rounds]
        return rooms.index(room) if room in rooms else len(rooms) - 1

    def _poll(self, data: Mapping[str, Any]) -> Poll:
        """The poll of a question in the newest round that asked it."""
        question = data["question"]
        return next(each.polls[question] for each in reversed(self.rounds) if question in each.polls)
