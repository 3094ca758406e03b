"""A question: what it asks, what it has to know, how it is answered, and where it may be asked.

The function that answers is marked with `question`. What is public is that function; it takes a map, a project or
anything that holds one (a notebook's study), and gives an answer with its evidence beside it.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec, Protocol, TypeAlias, TypeVar, get_args

from sysmap.core.graph import MOST_ARCS
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import join_words
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Parameter

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["DOORS", "GROUPS", "Asked", "Door", "Question", "project_of", "question", "question_of"]

P = ParamSpec("P")
A = TypeVar("A", bound=Answer)

Door = Literal["cli", "python", "notebook", "page", "report", "workshop", "view"]
DOORS: tuple[Door, ...] = get_args(Door)
Group = Literal["surroundings", "influence", "reliance", "feedback", "dynamics", "choice", "evidence"]
GROUPS: dict[Group, str] = {
    "surroundings": "See what leads where",
    "influence": "Follow influence",
    "reliance": "Find what it hangs on",
    "feedback": "Find feedback",
    "dynamics": "See what settles where",
    "choice": "Compare and choose",
    "evidence": "Follow it over time",
}
"""What people want to do, in the order in which they usually come to it."""


class _HoldsProject(Protocol):
    @property
    def project(self) -> Project: ...


if TYPE_CHECKING:
    Asked: TypeAlias = Map | Project | _HoldsProject | Answer
else:
    Asked = object
"""What can be asked: a map, a project, what holds a project, or an answer about a part (to combine it with others)."""


@dataclass(frozen=True, eq=False)
class Question:
    """A question as every door sees it.

    Attributes
    ----------
    run : answers it about whatever can be asked; the public function.
    body : answers it about a project.
    group : what people want to do with it, a key of `GROUPS`.
    asks : the question in one line, with the names of its parameters in capitals.
    doors : where it may be asked; `page` where the page works it out by itself.
    about_a_part : its answer is about a part of the map, which can be drawn, or saved as a map of its own.
    aliases : further names by which it is found.
    examples : what to ask of docs/examples/warm-homes.yaml to see answers.
    view_keys : the keys under `query:` of a saved view that ask it.
    on_page : the kind of question of web/view.js that asks it in the page; empty where the page does not work it out.
    answers : the question as people ask it, in the words of the method.
    cannot : what its answer cannot say.
    source : where the method is from.
    """

    run: Callable[..., Answer]
    body: Callable[..., Answer]
    group: Group
    asks: str
    doors: frozenset[Door]
    about_a_part: bool
    aliases: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    view_keys: tuple[str, ...] = ()
    on_page: str = ""
    answers: str = ""
    cannot: str = ""
    source: str = ""

    @property
    def function(self) -> str:
        """Its name in Python, e.g. must_pass."""
        return self.body.__name__

    @property
    def name(self) -> str:
        """Its name, e.g. must-pass."""
        return self.function.replace("_", "-")

    @property
    def in_short(self) -> str:
        """The first question that people ask with it."""
        return self.answers.partition("?")[0] + "?"

    @property
    def help(self) -> str:
        """What it means, at length."""
        return inspect.getdoc(self.body) or self.asks

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """What it has to know, in order."""
        found = []
        for given in list(inspect.signature(self.body).parameters.values())[1:]:
            marked = eval(given.annotation, self.body.__globals__) if isinstance(given.annotation, str) else given.annotation  # noqa: S307 our own source
            parameter = next((one for one in getattr(marked, "__metadata__", ()) if isinstance(one, Parameter)), None)
            if parameter is not None:
                several = given.kind is inspect.Parameter.VAR_POSITIONAL
                required = several or given.default is inspect.Parameter.empty
                found.append(replace(parameter, name=given.name, required=required, several=several,
                                     default=None if required else given.default))
        return tuple(found)

    @cached_property
    def answer(self) -> type[Answer]:
        """The class of its answer."""
        found: type[Answer] = eval(inspect.signature(self.body).return_annotation, self.body.__globals__)  # noqa: S307 our own source
        return found

    def ask(self, about: Asked, given: Mapping[str, object]) -> Answer:
        """Ask it with parameters by name; those that come by their place, however many, under their one name."""
        several = next((one.name for one in self.parameters if one.several), None)
        rest = {name: value for name, value in given.items() if name != several}
        places: Any = given.get(several, ()) if several else ()
        return self.run(about, *((places,) if isinstance(places, str) else places), **rest)


def question(
    group: Group, asks: str, *, doors: frozenset[Door] | None = None, about_a_part: bool = True,
    aliases: tuple[str, ...] = (), examples: tuple[str, ...] = (), view_keys: tuple[str, ...] = (), on_page: str = "",
    answers: str = "", cannot: str = "", source: str = "",
) -> Callable[[Callable[Concatenate[Project, P], A]], Callable[Concatenate[Asked, P], A]]:
    """Make a question of a function that answers about a project.

    Parameters are those of `Question`. `doors` is every door where not given, less `view` where the answer is about no part of
    the map and less `page` where `on_page` is empty; `view_keys` are further keys of saved views beside the question's name.
    """
    def make(body: Callable[Concatenate[Project, P], A]) -> Callable[Concatenate[Asked, P], A]:
        @functools.wraps(body)
        def run(about: Asked, /, *args: P.args, **more: P.kwargs) -> A:
            project = project_of(about)
            check_size(project.map)
            first: Any = (about,) if isinstance(about, Answer) else ()
            answer = body(project, *first, *args, **more)
            return answer.with_grades(project.grades)

        open_to = (frozenset(DOORS) if doors is None else doors) - (frozenset() if on_page else {"page"})
        keys = (body.__name__, *view_keys) if about_a_part and "view" in open_to else ()
        run.question = Question(run, body, group, asks, open_to if keys else open_to - {"view"},  # type: ignore[attr-defined]
                                about_a_part, aliases, examples, keys, on_page, answers, cannot, source)
        return run

    return make


def question_of(function: Callable[..., Answer]) -> Question:
    """The question that a function answers."""
    found: Question = function.question  # type: ignore[attr-defined]
    return found


def project_of(about: Asked) -> Project:
    """The project that is asked.

    Raises
    ------
    TypeError : what is asked holds no map.
    """
    from sysmap.project import Project

    if isinstance(about, Map):
        return Project.of(about)
    if isinstance(about, Answer):
        return Project.of(about.map)
    held: object = about if isinstance(about, Project) else getattr(about, "project", None)
    if isinstance(held, Project):
        return held
    raise TypeError(f"A question is asked of a map, a project or a study, not of a {type(about).__name__}.")


def check_size(map_: Map) -> None:
    """Refuse a map whose links between whole layers stand for more links between factors than can be held.

    Raises
    ------
    Refused : there is such a link; an answer without it would be wrong.
    """
    from sysmap.analysis.projection import projection_of

    unspread = projection_of(map_).arcs.unspread
    if unspread:
        raise Refused(Problem(
            code="A16", message=f"The {'link' if len(unspread) == 1 else 'links'} {join_words(list(unspread))} of whole layers "
                                f"would stand for more than {MOST_ARCS:,} links between single factors.",
            hint="Leave out the links that speak of whole layers (--single-links), or ask about a part of the map."))
