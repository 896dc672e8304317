#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Per-layer SINR behind a linear MMSE receiver, a second time: by the receiver itself.

Not by the closed form 1 / [(I + snr G)^-1]_ll - 1 but by its meaning: for each layer the filter
(snr A A^H + I)^-1 a_l is formed, and wanted power is divided by what the other layers and noise leave in its output.
Channels are random complex numbers, precoders the first columns of a unitary DFT matrix over sqrt(rank).
Prints for each case: rx tx rank snr, then rx*tx channel and tx*rank precoder elements (re im, row by row), then the
SINR of each layer.
usage: mimo_reference.py
"""
import cmath
import math
import random


def solve(matrix, vector):
    """x with matrix x = vector: elimination with the largest pivot."""
    n = len(vector)
    rows = [list(row) + [value] for row, value in zip(matrix, vector)]
    for p in range(n):
        best = max(range(p, n), key=lambda i: abs(rows[i][p]))
        rows[p], rows[best] = rows[best], rows[p]
        for i in range(p + 1, n):
            factor = rows[i][p] / rows[p][p]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[p])]
    x = [0j] * n
    for i in reversed(range(n)):
        x[i] = (rows[i][n] - sum(rows[i][j] * x[j] for j in range(i + 1, n))) / rows[i][i]
    return x


def layer_sinr(h, w, snr):
    rx, tx, rank = len(h), len(w), len(w[0])
    a = [[sum(h[r][t] * w[t][l] for t in range(tx)) for l in range(rank)] for r in range(rx)]
    covariance = [[snr * sum(a[r][l] * a[s][l].conjugate() for l in range(rank)) + (r == s)
                   for s in range(rx)] for r in range(rx)]
    result = []
    for l in range(rank):
        receiver = solve(covariance, [a[r][l] for r in range(rx)])
        heard = [snr * abs(sum(receiver[r].conjugate() * a[r][k] for r in range(rx))) ** 2 for k in range(rank)]
        noise = sum(abs(g) ** 2 for g in receiver)
        result.append(heard[l] / (sum(heard) - heard[l] + noise))
    return result


def main():
    draw = random.Random(38214)
    for rx, tx, rank in [(1, 1, 1), (2, 2, 1), (2, 2, 2), (4, 4, 1), (4, 4, 2), (4, 4, 3), (4, 4, 4), (2, 4, 2),
                         (4, 8, 4), (8, 8, 4), (1, 4, 2), (2, 4, 4), (3, 5, 3)]:
        for snr in (0.0, 0.1, 10.0, 1000.0):
            h = [[complex(draw.gauss(0, 0.7071), draw.gauss(0, 0.7071)) for _ in range(tx)] for _ in range(rx)]
            w = [[cmath.exp(2j * math.pi * t * l / tx) / math.sqrt(tx * rank) for l in range(rank)] for t in range(tx)]
            elements = [x for row in h + w for x in row]
            print(rx, tx, rank, snr, *(f"{part:.9g}" for x in elements for part in (x.real, x.imag)),
                  *(f"{x:.9g}" for x in layer_sinr(h, w, snr)))


if __name__ == "__main__":
    main()
