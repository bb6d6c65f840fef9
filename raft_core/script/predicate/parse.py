"""Reading a predicate: or binds loosest, then and, then not; parentheses group."""

import re
from typing import Final

from raft_core.ids import SERVER_NAMES
from raft_core.script.error import Place, ScriptError, shown, unknown_word
from raft_core.script.predicate.names import (
    CLIENT_FIELDS,
    CLUSTER_FIELDS,
    CLUSTER_TABLES,
    SERVER_FIELDS,
    SERVER_TABLES,
    Name,
)
from raft_core.script.predicate.tree import OPERATORS, And, Compares, Literal, Not, Or, Predicate, Stands
from raft_core.script.words import END, Statement, quoted_part

MAX_DEPTH: Final = 32
CLIENT: Final = re.compile(r"c[1-9][0-9]{0,5}")
_SYMBOL: Final = re.compile(r"!=|<=|>=|[=<>()]")
_CONNECTIVES: Final = frozenset({"and", "or", "not"})
_SERVER_WORDS: Final = (*SERVER_FIELDS, *[f"{name}.{table.argument}" for name, table in SERVER_TABLES.items()])
_CLUSTER_WORDS: Final = (*CLUSTER_FIELDS, *[f"{name}.{table.argument}" for name, table in CLUSTER_TABLES.items()])
NAMES: Final = (
    *_CLUSTER_WORDS,
    *[f"S1.{word}" for word in _SERVER_WORDS],
    *[f"c1.{word}" for word in CLIENT_FIELDS],
)
"""Every name there is, with examples for servers, clients and arguments."""


class _Token:
    """A symbol or a word. `starts_quoted` and `has_dot` (outside of quotes) tell literals from names."""

    __slots__ = ("ends_quoted", "has_dot", "is_symbol", "place", "raw", "starts_quoted", "text")

    def __init__(self, place: Place, text: str, raw: str, is_symbol: bool, has_dot: bool) -> None:
        self.place = place
        self.text = text
        self.raw = raw
        self.is_symbol = is_symbol
        self.has_dot = has_dot
        self.starts_quoted = raw.startswith('"')
        self.ends_quoted = raw.endswith('"')

    def is_word(self, *words: str) -> bool:
        """Whether it is one of some unquoted words."""
        return not self.is_symbol and self.raw in words

    def is_sign(self, *signs: str) -> bool:
        """Whether it is one of some symbols."""
        return self.is_symbol and self.text in signs


class PredicateReader:
    """Reads one predicate from a statement, from an offset of its line on; `rest` is what follows it.

    `members` are the servers that it may name; all of them when the cluster is not known.
    """

    def __init__(self, statement: Statement, start: int, place: Place, members: tuple[str, ...] = ()) -> None:
        self._members = members
        self._tokens = _tokens(statement.line, start, statement.end, place)
        self._at = 0
        self._end = Place(place.file, place.line, len(statement.line[: statement.end].rstrip()) + 1)

    def predicate(self) -> Predicate:
        """The predicate. Raises ScriptError when it is not one."""
        return self._either(0)

    def rest(self) -> list[tuple[Place, str]]:
        """The words after the predicate, each with its place."""
        return [(token.place, token.raw) for token in self._tokens[self._at :]]

    @property
    def end(self) -> Place:
        """Where the statement ends."""
        return self._end

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next(self, legal: str) -> _Token:
        token = self._peek()
        if token is None:
            raise ScriptError(self._end, END, legal)
        self._at += 1
        return token

    def _takes(self, word: str) -> bool:
        token = self._peek()
        if token is None or not token.is_word(word):
            return False
        self._at += 1
        return True

    def _either(self, depth: int) -> Predicate:
        parts = [self._all(depth)]
        while self._takes("or"):
            parts.append(self._all(depth))
        return Or(tuple(parts)) if len(parts) > 1 else parts[0]

    def _all(self, depth: int) -> Predicate:
        parts = [self._one(depth)]
        while self._takes("and"):
            parts.append(self._one(depth))
        return And(tuple(parts)) if len(parts) > 1 else parts[0]

    def _one(self, depth: int) -> Predicate:
        token = self._next("a predicate: a name such as leader, not, or a parenthesis")
        if depth > MAX_DEPTH:
            raise ScriptError(token.place, shown(token.raw), f"at most {MAX_DEPTH} nots and parentheses in each other")
        if token.is_word("not"):
            return Not(self._one(depth + 1))
        if token.is_sign("("):
            inner = self._either(depth + 1)
            closing = self._next("and, or, or a closing parenthesis")
            if not closing.is_sign(")"):
                raise ScriptError(closing.place, shown(closing.raw), "and, or, or a closing parenthesis")
            return inner
        if token.is_symbol or token.starts_quoted or token.is_word(*_CONNECTIVES):
            legal = "a name such as leader, S1.role or c1.last"
            raise ScriptError(token.place, shown(token.raw), legal, "a predicate begins with a name")
        return self._comparison(self._name(token))

    def _comparison(self, left: Name) -> Predicate:
        sign = self._peek()
        if sign is None or not sign.is_sign(*OPERATORS):
            if left.is_boolean:
                return Stands(left)
            place, found = (sign.place, shown(sign.raw)) if sign is not None else (self._end, END)
            raise ScriptError(place, found, ", ".join(OPERATORS), f"{left.text} is not true or false by itself")
        self._at += 1
        token = self._next("a word, or a name with a dot")
        if token.is_symbol:
            raise ScriptError(token.place, shown(token.raw), "a word, or a name with a dot")
        right: Name | Literal
        if token.has_dot and not token.starts_quoted:
            right = self._name(token)
        else:
            right = Literal(None if token.raw == "none" else token.text)
            if left.is_boolean and sign.is_sign("=", "!=") and right.text not in ("true", "false"):
                raise ScriptError(token.place, shown(token.raw), "true, false", f"{left.text} is either")
        return Compares(left, sign.text, right)

    def _name(self, token: _Token) -> Name:
        name = _name(token)
        for server in name.servers:
            if self._members and server not in self._members:
                raise unknown_word(token.place, server, self._members, "server of this cluster")
        return name


