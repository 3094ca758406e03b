"""The English of two versions as one moving picture: labels and short sentences by name, carried only by pages of two versions."""

from __future__ import annotations

from typing import Final

__all__ = ["MOVING"]

MOVING: Final[dict[str, str]] = {
    "moving.name": "Moving picture", "moving.slider": "From {before} to {after}", "moving.play": "Play", "moving.stop": "Stop",
    "moving.next": "Next step", "moving.again": "From the beginning",
    "moving.step": "Step {n} of 3. {what}", "moving.begins": "{version}, as it was.",
    "moving.went": "{none, select, yes {Nothing went.} other {What went, struck out: {factors} and {links}.}}",
    "moving.moved": "What stays moves to its place in {version}. {none, select, yes {Nothing is reworded.} other {Reworded or "
                    "changed otherwise: {factors} and {links}.}}",
    "moving.came": "{none, select, yes {Nothing came.} other {What came, marked as new: {factors} and {links}.}} This is {version}.",
}
