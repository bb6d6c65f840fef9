"""What is wrong with a script is told with its line and column, what was found, and what would be legal there."""

from __future__ import annotations

import pytest

from raft_core.script import ScriptError, decode, parse, parse_directive, parse_predicate

# After `cluster S1 S2 S3` on line 1, a second line; the column that is wrong, what was found, a part of what is legal.
SECOND_LINES = [
    # Directives.
    ("crsh S1", 1, "'crsh'", "crash"),
    ("crash", 6, "the end of the line", "a server"),
    ("crash S0", 7, "'S0'", "S1 to S9"),
    ("crash S1 S2", 10, "'S2'", "the end of the line"),
    ("heal; crsh S1", 7, "'crsh'", "crash"),
    ("cut S1", 5, "'S1'", "S1>S2"),
    ("cut S1-S1", 5, "'S1-S1'", "S1-S2"),
    ("partition S1 S2", 16, "the end of the line", "| between them"),
    ("partition S1 | S2 S1", 19, "'S1'", "every server once"),
    ("partition | S1", 11, "'|'", "a server"),
    ("link S1-S2", 11, "the end of the line", "latency="),
    ("link S1-S2 loss=101%", 17, "'101%'", "0% to 100%"),
    ("link S1-S2 loss=1% loss=2%", 20, "'loss=2%'", "once"),
    ("disk S1 fsync=fast", 15, "'fast'", "150ms..300ms"),
    ("clock S1 rate=0", 15, "'0'", "0.01 to 100"),
    ("deliver S1-S2", 9, "'S1-S2'", "S1>S2"),
    ("deliver S1>S2 AppendEntrys", 15, "'AppendEntrys'", "AppendEntries"),
    ("deliver S1>S2 all AppendEntries", 19, "'AppendEntries'", "the end of the line"),
    ("delay S1>S2 AppendEntries", 26, "the end of the line", "150ms"),
    ("set", 4, "the end of the line", "key=value"),
    ("set seed=3", 5, "'seed=3'", "timing"),
    ("set fsyn=3ms", 5, "'fsyn='", "fsync="),
    # Clients.
    ("client x put x 1", 8, "'x'", "c1"),
    ("client c1 putt x 1", 11, "'putt'", "put, append, delete, cas, get"),
    ("client c1 put x", 16, "the end of the line", "a value"),
    ("client c1 put x a=b", 17, "'a=b'", "quotes"),
    ("client c1 put x 1 at=S1", 19, "'at='", "to="),
    ("client c1 cas x 1", 18, "the end of the line", "new value"),
    ('client c1 put x "1', 17, "'\"1'", "closing double quote"),
    ('client c1 put x "a\\n"', 19, "'\\n'", '\\"'),
    # Running and checking.
    ("run", 4, "the end of the line", "until"),
    ("run 500", 5, "'500'", "150ms"),
    ("run fast", 5, "'fast'", "until"),
    ("step 0", 6, "'0'", "from 1"),
    ("run until quiet withn 5s", 17, "'withn'", "within"),
    ("run until quiet within", 23, "the end of the line", "150ms"),
    ("run until quiet within 5", 24, "'5'", "150ms"),
    ("show c1", 6, "'c1'", "a server"),
    # Predicates.
    ("expect", 7, "the end of the line", "leader != none"),
    ("expect leadr = S1", 8, "'leadr'", "leader"),
    ("expect S1", 8, "'S1'", "role"),
    ("expect S1.roll = leader", 8, "'S1.roll'", "S1.role"),
    ("expect S4.role = leader", 8, "'S4'", "S1, S2, S3"),
    ("expect S1.next.S5 = 1", 8, "'S5'", "S1, S2, S3"),
    ("expect leader", 14, "the end of the line", "!="),
    ("expect leader S1", 15, "'S1'", "!="),
    ("expect leader = ", 16, "the end of the line", "a word"),
    ("expect leader == S1", 16, "'='", "a word"),
    ("expect (leader = S1", 20, "the end of the line", "parenthesis"),
    ("expect leader = S1)", 19, "')'", "and, or"),
    ("expect quiet and", 17, "the end of the line", "a name"),
    ("expect not", 11, "the end of the line", "a name"),
    ("expect quiet = yes", 16, "'yes'", "true, false"),
    ("expect c1.value = 1.5", 19, "'1.5'", "c1.last"),
    ("expect c1.result = 1", 8, "'c1.result'", "c1.value"),
    ('expect "leader" = S1', 8, "'\"leader\"'", "a name"),
    ("expect violated.safety", 8, "'safety'", "election_safety"),
    ("expect violated", 8, "'violated'", "violated.election_safety"),
    ("expect refused.no", 8, "'no'", "no_such_server"),
    ("expect S1.kv = 1", 8, "'S1.kv'", "S1.kv.x"),
    ("expect leader ! S1", 15, "'!'", "!="),
    # Set-up lines.
    ("cluster S4", 1, "'cluster'", "crash"),
    ("server S4", 8, "'S4'", "S1, S2, S3"),
    ("server S1 up", 11, "'up'", "down"),
    ("server S1 term=x", 16, "'x'", "a whole number"),
    ("server S1 log=1,1,2 term=1", 26, "'1'", "2 or more"),
    ("server S1 log=2,1", 15, "'2,1'", "none lower"),
    ("server S1 log=1,,2", 15, "'1,,2'", "none lower"),
    ("server S1 log=1,2 commit=3", 26, "'3'", "0 to 2"),
    ("server S1 voted_for=S7", 21, "'S7'", "S1, S2, S3"),
    ("server S1; server S1", 12, "'server S1'", "one line for every server"),
    ("client c1; client c1", 12, "'client c1'", "one set-up line for every client"),
    ("client c1 retry=no", 17, "'no'", "on, off"),
    ("client c1 timeout=0ms", 19, "'0ms'", "above zero"),
    ("crash S1; server S2", 11, "'server S2'", "before every other directive"),
    ("crash S1; client c1 retry=off", 11, "'client c1 retry=off'", "before every other directive"),
    ("crash S1\x07", 9, "the character U+0007", "printable"),
]

