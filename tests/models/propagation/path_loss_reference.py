# SPDX-License-Identifier: BSD-3-Clause
"""Path loss, LOS probability and sigma of models that ns-3 lacks, written a second time from the reports.

TR 38.901 Tables 7.4.1-1 and 7.4.2-1 (InF, optional NLOS losses, RMa with other streets), Report ITU-R M.2412-0
Tables A1-2 to A1-5 and A1-9 (model A), Recommendation ITU-R P.1411-12 clauses 4.1.1, 4.1.2, 4.2.1 and 4.2.2.1.
Prints one line for each case: model, d_2D in m, h_BS in m, h_UT in m, f in GHz, 1 = LOS; loss in dB, LOS
probability, sigma in dB. UE heights stay under 13 m, where h_E is 1 m.
"""
import math

C_REPORT, C = 3.0e8, 299792458.0


def lg(x):
    return math.log(x) / math.log(10.0)


def line(alpha, beta, gamma):
    """loss = alpha lg d + beta + gamma lg f"""
    return lambda d, f: alpha * lg(d) + beta + gamma * lg(f)


def dual_slope(a, b, c, steep, joint):
    """a + b lg d + c lg f up to d'_BP, then `steep` lg d less `joint` lg(d_BP^2 + dh^2)."""
    def loss(d2, bs, ue, f):
        d3 = math.hypot(d2, bs - ue)
        bp = 4.0 * (bs - 1.0) * (ue - 1.0) * f * 1e9 / C_REPORT
        near = a + c * lg(f)
        return near + (b * lg(d3) if d2 <= bp else steep * lg(d3) - joint * lg(bp ** 2 + (bs - ue) ** 2))
    return loss


UMA_LOS = dual_slope(28.0, 22.0, 20.0, 40.0, 9.0)
UMI_LOS = dual_slope(32.4, 21.0, 20.0, 40.0, 9.5)


def rma_los(d2, bs, ue, f, h):
    bp = 2.0 * math.pi * bs * ue * f * 1e9 / C_REPORT
    first = lambda d: (20.0 * lg(40.0 * math.pi * d * f / 3.0) + min(0.03 * h ** 1.72, 10.0) * lg(d)
                       - min(0.044 * h ** 1.72, 14.77) + 0.002 * lg(h) * d)
    d3 = math.hypot(d2, bs - ue)
    return first(d3) if d2 <= bp else first(bp) + 40.0 * lg(d3 / bp)


def rma_nlos(d3, bs, ue, f, w, h):
    return (161.04 - 7.1 * lg(w) + 7.5 * lg(h) - (24.37 - 3.7 * (h / bs) ** 2) * lg(bs)
            + (43.42 - 3.1 * lg(bs)) * (lg(d3) - 3.0) + 20.0 * lg(f) - (3.2 * lg(11.75 * ue) ** 2 - 4.97))


def two_piece(a, scale):
    return lambda d: 1.0 if d <= a else a / d + math.exp(-d / scale) * (1.0 - a / d)


UMA_SHARE, UMI_SHARE = two_piece(18.0, 63.0), two_piece(18.0, 36.0)


def rma_share(d):
    return math.exp(-max(0.0, d - 10.0) / 1000.0)


def open_office_share(d):
    return 1.0 if d <= 5.0 else math.exp((5.0 - d) / 70.8) if d <= 49.0 else 0.54 * math.exp((49.0 - d) / 211.7)


# Table 7.4.1-1 and clause 7.4.2: NLOS lines that bound each other from below, sigma, clutter (size, density,
# height), whether the BS stands above it.
INF_LOS = line(21.5, 31.84, 19.0)
INF = {
    "sl": ([line(25.5, 33.0, 20.0)], 5.7, (10.0, 0.2, 2.0), False),
    "dl": ([line(25.5, 33.0, 20.0), line(35.7, 18.6, 20.0)], 7.2, (2.0, 0.4, 2.0), False),
    "sh": ([line(23.0, 32.4, 20.0)], 5.9, (10.0, 0.2, 2.0), True),
    "dh": ([line(21.9, 33.63, 20.0)], 4.0, (2.0, 0.4, 2.0), True),
    "hh": ([], 4.3, None, False),
}


