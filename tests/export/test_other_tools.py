"""What other tools read is read back the way they do: ShiViz's expression, Mermaid's grammar, Perfetto's fields, XML.

None of these tools can be installed from the packages of this project, so each reader here is written after its
documentation: ShiViz's log format (its first line is the expression, every event counts its own host up by one),
Mermaid's `sequenceDiagram.jison`, and the Trace Event Format of Chrome.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from app.cli import main
from app.data import data_folder
from raft_core.export.forms import FORMS, converted
from raft_core.export.look import COLOURS, TERMS
from raft_core.export.mermaid import MOST_LETTERS, MOST_MARKS
from raft_core.script import parse
from raft_core.script.run import run
from raft_core.trace.read import Trace, read_trace
from raft_core.trace.record import Header, write_trace

SCENARIOS = Path(__file__).parents[1] / "scenarios"
RUNS = ["majority_side_goes_on", "crash_before_the_disk", "slow_and_lossy", "stalled_leader", "figure_7", "figure_13"]
LONG = "cluster S1 S2 S3 S4 S5 timing=classroom seed=7\nrun 60s\ncrash S1\nrun 60s\nrestart S1\n" + "".join(
    f"client c1 put x {number}\nrun 20s\n" for number in range(24)
)

Clock = dict[str, int]


def trace_of(script: str, name: str = "a run") -> Trace:
    outcome = run(parse(script, name))
    return read_trace(write_trace(outcome.session, outcome.branch, Header()))


def scenario(name: str) -> Trace:
    return trace_of((SCENARIOS / f"{name}.raft").read_text(encoding="utf-8"), name)


def shiviz(text: str) -> list[tuple[str, Clock, str]]:
    """The events as ShiViz finds them: its groups are JavaScript's, and the expression is found again and again."""
    expression, delimiter, log = text.split("\n", 2)
    assert delimiter == ""
    found = re.compile(expression.replace("(?<", "(?P<")).finditer(log)
    events = [(each["host"], json.loads(each["clock"]), each["event"]) for each in found]
    assert 2 * len(events) == len(log.splitlines()), "every line belongs to an event"
    return events


def before(one: Clock, other: Clock) -> bool:
    """Whether a clock happened before another."""
    return one != other and all(count <= other.get(host, 0) for host, count in one.items())


@pytest.mark.parametrize("name", RUNS)
def test_shiviz_reads_its_log_with_the_expression_on_its_first_line(name: str) -> None:
    counts: Counter[str] = Counter()
    events = shiviz(converted(scenario(name), "shiviz"))
    assert events
    for host, clock, event in events:
        counts[host] += 1
        assert clock[host] == counts[host], "each event counts its own server up by one, from one on"
        assert all(counts[other] >= count for other, count in clock.items()), "nobody knows of what is to come"
        assert event


def messages_of(trace: Trace) -> Iterator[tuple[int, str, int, str]]:
    """Where each message was sent and where it arrived: two positions with their servers, from the JSON lines."""
    sent: dict[int, tuple[int, str]] = {}
    for line in converted(trace, "jsonl").splitlines():
        step = json.loads(line)
        for event in step["events"]:
            message = event.get("message")
            if event["kind"] == "MessageSent":
                sent[message["id"]] = step["position"], message["from"]
            elif event["kind"] == "MessageDuplicated":
                sent[event["copy"]] = sent[message["id"]]
            elif event["kind"] == "MessageDelivered":
                yield *sent[message["id"]], step["position"], message["to"]


@pytest.mark.parametrize("name", RUNS)
def test_vector_clocks_say_what_happened_before_what(name: str) -> None:
    trace = scenario(name)
    at: dict[tuple[int, str], Clock] = {}
    for host, clock, event in shiviz(converted(trace, "shiviz")):
        at[int(event.split()[1]), host] = clock
    edges: dict[tuple[int, str], list[tuple[int, str]]] = {place: [] for place in at}
    for sent, source, received, target in messages_of(trace):
        edges[received, target].append((sent, source))
    latest: dict[str, tuple[int, str]] = {}
    past: dict[tuple[int, str], set[tuple[int, str]]] = {}
    for place in sorted(at):
        causes = edges[place] + ([latest[place[1]]] if place[1] in latest else [])
        past[place] = {each for cause in causes for each in {cause, *past[cause]}}
        latest[place[1]] = place
    for place, before_it in past.items():
        for other, clock in at.items():
            assert before(clock, at[place]) == (other in before_it), f"{other} and {place}"


SERVER = r"S[1-9]"
TEXT = r"[^#\n;]+"
MERMAID = re.compile(
    rf"""  participant\ {SERVER}
      |  \ \ Note\ over\ {SERVER}(?:,{SERVER})?:\ {TEXT}
      |  \ \ {SERVER}(?:->>|-->>|-x|--x){SERVER}:\ {TEXT}""".replace("  participant", r"\ \ participant"),
    re.VERBOSE,
)
"""The lines of `sequenceDiagram.jison` that are used: participant, note over, signals; a text ends at # and ;."""


@pytest.mark.parametrize("name", RUNS)
def test_mermaid_gets_nothing_but_its_grammar(name: str) -> None:
    first, *lines = converted(scenario(name), "mermaid").splitlines()
    assert first == "sequenceDiagram"
    assert len(lines) > 5
    participants = [line.split()[1] for line in lines if line.startswith("  participant")]
    for line in lines:
        assert MERMAID.fullmatch(line), line
        # a word of its own ends a block for Mermaid wherever it stands as a name
        for server in re.findall(rf"\b{SERVER}\b(?=.*:)", line.partition(":")[0]):
            assert server in participants


