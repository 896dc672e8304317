#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""PM files of a run from outside: `celltwin run` writes them, an independent reader finds in them what
`celltwin trace export` gives, and a run that was killed and resumed leaves the same files.

The program's path is in the environment variable CELLTWIN."""
import csv
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "sim", "record"))
import pm_reader  # noqa: E402

PROGRAM = os.environ.get("CELLTWIN", "celltwin")
SCENARIO = """
name: small
network:
  layout: {type: hexagonal, sites: 3, isd_m: 400}
  carrier: {bandwidth_mhz: 10, numerology: 0, frequency_mhz: 2000}
users: {per_cell: 3}
traffic:
  - {model: ftp3, file_bytes: 100000, files_per_second: 1}
run: {duration_s: 5, warmup_s: 0.5, seed: 3, kpi_period_s: 0.4, segment_s: 0.5, start_utc: 2026-03-01T08:00:00Z}
outputs: {maps: false, report: false, pm_xml: both}
"""


def pm_files(folder):
    found = {}
    for base, _, names in os.walk(os.path.join(folder, "pm")):
        for name in names:
            # What is still being written may be gone before it is opened.
            if name.endswith(".partial"):
                continue
            path = os.path.join(base, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


class PmXmlRun(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="celltwin-pm-run-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.scenario = os.path.join(self.folder, "small.yaml")
        with open(self.scenario, "w", encoding="utf-8") as file:
            file.write(SCENARIO)

    def command(self, out, *more):
        return [PROGRAM, "run", self.scenario, "--host", "plain", "--threads", "1", "--out", out, *more]

    def test_files_hold_what_the_trace_exports(self):
        out = os.path.join(self.folder, "out")
        text = subprocess.run(self.command(out), check=True, capture_output=True, text=True).stdout
        self.assertIn(os.path.join(out, "pm"), text)
        subprocess.run([PROGRAM, "trace", "export", out, "--out", self.folder], check=True, capture_output=True)
        exported = {}
        with open(os.path.join(self.folder, "run", "kpi.csv"), encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["value"] and not row["counter"].startswith("PEE."):
                    exported[row["period_end_s"], row["cell"], row["counter"]] = float(row["value"])
        start = pm_reader.nanoseconds("2026-03-01T08:00:00Z")
        for form in ("32.435", "28.532"):
            read = {}
            folder = os.path.join(out, "pm", "run", form)
            for name in os.listdir(folder):
                _, end, values, _ = pm_reader.read(os.path.join(folder, name))
                end_s = "%.9f" % ((end - start) / 1e9 + 0.5)
                for (dn, counter), value in values.items():
                    if dn[-1][0] in ("NRCellDU", "NRCellCU"):
                        read[end_s.rstrip("0").rstrip("."), dn[-1][1].decode(), counter] = value
            self.assertGreater(len(read), 1000)
            self.assertEqual(read, exported)

    def test_a_killed_and_resumed_run_leaves_the_same_files(self):
        straight, resumed = os.path.join(self.folder, "straight"), os.path.join(self.folder, "resumed")
        subprocess.run(self.command(straight), check=True, capture_output=True)
        run = subprocess.Popen(self.command(resumed), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while run.poll() is None and len(pm_files(resumed)) < 8:
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
        run.wait()
        time.sleep(0.5)
        subprocess.run(self.command(resumed, "--resume"), check=True, capture_output=True)
        self.assertEqual(pm_files(resumed), pm_files(straight))


if __name__ == "__main__":
    unittest.main()
