# SPDX-License-Identifier: BSD-3-Clause
"""scripts/bench with programs that print known rows: every table is there, a missed must is the exit status."""
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "bench"
PROGRAMS = {"slot": "slot_figures", "events": "event_figures", "flow": "flow_figures", "analytic": "analytic_figures",
            "trace": "trace_figures", "memory": "memory_figures"}


def row(check, measured, must):
    met = None if must is None else measured >= must
    return {"check": check, "measured": measured, "must": must, "aim": must, "unit": "x", "ok_must": met, "ok_aim": met,
            "better": "above", "note": ""}


class Bench(unittest.TestCase):
    def run_with(self, rows, *arguments):
        """rows: of each program that is built."""
        with tempfile.TemporaryDirectory() as folder:
            bench = Path(folder) / "bench"
            bench.mkdir()
            for name, printed in rows.items():
                program = bench / PROGRAMS[name]
                text = json.dumps({"rows": printed})
                # A program that is asked for --quick says so in a row of its own.
                program.write_text(f"#!{sys.executable}\nimport json, sys\nrows = json.loads({text!r})\n"
                                   "if '--quick' in sys.argv: rows['rows'][0]['note'] = 'quick'\n"
                                   "print(json.dumps(rows))\n", encoding="utf-8")
                program.chmod(0o755)
            done = subprocess.run([sys.executable, "-B", SCRIPT, *arguments], capture_output=True, text=True, check=False,
                                  env={**os.environ, "CELLTWIN_BUILD": folder})
        return done

    def test_every_table_is_there(self):
        done = self.run_with({name: [row(name + " ratio", 2.0, 1.0)] for name in PROGRAMS}, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = json.loads(done.stdout)["rows"]
        self.assertEqual([(r["program"], r["verdict"]) for r in rows], [(name, "aim met") for name in PROGRAMS])

    def test_a_missed_must_is_the_exit_status(self):
        done = self.run_with({"slot": [row("good", 2.0, 1.0)], "flow": [row("bad", 0.9, 1.0)]})
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("6 rows: 1 meet the aim, 0 the must, 1 miss it, 4 skipped", done.stdout)

    def test_what_is_not_built_is_named(self):
        done = self.run_with({"slot": [row("good", 2.0, 1.0)]}, "--only", "slot", "--only", "trace")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("trace_figures is not built: ninja -C", done.stdout)
        self.assertNotIn("event_figures", done.stdout)

    def test_quick_reaches_the_programs(self):
        done = self.run_with({"slot": [row("good", 2.0, 1.0)]}, "--only", "slot", "--quick", "--json")
        self.assertEqual(json.loads(done.stdout)["rows"][0]["note"], "quick")


if __name__ == "__main__":
    unittest.main()
