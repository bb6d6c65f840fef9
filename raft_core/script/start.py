"""The set-up lines: cluster, server and client; read into a scenario, and written back."""

from typing import Final

from raft_core.ids import NOBODY, SERVER_NAMES, ServerId, client_order, server_number
from raft_core.script import arguments as read
from raft_core.script.arguments import Arguments
from raft_core.script.error import ScriptError, shown, unknown_word
from raft_core.script.settings import differing, settings_of
from raft_core.script.words import Statement, Word
from raft_core.sim.settings import SETTING_KINDS, ClientStart, Scenario, ServerStart
from raft_core.units import format_duration

MAX_TERM: Final = 1_000_000_000
MAX_INDEX: Final = 1_000_000
MAX_SNAPSHOT: Final = 10_000
SERVER_KEYS: Final = ("term", "voted_for", "snapshot", "log", "commit")
CLIENT_KEYS: Final = ("retry", "timeout")
SERVERS: Final = "servers, such as S1 S2 S3"


class ScenarioReader:
    """Gathers the set-up lines of one script; `scenario` is what they say together."""

    def __init__(self, statement: Statement) -> None:
        words = Arguments(statement)
        self._members: list[ServerId] = []
        while (word := words.peek()) is not None and word.equals < 0:
            self._add_member(words.take(SERVERS))
        if not self._members:
            words.take(SERVERS)
            raise ScriptError(statement.words[1].place, shown(statement.words[1].raw), SERVERS)
        options = words.options(("learners", *SETTING_KINDS))
        self._learners = self._read_learners(options.pop("learners", None))
        self._settings = settings_of(options)
        self._starts: dict[ServerId, ServerStart] = {}
        self._clients: dict[str, ClientStart] = {}

    @property
    def members(self) -> tuple[str, ...]:
        """The names of the cluster's servers."""
        return tuple(SERVER_NAMES[server] for server in sorted([*self._members, *self._learners]))

    @property
    def scenario(self) -> Scenario:
        """The scenario, servers and clients in their order."""
        return Scenario(
            tuple(sorted(self._members)),
            tuple(sorted(self._learners)),
            self._settings,
            tuple(self._starts[server] for server in sorted(self._starts)),
            tuple(self._clients[name] for name in sorted(self._clients, key=client_order)),
        )

    def add(self, statement: Statement) -> None:
        """Take in a `server` or `client` line. Raises ScriptError."""
        words = Arguments(statement)
        if words.verb.raw == "server":
            self._server(words)
        else:
            self._client(words)

    def _add_member(self, word: Word) -> None:
        server = read.server(word)
        if server in self._members:
            raise ScriptError(word.place, shown(word.raw), "every server once")
        self._members.append(server)

    def _read_learners(self, word: Word | None) -> list[ServerId]:
        """The servers of learners=S4,S5, none of which may be named before."""
        learners: list[ServerId] = []
        for name in word.text.split(",") if word is not None else ():
            server = server_number(name) if name in SERVER_NAMES[1:] else NOBODY
            if word is not None and (server == NOBODY or server in [*self._members, *learners]):
                legal = "servers that are not voters, with commas between them, such as S4,S5"
                raise ScriptError(word.place, shown(word.raw), legal)
            learners.append(server)
        return learners

    def _server(self, words: Arguments) -> None:
        server = self._known(words.take(read.SERVER))
        if server in self._starts:
            raise ScriptError(words.verb.place, shown(words.statement.text), "one line for every server")
        options, down = _server_options(words)
        log = _terms(options["log"]) if "log" in options else ()
        snapshot = _snapshot(options["snapshot"]) if "snapshot" in options else (0, 0)
        if log and log[0] < snapshot[1]:
            place, raw = options["log"].place, options["log"].raw
            raise ScriptError(
                place, shown(raw), f"terms from {snapshot[1]} on", f"the snapshot ends in term {snapshot[1]}"
            )
        last_term = log[-1] if log else snapshot[1]
        term = last_term
        if "term" in options:
            term = read.number(options["term"], 0, MAX_TERM)
            if term < last_term:
                problem = f"the last entry of the log has term {last_term}"
                raise ScriptError(options["term"].place, shown(options["term"].raw), f"{last_term} or more", problem)
        voted_for = NOBODY
        if "voted_for" in options and options["voted_for"].raw != "none":
            voted_for = self._known(options["voted_for"])
        first, last = snapshot[0], snapshot[0] + len(log)
        commit = read.number(options["commit"], 0, MAX_INDEX) if "commit" in options else first
        if not first <= commit <= last:
            place, raw = options["commit"].place, options["commit"].raw
            problem = f"the log ends at index {last}" if commit > last else f"the snapshot reaches to index {first}"
            raise ScriptError(place, shown(raw), f"{first} to {last}", problem)
        self._starts[server] = ServerStart(server, term, voted_for, log, commit, not down, snapshot)

    def _client(self, words: Arguments) -> None:
        name = read.client(words.take(read.CLIENT))
        if name in self._clients:
            raise ScriptError(words.verb.place, shown(words.statement.text), "one set-up line for every client")
        options = words.options(CLIENT_KEYS)
        retry = "retry" not in options or read.one_of(options["retry"], ("on", "off"), "value of retry") == "on"
        timeout = read.duration(options["timeout"]) if "timeout" in options else None
        if timeout == 0:
            raise ScriptError(options["timeout"].place, shown(options["timeout"].raw), f"{read.DURATION}, above zero")
        self._clients[name] = ClientStart(name, retry, timeout)

    def _known(self, word: Word) -> ServerId:
        server = read.server(word)
        if server not in self._members and server not in self._learners:
            raise unknown_word(word.place, word.text, self.members, "server of this cluster")
        return server


