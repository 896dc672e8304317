#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""PM files of random rows and hostile names, read back by an independent reader and compared to the bit.

pm_file_test.py PM_FILES [unittest arguments]; PM_FILES is programs/pm_files.cpp."""
import copy
import datetime
import glob
import math
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ET

import pm_reader

PM_FILES = ""
ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
SAMPLES = os.path.join(ROOT, "..", "shared", "samples")
START_NS = 1767225599250000000
WARMUP_NS = 500000000
PERIODS, CELLS = 18, 57  # more than 1000 rows


class Made:
    """rows.txt: what the files were made of."""

    def __init__(self, path):
        self.cells, self.sites, self.columns, self.periods, self.events = [], [], [], [], []
        rows = None
        with open(path, encoding="ascii") as file:
            for line in file:
                word, *rest = line.split()
                if word == "cell":
                    self.cells.append(bytes.fromhex("".join(rest)))
                elif word == "site":
                    self.sites.append(bytes.fromhex("".join(rest)))
                elif word == "column":
                    self.columns.append((rest[0], rest[1]))
                elif word == "period":
                    rows = []
                    self.periods.append((int(rest[0]), int(rest[1]), rows))
                elif word == "event":
                    self.events.append(tuple(map(int, rest)))
                else:
                    rows.append([float.fromhex(v) for v in line.split()])

    def element(self, cell):
        return ("ManagedElement", self.sites[cell])

    def cell_dn(self, cell, kind):
        function = "GNBDUFunction" if kind == "NRCellDU" else "GNBCUCPFunction"
        return (self.element(cell), (function, b"1"), (kind, self.cells[cell]))

    def expected(self, begin, end, rows):
        """Finite values by (object, type), and the objects that had an infinity."""
        values, suspects, sums = {}, set(), {}
        for cell, row in enumerate(rows):
            for (name, kind), value in zip(self.columns, row):
                if math.isnan(value):
                    continue
                if kind == "ManagedElement":
                    key = ((self.element(cell),), name)
                    sums[key] = sums[key] + value if key in sums else value
                elif math.isinf(value):
                    suspects.add(self.cell_dn(cell, kind))
                else:
                    values[self.cell_dn(cell, kind), name] = value
        for key, value in sums.items():
            if math.isinf(value):
                suspects.add(key[0])
            elif not math.isnan(value):
                values[key] = value
        values.update(self.handovers(begin, end))
        return values, suspects

    def handovers(self, begin, end):
        counts = {}
        for time, kind, source, target in self.events:
            step = {12: 0, 2: 1, 5: 2}.get(kind)
            if step is None or source < 0 or not begin <= time < end:
                continue
            dn = self.cell_dn(source, "NRCellCU") + (("NRCellRelation", self.cells[target]),)
            names = (["MM.HoExeIntraReq", "MM.HoExeIntraSucc", "X.HoExeIntraFail"]
                     if self.sites[source] == self.sites[target] else
                     ["MM.HoExeInterReq", "MM.HoExeInterSucc", "MM.HoExeInterFail"])
            for name in names:
                counts.setdefault((dn, name), 0.0)
            counts[dn, names[step]] += 1.0
        return counts


def bits(value):
    return struct.pack("<d", value)


class PmFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="celltwin-pm-")
        subprocess.run([PM_FILES, "42", str(PERIODS), str(CELLS), cls.folder], check=True)
        cls.made = Made(os.path.join(cls.folder, "rows.txt"))
        cls.files = {form: sorted(glob.glob(os.path.join(cls.folder, form, "*"))) for form in ("old", "new", "again")}

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def test_every_value_comes_back_to_the_bit_in_both_forms(self):
        self.assertGreater(PERIODS * CELLS, 1000)
        for form in ("old", "new"):
            read = sorted((pm_reader.read(path) for path in self.files[form]), key=lambda r: r[0])
            self.assertEqual(len(read), PERIODS)
            for (begin, end, rows), (file_begin, file_end, values, suspects) in zip(self.made.periods, read):
                self.assertEqual(file_begin, START_NS + begin - WARMUP_NS)
                self.assertEqual(file_end, START_NS + end - WARMUP_NS)
                expected, infinite = self.made.expected(begin, end, rows)
                self.assertEqual(values.keys(), expected.keys())
                for key, value in expected.items():
                    self.assertEqual(bits(values[key]), bits(value), key)
                self.assertEqual({dn for dn, suspect in suspects.items() if suspect}, infinite)
            self.assertTrue(any(dn[-1][0] == "NRCellRelation" for dn, _ in values))

    def test_same_rows_same_bytes(self):
        self.assertEqual([os.path.basename(f) for f in self.files["old"]],
                         [os.path.basename(f) for f in self.files["again"]])
        for one, other in zip(self.files["old"], self.files["again"]):
            with open(one, "rb") as a, open(other, "rb") as b:
                self.assertEqual(a.read(), b.read())

    def test_names_are_those_of_ts_32_432_and_sort_by_time(self):
        names = [os.path.basename(f) for f in self.files["old"]]
        for (begin, end, _), name in zip(self.made.periods, names):
            b, e = (datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=(START_NS + t - WARMUP_NS) // 1000)
                    for t in (begin, end))
            end_date = "" if b.date() == e.date() else e.strftime("%Y%m%d.")
            self.assertTrue(name.startswith("%s+0000-%s%s+0000_run-" % (b.strftime("B%Y%m%d.%H%M"), end_date,
                                                                      e.strftime("%H%M"))), name)
        self.assertTrue(names[0].startswith("B20251231.2359+0000-20260101.0000+0000_run-0000000.000"), names[0])
        self.assertEqual(len(set(names)), PERIODS)

    @unittest.skipUnless(shutil.which("xmllint"), "xmllint is not here")
    def test_another_parser_takes_them_for_well_formed(self):
        subprocess.run(["xmllint", "--noout"] + self.files["old"] + self.files["new"], check=True)


class Judge(unittest.TestCase):
    """The judge of shapes takes what producers wrote and refuses what is out of shape."""

    @unittest.skipUnless(os.path.isdir(SAMPLES), "no ../shared/samples here")
    def test_takes_files_of_producers(self):
        paths = glob.glob(os.path.join(SAMPLES, "pm-32435-28532-basic", "*.xml"))
        self.assertGreaterEqual(len(paths), 12)
        for path in paths:
            self.assertEqual(pm_reader.check_shape(ET.parse(path).getroot()), [], path)

    def test_refuses_what_is_moved_missing_renamed_or_doubled(self):
        folder = tempfile.mkdtemp(prefix="celltwin-pm-")
        self.addCleanup(shutil.rmtree, folder)
        subprocess.run([PM_FILES, "1", "1", "2", folder], check=True)
        for form in ("old", "new"):
            root = ET.parse(glob.glob(os.path.join(folder, form, "*"))[0]).getroot()
            self.assertEqual(pm_reader.check_shape(root), [])
            for change in (self.rename_measvalue, self.swap_header, self.drop_gran, self.double_p, self.bad_time):
                broken = copy.deepcopy(root)
                change(broken)
                self.assertNotEqual(pm_reader.check_shape(broken), [], change.__name__)

    @staticmethod
    def rename_measvalue(root):
        next(pm_reader.all_of(root, "measValue")).tag += "s"

    @staticmethod
    def swap_header(root):
        root[0], root[1] = root[1], root[0]

    @staticmethod
    def drop_gran(root):
        info = next(pm_reader.all_of(root, "measInfo"))
        info.remove(info.find("{*}granPeriod"))

    @staticmethod
    def double_p(root):
        types = next(pm_reader.all_of(root, "measInfo")).findall("{*}measType")
        types[1].set("p", types[0].get("p"))

    @staticmethod
    def bad_time(root):
        next(pm_reader.all_of(root, "granPeriod")).set("endTime", "2026-01-01 00:00:00")


if __name__ == "__main__":
    PM_FILES = sys.argv.pop(1)
    unittest.main()