def _tokens(line: str, start: int, end: int, origin: Place) -> list[_Token]:
    found: list[_Token] = []
    at = start
    while at < end:
        if line[at] in " \t":
            at += 1
            continue
        place = Place(origin.file, origin.line, at + 1)
        symbol = _SYMBOL.match(line, at, end)
        if symbol is not None:
            found.append(_Token(place, symbol[0], symbol[0], is_symbol=True, has_dot=False))
            at = symbol.end()
            continue
        token = _word(line, at, end, place)
        found.append(token)
        at += len(token.raw)
    return found


def _word(line: str, start: int, end: int, place: Place) -> _Token:
    at, text, has_dot = start, "", False
    while at < end and line[at] not in " \t" and _SYMBOL.match(line, at, end) is None:
        letter = line[at]
        if letter == '"':
            part, at = quoted_part(line, at, place)
            text += part
            continue
        if letter in "!|":
            raise ScriptError(
                Place(place.file, place.line, at + 1), shown(letter), f"{', '.join(OPERATORS)}, and, or, not"
            )
        has_dot = has_dot or letter == "."
        text += letter
        at += 1
    return _Token(place, text, line[start:at], is_symbol=False, has_dot=has_dot)


def _name(token: _Token) -> Name:
    owner, dot, rest = token.text.partition(".")
    if owner in SERVER_NAMES[1:]:
        if not dot:
            raise ScriptError(token.place, shown(token.raw), f"{owner}. and one of {', '.join(_SERVER_WORDS)}")
        return _field(token, owner, rest)
    if CLIENT.fullmatch(owner):
        if rest not in CLIENT_FIELDS:
            legal = [f"{owner}.{field}" for field in CLIENT_FIELDS]
            raise unknown_word(token.place, token.text, legal, "name of a client's")
        return Name(owner, rest)
    return _field(token, "", token.text)


def _field(token: _Token, owner: str, text: str) -> Name:
    """A field of a server or of the cluster, with its argument when it has one."""
    field, dot, argument = text.partition(".")
    fields: frozenset[str] = frozenset(SERVER_FIELDS if owner else CLUSTER_FIELDS)
    if not dot and field in fields:
        return Name(owner, field)
    legal = _arguments(owner, field)
    if legal is None:
        prefix = f"{owner}." if owner else ""
        words = _SERVER_WORDS if owner else (*_CLUSTER_WORDS, "S1.role", "c1.last")
        raise unknown_word(token.place, token.text, [prefix + word for word in words], "name")
    if not dot or (not argument and not token.ends_quoted):
        example = legal[0] if legal else "x"
        raise ScriptError(token.place, shown(token.raw), f"{token.text.rstrip('.')}.{example} and its like")
    if legal and argument not in legal:
        raise unknown_word(token.place, argument, legal, f"word that may stand after {field} and a dot")
    return Name(owner, field, argument)


def _arguments(owner: str, field: str) -> tuple[str, ...] | None:
    if owner:
        server_table = SERVER_TABLES.get(field)
        return server_table.legal if server_table is not None else None
    table = CLUSTER_TABLES.get(field)
    return table.legal if table is not None else None
