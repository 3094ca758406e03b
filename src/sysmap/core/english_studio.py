"""The English of the studio: labels and short sentences by name; the browser reads them with those of `sysmap.core.english`."""

from __future__ import annotations

from typing import Final

__all__ = ["STUDIO"]

STUDIO: Final[dict[str, str]] = {
    "studio.no-answer": "The studio does not answer. Is it still running in the terminal?",
    "studio.could-not": "The studio could not do this.",
}
