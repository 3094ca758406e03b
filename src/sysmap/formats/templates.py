"""Commented templates for `sysmap new`."""

from __future__ import annotations

from sysmap.core.problem import Problem, Refused
from sysmap.core.record import SLUG_RULE, is_slug

__all__ = ["template"]


def template(kind: str, name: str) -> str:
    """A file to start from; it passes `sysmap check` as it is.

    Parameters
    ----------
    kind : theory, map or process.
    name : the id of the new map.

    Raises
    ------
    Refused : if the name cannot be an id.
    """
    if not is_slug(name):
        raise Refused(Problem(code="S05", message=f"“{name}” cannot be a name.", hint=f"A name has {SLUG_RULE}."))
    title = name.replace("-", " ").capitalize()
    return _TEMPLATES[kind].replace("NAME", name).replace("TITLE", title)


_THEORY = """\
# A theory of change: how what you do is meant to lead to what you want.
# One key a line; `sysmap check` says what is missing, `sysmap render` draws the page.
sysmap: 1
kind: theory
id: NAME
title: TITLE
version: {name: draft, status: draft}
rationale: Carers say that they find out too late what help there is.   # why the programme exists
aim: People who care for somebody keep well.                            # the ultimate aim, in a sentence
uses: []              # shared models, e.g. [../models/impact-mechanisms.yaml]

actors:               # those whom outcomes are about
  carers: {label: Unpaid carers}
  council: {label: The council}

# Columns from left to right. stage: input, activity, output, outcome, impact, context or risk.
# sphere: control, direct-influence, indirect-influence or context.
layers:
  - {id: activities, label: Activities, stage: activity, sphere: control}
  - {id: early, label: Early outcomes, stage: outcome, sphere: direct-influence}
  - {id: late, label: Impact, stage: impact, sphere: indirect-influence}

# The id (before the colon) stays for ever; the label may change.
# status: observed (there is evidence), anticipated (drawn dotted) or retired. cite: where it comes from.
factors:
  first-contact:
    label: Welcome calls to new carers
    layer: activities
  knowledge:
    label: Carers know better what local support there is
    layer: early
    whose: [carers]
    indicators: [Share of carers who can name two services]
  well-being:
    label: Better well-being of carers
    layer: late
    whose: [carers]
    indicators: [Carer survey, question on quality of life]
  waiting-times:
    label: Waiting times for short breaks
    role: context     # outside the programme, but it matters
  more-referrals:
    label: Greater demand on the carers' centre
    layer: late
    whose: [council]
    intended: false   # an effect nobody wanted
    indicators: [Referrals a month]

# polarity: positive (more leads to more), negative (more leads to less), mixed (depends) or unknown (not yet said).
links:
  - from: first-contact
    to: knowledge
    polarity: positive
    why: A call at the start tells carers what there is before they need it.
    assumptions: [calls-answered]
  - from: knowledge
    to: well-being
    polarity: positive
    why: Those who know of a service use it sooner.
    assumptions: [places-free]
  - from: knowledge
    to: more-referrals
    polarity: positive
    why: Those who know of the centre turn to it.
    assumptions: [calls-answered]
  - from: waiting-times
    to: well-being
    polarity: negative
    why: Help that comes late helps less.
    assumptions: [places-free]

# What must hold for a link to work; name it in the link's assumptions.
# kind: causal-link, reach, capacity, behaviour, benefit, rationale, external or constraint.
assumptions:
  calls-answered: {label: Carers answer the call, kind: reach}
  places-free:
    label: There are places when carers ask
    kind: capacity
    critical: true
    status: untested
    monitored_by: [Monthly count of free places]
"""

_MAP = """\
# A participatory systems map: what people in the room say influences what.
# One key a line; `sysmap check` says what is missing, `sysmap render` draws the page.
sysmap: 1
kind: map
id: NAME
title: TITLE
version: {name: draft, status: draft}
purpose: To see what keeps people waiting for home care.      # what the map is for
question: What influences how long people wait for home care? # the question on the wall
boundary: Inside, the county and its hospitals; outside, national pay policy.
limits: [The view of those in the room, on the day]

sessions:
  - {id: first, label: First workshop, date: "2026-01-15", form: in the room, people: [care managers, carers]}

# Each factor is something that can go up or down, worded without judgement.
# The id (before the colon) stays for ever; the label may change. Short form: id: label
factors:
  waiting-time:
    label: Waiting time for home care
    definition: Days from the decision that care is needed to the first visit.
    focal: true
  care-workers:
    label: Number of care workers
    definition: People in post who give care at home.
    control: influence       # us, influence or none
  workload:
    label: Workload per care worker
    definition: Visits that one care worker makes in a day.

# polarity: positive (more leads to more), negative (more leads to less), mixed (depends) or unknown (not yet said).
# strength: weak, medium or strong; confidence: agreed, one-voice or contested. Leave out what nobody said.
links:
  - from: care-workers
    to: waiting-time
    polarity: negative
    why: With more workers, visits start sooner.
  - from: care-workers
    to: workload
    polarity: negative
    why: The same visits are spread over more people.
  - from: workload
    to: care-workers
    polarity: negative
    why: People leave when there is too much to do.
  - from: waiting-time
    to: workload
    polarity: positive
    why: Those who waited need more visits when care starts.
"""

_PROCESS = """\
# A process: steps in order, with what helps and what hinders each.
sysmap: 1
kind: process
id: NAME
title: TITLE
version: {name: draft, status: draft}
purpose: To see where time is lost.

layers:
  - {id: before, label: Before the visit}
  - {id: visit, label: The visit}

# role: stage, enabler or barrier.
factors:
  preparation: {label: Preparation, layer: before, role: stage}
  visit: {label: Visit, layer: visit, role: stage}
  clear-request: {label: A clear request, layer: before, role: enabler}
  short-notice: {label: Short notice, layer: before, role: barrier}

links:
  - {from: preparation, to: visit, kind: sequence}
  - {from: clear-request, to: preparation, polarity: positive, why: People know what to send.}
  - {from: short-notice, to: preparation, polarity: negative, why: There is no time to collect papers.}
"""

_TEMPLATES = {"theory": _THEORY, "map": _MAP, "process": _PROCESS}
