"""Citations by author and date in a report, and which sources it cited.

How a citation and an entry are laid out is made in `sysmap.formats.author_date`. Where its library is not installed, sources are
cited by title.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sysmap.core.elements import Cite
from sysmap.core.library import Source
from sysmap.core.problem import Refused
from sysmap.formats.author_date import References

__all__ = ["Citations"]


class Citations:
    """Cites sources and remembers which it cited, so that the list of references holds these and no others.

    Parameters
    ----------
    sources : all that may be cited.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = {source.id: source for source in reversed(sources)}
        self._references = References(sources)
        self._cited: dict[str, None] = {}

    def cited(self, cites: Iterable[Cite]) -> str:
        """Places in sources without brackets, each once; empty for no place."""
        cites = tuple(cites)
        self._cited.update(dict.fromkeys(cite.source for cite in cites))
        try:
            return self._references.cite_all(cites)[1:-1]
        except Refused:
            return "; ".join(dict.fromkeys(", ".join(filter(None, (self._title(cite.source), cite.at))) for cite in cites))

    def entries(self) -> list[str]:
        """The list of references: what was cited so far, by author and date."""
        try:
            return self._references.of(self._cited)
        except Refused:
            return sorted(self._title(id_) for id_ in self._cited if id_ in self._sources)

    def _title(self, id_: str) -> str:
        return self._sources[id_].label if id_ in self._sources else id_
