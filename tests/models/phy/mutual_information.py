# SPDX-License-Identifier: BSD-3-Clause
"""Information a coded bit loses in AWGN: 1 - BICM capacity per bit of Gray-mapped QAM (Caire, Taricco, Biglieri,
"Bit-Interleaved Coded Modulation", IEEE Trans. IT 44(3), 1998), from 1 bit per dimension (QPSK) to 5 (1024QAM).

Square QAM falls into two PAMs of half the energy and half the noise. The mean over the noise is taken by
Gauss-Hermite quadrature (the table models/phy/data/information_loss.csv) or, independently, by the trapezoidal
rule (what the test compares with).
The dispersion is the variance of a dimension's information density, in bit^2 for each of its bits (Polyanskiy,
Poor, Verdu, IEEE Trans. IT 56(5), 2010).
usage: mutual_information.py table > information_loss.csv
       mutual_information.py dispersion > information_dispersion.csv
       mutual_information.py trapezoid SNR_DB...     prints SNR_DB, then loss and dispersion for QPSK to 1024QAM
"""
import math
import sys


def hermite_rule(count):
    """Nodes and weights for the mean over a standard normal variable, by Newton's method."""
    rule = []
    guess = 0.0
    for i in range((count + 1) // 2):
        if i == 0:
            guess = math.sqrt(2.0 * count + 1) - 1.85575 * (2 * count + 1) ** (-1 / 6)
        elif i == 1:
            guess -= 1.14 * count ** 0.426 / guess
        elif i == 2:
            guess = 1.86 * guess - 0.86 * rule[0][0] / math.sqrt(2)
        elif i == 3:
            guess = 1.91 * guess - 0.91 * rule[2][0] / math.sqrt(2)
        else:
            guess = 2.0 * guess - rule[2 * (i - 2)][0] / math.sqrt(2)
        for _ in range(100):
            value, before = math.pi ** -0.25, 0.0
            for j in range(count):
                value, before = (guess * math.sqrt(2 / (j + 1)) * value - math.sqrt(j / (j + 1)) * before, value)
            slope = math.sqrt(2 * count) * before
            step = value / slope
            guess -= step
            if abs(step) < 1e-14:
                break
        weight = 2.0 / (slope * slope) / math.sqrt(math.pi)
        rule += [(guess * math.sqrt(2), weight), (-guess * math.sqrt(2), weight)]
    return rule if count % 2 == 0 else rule[:-1]


def trapezoidal_rule(step=1 / 32, reach=9.0):
    count = round(reach / step)
    return [(i * step, step * math.exp(-0.5 * (i * step) ** 2) / math.sqrt(2 * math.pi))
            for i in range(-count, count + 1)]


def moments(bits, snr, rule):
    """Mean and variance of the information a dimension of 2**bits levels loses, in bit for each of its bits."""
    levels = 2 ** bits
    # Levels -(L-1), ..., L-1 scaled to half the symbol energy; noise of variance 1/(2 snr) scaled to one.
    scale = math.sqrt(1.5 / (levels ** 2 - 1)) * math.sqrt(2 * snr)
    points = [(2 * i - levels + 1) * scale for i in range(levels)]
    ones = [[i for i in range(levels) if (i ^ (i >> 1)) >> bit & 1] for bit in range(bits)]
    zeros = [[i for i in range(levels) if not (i ^ (i >> 1)) >> bit & 1] for bit in range(bits)]
    mean = square = 0.0
    for sent in range(levels // 2):  # the other half is its mirror image
        for noise, weight in rule:
            exponents = [-0.5 * (points[sent] + noise - point) ** 2 for point in points]
            top = max(exponents)
            likely = [math.exp(e - top) for e in exponents]
            lost = 0.0
            for bit in range(bits):
                same, other = (ones[bit], zeros[bit]) if sent in ones[bit] else (zeros[bit], ones[bit])
                near = max(exponents[i] for i in same)
                if near < top:
                    lost += top - near + math.log(sum(likely) / sum(math.exp(exponents[i] - near) for i in same))
                else:
                    lost += math.log1p(sum(likely[i] for i in other) / sum(likely[i] for i in same))
            mean += weight * lost
            square += weight * lost * lost
    mean /= levels / 2 * math.log(2)
    square /= levels / 2 * math.log(2) ** 2
    return mean / bits, (square - mean * mean) / bits


def print_table(title, rows, entry):
    print("# SPDX-License-Identifier: BSD-3-Clause;", title)
    print("snr_db,qpsk,qam16,qam64,qam256,qam1024")
    rule = hermite_rule(100)
    for snr_db in rows:
        values = (moments(bits, 10 ** (snr_db / 10), rule)[entry] for bits in range(1, 6))
        print(snr_db, *(f"{max(value, 1e-30):.9g}" for value in values), sep=",")


def main():
    origin = "(Gray QAM, AWGN), computed by tests/models/phy/mutual_information.py"
    if sys.argv[1] == "table":
        print_table("1 - BICM capacity per bit " + origin, (i / 4 for i in range(-160, 201)), 0)
    elif sys.argv[1] == "dispersion":
        print_table("BICM dispersion per bit, bit^2 " + origin, (i / 1.0 for i in range(-40, 51)), 1)
    else:
        for text in sys.argv[2:]:
            snr = 10 ** (float(text) / 10)
            both = (moments(bits, snr, trapezoidal_rule()) for bits in range(1, 6))
            print(text, *(f"{loss!r} {dispersion!r}" for loss, dispersion in both))


if __name__ == "__main__":
    main()