def inf(kind, d2, bs, ue, f, los, clutter=None):
    lines, sigma, default, high = INF[kind]
    d3 = max(1.0, math.hypot(d2, bs - ue))
    loss = max([INF_LOS(d3, f)] + ([] if los else [each(d3, f) for each in lines]))
    share = 1.0
    if kind != "hh":
        size, density, height = clutter or default
        share = (1.0 - density) ** (d2 / size * ((height - ue) / (bs - ue) if high else 1.0))
    return loss, share, 4.3 if los else sigma


def m2412(kind, d2, bs, ue, f, los):
    d3 = math.hypot(d2, bs - ue)
    if kind == "rma":
        bp = 2.0 * math.pi * bs * ue * f * 1e9 / C_REPORT
        if los:
            return rma_los(d2, bs, ue, f, 5.0), rma_share(d2), 4.0 if d2 <= bp else 6.0
        return rma_nlos(d3, bs, ue, f, 20.0, 5.0), rma_share(d2), 8.0
    if kind == "inh":
        d3 = max(1.0, d3)
        if f <= 6.0:
            own = line(16.9, 32.8, 20.0)(d3, f) if los else line(43.3, 11.5, 20.0)(d3, f)
            return own, open_office_share(d2), 3.0 if los else 4.0
        sight = line(17.3, 32.4, 20.0)(d3, f)
        return (sight, open_office_share(d2), 3.0) if los else (
            max(sight, line(38.3, 17.3, 24.9)(d3, f)), open_office_share(d2), 8.03)
    if kind == "uma":
        sight = UMA_LOS(d2, bs, ue, f)
        low = rma_nlos(d3, bs, 1.5, f, 20.0, 20.0) - 0.6 * (ue - 1.5)
        high = 13.54 + 39.08 * lg(d3) + 20.0 * lg(f) - 0.6 * (ue - 1.5)
        return (sight, UMA_SHARE(d2), 4.0) if los else (max(sight, low if f <= 6.0 else high), UMA_SHARE(d2), 6.0)
    sight = (UMA_LOS if f <= 6.0 else UMI_LOS)(d2, bs, ue, f)
    low = line(36.7, 22.7, 26.0)(d3, f) - 0.3 * (ue - 1.5)
    high = line(35.3, 22.4, 21.3)(d3, f) - 0.3 * (ue - 1.5)
    if los:
        return sight, UMI_SHARE(d2), 3.0 if f <= 6.0 else 4.0
    return max(sight, low if f <= 6.0 else high), UMI_SHARE(d2), 4.0 if f <= 6.0 else 7.82


def p1411_los(d2, bs, ue, f, _los):
    """Clause 4.1.2, UHF, median."""
    wave, d = C / (f * 1e9), math.hypot(d2, bs - ue)
    bp = 4.0 * bs * ue / wave
    return abs(20.0 * lg(wave ** 2 / (8.0 * math.pi * bs * ue))) + 6.0 + (20.0 if d <= bp else 40.0) * lg(d / bp), 1.0, 0.0


