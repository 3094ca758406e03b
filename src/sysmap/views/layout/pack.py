"""The parts of a map beside and below each other, so that the whole has the shape of a page."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["pack"]


def pack(sizes: Sequence[tuple[float, float]], gap: float = 44.0, aspect: float = 1.6) -> list[tuple[float, float]]:
    """Top left corners for rectangles of the given widths and heights, without overlap.

    Each is put as high, then as far left, as it goes (a skyline), for several widths of the page; the width in which
    print stays largest is kept.

    >>> pack([(100.0, 50.0), (100.0, 50.0)], gap=10.0, aspect=4.0)
    [(0.0, 0.0), (110.0, 0.0)]
    """
    if not sizes:
        return []
    widest = max(width for width, _ in sizes)
    area = sum((width + gap) * (height + gap) for width, height in sizes)
    best: list[tuple[float, float]] = []
    best_scale = -1.0
    for step in range(14):
        page = max(widest, (area * aspect) ** 0.5 * (0.75 + 0.1 * step))
        corners = _skyline(sizes, page, gap)
        across = max(x + width for (x, _), (width, _) in zip(corners, sizes, strict=True))
        down = max(y + height for (_, y), (_, height) in zip(corners, sizes, strict=True))
        scale = min(aspect / max(across, 1.0), 1.0 / max(down, 1.0))
        if scale > best_scale * 1.0001:
            best, best_scale = corners, scale
    return best


def _skyline(sizes: Sequence[tuple[float, float]], page: float, gap: float) -> list[tuple[float, float]]:
    skyline = [(0.0, 0.0)]
    corners = []
    for width, height in sizes:
        options = []
        for x, _ in skyline:
            if x == 0.0 or x + width <= page + 1e-6:
                end = x + width + gap
                y = max(level for (left, level), right in _spans(skyline) if left < end - 1e-9 and right > x + 1e-9)
                options.append((y, x))
        y, x = min(options)
        corners.append((x, y))
        skyline = _raised(skyline, x, x + width + gap, y + height + gap)
    return corners


def _spans(skyline: Sequence[tuple[float, float]]) -> list[tuple[tuple[float, float], float]]:
    ends = [x for x, _ in skyline[1:]] + [float("inf")]
    return list(zip(skyline, ends, strict=True))


def _raised(skyline: Sequence[tuple[float, float]], left: float, right: float, level: float) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    after = 0.0
    for (x, y), end in _spans(skyline):
        if x < left:
            found.append((x, y))
        if x <= right < end:
            after = y
    found.extend([(left, level), (right, after)])
    found.extend((x, y) for x, y in skyline if x > right)
    return found
