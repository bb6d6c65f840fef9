"""Why a step went as it did: the rules that decided, with their numbers, and what led there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from app.errors import RequestError
from app.languages import ENGLISH, Words
from app.sentences import cause_sentence, headline, name, opening, tell, weightiest
from app.wire.server import ChainLink, Clause, Decided, Verdict, Why
from raft_core import event as happened
from raft_core.explain import ClauseVerdict
from raft_core.explain import Verdict as RuleVerdict
from raft_core.ids import ServerId, server_number
from raft_core.role import LEADER, NEVER
from raft_core.session import Session
from raft_core.sim.server import Server
from raft_core.sim.step import BY_INTERVENTION, CAUSE_KINDS, Step
from raft_core.sim.timeline import Branch
from raft_core.sim.world import World

LONGEST_CHAIN: Final = 40

DECIDES: Final[dict[type[Any], tuple[str, ...]]] = {
    happened.BecameLeader: ("wins_election",),
    happened.SteppedDown: ("steps_down", "observed_term"),
    happened.ElectionStarted: ("may_campaign",),
    happened.VoteRefused: ("may_grant_vote",),
    happened.VoteGranted: ("may_grant_vote",),
    happened.VoteCounted: ("wins_election", "counts_vote", "counts_own_vote"),
    happened.CommitAdvanced: ("may_commit", "follower_commit_index"),
    happened.EntriesTruncated: ("merged_log",),
    happened.EntriesRejected: ("accepts_entries",),
    happened.EntriesAppended: ("accepts_entries", "accepts_command"),
    happened.MatchAdvanced: ("may_commit", "match_index"),
    happened.TermChanged: ("observed_term",),
    happened.ServerCrashed: ("survives_restart",),
}
"""The rules that an event rests on, the one that matters most first."""


@dataclass(slots=True, frozen=True)
class Account:
    """What there is to say of a step, or of one server in it: a Why frame without its place and its chain."""

    server: str | None
    headline: str
    text: str
    source: str | None = None
    verdicts: list[Verdict] = field(default_factory=list)


def explain(
    session: Session, branch: Branch, position: int, server: str | None, request: int, t: Words = ENGLISH
) -> Why:
    """The explanation of a position, or of what one server did there."""
    world = session.timeline.world(branch, position)
    step = session.timeline.step(branch, position)
    number = _number(world, server) if server is not None else None
    told = account(world, step, number, session.timeline.explain(branch, position), t)
    return Why(
        request=request,
        branch=branch.id,
        position=position,
        time_us=world.time_us,
        server=told.server,
        headline=told.headline,
        text=told.text,
        source=told.source,
        verdicts=told.verdicts,
        chain=_chain(session, branch, step, t),
    )


def account(
    world: World, step: Step | None, number: ServerId | None, heard: list[RuleVerdict], t: Words = ENGLISH
) -> Account:
    """What is to be said of the step that led to a world, or of one server in it, given all decisions of the step."""
    server = name(number) if number is not None else None
    if number is not None and (step is None or number not in actors(step)):
        return Account(server, t("{server} did nothing.", server=server), _waits_for(world, world.server(number), t))
    if step is None:
        begins = t("Every server waits for a leader, each with an election timeout drawn at random (5.2).")
        return Account(None, t("The cluster begins."), begins)
    verdicts = _once([verdict for verdict in heard if server is None or verdict.server in ("", server)])
    deciding = _deciding(step, number, verdicts)
    head = _headline(step, number, t)
    return Account(
        server or (name(step.cause.server) if step.cause.server else None),
        head,
        _text(step, deciding, head, t),
        t.said(deciding.source) if deciding is not None else None,
        [_verdict(verdict, t) for verdict in verdicts],
    )


def decided(session: Session, branch: Branch, position: int, t: Words = ENGLISH) -> Decided:
    """What happened in the step that decided a question, and the rule that it rests on with its numbers."""
    step = session.timeline.step(branch, position)
    if step is None:
        return Decided(branch=branch.id, position=position, headline=t("The cluster begins."), verdict=None)
    verdict = _deciding(step, None, _once(session.timeline.explain(branch, position)))
    shown = _verdict(verdict, t) if verdict is not None else None
    return Decided(branch=branch.id, position=position, headline=headline(step, t), verdict=shown)


def _number(world: World, server: str) -> ServerId:
    number = server_number(server)
    if world.servers[number] is None:
        legal = [member.node.name for member in world.members()]
        raise RequestError("unknown_server", f"There is no {server}.", where="server", legal=legal)
    return number


def actors(step: Step) -> set[ServerId]:
    """The servers that did something in a step."""
    actors = {step.cause.server} if step.cause.server else set()
    for event in step.events:
        server = getattr(event, "server", None)
        if isinstance(server, int):
            actors.add(server)
    return actors


def _headline(step: Step, server: ServerId | None, t: Words) -> str:
    """What the step did; for one server of several, what that one did."""
    if server is not None and server != step.cause.server:
        for event in step.events:
            said = tell(event, t) if getattr(event, "server", None) == server else None
            if said is not None:
                return said
    return headline(step, t)


def _once(verdicts: list[RuleVerdict]) -> list[RuleVerdict]:
    """Each decision once: a leader that sends to four followers asks four times the same."""
    seen: dict[tuple[str, ...], RuleVerdict] = {}
    for verdict in verdicts:
        key = (verdict.rule, verdict.title, *[clause.says for clause in verdict.clauses])
        seen.setdefault(key, verdict)
    return list(seen.values())


def _deciding(step: Step, server: ServerId | None, verdicts: list[RuleVerdict]) -> RuleVerdict | None:
    """The verdict that the headline rests on, else one that refused, else the last."""
    events = [event for event in step.events if server is None or getattr(event, "server", None) == server]
    event = weightiest(events)
    for rule in DECIDES.get(type(event), ()):
        found = [verdict for verdict in verdicts if verdict.rule == rule]
        if found:
            return found[-1]
    refused = [verdict for verdict in verdicts if not verdict.holds]
    return refused[-1] if refused else verdicts[-1] if verdicts else None


def _text(step: Step, deciding: RuleVerdict | None, head: str, t: Words) -> str:
    """One or two sentences: what caused the step, unless the headline told it, and what decided."""
    cause = cause_sentence(step, t)
    said = [cause] if cause != head else []
    clause = deciding.deciding if deciding is not None else None
    if deciding is not None and clause is not None:
        answer = "" if deciding.value else t("Yes: ") if clause.holds else t("No: ")
        told = _clause(deciding, clause, t)
        says = told.says if answer else _begun(told.says)
        where = cite(clause.citation, t)
        said.append(
            t(
                "{question} {answer}{says} ({where}).",
                question=told.question,
                answer=answer,
                says=says,
                where=where,
            )
        )
    return t(" ").join(said or [cause])


def _begun(says: str) -> str:
    """As a sentence begins, except with the paper's own names: matchIndex."""
    first = says.split(" ", 1)[0]
    return says[:1].upper() + says[1:] if first.islower() else says


