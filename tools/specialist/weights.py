# SPDX-License-Identifier: Apache-2.0
"""Weight files of Pixie (src/embed/weights.h): reading the encoder's layers, writing the trained reader's."""
import hashlib
import struct

import numpy as np

HEADER, SECTIONS, ALIGN, VERSION = 8 + 8 + 64 + 64 + 16 + 32 + 256 * 16, 256, 64, 1
TILE = 64
FIRST_LAYER, PER_LAYER = 16, 20
LOG2E = 1.44269504


class Weights:
    def __init__(self, path):
        with open(path, "rb") as f:
            self.data = f.read()
        self.id = self.data[16:80].split(b"\0")[0].decode()
        self.parameters = struct.unpack_from("<16I", self.data, 80)
        self.sections = [struct.unpack_from("<QQ", self.data, 192 + 16 * i) for i in range(SECTIONS)]

    def get(self, section, kind):
        offset, size = self.sections[section]
        return np.frombuffer(self.data, kind, size // np.dtype(kind).itemsize, offset)

    def matrix(self, section, inputs):
        """(int8 [outputs, inputs], scale, bias) of a packed matrix."""
        packed, scale, bias = self.get(section, np.int8), self.get(section + 1, "<f4"), self.get(section + 2, "<f4")
        outputs = len(scale)
        blocks = packed.reshape(outputs // TILE, inputs // 4, TILE, 4)
        return blocks.transpose(0, 2, 1, 3).reshape(outputs, inputs), scale, bias


def read_layer(weights, index, dims=384, inner=1536):
    """A layer as numbers for training, matrices as [inputs, outputs]."""
    at = FIRST_LAYER + index * PER_LAYER
    p = {}
    for name, offset, inputs in (("qkv", 0, dims), ("out", 4, dims), ("up", 8, dims), ("down", 12, inner)):
        values, scale, bias = weights.matrix(at + offset, inputs)
        p[name] = (values.astype(np.float32) * scale[:, None]).T.copy()
        p[name + "_bias"] = bias.copy()
    factor = np.float32(LOG2E / np.sqrt(32))
    p["qkv"][:, :dims] /= factor
    p["qkv_bias"][:dims] /= factor
    for name, offset in (("1", 16), ("2", 17)):
        both = weights.get(at + offset, "<f4").reshape(2, dims)
        p["gamma" + name], p["beta" + name] = both[0].copy(), both[1].copy()
    return p


def read_reader(path):
    """The params that write_reader wrote, rounded to int8 as they are there."""
    w = Weights(path)
    dims, own = w.parameters[0], w.parameters[3]
    heads, scale, bias = w.matrix(2, dims)
    return {
        "layers": [read_layer(w, i) for i in range(own)],
        "features": w.get(1, "<f4").reshape(-1, dims).copy(),
        "heads": (heads.astype(np.float32) * scale[:, None]).T.copy(), "heads_bias": bias.copy(),
    }


def checksum(data):
    """That of src/embed/weights.c."""
    mask, prime = (1 << 64) - 1, 0x9e3779b185ebca87
    padded = data + b"\0" * (-len(data) % 64)
    words = np.frombuffer(padded, "<u8").reshape(-1, 8)
    lanes = np.array([(prime * (i + 1)) & mask for i in range(8)], np.uint64)
    with np.errstate(over="ignore"):
        for row in words:
            mixed = (lanes ^ row) * np.uint64(prime)
            lanes = mixed << np.uint64(31) | mixed >> np.uint64(33)
    total = len(data)
    for lane in lanes:
        total = ((total ^ int(lane)) * prime) & mask
        total ^= total >> 29
    return total


def packed(matrix, bias, first=0, factor=1.0):
    """Four sections of a matrix [inputs, outputs]; the scales of its first `first` outputs are multiplied by `factor`."""
    rows = np.ascontiguousarray(matrix.T, np.float32)
    largest = np.abs(rows).max(1)
    safe = np.where(largest > 0, largest, 1)
    values = np.rint(rows * (np.float32(127) / safe)[:, None]).astype(np.int8)
    scale, bias = (largest / 127).astype(np.float32), bias.astype(np.float32).copy()
    scale[:first] *= np.float32(factor)
    bias[:first] *= np.float32(factor)
    outputs, inputs = rows.shape
    blocks = values.reshape(outputs // TILE, TILE, inputs // 4, 4).transpose(0, 2, 1, 3)
    start = (-128 * values.astype(np.int32).sum(1)).astype(np.int32)
    return [blocks.tobytes(), scale.tobytes(), bias.tobytes(), start.tobytes()]


def write(path, name, parameters, sections):
    """sections: number -> bytes."""
    body, places = b"", [(0, 0)] * SECTIONS
    for number, data in sorted(sections.items()):
        body += b"\0" * (-(HEADER + len(body)) % ALIGN)
        places[number] = (HEADER + len(body), len(data))
        body += data
    pad = -(HEADER + len(body)) % ALIGN
    body += b"\0" * pad
    header = struct.pack("<8sII64s16IQQ32s", b"PXWEIGHT", VERSION, SECTIONS, name.encode(),
                         *(list(parameters) + [0] * (16 - len(parameters))), HEADER + len(body), checksum(body),
                         hashlib.sha256(body).digest())
    header += b"".join(struct.pack("<QQ", *place) for place in places)
    with open(path, "wb") as f:
        f.write(header + body)


def write_reader(path, params, temperatures, features, intents, tags, shared=3):
    sections = {1: np.asarray(params["features"], "<f4").tobytes(), 6: np.asarray(temperatures, "<f4").tobytes()}
    for i, part in enumerate(packed(params["heads"], params["heads_bias"])):
        sections[2 + i] = part
    for index, p in enumerate(params["layers"]):
        at = FIRST_LAYER + index * PER_LAYER
        for name, offset in (("qkv", 0), ("out", 4), ("up", 8), ("down", 12)):
            first = p["out"].shape[1] if name == "qkv" else 0
            for i, part in enumerate(packed(p[name], p[name + "_bias"], first, LOG2E / np.sqrt(32))):
                sections[at + offset + i] = part
        for name, offset in (("1", 16), ("2", 17)):
            sections[at + offset] = np.stack([p["gamma" + name], p["beta" + name]]).astype("<f4").tobytes()
    dims, inner = params["layers"][0]["up"].shape
    write(path, "pixie-reader", [dims, inner, shared, len(params["layers"]), features, intents, tags], sections)