def format_scenario(scenario: Scenario) -> str:
    """The set-up lines of a scenario."""
    members = " ".join(SERVER_NAMES[server] for server in scenario.servers)
    learners = ",".join(SERVER_NAMES[server] for server in scenario.learners)
    words = [f"learners={learners}"] if learners else []
    lines = [" ".join(["cluster", members, *words, *differing(scenario.settings)])]
    lines += [_server_line(start) for start in scenario.starts]
    lines += [_client_line(start) for start in scenario.clients]
    return "".join(line + "\n" for line in lines)


def _server_options(words: Arguments) -> tuple[dict[str, Word], bool]:
    """The keys of a `server` line, and whether it says down."""
    down, pairs = False, words.statement
    kept: list[Word] = pairs.words[:2]
    for word in pairs.words[2:]:
        if word.raw == "down":
            if down:
                raise ScriptError(word.place, shown(word.raw), "down once")
            down = True
        elif not word.key:
            raise unknown_word(word.place, word.raw, [*[f"{key}=" for key in SERVER_KEYS], "down"], "key of a server")
        else:
            kept.append(word)
    rest = Arguments(Statement(pairs.line, kept, pairs.start, pairs.end))
    rest.take(read.SERVER)
    return rest.options(SERVER_KEYS), down


def _terms(word: Word) -> tuple[int, ...]:
    """The terms of a log, which never go down."""
    legal = "terms with commas between them, none lower than the one before, such as 1,1,2,3"
    terms: list[int] = []
    for text in word.text.split(","):
        if not (text.isascii() and text.isdigit() and len(text) <= 10 and 1 <= int(text) <= MAX_TERM):
            raise ScriptError(word.place, shown(word.raw), legal)
        if terms and int(text) < terms[-1]:
            raise ScriptError(word.place, shown(word.raw), legal, f"term {text} stands after term {terms[-1]}")
        terms.append(int(text))
    return tuple(terms)


def _snapshot(word: Word) -> tuple[int, int]:
    """The last index and term of a snapshot: 5@3."""
    legal = f"index@term of the last entry it stands for, such as 5@3; the index at most {MAX_SNAPSHOT:,}"
    index, _, term = word.text.partition("@")
    for text, highest in ((index, MAX_SNAPSHOT), (term, MAX_TERM)):
        if not (text.isascii() and text.isdigit() and len(text) <= 10 and 1 <= int(text) <= highest):
            raise ScriptError(word.place, shown(word.raw), legal)
    return int(index), int(term)


def _server_line(start: ServerStart) -> str:
    words = ["server", SERVER_NAMES[start.server]]
    last_term = start.log[-1] if start.log else start.snapshot[1]
    words += [f"term={start.term}"] if start.term != last_term else []
    words += [f"voted_for={SERVER_NAMES[start.voted_for]}"] if start.voted_for != NOBODY else []
    words += [f"snapshot={start.snapshot[0]}@{start.snapshot[1]}"] if start.snapshot[0] else []
    words += ["log=" + ",".join(str(term) for term in start.log)] if start.log else []
    words += [f"commit={start.commit}"] if start.commit != start.snapshot[0] else []
    words += [] if start.up else ["down"]
    return " ".join(words)


def _client_line(start: ClientStart) -> str:
    words = ["client", start.name]
    words += [] if start.retry else ["retry=off"]
    words += [f"timeout={format_duration(start.timeout_us)}"] if start.timeout_us is not None else []
    return " ".join(words)
