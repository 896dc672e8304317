# SPDX-License-Identifier: BSD-3-Clause
"""scripts/check_behaviour with programs that print known rows: verdicts, exit status, skips."""
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "check_behaviour"


def row(measured, must, aim, better="below"):
    def meets(limit):
        if measured is None or limit is None:
            return None
        return measured <= limit if better == "below" else measured >= limit

    return {"check": "a check", "measured": measured, "must": must, "aim": aim, "unit": "%", "ok_must": meets(must),
            "ok_aim": meets(aim), "better": better, "note": "why"}


class CheckBehaviour(unittest.TestCase):
    def run_with(self, output, status=0, arguments=("--only", "lte-peer", "--json")):
        with tempfile.TemporaryDirectory() as folder:
            bench = Path(folder) / "bench"
            bench.mkdir()
            if output is not None:
                program = bench / "lte_peer"
                program.write_text(f"#!{sys.executable}\nprint({output!r})\nraise SystemExit({status})\n", encoding="utf-8")
                program.chmod(0o755)
            return subprocess.run([sys.executable, "-B", SCRIPT, *arguments], capture_output=True, text=True, check=False,
                                  env={**os.environ, "CELLTWIN_BUILD": folder})

    def verdicts(self, rows, status=0):
        done = self.run_with(json.dumps({"rows": rows}), status)
        return done.returncode, [r["verdict"] for r in json.loads(done.stdout)["rows"]]

    def test_verdicts(self):
        rows = [row(1, 5, 2), row(3, 5, 2), row(0.99, 0.95, 0.98, "above"), row(7, None, None), row(None, 5, 2)]
        self.assertEqual(self.verdicts(rows), (0, ["aim met", "must met", "aim met", "informs", "skipped"]))

    def test_a_missed_must_is_the_exit_status(self):
        self.assertEqual(self.verdicts([row(1, 5, 2), row(6, 5, 2)], 1), (1, ["aim met", "missed"]))
        self.assertEqual(self.verdicts([row(0.9, 0.95, 0.98, "above")], 1), (1, ["missed"]))

    def test_no_number_meets_nothing(self):
        self.assertEqual(self.verdicts([{**row(None, 5, 2), "ok_must": False, "ok_aim": False}], 1), (1, ["missed"]))

    def test_what_is_not_built_is_skipped_and_said(self):
        done = self.run_with(None)
        self.assertEqual(done.returncode, 0)
        only = json.loads(done.stdout)["rows"][0]
        self.assertEqual(only["verdict"], "skipped")
        self.assertIn("is not built", only["note"])

    def test_every_program_has_its_rows(self):
        done = self.run_with(json.dumps({"rows": [row(1, 5, 2)]}), arguments=("--json",))
        rows = json.loads(done.stdout)["rows"]
        self.assertEqual([r["program"] for r in rows], ["lte-peer", "behaviour", "drive", "energy"])
        self.assertEqual([r["verdict"] for r in rows], ["aim met"] + 3 * ["skipped"])

    def test_the_build_may_be_named(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "bench").mkdir()
            done = subprocess.run([sys.executable, "-B", SCRIPT, "--build", folder, "--json"], capture_output=True, text=True,
                                  check=False)
            self.assertEqual(done.returncode, 0)
            self.assertIn(folder, json.loads(done.stdout)["rows"][0]["note"])
            done = subprocess.run([sys.executable, "-B", SCRIPT, "--build", folder + "/absent"], capture_output=True, text=True,
                                  check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("ninja -C build/ci lte_peer behaviour_figures", done.stderr)

    def test_a_failing_program_is_no_answer(self):
        for output, status in (("{}", 2), ("no json", 0), ('{"rows": [{"check": "half a row"}]}', 0)):
            done = self.run_with(output, status)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("lte_peer", done.stderr)

    def test_table(self):
        done = self.run_with(json.dumps({"rows": [row(3, 5, 2)]}), arguments=("--only", "lte-peer"))
        self.assertIn("must met", done.stdout)
        self.assertIn("1 rows: 0 meet the aim, 1 the must, 0 miss it", done.stdout)


if __name__ == "__main__":
    unittest.main()
