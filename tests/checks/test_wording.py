"""Wording: real labels that an expert would leave alone, and real ones that they would ask about."""

from __future__ import annotations

import pytest
from tests.checks.helpers import found, messages

from sysmap.checks.ideas import two_ideas_in
from sysmap.checks.label_readings import activity_in, body_in, change_in, event_in, solution_in, undirected, vague_in

# Factors as named in IFF Research for CQC 2025 (ch. 4 and 10), and ordinary factors of health, transport, energy maps.
NEUTRAL = """
    Plans for closer integration of health and social care
    Waiting lists for care
    Accident and Emergency waiting times
    Prevention of health and social issues
    Attention on social care reforms
    Challenges for leadership and stakeholders in delivering health and care
    Parity between health and social care
    Balanced budget
    Pressures on services
    Overspend
    Inflation
    Cost of living
    Population age profile
    Other demographic factors (e.g. ethnicity)
    Financial pressures
    Alignment among strategic leaders (e.g. national policymakers)
    A strategic vision focused on delivery, quality and safety, and financial concerns
    Role that CQC can play in making parity happen
    Operational constraints
    Ongoing transformation / dynamic systems
    Staff morale
    Trust between partners
    Quality improvement culture
    Improvement capability
    Number of volunteers
    Public transport use
    Health and wellbeing of staff
    Physical and mental health
    Drug and alcohol misuse
    Economic growth
    Greater Manchester devolution
    Higher education funding
    Low income households
    Good practice sharing
    Demand for adult social care
    Discharge delays
    Skills gap
    Budget deficit
    Level of need
    Impact of the pandemic
    Spending in 2024
    Access to information and resources
    Support for unpaid carers
    Ecosystem services
    Building quality
    Extent of services being audited
    Sites for renewable electricity generation
    Institutional demand (green contracts)
    Warehouse indoor air quality
""".strip().split("\n")


@pytest.mark.parametrize("label", [label.strip() for label in NEUTRAL])
def test_neutral_factors_are_left_alone(label):
    assert change_in(label) is None
    assert two_ideas_in(label) is None
    assert event_in(label) is None
    assert body_in(label) is None
    assert solution_in(label) is None


@pytest.mark.parametrize(("label", "instead"), [
    ("Lack of affordable housing", "Availability of affordable housing"),
    ("Lack of trust", "Trust"),
    ("Growing demand for services", "Demand for services"),
    ("Better public transport", "Quality of public transport"),
    ("Improve access to GPs", "Access to GPs"),
    ("More staff", "Number of staff"),
    ("Fewer beds", "Number of beds"),
    ("Less paperwork", "Amount of paperwork"),
    ("High staff turnover", "Staff turnover"),
    ("High quality care", "Quality of care"),
    ("Poor mental health", "Mental health"),
    ("Poor housing", "Quality of housing"),
    ("Strong leadership", "Strength of leadership"),
    ("Effective communication", "Effectiveness of communication"),
    ("Increase in demand", "Demand"),
    ("Reduction in funding", "Funding"),
    ("Funding cuts", "Funding"),
    ("Staff shortages", "Number of staff"),
    ("Ageing population", "Age of the population"),
    ("Not enough time", "Amount of time"),
    ("Too many priorities", "Number of priorities"),
    ("No clear guidance", "Availability of clear guidance"),
    ("Improving the quality and safety of care", "Quality and safety of care"),
])
def test_words_of_change_and_a_neutral_wording(label, instead):
    wording = change_in(label)
    assert wording is not None
    assert wording.instead == (instead,)


@pytest.mark.parametrize(("label", "parts"), [
    ("Integration and inclusion of social care", ("Integration of social care", "Inclusion of social care")),
    ("Staff recruitment and retention", ("Staff recruitment", "Staff retention")),
    ("Cost and availability of housing", ("Cost of housing", "Availability of housing")),
    ("Diet and exercise", ("Diet", "Exercise")),
    ("Trust and communication between agencies", ("Trust between agencies", "Communication between agencies")),
    ("Public transport and active travel", ("Public transport", "Active travel")),
    ("Staff engagement & amount of information", ("Staff engagement", "Amount of information")),
    ("Improved quality of care and support and patient safety in ICSs and LAs",
     ("Improved quality of care and support", "Patient safety in ICSs and LAs")),
    ("Service plans are not disrupted and provision is not delayed",
     ("Service plans are not disrupted", "Provision is not delayed")),
    ("Reduced waiting times for patients and improved staff morale",
     ("Reduced waiting times for patients", "Improved staff morale")),
    ("Knowledge of the rules; plans that work", ("Knowledge of the rules", "Plans that work")),
])
def test_two_ideas_and_how_to_split_them(label, parts):
    wording = two_ideas_in(label)
    assert wording is not None
    assert wording.instead == parts


