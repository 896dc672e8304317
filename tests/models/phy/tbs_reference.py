# SPDX-License-Identifier: BSD-3-Clause
"""Transport block size of TS 38.214 clause 5.1.3.2, written a second time in exact fractions.

Shares the specification tables with the library and nothing else. Prints one line for each MCS table, MCS,
resource elements per PRB and PRB count: these four numbers, then the size in bits for 1 to 4 layers. Table 0
is one made-up scheme, QPSK at rate 1/4: the border of the segmentation rule, which no table touches.
RE_PER_PRB is at most 156, where the clause caps it.
usage: tbs_reference.py DATA_FOLDER RE_PER_PRB...
"""
import bisect
import csv
import sys
from fractions import Fraction


def rows(folder, name):
    with open(f"{folder}/{name}.csv", encoding="utf-8") as table:
        return list(csv.DictReader(line for line in table if not line.startswith("#")))


def transport_block_bits(elements_and_layers, order, rate, sizes):
    # N_info = numerator / denominator, exactly
    numerator, denominator = elements_and_layers * order * rate.numerator, rate.denominator
    if numerator <= 3824 * denominator:
        step = 2 ** max(3, (numerator // denominator).bit_length() - 1 - 6)
        quantised = max(24, step * (numerator // (denominator * step)))
        return sizes[bisect.bisect_left(sizes, quantised)]
    numerator -= 24 * denominator
    step = 2 ** ((numerator // denominator).bit_length() - 1 - 5)
    # "ties in the round function are broken towards the next largest integer"
    quantised = max(3840, step * ((2 * numerator + denominator * step) // (2 * denominator * step)))
    if 4 * rate.numerator <= rate.denominator:
        blocks = -(-(quantised + 24) // 3816)
    elif quantised > 8424:
        blocks = -(-(quantised + 24) // 8424)
    else:
        return 8 * -(-(quantised + 24) // 8) - 24
    return 8 * blocks * -(-(quantised + 24) // (8 * blocks)) - 24


def main():
    folder, elements = sys.argv[1], [int(argument) for argument in sys.argv[2:]]
    sizes = [int(row["tbs_bits"]) for row in rows(folder, "tbs_table")]
    schemes = [(0, "0", 2, Fraction(1, 4))]
    for table in (1, 2, 3, 4):
        for mcs in rows(folder, f"mcs_table{table}"):
            rate = Fraction(mcs["code_rate_x1024"]) / 1024
            schemes.append((table, mcs["index"], int(mcs["modulation_order"]), rate))
    for table, mcs, order, rate in schemes:
        known = {}  # the size depends on PRB x RE x layers alone
        lines = []
        for re_per_prb in elements:
            for prb_count in range(1, 276):
                products = [prb_count * re_per_prb * layers for layers in (1, 2, 3, 4)]
                for product in products:
                    if product not in known:
                        known[product] = transport_block_bits(product, order, rate, sizes)
                lines.append(f"{table} {mcs} {re_per_prb} {prb_count} " + " ".join(str(known[p]) for p in products))
        print("\n".join(lines))


if __name__ == "__main__":
    main()
