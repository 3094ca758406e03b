"""The words by which wording is judged: British English as policy officers and workshop groups write it.

Each list is here because a rule of `label_readings` asks for it. A word stands in a list only if an expert would agree in
nearly every label that has it: a list that is too short misses a finding, one that is too long makes people stop
reading.
"""

from __future__ import annotations

__all__ = [
    "ACTING", "ADJECTIVE_ENDINGS", "ARTICLES", "BETTER_WITH", "BODIES", "CLAUSE_WORDS", "DIRECTION", "EVENTS",
    "EVENT_STARTS", "FINITE", "KNOWN_BODIES", "LESS_WITH", "LOSSES", "MEASURES", "NOT_CHANGE", "NOUN_OR_VERB",
    "OUTPUTS", "PEOPLE", "PREPOSITIONS", "PROVIDING", "SET_PHRASES",
    "SOLVING", "STARTS", "TRAILING_CHANGE", "VAGUE", "WORKING", "word_set",
]


def word_set(text: str) -> frozenset[str]:
    """Words with a space between them."""
    return frozenset(text.split())


ARTICLES = word_set("a an the some any our their its this these those")

PREPOSITIONS = word_set(
    "of in on for to with between among amongst into about at by from against across within through throughout towards "
    "toward under over during around regarding concerning that which who whom whose where when how what whether if "
    "because than as per via without beyond including outside inside upon until after before behind")

CLAUSE_WORDS = word_set("that which who whom whose where when how what whether if because")

MEASURES = word_set(
    "access accuracy adoption affordability alignment availability awareness capability capabilities capacity "
    "clarity collaboration commitment communication competence complexity compliance confidence consistency "
    "continuity cost costs coverage credibility culture debt demand diversity efficiency effectiveness engagement "
    "equality equity expectations experience experiences expertise fairness flexibility fragmentation funding "
    "health honesty inclusion independence inequality inequalities insight insights integration investment "
    "knowledge leadership legitimacy level levels literacy morale mortality motivation openness outcome outcomes "
    "ownership parity participation performance poverty pressure pressures prevalence productivity quality "
    "quantity rapport rate rates readiness recruitment relationship relationships reliability reputation "
    "resilience responsiveness retention risk risks safety satisfaction skill skills speed spend spending spread "
    "stability stigma stress supply sustainability timeliness transparency trust turnover uncertainty "
    "understanding unemployment uptake usage use usefulness visibility wealth wellbeing well-being workload")
"""Qualities and quantities: nouns that say by themselves what goes up and down."""

BETTER_WITH = word_set(
    "communication culture experience experiences health leadership outcome outcomes performance quality relationship "
    "relationships safety wellbeing well-being access")
LESS_WITH = word_set(
    "cost costs debt fragmentation inequality inequalities mortality poverty pressure pressures risk risks stigma "
    "stress turnover uncertainty unemployment workload complexity")

SET_PHRASES = (
    "health and social care", "health and care", "care and support", "care and treatment", "quality and safety",
    "health and wellbeing", "health and well-being", "health and safety", "accident and emergency", "a and e",
    "openness and honesty", "trust and rapport", "trust and confidence", "knowledge and skills", "skills and knowledge",
    "knowledge and understanding", "roles and responsibilities", "terms and conditions", "rules and regulations",
    "research and development", "learning and development", "monitoring and evaluation", "information and intelligence",
    "information and advice", "advice and guidance", "standards and guidance", "equality and diversity",
    "diversity and inclusion", "equity and inclusion", "people and communities", "children and young people",
    "families and carers", "black and minority ethnic", "wear and tear", "supply and demand", "food and drink",
    "arts and culture", "law and order", "peace and quiet", "checks and balances", "strengths and weaknesses",
    "enablers and barriers", "pros and cons", "policies and procedures", "processes and procedures",
    "systems and processes", "aims and objectives", "goals and objectives", "hopes and fears", "bed and breakfast",
    "up and down", "more and more", "science and technology", "hospitality and tourism", "voluntary and community",
    "vision and values", "culture and behaviour", "attitudes and behaviour", "attitudes and behaviours",
    "command and control", "time and resources", "time and money", "time and effort", "energy and climate",
    "tyne and wear", "birmingham and solihull", "bath and north east somerset",
)
"""Pairs that people say in one breath and mean as one thing."""

PEOPLE = word_set(
    "people staff carers patients users clients residents citizens families children parents adults volunteers nurses "
    "doctors clinicians gps inspectors assessors managers leaders teachers pupils students workers professionals "
    "practitioners employees employers farmers landowners consumers customers stakeholders partners participants "
    "communities public applicants policymakers politicians councillors researchers women men peers")
KNOWN_BODIES = frozenset({"nhs england", "healthwatch", "age uk", "public health england", "civil service"})
BODIES = word_set(
    "authority authorities council councils department departments ministry ministries government governments "
    "commission agency agencies association associations company companies charity charities regulator regulators "
    "inspectorate parliament treasury federation organisation organisations organization organizations enterprises "
    "hospitals businesses firms universities commissioners providers trusts systems system sector sectors boards "
    "committee committees police services icbs nhs")

