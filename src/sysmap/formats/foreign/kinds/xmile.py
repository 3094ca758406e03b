"""XMILE, of Stella and others: the connectors of the views and the signs on them. Equations are not simulated here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from sysmap.core.sentences import count_text
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink, DraftLoop
from sysmap.formats.foreign.equations import add_equation_links
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.signs import SignTable, number_of

__all__ = ["FORMAT"]

_VARIABLES = ("stock", "flow", "aux", "gf", "module")
_SPACE = re.compile(r"\s+|\\n|_")


def _recognise(content: Content) -> str | None:
    return "an XMILE model" if content.root[0] == "xmile" else None


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _label(name: str) -> str:
    return _SPACE.sub(" ", name.strip().strip('"')).strip()


def _key(name: str) -> str:
    return _label(name.rpartition(".")[2]).casefold()


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    tree = content.xml
    draft = Draft("xmile", title=content.stem)
    header = next((one for one in tree if _tag(one) == "header"), None)
    if header is not None:
        draft.title = next((one.text.strip() for one in header if _tag(one) == "name" and one.text and one.text.strip()), draft.title)
    models = [one for one in tree if _tag(one) == "model"]
    if not models:
        content.fail("The file holds no model.", "Save it again as XMILE.")
    if len(models) > 1:
        draft.say("dropped", "module", f"The inside of {count_text(len(models) - 1, 'module')}: the map is the top level, on which a "
                                       "module is one factor.")
    _model(draft, models[0])
    return draft


def _model(draft: Draft, model: Element) -> None:
    by_key: dict[str, DraftFactor] = {}
    equations: list[tuple[str, str]] = []
    connections: list[tuple[str, str, str]] = []
    legacy = [one for one in model if _tag(one) in _VARIABLES]  # as Stella 10 wrote them, without <variables>
    parts: list[Iterable[Element]] = [legacy, *(one for one in model if _tag(one) == "variables")]
    for part in parts:
        for one in part:
            if _tag(one) not in _VARIABLES:
                continue
            name = one.get("name", "")
            factor = DraftFactor(_key(name), _label(name), raw={"type": _tag(one)})
            if factor.key in by_key or not factor.key:
                continue
            by_key[factor.key] = factor
            draft.factors.append(factor)
            for child in one:
                if _tag(child) == "doc" and child.text:
                    factor.note = child.text.strip()
                elif _tag(child) == "display" and (place := (number_of(child.get("x")), number_of(child.get("y")))):
                    factor.position = (place[0], place[1]) if place[0] is not None and place[1] is not None else factor.position
                elif _tag(child) == "eqn" and child.text and _tag(one) != "stock":
                    equations.append((factor.key, child.text))
                elif _tag(child) in ("inflow", "outflow") and child.text:
                    flow = _key(child.text)
                    connections.append((flow, factor.key, "+" if _tag(child) == "inflow" else "-"))
    aliases: dict[str, str] = {}
    drawn = indicators = 0
    for view in model.iter():
        if _tag(view) != "view":
            continue
        for one in view:
            tag = _tag(one)
            if tag == "alias":
                aliases[one.get("uid", "")] = _key(next((part.text or "" for part in one if _tag(part) == "of"), ""))
            elif tag in _VARIABLES:
                factor_ = by_key.get(_key(one.get("name", "")))
                x, y = number_of(one.get("x")), number_of(one.get("y"))
                if factor_ is not None and x is not None and y is not None and factor_.position is None:
                    factor_.position = (x, y)
    seen: set[tuple[str, str]] = set()
    for view in model.iter():
        if _tag(view) != "view":
            continue
        for one in view.iter():
            if _tag(one) == "loop_indicator" or ("loop" in _tag(one).lower() and one.get("polarity")):
                indicators += 1
                label = next((part.text or "" for part in one.iter() if _tag(part) in ("text", "name") and part.text), "")
                draft.loops.append(DraftLoop(label.strip() or f"Loop {indicators}", raw=dict(one.attrib)))
            if _tag(one) != "connector":
                continue
            start, end = (_end(one, side, aliases) for side in ("from", "to"))
            polarity = one.get("polarity", "")
            link = DraftLink(start, end, sign={"none": None}.get(polarity, polarity) or None)
            if one.get("delay_mark") == "true" or one.get("delay") == "true":
                link.delay = True
            if (start, end) in seen:
                continue
            seen.add((start, end))
            draft.links.append(link)
            drawn += 1
    for start, end, sign in connections:
        if (start, end) not in seen and start in by_key:
            draft.links.append(DraftLink(start, end, sign=sign, raw={"flow": True}))
    if connections:
        draft.say("guessed", "flow", f"{count_text(len(connections), 'flow')} of a stock: an inflow raises it, an outflow lowers it.")
    if not drawn:
        add_equation_links(draft, equations, by_key, _key)
    if any(_tag(one) == "eqn" for one in model.iter()):
        draft.say("dropped", "equation", "Equations: the map says what influences what, not by how much.")


def _end(connector: Element, side: str, aliases: dict[str, str]) -> str:
    part = next((one for one in connector if _tag(one) == side), None)
    if part is None:
        return ""
    alias = next((one for one in part if _tag(one) == "alias"), None)
    if alias is not None:
        uid = alias.get("uid", (alias.text or "").strip())
        return aliases.get(uid, uid)
    return _key(part.text or "")


def _write(draft: Draft) -> bytes:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for one in draft.factors:
        label = " ".join(one.label.replace('"', "'").split())
        while label.casefold() in taken:
            label += " 2"
        taken.add(label.casefold())
        names[one.key] = label
    table = SignTable()
    out = ['<?xml version="1.0" encoding="UTF-8"?>',
           '<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0">',
           f"<header><vendor>sysmap</vendor><product version=\"1.0\" lang=\"en\">sysmap</product><name>{escape(draft.title)}</name></header>",
           "<sim_specs><start>0</start><stop>1</stop><dt>1</dt></sim_specs>", "<model>", "<variables>"]
    causes: dict[str, list[str]] = {}
    for link in draft.links:
        causes.setdefault(link.to, []).append(names.get(link.from_, ""))
    for one in draft.factors:
        doc = f"<doc>{escape(one.note)}</doc>" if one.note else ""
        known = " + ".join(_name(cause) for cause in dict.fromkeys(causes.get(one.key, ())) if cause)
        equation = f"0 * ({known})" if known else "0"  # names its causes and says no amount; a program opens none without an equation
        out.append(f"<aux name={quoteattr(names[one.key])}><eqn>{escape(equation)}</eqn>{doc}</aux>")
    out += ["</variables>", "<views>", "<view>"]
    for number, one in enumerate(draft.factors):
        x, y = one.position or (number % 8 * 150, number // 8 * 90)
        out.append(f'<aux x="{x:g}" y="{y:g}" name={quoteattr(names[one.key])}/>')
    for number, link in enumerate(draft.links, 1):
        if link.from_ not in names or link.to not in names:
            continue
        polarity = {"positive": "+", "negative": "-"}.get(table.read(link.sign).polarity)
        sign = f' polarity="{polarity}"' if polarity else ""
        delay = ' delay_mark="true"' if link.delay else ""
        out.append(f'<connector uid="{number}"{sign}{delay}><from>{escape(_name(names[link.from_]))}</from>'
                   f"<to>{escape(_name(names[link.to]))}</to></connector>")
    return "\n".join([*out, "</view>", "</views>", "</model>", "</xmile>", ""]).encode()


def _name(label: str) -> str:
    """A name as connectors write it: spaces as underscores, in quotes where it holds punctuation."""
    joined = label.replace(" ", "_")
    return joined if re.fullmatch(r"[^\W\d]\w*", joined) else f'"{joined}"'


FORMAT = Format(
    "xmile", "XMILE (Stella)", (".xmile", ".stmx", ".xml"), _recognise, _read, _write, rank=1,
    kept="Stocks, flows, auxiliaries and modules of the top level as factors, connectors with signs and delay marks, documentation, "
         "places.",
    guessed="Flows: an inflow raises its stock, an outflow lowers it; a delay mark as a long delay; links from equations where no arrow "
            "is drawn.",
    lost="Equations, the inside of modules. In XMILE: amounts (an equation names causes and multiplies them by 0), strengths, mixed "
         "signs, columns of one's own.")
