"""The language of a rubric's conditions: comparisons of counts and settings, joined by and, or, not.

A condition is a sentence such as ``support >= $min-cases and not (agreement < 2/3)``. Its words are the rubric's counts,
facts about the element (``in-scope``), and settings with a dollar sign. Counts are exact fractions: 2/3, 0.75, 3. A sum
counts a condition as 1 where it holds. What cannot be worked out (a share of nothing) makes every comparison false.

>>> read = parse("against >= 1 and support / (support + against) < $below", {"support", "against"}, {"below": ("1/2", "2/3")})
>>> read.run({"support": 1, "against": 1, "$below": "2/3"})
True
>>> parse("suport > 1", {"support"}, {}).wrong
['There is no count or fact “suport”. Did you mean support?']
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from sysmap.core.problem import one_of

__all__ = ["RuleCondition", "Env", "Value", "number_of", "parse"]

Value = int | str | bool | Fraction | None
Env = Mapping[str, Value]

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+/\d+|\d+(?:\.\d+)?)|(?P<name>\$?[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*)"
                    r"|(?P<sign><=|>=|!=|[<>=()+*/-]))")
_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne}
_MOST_DEEP = 40


@dataclass(frozen=True)
class RuleCondition:
    """A condition that was read: how to work it out, the names it uses, what is wrong with it, the numbers in it."""

    run: Callable[[Env], Value]
    names: frozenset[str] = frozenset()
    wrong: list[str] = field(default_factory=list)
    numbers: tuple[Fraction, ...] = ()


@functools.lru_cache(65536)
def number_of(value: Value) -> Fraction | None:
    """A value as a number; `None` where it is none.

    >>> number_of("2/3"), number_of("0.75"), number_of(True), number_of("both"), number_of("1/0")
    (Fraction(2, 3), Fraction(3, 4), Fraction(1, 1), None, None)
    """
    if value is None:
        return None
    try:
        return Fraction(value) if isinstance(value, str) else Fraction(int(value) if isinstance(value, bool) else value)
    except (ValueError, ZeroDivisionError):
        return None


def parse(text: str, names: Collection[str], settings: Mapping[str, Collection[str]]) -> RuleCondition:
    """Read a condition.

    Parameters
    ----------
    text : the condition as a rubric writes it.
    names : the counts and facts it may speak of.
    settings : the rubric's options, each with its choices; ``$name = word`` asks for one of them.
    """
    reader = _Reader(text, names, settings)
    run = reader.whole()
    return RuleCondition(run, frozenset(reader.used), reader.wrong, tuple(reader.numbers))


class _Reader:
    def __init__(self, text: str, names: Collection[str], settings: Mapping[str, Collection[str]]) -> None:
        self.wrong: list[str] = []
        self.used: set[str] = set()
        self.numbers: list[Fraction] = []
        self._names, self._settings = names, settings
        self._tokens = list(self._split(text))
        self._at = 0
        self._depth = 0

    def _split(self, text: str) -> Iterator[tuple[str, str]]:
        at = 0
        text = text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None or found.end() == at:
                self.wrong.append(f"“{text[at:at + 20].strip()}” cannot be read. Use names, numbers, $settings, and, or, not, "
                                  "< <= = != >= > + - * / and brackets.")
                return
            kind = found.lastgroup or ""
            word = found.group(kind)
            yield ("word" if word in ("and", "or", "not") else kind), word
            at = found.end()

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")

    def _take(self) -> tuple[str, str]:
        found = self._peek()
        self._at += 1
        return found

    def whole(self) -> Callable[[Env], Value]:
        run = self._either()
        kind, word = self._peek()
        if kind != "end" and not self.wrong:
            self.wrong.append(f"“{word}” does not belong there; join conditions with and, or, not.")
        return run if not self.wrong else (lambda env: None)

    def _either(self) -> Callable[[Env], Value]:
        parts = [self._both()]
        while self._peek() == ("word", "or"):
            self._take()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else lambda env: any(part(env) for part in parts)

    def _both(self) -> Callable[[Env], Value]:
        parts = [self._not()]
        while self._peek() == ("word", "and"):
            self._take()
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else lambda env: all(part(env) for part in parts)

    def _not(self) -> Callable[[Env], Value]:
        if self._peek() == ("word", "not"):
            self._take()
            inner = self._not()
            return lambda env: not inner(env)
        return self._comparison()

    def _comparison(self) -> Callable[[Env], Value]:
        start = self._at
        left = self._sum()
        kind, sign = self._peek()
        if kind != "sign" or sign not in _COMPARE:
            return left
        self._take()
        choices = self._choices(start)
        if sign in ("=", "!=") and choices is not None and self._peek()[0] == "name" and not self._peek()[1].startswith("$"):
            word = self._take()[1]
            if word not in choices:
                self.wrong.append(f"{self._tokens[start][1]} is never {word}. {one_of(word, choices, 20)}")
            return (lambda env: str(left(env)) == word) if sign == "=" else (lambda env: str(left(env)) != word)
        right = self._sum()
        compare = _COMPARE[sign]

        def run(env: Env) -> Value:
            one, two = number_of(left(env)), number_of(right(env))
            return one is not None and two is not None and compare(one, two)
        return run

    def _choices(self, start: int) -> Collection[str] | None:
        """The choices of a setting that stands alone before the sign."""
        word = self._tokens[start][1]
        return self._settings.get(word[1:]) if self._at == start + 2 and word.startswith("$") else None

    def _sum(self) -> Callable[[Env], Value]:
        return self._chain(self._product, ("+", "-"))

    def _product(self) -> Callable[[Env], Value]:
        return self._chain(self._atom, ("*", "/"))

    def _chain(self, part: Callable[[], Callable[[Env], Value]], signs: tuple[str, ...]) -> Callable[[Env], Value]:
        run = part()
        while self._peek()[0] == "sign" and self._peek()[1] in signs:
            run = _joined(self._take()[1], run, part())
        return run

    def _atom(self) -> Callable[[Env], Value]:
        kind, word = self._take()
        if kind == "number":
            value = Fraction(word) if "/" not in word or int(word.partition("/")[2]) else Fraction(0)
            self.numbers.append(value)
            return lambda env: value
        if kind == "name":
            return self._name(word)
        if (kind, word) == ("sign", "("):
            self._depth += 1
            if self._depth > _MOST_DEEP:
                self.wrong.append("The brackets are too deep.")
                self._at = len(self._tokens)
                return lambda env: None
            inner = self._either()
            self._depth -= 1
            if self._take() != ("sign", ")"):
                self.wrong.append("A bracket is not closed.")
            return inner
        self.wrong.append(f"Before “{word}” something is missing." if word else "The condition ends too early.")
        return lambda env: None

    def _name(self, word: str) -> Callable[[Env], Value]:
        if word.startswith("$"):
            if word[1:] not in self._settings:
                self.wrong.append(f"There is no setting {word}. {one_of(word[1:], self._settings, 40)}")
        elif word not in self._names:
            self.wrong.append(f"There is no count or fact “{word}”. {one_of(word, self._names, 40)}")
        self.used.add(word)
        return lambda env: env.get(word)


def _joined(sign: str, one: Callable[[Env], Value], two: Callable[[Env], Value]) -> Callable[[Env], Value]:
    def run(env: Env) -> Value:
        left, right = number_of(one(env)), number_of(two(env))
        if left is None or right is None or (sign == "/" and not right):
            return None
        return left + right if sign == "+" else left - right if sign == "-" else left * right if sign == "*" else left / right
    return run
