"""Reading and writing are inverse: parse(format(x)) == x, for every script there can be."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from raft_core.check import PROPERTIES
from raft_core.ids import SERVER_NAMES
from raft_core.script import (
    Action,
    Directive,
    Expect,
    Name,
    Place,
    Predicate,
    RunFor,
    RunUntil,
    Scenario,
    Script,
    ScriptError,
    Settle,
    Show,
    StepOn,
    Watch,
    format_script,
    parse,
    parse_directive,
    parse_predicate,
)
from raft_core.script.forms import FORMS, MESSAGE_TYPES
from raft_core.script.predicate.names import CLIENT_FIELDS, CLUSTER_FIELDS, SERVER_FIELDS
from raft_core.script.predicate.tree import OPERATORS, And, Compares, Literal, Not, Or, Stands
from raft_core.sim.intervention import (
    ChangeClock,
    ChangeDisk,
    ChangeLink,
    Crash,
    CutLink,
    DelayMessage,
    DeliverMessage,
    DropMessage,
    DuplicateMessage,
    ExpireElectionTimer,
    ExpireHeartbeatTimer,
    HealEverything,
    HealLink,
    Intervention,
    InvokeClient,
    Isolate,
    Partition,
    Pause,
    Restart,
    Resume,
    SetSetting,
    TakeSnapshot,
    TransferLeadership,
    Wipe,
    add_server,
    promote,
    reconfigure,
    remove,
)
from raft_core.sim.settings import TIMINGS, ClientStart, ServerStart, Settings

ANYWHERE = Place("generated", 1, 1)
MEMBERS = (1, 2, 3, 4, 5)

# Anything that a script can hold in quotes: no control characters, and no halves of surrogate pairs.
words = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12) | st.sampled_from(
    ["none", "true", "and", "or", "not", "within", "a.b", "S1.log", 'say "no"', "back\\slash", "#;|", "to=S1", "3"]
)
servers = st.sampled_from(MEMBERS)
pairs = st.permutations(MEMBERS).map(lambda order: (order[0], order[1]))
clients = st.integers(1, 20).map(lambda number: f"c{number}")
durations = st.integers(0, 86_400_000_000)
ranges = st.tuples(durations, durations).map(lambda ends: (min(ends), max(ends)))
percents = st.integers(0, 10_000)
kinds = st.sampled_from(["", *MESSAGE_TYPES])


def invocations() -> st.SearchStrategy[Intervention]:
    to = st.sampled_from([0, *MEMBERS])
    return st.one_of(
        st.builds(InvokeClient, clients, st.sampled_from(["put", "append"]), words, words, to=to),
        st.builds(InvokeClient, clients, st.just("delete"), words, to=to),
        st.builds(InvokeClient, clients, st.just("cas"), words, words, words, to=to),
        st.builds(
            InvokeClient,
            clients,
            st.just("get"),
            words,
            read=st.sampled_from(["index", "lease", "log", "local"]),
            to=to,
        ),
    )


def interventions() -> st.SearchStrategy[Intervention]:
    on_server = (Crash, Restart, Wipe, Pause, Resume, Isolate, ExpireElectionTimer, ExpireHeartbeatTimer, TakeSnapshot)
    on_link = pairs.flatmap(
        lambda pair: st.sampled_from([CutLink, HealLink]).flatmap(
            lambda kind: st.booleans().map(lambda one_way: kind(*pair, one_way))
        )
    )
    on_message = pairs.flatmap(
        lambda pair: st.sampled_from([DeliverMessage, DropMessage, DuplicateMessage]).flatmap(
            lambda kind: st.builds(kind, st.just(pair[0]), st.just(pair[1]), kinds, st.booleans())
        )
    )
    delays = pairs.flatmap(
        lambda pair: st.builds(DelayMessage, st.just(pair[0]), st.just(pair[1]), kinds, st.booleans(), durations)
    )
    links = pairs.flatmap(
        lambda pair: st.builds(
            ChangeLink,
            st.just(pair[0]),
            st.just(pair[1]),
            st.booleans(),
            ranges,
            st.none() | percents,
            st.none() | percents,
        )
    )
    partitions = st.tuples(st.permutations(MEMBERS), st.integers(1, 4)).map(
        lambda found: Partition((tuple(sorted(found[0][: found[1]])), tuple(sorted(found[0][found[1] :]))))
    )
    sets = st.lists(
        st.sampled_from([("loss", "2.5%"), ("latency", "1ms..2ms"), ("timers", "manual"), ("timing", "wan")]),
        min_size=1,
        unique_by=lambda pair: pair[0],
    ).map(lambda found: SetSetting(tuple(found)))
    to = st.sampled_from([0, *MEMBERS])
    changes = st.one_of(
        st.builds(add_server, servers, as_learner=st.booleans(), to=to),
        st.builds(promote, servers, to),
        st.builds(remove, servers, to),
        st.builds(reconfigure, st.lists(servers, min_size=1, unique=True).map(tuple), to),
        st.builds(TransferLeadership, servers, to),
    )
    return st.one_of(
        invocations(),
        changes,
        st.sampled_from(on_server).flatmap(lambda kind: servers.map(kind)),
        on_link,
        on_message,
        delays,
        links,
        partitions,
        sets,
        st.just(HealEverything()),
        st.builds(ChangeDisk, servers, ranges),
        st.builds(ChangeClock, servers, st.integers(1, 10_000)),
    )


def names() -> st.SearchStrategy[Name]:
    owners = servers.map(lambda server: SERVER_NAMES[server])
    return st.one_of(
        st.builds(Name, owners, st.sampled_from(list(SERVER_FIELDS))),
        st.builds(Name, owners, st.just("kv"), words),
        st.builds(Name, owners, st.sampled_from(["next", "match"]), owners),
        st.builds(Name, clients, st.sampled_from(list(CLIENT_FIELDS))),
        st.builds(Name, st.just(""), st.sampled_from(list(CLUSTER_FIELDS))),
        st.builds(Name, st.just(""), st.just("committed"), words),
        st.builds(Name, st.just(""), st.just("violated"), st.sampled_from(PROPERTIES)),
    )


def comparisons() -> st.SearchStrategy[Predicate]:
    def compare(left: Name) -> st.SearchStrategy[Predicate]:
        # On the right a name is known by its dot.
        right = names().filter(lambda name: "." in name.text)
        literals = st.builds(Literal, st.sampled_from(["true", "false"]) if left.is_boolean else st.none() | words)
        return st.builds(Compares, st.just(left), st.sampled_from(OPERATORS), right | literals)

    return names().flatmap(compare) | st.builds(Stands, names().filter(lambda name: name.is_boolean))


def predicates() -> st.SearchStrategy[Predicate]:
    return st.recursive(
        comparisons(),
        lambda parts: st.one_of(
            st.builds(Not, parts),
            st.lists(parts, min_size=2, max_size=3).map(lambda several: And(tuple(several))),
            st.lists(parts, min_size=2, max_size=3).map(lambda several: Or(tuple(several))),
        ),
        max_leaves=8,
    )


def actions() -> st.SearchStrategy[Action]:
    return st.one_of(
        interventions(),
        st.builds(StepOn, st.integers(1, 1_000_000)),
        st.builds(RunFor, durations),
        st.builds(RunUntil, predicates(), durations),
        st.just(Settle()),
        st.builds(Expect, predicates()),
        st.builds(Watch, predicates(), st.booleans()),
        st.builds(Show, st.sampled_from([0, *MEMBERS])),
    )


@st.composite
def server_starts(draw: st.DrawFn, server: int) -> ServerStart:
    index, term = snapshot = draw(st.just((0, 0)) | st.tuples(st.integers(1, 20), st.integers(1, 4)))
    log = tuple(sorted(draw(st.lists(st.integers(max(1, term), 9), max_size=6))))
    return ServerStart(
        server,
        draw(st.integers(log[-1] if log else term, 12)),
        draw(st.sampled_from([0, *MEMBERS])),
        log,
        draw(st.integers(index, index + len(log))),
        draw(st.booleans()),
        snapshot,
    )


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    timing = draw(st.sampled_from(list(TIMINGS)))
    positive = st.tuples(st.integers(1, 10**7), st.integers(0, 10**7)).map(lambda ends: (ends[0], sum(ends)))
    free = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "election_timeout": positive,
                "heartbeat": st.integers(1, 10**7),
                "latency": ranges,
                "loss": percents,
                "fsync": ranges,
                "noop": st.booleans(),
                "pre_vote": st.booleans(),
                "leader_stickiness": st.booleans(),
                "snapshot_every": st.integers(0, 10_000),
                "snapshot_trailing": st.integers(0, 10_000),
                "snapshot_chunk": st.integers(1, 10_000),
                "clock_drift_bound": percents,
                "max_inflight": st.integers(1, 10_000),
                "network": st.sampled_from(["auto", "manual"]),
            },
        )
    )
    chosen: dict[str, object] = {**TIMINGS[timing], **free, "timing": timing, "seed": draw(st.integers(0, 2**63 - 1))}
    starts = draw(st.lists(servers, unique=True, max_size=3).map(sorted))
    names_of_clients = draw(st.lists(st.integers(1, 20), unique=True, max_size=3).map(sorted))
    return Scenario(
        MEMBERS,
        draw(st.sampled_from([(), (6,), (6, 8)])),
        Settings(**chosen),  # type: ignore[arg-type]
        tuple(draw(server_starts(server)) for server in starts),
        tuple(
            ClientStart(f"c{number}", draw(st.booleans()), draw(st.none() | st.integers(1, 10**9)))
            for number in names_of_clients
        ),
    )


@given(scenarios(), st.lists(actions(), max_size=6))
@settings(deadline=None, max_examples=100)
def test_a_script_survives_writing(scenario: Scenario, chosen: list[Action]) -> None:
    script = Script(scenario, tuple(Directive(action, ANYWHERE) for action in chosen))
    written = format_script(script)
    again = parse(written)
    assert again == script
    assert format_script(again) == written


@given(interventions())
@settings(deadline=None)
def test_every_intervention_is_its_own_line(intervention: Intervention) -> None:
    assert parse_directive(intervention.directive) == intervention


@given(predicates())
@settings(deadline=None, max_examples=100)
def test_a_predicate_survives_writing(predicate: Predicate) -> None:
    assert parse_predicate(predicate.text) == predicate


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_is_a_script_or_bad_input(text: str) -> None:
    with suppress(ScriptError):
        parse("cluster S1 S2\n" + text)


def test_the_examples_of_the_manual_are_legal() -> None:
    for form in FORMS:
        usage = form.usage.replace("[", "").replace("]", "").replace("TYPE", "RequestVote").removesuffix(" ...")
        action = parse_directive(f"{form.verb} {usage}")
        assert isinstance(action, Intervention)
        assert parse_directive(action.directive) == action
