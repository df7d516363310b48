"""CBOR (RFC 8949) of numbers, texts and arrays."""

from __future__ import annotations

from typing import Any

NUMBER, BELOW_ZERO, TEXT, ARRAY = 0, 1, 3, 4


def decode(data: bytes, start: int) -> tuple[Any, int]:
    """Return the value at ``start``, and the position behind it. Raises ValueError or LookupError if there is none."""
    kind, number, start = decode_head(data, start)
    if kind == NUMBER:
        return number, start
    if kind == BELOW_ZERO:
        return -1 - number, start
    if kind == TEXT:
        return data[start : start + number].decode(), start + number
    if kind != ARRAY:
        raise ValueError(f"neither number nor text nor array: kind {kind} before {start}")
    values = []
    for _ in range(number):
        value, start = decode(data, start)
        values.append(value)
    return values, start


def decode_head(data: bytes, start: int) -> tuple[int, int, int]:
    """Return a value's kind, its number (bytes of a text, values of an array), and the position of its content."""
    kind, number = data[start] >> 5, data[start] & 31
    start += 1
    if number >= 24:
        size = 1 << (number - 24)
        number = int.from_bytes(data[start : start + size], "big")
        start += size
    return kind, number, start


def encode(value: Any) -> bytes:
    """Return the shortest encoding of a value."""
    if isinstance(value, int):
        return encode_head(NUMBER, value) if value >= 0 else encode_head(BELOW_ZERO, -1 - value)
    if isinstance(value, str):
        return encode_head(TEXT, len(value.encode())) + value.encode()
    return encode_head(ARRAY, len(value)) + b"".join(map(encode, value))


def encode_head(kind: int, number: int) -> bytes:
    """Return the first bytes of a value; see `decode_head`."""
    if number < 24:
        return bytes([kind << 5 | number])
    power = next(power for power in range(4) if number < 1 << (8 << power))
    return bytes([kind << 5 | 24 + power]) + number.to_bytes(1 << power, "big")