FIRST_LINES = [
    ("", 1, "an empty script", "cluster S1 S2 S3"),
    ("# nothing but a comment", 1, "an empty script", "cluster S1 S2 S3"),
    ("crash S1", 1, "'crash'", "cluster"),
    ("cluster", 8, "the end of the line", "servers"),
    ("cluster seed=1", 9, "'seed=1'", "servers"),
    ("cluster S1 S1", 12, "'S1'", "every server once"),
    ("cluster S1 S10", 12, "'S10'", "S1 to S9"),
    ("cluster S1 seed=x", 17, "'x'", "a whole number"),
    ("cluster S1 sed=1", 12, "'sed='", "seed="),
    ("cluster S1 seed=1 seed=2", 19, "'seed=2'", "once"),
    ("cluster S1 latency=5", 20, "'5'", "150ms..300ms"),
    ("cluster S1 latency=9ms..1ms", 20, "'9ms..1ms'", "150ms..300ms"),
    ("cluster S1 timing=slow", 19, "'slow'", "lan, classroom, wan"),
    ("cluster S1 network=off", 20, "'off'", "auto, manual"),
    ("cluster S1 noop=maybe", 17, "'maybe'", "on, off"),
    ("cluster S1 max_inflight=0", 25, "'0'", "1 to 10,000"),
    ("cluster S1 heartbeat=0us", 22, "'0us'", "150ms"),
    ("cluster S1 election_timeout=0us..5ms", 29, "'0us..5ms'", "150ms..300ms"),
    ("cluster S1 variant=no_such_thing", 20, "'no_such_thing'", "names of variants"),
]


def wrong(text: str) -> ScriptError:
    with pytest.raises(ScriptError) as caught:
        parse(text, "x.raft")
    return caught.value


@pytest.mark.parametrize(("line", "column", "found", "legal"), SECOND_LINES)
def test_an_error_names_its_place_what_was_found_and_what_is_legal(
    line: str, column: int, found: str, legal: str
) -> None:
    error = wrong(f"cluster S1 S2 S3\n{line}\n")
    assert (error.line, error.column, error.found) == (2, column, found)
    assert legal in error.legal
    assert str(error).startswith(f"x.raft:2:{column}: found {found}")


@pytest.mark.parametrize(("line", "column", "found", "legal"), FIRST_LINES)
def test_a_script_begins_with_a_cluster_line(line: str, column: int, found: str, legal: str) -> None:
    error = wrong(line)
    assert (error.line, error.column, error.found) == (1, column, found)
    assert legal in error.legal


def test_a_variant_goes_by_its_name_whatever_it_was_called() -> None:
    script = parse("cluster S1 variant=E-06,votes_twice\nset variant=E-06")
    assert script.scenario.settings.variant == ("forgets_vote", "votes_twice")
    assert script.directives[0].action.directive == "set variant=forgets_vote"


def test_a_similar_word_is_suggested() -> None:
    assert "did you mean crash?" in str(wrong("cluster S1; crsh S1"))


def test_lines_are_counted_past_comments_and_blank_lines() -> None:
    error = wrong("# why\n\ncluster S1  # the cluster\r\n\n  heal ; \t frob\n")
    assert (error.line, error.column) == (5, 12)


def test_ten_thousand_directives_are_enough() -> None:
    parse("cluster S1\n" + "heal\n" * 9_999)
    error = wrong("cluster S1\n" + "heal;" * 10_000)
    assert (error.line, error.found) == (2, "directive 10,001")
    assert "at most 10,000 directives" in error.legal


def test_a_mebibyte_is_enough() -> None:
    head = "cluster S1\n#"
    parse(head + "x" * (2**20 - len(head)))
    assert "at most 1,048,576 bytes" in wrong(head + "x" * (2**20 - len(head) + 1)).legal
    assert "at most 1,048,576 bytes" in wrong(head + "é" * 2**19).legal


def test_a_script_is_utf_8() -> None:
    assert decode("cluster S1 # é".encode(), "x.raft") == "cluster S1 # é"
    with pytest.raises(ScriptError) as caught:
        decode("cluster S1\n# é".encode("latin-1"), "x.raft")
    assert str(caught.value) == "x.raft:2:3: found the byte 0xE9. Legal here: UTF-8 text."


def test_a_byte_order_mark_is_no_word() -> None:
    assert parse("\ufeffcluster S1") == parse("cluster S1")


def test_nesting_has_an_end() -> None:
    deep = "(" * 32 + "quiet" + ")" * 32
    parse(f"cluster S1; expect {deep}")
    assert "at most 32" in wrong(f"cluster S1; expect ({deep})").legal


@pytest.mark.parametrize("text", ["", "cluster S1", "server S1", "client c1", "heal; heal", "heal\nheal"])
def test_a_single_directive_is_neither_set_up_nor_several(text: str) -> None:
    with pytest.raises(ScriptError):
        parse_directive(text)


@pytest.mark.parametrize("text", ["", "quiet; quiet", "quiet quiet", "# quiet"])
def test_a_predicate_is_one_predicate(text: str) -> None:
    with pytest.raises(ScriptError):
        parse_predicate(text)