@pytest.mark.parametrize("label", [
    "Improving the equity of care and support in ICSs and LAs",
    "A framework to understand performance and future priorities",
    "Local and national insight into performance and what good looks like and where systems issues/gaps emerge",
    "ICSs and LAs delivering against their wider strategic aims",
    "Strategic partners information/knowledge being used to inform and influence national priorities",
    "A relationship characterised by openness and honesty",
    "Trust and rapport between the individuals involved",
    "Applicants learn about registration, requirements and good care",
    "Direct use: identify opportunities and ways to improve",
    "Equity in experience and outcomes",
    "Staff and patients feel safe",
])
def test_one_outcome_with_an_and_in_it(label):
    assert two_ideas_in(label) is None


def test_events_bodies_and_solutions():
    assert [event_in(text) for text in ("Covid-19 pandemic", "Brexit", "Care Act 2014", "Publication of poor ratings")] == [
        "pandemic", "brexit", "2014", "publication of"]
    bodies = ("Local authorities", "NHS England", "Nurses", "NHS budgetary system", "ICSs and LAs",
              "Voluntary, community and social enterprises", "Mental health services")
    assert [body_in(text).instead[0] for text in bodies if body_in(text)] == [
        "Capacity of local authorities", "Capacity of NHS England", "Number of nurses",
        "Effectiveness of the NHS budgetary system", "Capacity of ICSs and LAs",
        "Capacity of voluntary, community and social enterprises", "Availability of mental health services"]
    solutions = ("Introduce a single care record", "Invest in prevention", "Staff should be trained")
    assert [solution_in(text).words for text in solutions if solution_in(text)] == ["introduce", "invest", "should"]


def test_an_actor_of_the_map_by_itself_is_not_a_factor():
    text = "actors: {ICB: {label: Integrated care board, aliases: [the board]}}\nfactors: {it: {label: ICB}}\n"
    assert messages(text, "M05") == ["“ICB” names who or what, but not what of it goes up or down."]


@pytest.mark.parametrize("label", [
    "CQC delivering against its statutory purpose", "Improvements at ICS and LA system level",
    "Service plans are implemented", "Open sharing of relevant information", "Few services operating without registration",
    "Applicants learn about registration", "A framework to understand performance and future priorities",
    "Training needs are met sooner",
])
def test_outcomes_that_are_changes(label):
    assert activity_in(label) is None
    assert undirected(label) is None


@pytest.mark.parametrize("label", [
    "Deliver four workshops", "Reports are published", "Number of sessions delivered", "Training for staff",
    "Providing guidance to carers",
])
def test_outcomes_that_are_something_done(label):
    assert activity_in(label)


@pytest.mark.parametrize(("label", "instead"), [
    ("Parity between health and social care", "Greater parity between health and social care"),
    ("Provider improvement capability", "Greater provider improvement capability"),
    ("Compliance with regulations", "Greater compliance with regulations"),
    ("Quality of care", "Better quality of care"),
    ("A culture of improvement", "A better culture of improvement"),
    ("Costs of care", "Lower costs of care"),
])
def test_outcomes_without_a_direction(label, instead):
    wording = undirected(label)
    assert wording is not None
    assert wording.instead == (instead,)


def test_words_that_nobody_could_measure():
    assert [vague_in(text) for text in ("World-class care", "A holistic offer", "Shorter waits")] == [
        "world-class", "holistic", None]


def test_wording_is_asked_by_kind_factors_of_a_map_outcomes_of_a_theory():
    text = "layers: [{id: o, label: O, stage: outcome}]\nfactors: {it: {label: Better quality of care, layer: o}}\n"
    assert found(text, "M02", kind="map")
    assert not found(text, "M02", kind="theory")
    assert not found(text, "W10", kind="theory")


def test_a_retired_factor_and_a_label_in_brackets_only_are_left_in_peace():
    assert not found("factors: {it: {label: Lack of trust, status: retired}}\n", "M02")
    for text in ("", "…", "(sic)", "and", "& ;", "/", "(((", "more", "🏥 ♿", "عدم الثقة"):
        for read in (change_in, two_ideas_in, event_in, body_in, solution_in, activity_in, undirected, vague_in):
            assert read(text) is None, (read.__name__, text)
