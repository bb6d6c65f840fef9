"""Rules that decide and explain with the same clauses.

A clause is a condition, the question it answers, a citation, and a sentence for either outcome in which the compared
values are filled in. `holds` runs the conditions; `explain` runs the very same conditions and keeps what they compared.
What a learner reads is therefore what decided.
"""

from collections.abc import Callable
from operator import attrgetter
from string import Formatter
from typing import Generic, TypeAlias, TypeVar

A = TypeVar("A")
B = TypeVar("B")
V = TypeVar("V")

Value: TypeAlias = "int | str | bool"


class Sentence:
    """A template such as "{request.term} < {node.current_term}", taken apart once and filled in often."""

    __slots__ = ("_parts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._parts: list[tuple[str, str, str, Callable[[object], object] | None]] = []
        for literal, field, _, _ in Formatter().parse(text):
            subject, _, path = (field or "").partition(".")
            self._parts.append((literal, field or "", subject, attrgetter(path) if path else None))

    def fill(self, subjects: dict[str, object]) -> tuple[str, dict[str, Value]]:
        """The sentence with its values, and the values by the names that the template gives them."""
        words: list[str] = []
        operands: dict[str, Value] = {}
        for literal, field, subject, read in self._parts:
            words.append(literal)
            if field:
                operand = subjects[subject] if read is None else read(subjects[subject])
                operands[field] = operand if isinstance(operand, (int, str)) else str(operand)
                words.append(str(operand))
        return "".join(words), operands


class Clause(Generic[A, B]):
    """One condition of a judgement, with its citation, its question, and a sentence for either outcome."""

    __slots__ = ("citation", "condition", "left_out", "name", "no", "question", "yes")

    def __init__(
        self,
        name: str,
        citation: str,
        question: str,
        condition: Callable[[A, B], bool],
        yes: str,
        no: str,
        left_out: bool = False,
    ) -> None:
        self.name = name
        self.citation = citation
        self.question = question
        self.condition = condition
        self.yes = Sentence(yes)
        self.no = Sentence(no)
        self.left_out = left_out

    def left_out_copy(self) -> "Clause[A, B]":
        """The same clause, shown but no longer asked."""
        twin = Clause(self.name, self.citation, self.question, self.condition, "", "", left_out=True)
        twin.yes, twin.no = self.yes, self.no
        return twin


class ClauseVerdict:
    """A clause as it came out: the answer and the numbers behind it. `template` is what `says` was filled from."""

    __slots__ = ("citation", "holds", "left_out", "name", "operands", "question", "says", "template")

    def __init__(
        self,
        name: str,
        citation: str,
        question: str,
        holds: bool,
        says: str,
        operands: dict[str, Value],
        left_out: bool,
        template: str,
    ) -> None:
        self.name = name
        self.citation = citation
        self.question = question
        self.holds = holds
        self.says = says
        self.operands = operands
        self.left_out = left_out
        self.template = template


class Verdict:
    """What a rule decided, with every clause it evaluated up to and including the one that decided.

    `heading` is what `title` was filled from, with the values in `operands`.
    """

    __slots__ = ("clauses", "heading", "holds", "operands", "rule", "server", "source", "title", "value")

    def __init__(
        self,
        rule: str,
        heading: tuple[str, str, dict[str, Value]],
        source: str,
        holds: bool,
        value: str,
        clauses: list[ClauseVerdict],
        server: str,
    ) -> None:
        self.rule = rule
        self.heading, self.title, self.operands = heading
        self.source = source
        self.holds = holds
        self.value = value
        self.clauses = clauses
        self.server = server

    @property
    def deciding(self) -> ClauseVerdict | None:
        """The clause that decided: the one that refused, else the last."""
        judged = [clause for clause in self.clauses if not clause.left_out]
        return judged[-1] if judged else None


class Judgement(Generic[A, B]):
    """A rule that says yes or no. `subjects` are the names its templates give to the two things it looks at.

    `holds(a, b)` is whether every clause holds, without reasons: the fast path.
    """

    __slots__ = ("clauses", "heading", "holds", "name", "source", "subjects", "title")

    def __init__(
        self, name: str, title: str, source: str, subjects: tuple[str, str], clauses: tuple[Clause[A, B], ...]
    ) -> None:
        self.name = name
        self.title = title
        self.heading = Sentence(title)
        self.source = source
        self.subjects = subjects
        self.clauses = clauses
        self.holds = _all([clause.condition for clause in clauses if not clause.left_out])

    def explain(self, a: A, b: B) -> Verdict:
        """The same decision with its reasons."""
        names: dict[str, object] = {self.subjects[0]: a, self.subjects[1]: b}
        seen: list[ClauseVerdict] = []
        decision = True
        for clause in self.clauses:
            outcome = clause.condition(a, b)
            sentence = clause.yes if outcome else clause.no
            says, operands = sentence.fill(names)
            seen.append(
                ClauseVerdict(
                    clause.name,
                    clause.citation,
                    clause.question,
                    outcome,
                    says,
                    operands,
                    clause.left_out,
                    sentence.text,
                )
            )
            if not outcome and not clause.left_out:
                decision = False
                break
        heading = (self.title, *self.heading.fill(names))
        return Verdict(self.name, heading, self.source, decision, "", seen, _server_of(a))


class Choice(Generic[A, B, V]):
    """A rule that returns a value. `says` may use {value} beside the two subjects."""

    __slots__ = ("citation", "heading", "name", "pick", "says", "source", "subjects", "title")

    def __init__(
        self,
        name: str,
        title: str,
        source: str,
        subjects: tuple[str, str],
        citation: str,
        pick: Callable[[A, B], V],
        says: str,
    ) -> None:
        self.name = name
        self.title = title
        self.source = source
        self.subjects = subjects
        self.citation = citation
        self.pick = pick
        self.heading = Sentence(title)
        self.says = Sentence(says)

    def explain(self, a: A, b: B) -> tuple[V, Verdict]:
        """The value together with the reasons for it."""
        value = self.pick(a, b)
        names: dict[str, object] = {self.subjects[0]: a, self.subjects[1]: b, "value": value}
        says, operands = self.says.fill(names)
        heading = (self.title, *self.heading.fill(names))
        clause = ClauseVerdict(self.name, self.citation, heading[1], True, says, operands, False, self.says.text)
        return value, Verdict(self.name, heading, self.source, True, str(value), [clause], _server_of(a))


def without(rule: Judgement[A, B], name: str) -> Judgement[A, B]:
    """The rule with one clause left out; it keeps its place, so that an explanation can show what it would say."""
    found = _clause(rule, name)
    clauses = tuple(clause.left_out_copy() if clause is found else clause for clause in rule.clauses)
    return Judgement(rule.name, rule.title, rule.source, rule.subjects, clauses)


def with_clause(rule: Judgement[A, B], clause: Clause[A, B]) -> Judgement[A, B]:
    """The rule with its clause of the same name replaced by another."""
    found = _clause(rule, clause.name)
    clauses = tuple(clause if old is found else old for old in rule.clauses)
    return Judgement(rule.name, rule.title, rule.source, rule.subjects, clauses)


def choosing(choice: Choice[A, B, V], pick: Callable[[A, B], V], says: str) -> Choice[A, B, V]:
    """The choice with another way of choosing."""
    return Choice(choice.name, choice.title, choice.source, choice.subjects, choice.citation, pick, says)


def _clause(rule: Judgement[A, B], name: str) -> Clause[A, B]:
    for clause in rule.clauses:
        if clause.name == name:
            return clause
    raise ValueError(f"{rule.name} has no clause {name!r}; it has {', '.join(clause.name for clause in rule.clauses)}")


def _all(conditions: list[Callable[[A, B], bool]]) -> Callable[[A, B], bool]:
    """One condition that asks all of these in order, put together beforehand: it is asked on almost every step."""
    if not conditions:
        return lambda a, b: True
    if len(conditions) == 1:
        return conditions[0]
    first, second = conditions[0], conditions[1]
    if len(conditions) == 2:
        return lambda a, b: first(a, b) and second(a, b)
    rest = _all(conditions[2:])
    return lambda a, b: first(a, b) and second(a, b) and rest(a, b)


def _server_of(subject: object) -> str:
    name = getattr(subject, "name", "")
    return name if isinstance(name, str) else ""