def p1411_nlos(d2, h1, h2, f, _los, hr=20.0, w=25.0, phi=90.0, b=50.0, metropolitan=True):
    """Clause 4.2.2.1, buildings all along the path."""
    mhz, wave, d, dh = f * 1e3, C / (f * 1e9), math.hypot(d2, h1 - h2), h1 - hr

    def l1(x):
        bsh = -18.0 * lg(1.0 + dh) if dh > 0 else 0.0
        ka = (71.4 if mhz > 2000 else 54.0) if dh > 0 else (
            (73.0 if mhz > 2000 else 54.0) - (0.8 * dh if x >= 500 else 1.6 * dh * x / 1000.0))
        kd = 18.0 if dh > 0 else 18.0 - 15.0 * dh / hr
        kf = -8.0 if mhz > 2000 else -4.0 + (1.5 if metropolitan else 0.7) * (mhz / 925.0 - 1.0)
        return bsh + ka + kd * lg(x / 1000.0) + kf * lg(mhz) - 9.0 * lg(b)

    def l2(x):
        up = 10.0 ** (-lg(math.sqrt(b / wave)) - lg(x) / 9.0 + 10.0 / 9.0 * lg(b / 2.35))
        down = (0.00023 * b * b - 0.1827 * b - 9.4978) / lg(mhz) ** 2.938 + 0.000781 * b + 0.06923
        if dh > up:
            q = 2.35 * (dh / x * math.sqrt(b / wave)) ** 0.9
        elif dh >= down:
            q = b / x
        else:
            theta = math.atan(dh / b)
            q = b / (2 * math.pi * x) * math.sqrt(wave / math.hypot(dh, b)) * (1 / theta - 1 / (2 * math.pi + theta))
        return -20.0 * lg(abs(q))

    bp, extend = abs(dh) * math.sqrt(d / wave), d
    upper, lower = l1(bp), l2(bp)
    mid, x = (upper + lower) / 2.0, lg(d) - lg(bp)
    near = extend > wave * d * d / dh ** 2
    if upper > lower:
        t = math.tanh(x / 0.1)
        msd = mid - t * (l1(d) - mid) if near else mid + t * (l2(d) - mid)
    else:
        t = math.tanh(x / (0.0417 * (upper - lower)))
        msd = l1(d) - t * (upper - mid) - upper + mid if near else l2(d) + t * (mid - lower) + mid - lower
    ori = -10.0 + 0.354 * phi if phi < 35 else 2.5 + 0.075 * (phi - 35) if phi < 55 else 4.0 - 0.114 * (phi - 55)
    rts = -8.2 - 10.0 * lg(w) + 10.0 * lg(mhz) + 20.0 * lg(hr - h2) + ori
    bf = 32.4 + 20.0 * lg(d / 1000.0) + 20.0 * lg(mhz)
    return max(bf, bf + rts + msd), 0.0, 0.0


SITE = {
    "high-rise": ((21.2, 29.2, 21.1, 5.06), (40.0, 10.2, 23.6, 7.60), UMI_SHARE),
    "low-rise": ((21.2, 29.2, 21.1, 5.06), (50.6, -4.68, 20.2, 9.33), UMI_SHARE),
    "above-roof": ((22.9, 28.6, 19.6, 3.48), (43.9, -6.27, 23.0, 6.89), UMA_SHARE),
}


def site_general(kind, d2, bs, ue, f, los):
    sight, none, share = SITE[kind]
    d = math.hypot(d2, bs - ue)
    return (max(line(*row[:3])(d, f) for row in ([sight] if los else [sight, none])), share(d2),
            (sight if los else none)[3])


def optional(kind, d2, bs, ue, f, los):
    d3 = math.hypot(d2, bs - ue)
    if kind == "uma":
        return UMA_LOS(d2, bs, ue, f) if los else line(30.0, 32.4, 20.0)(d3, f), UMA_SHARE(d2), 4.0 if los else 7.8
    if kind == "umi":
        return UMI_LOS(d2, bs, ue, f) if los else line(31.9, 32.4, 20.0)(d3, f), UMI_SHARE(d2), 4.0 if los else 8.2
    d3 = max(1.0, d3)
    return line(17.3 if los else 31.9, 32.4, 20.0)(d3, f), open_office_share(d2), 3.0 if los else 8.29


