#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The fingerprint of docs/trace-format.md over the rows of made_up_run.h, written from the page alone.

Prints the value that fingerprint_test.cpp expects: 3 cells, no UEs, 4 periods. Argument: columns of a KPI row.
"""
import hashlib
import math
import struct
import sys

PERIOD_NS = 10**9


def link(chain, tag, record):
    return hashlib.sha256(chain + bytes([tag]) + record).digest()


def sequence(count, data):
    return struct.pack("<Q", count) + data


def kpi(period, index):
    mixed = (period * 2654435761 + index * 40503) % 1009
    return math.nan if mixed % 13 == 0 else mixed / 7.0


def main():
    width = int(sys.argv[1])
    cells = ["cell-%d" % i for i in range(3)]
    header = struct.pack("<QQ", 0xFFFFFFFFFFFFFFF1, len(cells))
    header += b"".join(sequence(len(c), c.encode()) for c in cells)
    chain = link(bytes(32), 1, header)
    for p in range(4):
        chain = link(chain, 4, struct.pack("<qBIii", p * PERIOD_NS + 5, 2, p, p % 3 - 1, 2))
        values = b"".join(bytes.fromhex("000000000000f87f") if math.isnan(v) else struct.pack("<d", v)
                          for v in (kpi(p, i) for i in range(len(cells) * width)))
        chain = link(chain, 2, struct.pack("<qq", p * PERIOD_NS, (p + 1) * PERIOD_NS) +
                     sequence(len(cells) * width, values))
        chain = link(chain, 3, struct.pack("<q", (p + 1) * PERIOD_NS) + 7 * sequence(0, b""))
    print(chain.hex())


main()
