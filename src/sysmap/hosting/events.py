"""What a server tells its operators: one line of JSON an event, without a word about persons."""

from __future__ import annotations

import datetime
import json
import sys

__all__ = ["tell"]


def tell(event: str, **facts: str | int | float) -> None:
    """Write a line to standard error.

    Parameters
    ----------
    event : what happened, in a few words.
    facts : ids of workspaces and counts; never names, addresses of people, or texts of maps.
    """
    at = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
    print(json.dumps({"at": at, "event": event, **facts}), file=sys.stderr, flush=True)  # noqa: T201
