#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Fields of ports of panel arrays, a second time: rotation matrices and plain sums where the program has the angles'
formulas of TR 38.901 clause 7.1.3 and closed forms.

usage: array_reference.py [CASES]     one case a line: its parameters, then F_theta and F_phi (re im re im)
       array_reference.py efficiency  mean of the element's gain over the sphere, dB
"""
import cmath
import math
import random
import sys


def matmul(a, b):
    return [[sum(a[i][k] * b[k][j] for k in range(3)) for j in range(3)] for i in range(3)]


def matvec(a, v):
    return [sum(a[i][k] * v[k] for k in range(3)) for i in range(3)]


def transposed(a):
    return [list(row) for row in zip(*a)]


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def rotation(alpha, beta, gamma):
    """R_Z(alpha) R_Y(beta) R_X(gamma), equation 7.1-2."""
    ca, sa, cb, sb, cg, sg = (f(math.radians(x)) for x in (alpha, beta, gamma) for f in (math.cos, math.sin))
    z = [[ca, -sa, 0], [sa, ca, 0], [0, 0, 1]]
    y = [[cb, 0, sb], [0, 1, 0], [-sb, 0, cb]]
    x = [[1, 0, 0], [0, cg, -sg], [0, sg, cg]]
    return matmul(z, matmul(y, x))


def basis(v):
    """theta-hat and phi-hat at the unit vector v."""
    phi, theta = math.atan2(v[1], v[0]), math.acos(max(-1.0, min(1.0, v[2])))
    return ([math.cos(theta) * math.cos(phi), math.cos(theta) * math.sin(phi), -math.sin(theta)],
            [-math.sin(phi), math.cos(phi), 0.0])


def power_db(v, isotropic):
    """Table 7.3-1 with its own numbers."""
    if isotropic:
        return 0.0
    phi, theta = math.degrees(math.atan2(v[1], v[0])), math.degrees(math.acos(max(-1.0, min(1.0, v[2]))))
    vertical = -min(12 * ((theta - 90) / 65) ** 2, 30)
    horizontal = -min(12 * (phi / 65) ** 2, 30)
    return 8 - min(-(vertical + horizontal), 30)


def element_field(world, array_rotation, slant, model, isotropic):
    """World vector of the electric field, from the field in the frame where polarisation is simple."""
    if model == 1:
        frame = matmul(array_rotation, rotation(0, 0, slant))
        local = matvec(transposed(frame), world)
        theta, _ = basis(local)
        field = theta
    else:
        frame = array_rotation
        local = matvec(transposed(frame), world)
        theta, phi = basis(local)
        c, s = math.cos(math.radians(slant)), math.sin(math.radians(slant))
        field = [c * t + s * p for t, p in zip(theta, phi)]
    amplitude = math.sqrt(10 ** (power_db(local, isotropic) / 10))
    return [amplitude * x for x in matvec(frame, field)]


def port_field(c):
    phi, theta = math.radians(90 - c["azimuth"]), math.radians(90 - c["elevation"])
    world = [math.sin(theta) * math.cos(phi), math.sin(theta) * math.sin(phi), math.cos(theta)]
    turn = rotation(90 - c["boresight"], c["downtilt"], c["roll"])
    left, up = c["port"], 0
    row, left = left % c["Mp"], left // c["Mp"]
    column, left = left % c["Np"], left // c["Np"]
    polarisation, left = left % c["P"], left // c["P"]
    panel_column, panel_row = left % c["Ng"], left // c["Ng"]
    row_pitch = c["gv"] or c["M"] * c["dv"]
    column_pitch = c["gh"] or c["N"] * c["dh"]

    def place(panel_row, panel_column, row, column):
        return [0, panel_column * column_pitch + column * c["dh"], panel_row * row_pitch + row * c["dv"]]

    everything = [place(*at) for at in
                  [(i, j, m, n) for i in range(c["Mg"]) for j in range(c["Ng"]) for m in range(c["M"])
                   for n in range(c["N"])]]
    centre = [sum(p[k] for p in everything) / len(everything) for k in range(3)]
    tilt, steer = math.radians(90 + c["etilt"]), math.radians(-c["steer"])
    steered = [math.sin(tilt) * math.cos(steer), math.sin(tilt) * math.sin(steer), math.cos(tilt)]
    local = matvec(transposed(turn), world)
    rows, columns = c["M"] // c["Mp"], c["N"] // c["Np"]
    total = 0
    for m in range(rows):
        for n in range(columns):
            at = place(panel_row, panel_column, row * rows + m, column * columns + n)
            weight = cmath.exp(-2j * math.pi * dot([0, n * c["dh"], m * c["dv"]], steered)) / math.sqrt(rows * columns)
            total += weight * cmath.exp(2j * math.pi * dot([a - b for a, b in zip(at, centre)], local))
    slant = c["second"] if polarisation else c["first"]
    field = element_field(world, turn, slant, c["model"], c["isotropic"])
    theta_hat, phi_hat = basis(world)
    return total * dot(field, theta_hat), total * dot(field, phi_hat)


def draw(rng):
    mp, np = rng.choice([1, 1, 2, 4]), rng.choice([1, 2])
    c = {"M": mp * rng.randint(1, 4), "N": np * rng.randint(1, 4), "P": rng.choice([1, 2]),
         "Mg": rng.choice([1, 1, 2]), "Ng": rng.choice([1, 2, 3]), "dv": rng.choice([0.5, 0.8]),
         "dh": rng.choice([0.5, 0.65])}
    c["gv"], c["gh"] = rng.choice([0, c["M"] * c["dv"] + 0.4]), rng.choice([0, c["N"] * c["dh"] + 0.7])
    c["first"], c["second"] = rng.choice([(45, -45), (0, 90), (30, -60)])
    c["model"], c["isotropic"] = rng.choice([1, 2, 2]), int(rng.random() < 0.2)
    c["boresight"], c["downtilt"], c["roll"] = (round(rng.uniform(*r), 3) for r in ((0, 360), (-20, 30), (-40, 40)))
    c["Mp"], c["Np"] = mp, np
    c["etilt"], c["steer"] = round(rng.uniform(-5, 20), 3), round(rng.uniform(-50, 50), 3)
    c["port"] = rng.randrange(c["Mg"] * c["Ng"] * c["P"] * mp * np)
    c["azimuth"], c["elevation"] = round(rng.uniform(-180, 360), 3), round(rng.uniform(-89, 89), 3)
    return c


def efficiency_db():
    """Simpson's rule over azimuth and over the cosine's own variable, sin(elevation)."""
    def simpson(f, low, high, n):
        h = (high - low) / n
        return h / 3 * (f(low) + f(high) + sum((4 if i % 2 else 2) * f(low + i * h) for i in range(1, n)))

    def ring(z):
        r = math.sqrt(max(0.0, 1 - z * z))
        return 2 * simpson(lambda p: 10 ** (power_db([r * math.cos(p), r * math.sin(p), z], False) / 10), 0, math.pi, 360)

    return 10 * math.log10(simpson(ring, -1, 1, 400) / (4 * math.pi))


def main():
    if sys.argv[1:] == ["efficiency"]:
        print(repr(efficiency_db()))
        return
    rng = random.Random(38901)
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 400):
        c = draw(rng)
        theta, phi = port_field(c)
        print(*c.values(), *(repr(x) for x in (theta.real, theta.imag, phi.real, phi.imag)))


if __name__ == "__main__":
    main()
