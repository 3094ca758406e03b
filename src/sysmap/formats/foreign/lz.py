"""The packing of texts that PRSM uses: LZ78 with a growing code width, fifteen bits to a character from U+0020 on.

The scheme: codes are read lowest bit first; 0 brings in a new character of 8 bits, 1 one of 16 bits, 2 ends the text, and
others name earlier pieces. A piece that was read together with the first character of the next is a new piece. Codes start at
two bits and grow by one whenever the next code would not fit.
"""

from __future__ import annotations

__all__ = ["packed", "unpacked"]

_SHIFT, _BITS = 32, 15
_TURNED = [int(f"{value:015b}"[::-1], 2) for value in range(1 << _BITS)]


class _Bits:
    """Reads numbers from characters, lowest bit first."""

    def __init__(self, text: str) -> None:
        self._codes = [ord(character) - _SHIFT for character in text]
        self._at = self._held = self._value = 0

    def take(self, bits: int) -> int:
        while self._held < bits:
            if self._at >= len(self._codes) or not 0 <= self._codes[self._at] < 1 << _BITS:
                raise ValueError("the text breaks off")
            self._value |= _TURNED[self._codes[self._at]] << self._held
            self._held += _BITS
            self._at += 1
        found = self._value & ((1 << bits) - 1)
        self._value >>= bits
        self._held -= bits
        return found


def unpacked(text: str, most: int, *, start: bool = False) -> str:
    """The text that was packed.

    Parameters
    ----------
    text : what `packed` gives.
    most : characters at most; a packed text can unpack to the square of its length.
    start : give the first of it and stop there, in place of refusing what is longer.

    Raises
    ------
    ValueError : it breaks off, is none, or unpacks to more.

    >>> unpacked(packed("Bees, bees and bees: 🐝"), 1000)
    'Bees, bees and bees: 🐝'
    """
    bits = _Bits(text)
    pieces: list[str] = ["", "", ""]
    out: list[str] = []
    width, room, total = 2, 1, 0
    last = ""
    while True:
        code = bits.take(width)
        if code == 2:
            break
        if code < 2:
            pieces.append(chr(bits.take(8 if code == 0 else 16)))
            piece = pieces[-1]
            room -= 1
            if room == 0:
                room, width = 1 << width, width + 1
        elif code < len(pieces):
            piece = pieces[code]
        elif code == len(pieces) and last:
            piece = last + last[0]
        else:
            raise ValueError("no such piece")
        out.append(piece)
        total += len(piece)
        if total > most and start:
            break
        if total > most:
            raise ValueError("it unpacks to too much")
        if last:
            pieces.append(last + piece[0])
            room -= 1
            if room == 0:
                room, width = 1 << width, width + 1
        last = piece
    return "".join(out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def packed(text: str) -> str:
    """A text in the packed form.

    >>> packed("aaaa")[:1] != "a"
    True
    """
    units = text.encode("utf-16-le", "surrogatepass")
    codes = [units[at] | units[at + 1] << 8 for at in range(0, len(units), 2)]
    known: dict[tuple[int, int], int] = {}
    fresh: set[int] = set()
    value = held = 0
    out: list[str] = []
    size, width, room = 3, 2, 2

    def put(number: int, bits: int) -> None:
        nonlocal value, held
        value |= number << held
        held += bits
        while held >= _BITS:
            out.append(chr(_TURNED[value & ((1 << _BITS) - 1)] + _SHIFT))
            value >>= _BITS
            held -= _BITS

    def tell(piece: int, unit: int) -> None:
        nonlocal width, room
        if piece in fresh:
            fresh.discard(piece)
            put(0 if unit < 256 else 1, width)
            put(unit, 8 if unit < 256 else 16)
            room -= 1
            if room == 0:
                room, width = 1 << width, width + 1
        else:
            put(piece, width)
        room -= 1
        if room == 0:
            room, width = 1 << width, width + 1

    single: dict[int, int] = {}
    piece = unit = -1
    for code in codes:
        if code not in single:
            single[code] = size
            fresh.add(size)
            size += 1
        if piece < 0:
            piece, unit = single[code], code
            continue
        longer = known.get((piece, code))
        if longer is not None:
            piece = longer
            continue
        tell(piece, unit)
        known[piece, code] = size
        size += 1
        piece, unit = single[code], code
    if piece >= 0:
        tell(piece, unit)
    put(2, width)
    out.append(chr(_TURNED[value & ((1 << _BITS) - 1)] + _SHIFT))
    return "".join(out) + " "
