"""The smallest map there is: one vector tile of water for all five tiles of the world, as a PMTiles archive of version 3."""

from __future__ import annotations

import json
import struct


def _varint(number: int) -> bytes:
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _field(number: int, content: bytes | int) -> bytes:
    """A field of a protobuf message: a varint, or bytes with their length."""
    if isinstance(content, int):
        return _varint(number << 3) + _varint(content)
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def tile() -> bytes:
    """Mapbox Vector Tile 2.1: a layer `water` with one square."""
    square = [9, _zigzag(0), _zigzag(0), 26]
    for across, down in ((4096, 0), (0, 4096), (-4096, 0)):
        square += [_zigzag(across), _zigzag(down)]
    geometry = b"".join(map(_varint, [*square, 15]))
    feature = _field(3, 3) + _field(4, geometry)
    layer = _field(1, b"water") + _field(2, feature) + _field(5, 4096) + _field(15, 2)
    return _field(3, layer)


def archive() -> bytes:
    """The PMTiles archive, nothing compressed."""
    content = tile()
    directory = _varint(1) + _varint(0) + _varint(5) + _varint(len(content)) + _varint(1)
    metadata = json.dumps({"vector_layers": [{"id": "water", "fields": {}}]}).encode()
    root_at, metadata_at = 127, 127 + len(directory)
    tiles_at = metadata_at + len(metadata)
    header = b"PMTiles\x03" + struct.pack(
        "<11Q", root_at, len(directory), metadata_at, len(metadata), 0, 0, tiles_at, len(content), 5, 1, 1
    )
    header += bytes([1, 1, 1, 1, 0, 1])  # clustered; directories and tiles plain; vector tiles; zooms 0 and 1
    header += struct.pack("<4i", -1800000000, -850000000, 1800000000, 850000000) + bytes([0]) + struct.pack("<2i", 0, 0)
    assert len(header) == 127
    return header + directory + metadata + content