def cite(section: str, t: Words = ENGLISH) -> str:
    """A citation as people read it: §5.4.1, Figure 2, dissertation 3.10."""
    if section[:1].isdigit():
        return f"§{section}"
    if section.startswith("diss. "):
        return t("dissertation {section}", section=section.removeprefix("diss. "))
    return t.said(section)


def _verdict(verdict: RuleVerdict, t: Words) -> Verdict:
    clauses = [_clause(verdict, clause, t) for clause in verdict.clauses]
    return Verdict(
        rule=verdict.rule, title=_title(verdict, t), holds=verdict.holds, value=verdict.value or None, clauses=clauses
    )


def _title(verdict: RuleVerdict, t: Words) -> str:
    return t.filled(verdict.heading, verdict.operands, verdict.title)


def _clause(verdict: RuleVerdict, clause: ClauseVerdict, t: Words) -> Clause:
    return Clause(
        id=clause.name,
        question=_title(verdict, t) if clause.question == verdict.title else t(clause.question),
        says=t.filled(clause.template, clause.operands, clause.says),
        holds=clause.holds,
        section=clause.citation,
        left_out=clause.left_out,
        operands=clause.operands,
    )


def _waits_for(world: World, server: Server, t: Words) -> str:
    own = server.node.name
    if not server.up:
        return t("{server} is stopped.", server=own)
    if server.paused:
        return t("{server} is paused; what arrives waits until it goes on.", server=own)
    due = server.due_us()
    if world.settings.timers == "manual" or due == NEVER:
        return t("{server} waits for a message; its timers fire only by hand.", server=own)
    leads = server.node.role.kind == LEADER
    seconds = f"{max(0, due - world.time_us) / 1_000_000:.2f}"
    beat, election = "Its next heartbeat is due in {seconds} s.", "Its election timer has {seconds} s left."
    said = [t(beat, seconds=seconds) if leads else t(election, seconds=seconds)]
    coming = [flight for flight in world.flights() if flight.message.target == server.id]
    if coming:
        first = coming[0].message
        who = {"message": opening(first, t), "source": name(first.source)}
        said.append(t("{message} from {source} is on its way to it.", **who))
    if server.node.writes:
        said.append(t("It waits for its disk."))
    return " ".join(said)


def _chain(session: Session, branch: Branch, step: Step | None, t: Words) -> list[ChainLink]:
    """The steps that led to this one, oldest first, this one last."""
    links: list[ChainLink] = []
    while step is not None and len(links) < LONGEST_CHAIN:
        kind = CAUSE_KINDS[step.cause.kind]
        links.append(ChainLink(position=step.position, time_us=step.time_us, kind=kind, says=headline(step, t)))
        before = led_by(step)
        step = session.timeline.step(branch, before) if before is not None else None
    return links[::-1]


def led_by(step: Step) -> int | None:
    """The position of the step that led to this one. An intervention is a beginning."""
    cause = step.cause
    if cause.kind == BY_INTERVENTION and cause.flight is None:
        return None
    return cause.position if 0 < cause.position < step.position else None