_STARTS_BY_KIND = {
    "":
        "greater higher high lower low increased increasing increase increases reduced reducing reduce reduces "
        "decreased decreasing decrease growing rising falling declining shrinking soaring escalating boost boosting "
        "raise raising expand expanding promote promoting encourage encouraging maximise maximising minimise "
        "minimising tackle tackling ensure ensuring longer shorter rise decline reduction growth drop loss cuts "
        "reductions",
    "adequacy": "inadequate",
    "affordability": "unaffordable",
    "age": "ageing aging",
    "amount": "more less insufficient excessive",
    "availability": "lack absence shortage shortages limited no",
    "effectiveness": "effective ineffective",
    "efficiency": "efficient inefficient",
    "number": "fewer",
    "quality":
        "better worse poor poorer bad good improved improving improve improves enhanced enhance enhancing worsening "
        "deteriorating high-quality low-quality improvement improvements deterioration",
    "speed": "faster slower slow",
    "strength": "stronger strong weaker weak strengthened strengthening strengthen",
}
"""Words that say at the start of a label which way it goes, by what the neutral wording is built with."""

STARTS = {word: kind for kind, words in _STARTS_BY_KIND.items() for word in words.split()}

LOSSES = word_set(
    "lack absence shortage shortages increase increases rise decline reduction reductions growth drop improvement "
    "improvements deterioration loss decrease cuts")
"""Of these, nouns: they count only with `of`, `in` or `to` after them."""

NOT_CHANGE = (
    "greater london", "greater glasgow", "higher education", "high street", "high school",
    "high court", "low income households", "low income families", "low income groups", "low income countries",
    "good practice", "good neighbour", "good neighbours", "bad debt", "weak ties", "strong ties", "lower house",
    "high speed", "high rise", "growing season", "growing conditions", "rising main", "falling prevention", "high seas",
    "low emission", "low carbon", "low-carbon", "high needs", "high tech", "growth mindset", "growing up",
    "developing countries",
)
"""Names and fixed terms that begin with such a word."""

TRAILING_CHANGE = word_set("cuts shortage shortages reduction reductions increase increases decrease decline")

PROVIDING = word_set(
    "introduce introducing provide providing create creating develop developing implement implementing establish "
    "establishing deliver delivering install installing")
SOLVING = PROVIDING | word_set(
    "invest investing enable enabling give giving make making organise organising "
    "publish publishing install installing adopt adopting simplify simplifying streamline streamlining deploy "
    "deploying redesign redesigning hire hiring ban banning subsidise subsidising")

EVENTS = word_set("brexit pandemic lockdown election elections referendum workshop webinar conference covid covid-19")
EVENT_STARTS = word_set(
    "launch closure opening introduction publication announcement outbreak collapse merger abolition arrival signing "
    "election")

ACTING = word_set(
    "deliver delivering publish publishing hold holding run running organise organising produce producing launch "
    "launching host hosting conduct conducting disseminate disseminating distribute distributing circulate circulating "
    "recruit recruiting provide providing facilitate facilitating undertake undertaking develop developing implement "
    "implementing train attend attending carry carrying roll rolling set setting")
OUTPUTS = word_set(
    "workshop workshops training session sessions event events report reports guidance leaflet leaflets newsletter "
    "newsletters toolkit toolkits meeting meetings webinar webinars conference conferences campaign campaigns course "
    "courses website websites inspection inspections visit visits interviews")
WORKING = word_set(
    "delivered published held run produced completed conducted undertaken launched issued circulated distributed "
    "provided written organised hosted attended")

DIRECTION = word_set(
    "improved improving improves improve improvement improvements increased increasing increases more less fewer few "
    "greater better higher high lower low stronger strong reduced reducing reduces reduction decreased enhanced faster "
    "quicker shorter longer safer healthier happier closer wider deeper clearer fairer easier earlier sooner timely "
    "sustained maintained good excellent effective efficient safe open shared consistent equal equitable fair clear "
    "joint no zero all every full successful growing rising falling less-frequent broader richer fuller larger smaller")
"""Words that say which way an outcome goes, or in which state it is."""

FINITE = word_set(
    "is are be been being was were has have had can could will would may might must should do does did feel feels know "
    "knows understand understands take takes learn learns think thinks say says see sees receive receives get gets "
    "become becomes make makes engage engages identify recognise stays lives adopt adopts reflect contribute")
NOUN_OR_VERB = word_set(
    "use uses act acts work works help helps share shares change changes lead leads influence influences")

VAGUE = (
    "world-class", "world class", "best-in-class", "best in class", "state-of-the-art", "state of the art",
    "cutting-edge", "cutting edge", "holistic", "synergy", "synergies", "seamless", "optimal", "optimised", "win-win",
    "raised profile", "raising the profile", "gold standard", "step change", "transformational", "fit for the future",
)

ADJECTIVE_ENDINGS = (
    "able", "ible", "ful", "less", "ous", "ive", "ical", "ary", "ial", "ual", "nal", "tal", "ral", "ic", "ed", "ish",
    "ate", "ent", "ant")
