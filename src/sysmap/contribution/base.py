"""The evidence that bears on an element: items of all registers, gathered once.

A register says what was seen; a theory says what is claimed. Here the two meet: `gather` joins the registers and the
cases they name, `element_of` looks an element up in a theory under the name that evidence gives it (`improvements`,
`outputs->improvements`, `mechanism:guided`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sysmap.core.elements import Score
from sysmap.core.evidence import Bearing, Evidence, Item, Override
from sysmap.core.library import Case, Cases, Mechanism, Mechanisms
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.profile import NEUTRAL, Profile, Voices, profile_among
from sysmap.core.sentences import link_name
from sysmap.core.words import ElementKind

__all__ = ["Element", "ElementKind", "EvidenceBase", "Said", "element_of", "elements_of", "gather", "gather_from", "outcomes"]


@dataclass(frozen=True, slots=True)
class Said:
    """One item as it bears on one element."""

    item: Item
    bearing: Bearing
    register: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """An element of a theory as scoring sees it.

    Attributes
    ----------
    id : the name that evidence uses for it, e.g. ``improvements`` or ``mechanism:guided``.
    whose : the actors the outcome is about; a rubric may ask that each of them is heard.
    in_scope : False for what lies beyond the layers the theory answers for.
    published : a score that somebody published, with the reason.
    map : the theory, for rubrics that follow links.
    """

    id: str
    kind: ElementKind = "factor"
    label: str = ""
    layer: str | None = None
    whose: tuple[str, ...] = ()
    in_scope: bool = True
    published: Score | None = None
    likelihood: int | None = None
    map: Map | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class EvidenceBase:
    """All items by id and by the element they bear on, with cases, overrides and the words of the organisation.

    Order carries no meaning: items are kept by id, whatever register or order they came in.
    """

    items: Mapping[str, Item] = field(default_factory=dict)
    by_element: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)
    overrides: Mapping[str, Override] = field(default_factory=dict)
    register_of: Mapping[str, str] = field(default_factory=dict)
    register_titles: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    profile: Profile = NEUTRAL

    @cached_property
    def voices(self) -> Voices:
        """Who the organisation itself is, who is assessed, and what each audience is called."""
        return Voices(self.profile)

    def on(self, element: str) -> tuple[Said, ...]:
        """What bears on an element, by item id."""
        return self.by_element.get(element, ())

    def case_id(self, name: str) -> str:
        """The id of a case named by id or exact alias; the name itself where the register of cases has neither."""
        return name if name in self.cases else self._aliases.get(name, name)

    @cached_property
    def _aliases(self) -> Mapping[str, str]:
        return {alias: case.id for case in self.cases.values() for alias in case.aliases}


def gather(registers: Iterable[Evidence], cases: Iterable[Cases] = (), profile: Profile = NEUTRAL) -> EvidenceBase:
    """Join registers into one base of evidence.

    Two registers that give one id to different items are a problem; both items stay, the second under the id
    ``register/item``, so that nothing is lost. The same item in two registers is one item. A second coder's register
    (`codes_again`) is left out: what it says is said already.

    >>> one = Item(id="seen", statement="A plan was made.", bears_on=(Bearing(element="plans", direction="supports"),))
    >>> base = gather([Evidence(id="a", title="A", items={"seen": one}), Evidence(id="b", title="B", items={"seen": one})])
    >>> [s.item.id for s in base.on("plans")]
    ['seen']
    """
    items: dict[str, tuple[Item, str]] = {}
    overrides: dict[str, Override] = {}
    problems: list[Problem] = []
    counted = sorted((r for r in registers if r.codes_again is None), key=lambda r: r.id)
    for register in counted:
        for item in register.items.values():
            known = items.get(item.id)
            if known is None:
                items[item.id] = (item, register.id)
            elif known[0] != item:
                problems.append(Problem(
                    code="E01", message=f"The registers {known[1]} and {register.id} both have an item {item.id}, and "
                    "they differ.", hint="Give one of them another id.", at=("items", item.id)))
                items[f"{register.id}/{item.id}"] = (item, register.id)
        for override in register.overrides.values():
            known_one = overrides.get(override.id)
            if known_one is not None and override.round != known_one.round:
                overrides[override.id] = _later(known_one, override, profile)
                continue
            if known_one is not None and known_one != override:
                problems.append(Problem(
                    code="E01", message=f"Two registers override the score of {override.id}, and they differ.",
                    hint="Keep the one that holds.", at=("overrides", override.id)))
            overrides.setdefault(override.id, override)
    by_element: dict[str, list[Said]] = {}
    for name in sorted(items):
        item, register_id = items[name]
        for bearing in item.bears_on:
            by_element.setdefault(bearing.element, []).append(Said(item, bearing, register_id))
    return EvidenceBase(
        items={name: items[name][0] for name in sorted(items)},
        by_element={name: tuple(said) for name, said in sorted(by_element.items())},
        cases={case.id: case for register_ in cases for case in register_.cases.values()},
        overrides=dict(sorted(overrides.items())),
        register_of={name: items[name][1] for name in sorted(items)},
        register_titles={register.id: register.title for register in counted}, problems=tuple(problems),
        profile=profile)


def _later(one: Override, two: Override, profile: Profile) -> Override:
    """Of the decisions of two rounds the later one; what says no round is the earliest."""
    order = {name: at for at, name in enumerate(profile.rounds)}
    return max(one, two, key=lambda override: order.get(override.round or "", -1))


def gather_from(documents: Iterable[object]) -> EvidenceBase:
    """The base of evidence that lies among documents: their registers, with their cases and the first profile.

    >>> gather_from([Cases(id="c", title="C", cases={"a": Case(id="a", label="A", type="school")})]).cases["a"].type
    'school'
    """
    known = list({id(one): one for one in documents}.values())
    return gather([one for one in known if isinstance(one, Evidence)], [one for one in known if isinstance(one, Cases)],
                  profile_among(known))


def element_of(map_: Map, name: str, mechanisms: Iterable[Mechanisms] = ()) -> Element:
    """The element that evidence means by a name.

    Raises
    ------
    Refused : with the nearest names, if the theory has no such element.
    """
    if name in map_.factors:
        factor = map_.factors[name]
        return Element(id=name, kind="factor", label=factor.label, layer=factor.layer, whose=factor.whose,
                       in_scope=_in_scope(map_, factor.layer), published=factor.score, likelihood=factor.likelihood,
                       map=map_)
    if name in map_.links:
        link = map_.links[name]
        return Element(id=name, kind="link", label=link_name(map_, link), map=map_)
    if name in map_.claims:
        claim = map_.claims[name]
        return Element(id=name, kind="claim", label=claim.label, published=claim.score, map=map_)
    if name in map_.assumptions:
        return Element(id=name, kind="assumption", label=map_.assumptions[name].label, map=map_)
    if name.startswith("condition:") and name.removeprefix("condition:") in map_.conditions:
        return Element(id=name, kind="condition", label=map_.conditions[name.removeprefix("condition:")].label, map=map_)
    catalogue = {m.id: m for library in mechanisms for m in library.mechanisms.values()}
    bare = name.removeprefix("mechanism:")
    if bare in catalogue and (name.startswith("mechanism:") or bare == name):
        return Element(id=f"mechanism:{bare}", kind="mechanism", label=_mechanism_name(catalogue[bare], map_), map=map_)
    if name in map_.conditions:
        return element_of(map_, f"condition:{name}", mechanisms)
    known = [*map_.factors, *map_.links, *map_.claims, *map_.assumptions, *(f"mechanism:{m}" for m in catalogue),
             *(f"condition:{c}" for c in map_.conditions)]
    raise Refused(Problem(code="A01", message=f"{map_.id} has no element {name}.", hint=one_of(name, known)))


def elements_of(map_: Map, mechanisms: Iterable[Mechanisms] = ()) -> list[Element]:
    """Every element of a theory that evidence may bear on, in the order of the file."""
    libraries = tuple(mechanisms)
    names = [*map_.factors, *map_.links, *map_.claims, *map_.assumptions, *(f"condition:{c}" for c in map_.conditions),
             *(f"mechanism:{m}" for library in libraries for m in library.mechanisms)]
    return [element_of(map_, name, libraries) for name in names]


def outcomes(map_: Map) -> list[Element]:
    """The outcomes of a theory, layer by layer; those beyond what it answers for are not in scope.

    A theory answers for its layers up to its `ceiling`. Where it states none, the layers of outcomes are in scope and
    the layers of impacts are not. An outcome that stands in none of the layers is not in scope either.
    """
    stages = {layer.id: layer.stage for layer in map_.layers.values()}
    order = {layer: number for number, layer in enumerate(map_.layers)}
    chosen = [f for f in map_.factors.values()
              if f.status != "retired" and (stages.get(f.layer or "") in ("outcome", "impact") or f.role == "outcome")]
    chosen.sort(key=lambda f: order.get(f.layer or "", len(order)))
    return [element_of(map_, factor.id) for factor in chosen]


def _in_scope(map_: Map, layer: str | None) -> bool:
    if layer is None or layer not in map_.layers:
        return not map_.layers
    order = list(map_.layers)
    if map_.ceiling is not None and map_.ceiling in map_.layers:
        return order.index(layer) <= order.index(map_.ceiling)
    return map_.layers[layer].stage != "impact"


def _mechanism_name(mechanism: Mechanism, map_: Map) -> str:
    role = mechanism.roles.get(map_.setting or "")
    return role.name if role is not None and role.name else mechanism.label