def test_a_mermaid_diagram_of_a_long_run_ends_early_and_says_so() -> None:
    text = converted(trace_of(LONG), "mermaid")
    assert len(text) < 50_000
    assert MOST_LETTERS < 50_000
    assert len(re.findall(r"-[->x]*>?S", text)) <= MOST_MARKS < 500
    assert re.search(r"Note over S1,S5: events \d+ to \d+ are left out", text)


REQUIRED: dict[str, set[str]] = {
    "M": {"name", "args"},
    "X": {"name", "ts", "dur"},
    "C": {"name", "ts", "args"},
    "s": {"name", "cat", "id", "ts"},
    "f": {"name", "cat", "id", "ts", "bp"},
}
"""The fields of the Trace Event Format by phase, besides ph, pid and tid."""


@pytest.mark.parametrize("name", RUNS)
def test_perfetto_finds_the_fields_of_each_phase_and_both_ends_of_each_arrow(name: str) -> None:
    trace = json.loads(converted(scenario(name), "perfetto"))
    assert set(trace) == {"displayTimeUnit", "traceEvents"}
    slices: set[tuple[int, int, int]] = set()
    ends: dict[str, dict[int, Any]] = {"s": {}, "f": {}}
    for event in trace["traceEvents"]:
        phase = event["ph"]
        assert {"pid", "tid"} | REQUIRED[phase] <= set(event)
        assert all(
            isinstance(event[field], int) and event[field] >= 0 for field in ("ts", "dur", "pid") if field in event
        )
        if phase == "X":
            slices.add((event["pid"], event["tid"], event["ts"]))
        elif phase in ends:
            assert event["id"] not in ends[phase]
            ends[phase][event["id"]] = event
    assert ends["s"].keys() == ends["f"].keys()
    assert ends["s"]
    for number, start in ends["s"].items():
        end = ends["f"][number]
        assert (start["name"], start["cat"]) == (end["name"], end["cat"])
        assert start["ts"] <= end["ts"]
        for place in (start, end):
            assert (place["pid"], place["tid"], place["ts"]) in slices, "an arrow ends at a slice"


@pytest.mark.parametrize("name", RUNS)
def test_the_rows_of_perfetto_do_not_overlap(name: str) -> None:
    rows: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for event in json.loads(converted(scenario(name), "perfetto"))["traceEvents"]:
        if event["ph"] == "X" and event["cat"] == "role":
            rows.setdefault((event["pid"], event["tid"]), []).append((event["ts"], event["ts"] + event["dur"]))
    for spans in rows.values():
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def svg_of(trace: Trace) -> ET.Element:
    return ET.fromstring(converted(trace, "svg"))  # noqa: S314 - made here


@pytest.mark.parametrize("name", RUNS)
def test_the_picture_is_a_file_that_needs_nothing_else(name: str) -> None:
    text = converted(scenario(name), "svg")
    root = ET.fromstring(text)  # noqa: S314 - made here
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.findtext("{*}title", "").startswith("Space-time diagram of S1 ")
    assert not re.search(r"(?<!xmlns=\")https?://|url\((?!#)|<script|@import|href", text)
    assert "prefers-color-scheme: dark" in text


def test_the_picture_tells_who_led_what_was_lost_and_what_was_committed() -> None:
    titles = [title.text or "" for title in svg_of(scenario("majority_side_goes_on")).findall(".//{*}title")]
    assert "S2, leader, term 1" in titles
    assert "S2 to S5, RequestVote, term 1" in titles
    assert any(title.endswith(", lost") for title in titles)
    texts = [text.text for text in svg_of(scenario("majority_side_goes_on")).findall(".//{*}text")]
    assert {"S1", "S2 leads term 1", "index 2 commits"} <= set(texts)


def test_where_no_time_passes_the_events_are_the_axis() -> None:
    texts = [text.text for text in svg_of(scenario("figure_7")).findall(".//{*}text")]
    assert {"event 0", "event 20"} <= set(texts)
    assert not any("folded" in str(text) for text in texts)


def test_the_picture_has_the_colours_of_the_lab() -> None:
    tokens = (data_folder("static") / "css" / "tokens.css").read_text(encoding="utf-8")
    lab = dict(re.findall(r"--([\w-]+): light-dark\((#\w+, #\w+)\);", tokens))
    assert {name: ", ".join(both) for name, both in COLOURS.items()} == {name: lab[name] for name in COLOURS}
    for number, term in enumerate(TERMS, 1):
        assert {name: ", ".join(both) for name, both in term.items()} == {
            name: lab[f"t{number}-{name}" if name else f"t{number}"] for name in term
        }


def test_a_run_of_thousands_of_events_stays_a_file_that_one_can_open() -> None:
    trace = trace_of(LONG)
    assert trace.end["position"] > 5_000
    largest = {"mermaid": 50_000, "svg": 2_000_000, "shiviz": 4_000_000, "perfetto": 8_000_000}
    for form, most in largest.items():
        assert 1_000 < len(converted(trace, form)) < most, form
    width = float(svg_of(trace).get("width", "0"))
    assert width < 1_600, "time runs in rows, so that the picture is as wide as a screen"


@pytest.mark.parametrize("form", FORMS)
def test_every_form_can_be_had_from_the_command_line(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "a.raft"
    script.write_text("cluster S1 S2 S3\ntimeout S1\nrun 200ms\n", encoding="utf-8")
    trace = tmp_path / "a.trace.jsonl"
    assert main(["run", str(script), "--trace", str(trace)]) == 0
    capsys.readouterr()
    assert main(["export", str(trace), "--format", form]) == 0
    assert capsys.readouterr().out == converted(read_trace(trace.read_text(encoding="utf-8")), form)
    trace.write_text(trace.read_text(encoding="utf-8").replace('"digest":"', '"digest":"0'), encoding="utf-8")
    assert main(["export", str(trace), "--format", form]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "differs at position" in said.err
