"""Reading a script: set-up lines first, then everything else."""

from collections.abc import Callable
from typing import Final

from raft_core.ids import NOBODY, SERVER_NAMES
from raft_core.script import arguments as read
from raft_core.script.arguments import Arguments
from raft_core.script.directive import (
    WITHIN_US,
    Action,
    Directive,
    Expect,
    RunFor,
    RunUntil,
    Script,
    Settle,
    Show,
    StepOn,
    Watch,
)
from raft_core.script.error import Place, ScriptError, shown, unknown_word
from raft_core.script.forms import FORMS
from raft_core.script.predicate import Predicate, PredicateReader
from raft_core.script.start import ScenarioReader
from raft_core.script.words import END, Statement, Word, check_size, statements

MAX_STEPS: Final = 1_000_000


def parse(text: str, file: str = "<script>") -> Script:
    """The script that a text says. Raises ScriptError at the first place where it says nothing legal."""
    found = list(statements(text, file))
    if not found:
        raise ScriptError(Place(file, 1, 1), "an empty script", "cluster S1 S2 S3, the first line of every script")
    if found[0].words[0].raw != "cluster":
        raise _not_a_cluster(found[0].words[0])
    start = ScenarioReader(found[0])
    first = 1
    while first < len(found) and _sets_up(found[first]):
        start.add(found[first])
        first += 1
    directives: list[Directive] = []
    names = _with_created(start.members, found[first:])
    for statement in found[first:]:
        word = statement.words[0]
        if word.raw == "cluster":
            raise ScriptError(word.place, shown("cluster"), ", ".join(VERBS), "the cluster line comes once")
        if _sets_up(statement):
            legal = "set-up lines before every other directive"
            raise ScriptError(word.place, shown(statement.text), legal, "a directive stands before it")
        directives.append(Directive(_action(statement, names), word.place))
    return Script(start.scenario, tuple(directives))


def parse_directive(text: str, file: str = "<directive>") -> Action:
    """The action that one line says. Raises ScriptError, also for set-up lines and for more than one directive."""
    found = list(statements(text, file))
    if not found:
        raise ScriptError(Place(file, 1, 1), END, ", ".join(VERBS))
    if len(found) > 1:
        raise ScriptError(found[1].words[0].place, shown(found[1].text), "one directive")
    word = found[0].words[0]
    if word.raw == "cluster" or _sets_up(found[0]):
        raise ScriptError(word.place, shown(found[0].text), ", ".join(VERBS), "the cluster exists already")
    return _action(found[0], ())


def parse_predicate(text: str, file: str = "<predicate>") -> Predicate:
    """The predicate that a text says. Raises ScriptError."""
    found = list(statements(text, file))
    origin = Place(file, 1, 1)
    if len(found) != 1:
        place, what = (found[1].words[0].place, shown(found[1].text)) if found else (origin, END)
        raise ScriptError(place, what, "one predicate, such as leader != none")
    reader = PredicateReader(found[0], found[0].start, found[0].words[0].place)
    predicate = reader.predicate()
    _refuse_rest(reader, "and, or, or the end of the predicate")
    return predicate


def decode(content: bytes, file: str) -> str:
    """The text of a script's bytes. Raises ScriptError when they are too many or not UTF-8."""
    check_size(len(content), file)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        found = f"the byte 0x{content[error.start]:02X}"
        raise ScriptError(Place(file, line, column), found, "UTF-8 text") from None


def _sets_up(statement: Statement) -> bool:
    """Whether a statement is a `server` line, or a `client` line with nothing but key=value after the name."""
    words = statement.words
    if words[0].raw == "client":
        return len(words) == 2 or (len(words) > 2 and all(word.key for word in words[2:]))
    return words[0].raw == "server"


def _with_created(members: tuple[str, ...], directives: list[Statement]) -> tuple[str, ...]:
    """The names of all servers that a script may speak of: `add` and `reconfigure` create those that are missing."""
    names = set(members)
    for statement in directives:
        if statement.words[0].raw in ("add", "reconfigure"):
            names.update(word.raw for word in statement.words[1:] if word.raw in SERVER_NAMES[1:])
    return tuple(sorted(names))


def _not_a_cluster(word: Word) -> ScriptError:
    problem = "a script begins with the cluster line"
    return ScriptError(word.place, shown(word.raw), "cluster, and its servers, such as cluster S1 S2 S3", problem)


def _action(statement: Statement, members: tuple[str, ...]) -> Action:
    word = statement.words[0]
    reader = _READERS.get(word.raw)
    if reader is None:
        raise unknown_word(word.place, word.raw, VERBS, "directive")
    words = Arguments(statement, members)
    action = reader(words)
    if not isinstance(action, (RunUntil, Expect, Watch)):
        words.done()
    return action


def _predicate(words: Arguments) -> tuple[Predicate, PredicateReader]:
    word = words.peek()
    if word is None:
        words.take("a predicate, such as leader != none")
        raise AssertionError("an end of line was taken for a word")
    reader = PredicateReader(words.statement, word.place.column - 1, word.place, words.members)
    return reader.predicate(), reader


def _refuse_rest(reader: PredicateReader, legal: str) -> None:
    rest = reader.rest()
    if rest:
        raise ScriptError(rest[0][0], shown(rest[0][1]), legal)


def _whole(words: Arguments) -> Predicate:
    predicate, reader = _predicate(words)
    _refuse_rest(reader, "and, or, or the end of the line")
    return predicate


def _run(words: Arguments) -> Action:
    legal = f"{read.DURATION}, or until and a predicate"
    if not words.take_bare("until"):
        word = words.take(legal)
        if word.text[:1].isdigit():
            return RunFor(read.duration(word))
        raise ScriptError(word.place, shown(word.raw), legal)
    predicate, reader = _predicate(words)
    rest = reader.rest()
    if not rest:
        return RunUntil(predicate, WITHIN_US)
    if rest[0][1] != "within":
        raise ScriptError(rest[0][0], shown(rest[0][1]), "and, or, within, or the end of the line")
    if len(rest) == 1:
        raise ScriptError(reader.end, END, read.DURATION)
    place, raw = rest[1]
    within_us = read.duration(Word(place, raw, raw, -1))
    if len(rest) > 2:
        raise ScriptError(rest[2][0], shown(rest[2][1]), END)
    return RunUntil(predicate, within_us)


def _step(words: Arguments) -> Action:
    if words.peek() is None:
        return StepOn()
    return StepOn(read.number(words.take("how many steps"), 1, MAX_STEPS))


def _settle(words: Arguments) -> Action:
    if words.peek() is None:
        return Settle()
    return Settle(read.number(words.take("how many steps"), 1, MAX_STEPS))


def _show(words: Arguments) -> Action:
    return Show(read.server(words.take(read.SERVER)) if words.peek() is not None else NOBODY)


_READERS: Final[dict[str, Callable[[Arguments], Action]]] = {
    **{form.verb: form.read for form in FORMS},
    "step": _step,
    "run": _run,
    "settle": _settle,
    "expect": lambda words: Expect(_whole(words)),
    "never": lambda words: Watch(_whole(words), True),
    "always": lambda words: Watch(_whole(words), False),
    "show": _show,
}
VERBS: Final = tuple(_READERS)
"""Every directive that may follow the set-up lines."""