def rma_street(d2, bs, ue, f, los, w, h):
    bp = 2.0 * math.pi * bs * ue * f * 1e9 / C_REPORT
    sight = rma_los(d2, bs, ue, f, h)
    if los:
        return sight, rma_share(d2), 4.0 if d2 <= bp else 6.0
    return max(sight, rma_nlos(math.hypot(d2, bs - ue), bs, ue, f, w, h)), rma_share(d2), 8.0


def main():
    near, far = (1.0, 3.7, 8.0, 21.0, 48.0, 77.0, 149.0, 410.0), (10.0, 19.0, 64.0, 230.0, 710.0, 1900.0, 4800.0)
    cases = [(f"tr38901-inf-{k}", lambda *a, k=k: inf(k, *a), near, heights, ghz)
             for k, heights, ghz in (("sl", ((1.5, 1.5), (1.2, 1.0)), (0.8, 3.5, 28.0)),
                                     ("dl", ((1.5, 1.5), (1.2, 1.0)), (0.8, 3.5, 28.0)),
                                     ("sh", ((8.0, 1.5), (3.0, 1.0)), (0.8, 3.5, 28.0)),
                                     ("dh", ((8.0, 1.5), (3.0, 1.0)), (0.8, 3.5, 28.0)),
                                     ("hh", ((8.0, 6.0),), (0.8, 3.5, 28.0)))]
    cases += [("inf-dh-tall", lambda *a: inf("dh", *a, clutter=(2.0, 0.6, 6.0)), near, ((8.0, 1.5),), (3.5,))]
    cases += [("m2412-uma-a", lambda *a: m2412("uma", *a), far, ((25.0, 1.5), (25.0, 7.5)), (0.7, 4.0, 30.0)),
              ("m2412-umi-a", lambda *a: m2412("umi", *a), far, ((10.0, 1.5), (10.0, 7.5)), (0.7, 4.0, 30.0)),
              ("m2412-rma-a", lambda *a: m2412("rma", *a), far, ((35.0, 1.5), (120.0, 1.5)), (0.7, 4.0)),
              ("m2412-inh-a", lambda *a: m2412("inh", *a), near[:7], ((3.0, 1.0), (6.0, 1.5)), (0.7, 4.0, 30.0)),
              ("uma-optional", lambda *a: optional("uma", *a), far, ((25.0, 1.5),), (0.7, 28.0)),
              ("umi-optional", lambda *a: optional("umi", *a), far, ((10.0, 1.5),), (0.7, 28.0)),
              ("inh-optional", lambda *a: optional("inh", *a), near[:7], ((3.0, 1.0),), (0.7, 28.0)),
              ("rma-wide", lambda *a: rma_street(*a, 40.0, 10.0), far, ((35.0, 1.5), (11.0, 3.0)), (0.7, 4.0)),
              ("itu-p1411-los", p1411_los, far[:5], ((10.0, 1.5), (4.0, 1.5)), (0.45, 2.6)),
              ("itu-p1411-nlos", p1411_nlos, far[2:], ((35.0, 1.5), (26.0, 2.0), (12.0, 1.5)), (0.9, 1.8, 3.5, 12.0)),
              ("nlos-suburb", lambda *a: p1411_nlos(*a, hr=12.0, w=15.0, phi=40.0, b=30.0, metropolitan=False),
               far[2:], ((35.0, 1.5), (9.0, 2.0)), (0.9, 1.8))]
    cases += [(f"itu-p1411-{k}", lambda *a, k=k: site_general(k, *a), far[:5], ((10.0, 1.5),), (2.6, 28.0)) for k in SITE]
    for name, model, distances, heights, frequencies in cases:
        for d2 in distances:
            for bs, ue in heights:
                for f in frequencies:
                    for los in (1, 0):
                        loss, share, sigma = model(d2, bs, ue, f, los)
                        print(name, d2, bs, ue, f, los, f"{loss:.9f} {share:.12f} {sigma}")


main()
