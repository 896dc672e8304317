# SPDX-License-Identifier: BSD-3-Clause
"""scripts/reproduce_3gpp on two scenarios and two drops: exit status, JSON, what it says where something is absent."""
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "reproduce_3gpp"
SHARED = ROOT.parent / "shared"


def reproduce(*arguments, **environment):
    return subprocess.run([SCRIPT, *arguments], capture_output=True, text=True, check=False, env={**os.environ, **environment})


class Quick(unittest.TestCase):
    def test_two_scenarios(self):
        if not (SHARED / "data" / "calib_3gpp").is_dir():
            self.skipTest(f"{SHARED}/data/calib_3gpp is not there; the comparison needs it")
        arguments = ("--quick", "--only", "uma-6ghz", "--only", "inh-30ghz", "--json", "-")
        done, again = reproduce(*arguments), reproduce(*arguments)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertEqual(done.stdout, again.stdout)
        answer = json.loads(done.stdout)
        rows = answer["rows"]
        self.assertEqual(answer["ok"], done.returncode == 0)
        self.assertEqual(answer["ok"], not any(r["counts"] and r["verdict"] == "missed" for r in rows))
        self.assertEqual(len(rows), 8)
        for row in rows:
            # Two drops deviate by chance, but not by as much as a wrong model would.
            self.assertLess(row["value"], 2.5, row["check"])
        for curve in answer["curves"].values():
            for metric, percentiles in curve["metrics"].items():
                self.assertEqual(len(percentiles), 101, metric)
                inner = percentiles[1:100]
                self.assertEqual(inner, sorted(inner))

    def test_pictures(self):
        curves = {"drops": 1, "samples": 9, "seed": 1, "metrics": {"coupling_gain_db": list(range(-150, -49))},
                  "reference": {"coupling_gain_db": {str(p): [p - 151.0, p - 153.0, p - 149.0] for p in range(101)}}}
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "data.json"
            data.write_text(json.dumps({"curves": {"3gpp-38901-uma-6ghz": curves}}), encoding="utf-8")
            done = subprocess.run([ROOT / "scripts" / "plot_3gpp", data, folder], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            picture = (Path(folder) / "38901-uma-6ghz.svg").read_text(encoding="utf-8")
            self.assertIn("Coupling gain (dB)", picture)
            self.assertTrue(picture.rstrip().endswith("</svg>"))


class Absent(unittest.TestCase):
    def test_data(self):
        with tempfile.TemporaryDirectory() as empty:
            done = reproduce("--quick", "--only", "uma-6ghz", "--only", "rp180524", "--shared", empty, "--json", "-")
            self.assertEqual(done.returncode, 0, done.stderr)
            rows = json.loads(done.stdout)["rows"]
            self.assertEqual([row["verdict"] for row in rows], ["skipped"] * 2)
            self.assertIn("is not there", rows[0]["note"])

    def test_program(self):
        done = reproduce("--only", "uma-6ghz", CELLTWIN="/nowhere/celltwin")
        self.assertEqual(done.returncode, 2)
        self.assertIn("build it first", done.stderr)

    def test_check(self):
        done = reproduce("--only", "no-such-check")
        self.assertEqual(done.returncode, 2)
        self.assertIn("full-uma", done.stderr)


if __name__ == "__main__":
    unittest.main()
