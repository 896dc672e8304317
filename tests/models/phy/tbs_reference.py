# SPDX-License-Identifier: BSD-3-Clause
"""Transport block size of TS 38.214 clause 5.1.3.2, written a second time in exact fractions.

Shares the specification tables with the library and nothing else. Prints one line for each MCS table, MCS,
resource elements per PRB and PRB count: these four numbers, then the size in bits for 1 to 4 layers. Table 0
is one made-up scheme, QPSK at rate 1/4: the border of the segmentation rule, which no table touches.
usage: tbs_reference.py DATA_FOLDER RE_PER_PRB...
"""
import csv
import math
import sys
from fractions import Fraction


def rows(folder, name):
    with open(f"{folder}/{name}.csv", encoding="utf-8") as table:
        return list(csv.DictReader(line for line in table if not line.startswith("#")))


def log2_floor(x):
    return len(bin(math.floor(x))) - 3 if x >= 1 else 0


def transport_block_bits(prb_count, re_per_prb, order, rate, layers, sizes):
    info = min(156, re_per_prb) * prb_count * rate * order * layers
    if info <= 3824:
        step = 2 ** max(3, log2_floor(info) - 6)
        quantised = max(24, step * (info // step))
        return next(size for size in sizes if size >= quantised)
    step = 2 ** (log2_floor(info - 24) - 5)
    # "ties in the round function are broken towards the next largest integer"
    quantised = max(3840, step * ((info - 24 + Fraction(step, 2)) // step))
    if rate <= Fraction(1, 4):
        blocks = math.ceil(Fraction(quantised + 24, 3816))
    elif quantised > 8424:
        blocks = math.ceil(Fraction(quantised + 24, 8424))
    else:
        return 8 * math.ceil(Fraction(quantised + 24, 8)) - 24
    return 8 * blocks * math.ceil(Fraction(quantised + 24, 8 * blocks)) - 24


def main():
    folder, elements = sys.argv[1], [int(argument) for argument in sys.argv[2:]]
    sizes = [int(row["tbs_bits"]) for row in rows(folder, "tbs_table")]
    schemes = [(0, "0", 2, Fraction(1, 4))]
    for table in (1, 2, 3):
        for mcs in rows(folder, f"mcs_table{table}"):
            rate = Fraction(mcs["code_rate_x1024"]) / 1024
            schemes.append((table, mcs["index"], int(mcs["modulation_order"]), rate))
    for table, mcs, order, rate in schemes:
        for re_per_prb in elements:
            for prb_count in range(1, 276):
                bits = (transport_block_bits(prb_count, re_per_prb, order, rate, layers, sizes)
                        for layers in (1, 2, 3, 4))
                print(table, mcs, re_per_prb, prb_count, *bits)


if __name__ == "__main__":
    main()
