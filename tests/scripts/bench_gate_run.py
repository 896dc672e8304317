# SPDX-License-Identifier: BSD-3-Clause
"""scripts/bench_gate with callgrind and the program as built: three times unchanged it passes, 5 % more work fails.

The program is named by $GATE_CASES; without it or without valgrind the test skips itself.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "bench_gate"
PROGRAM = Path(os.environ.get("GATE_CASES", "absent"))
KERNEL, ENGINE = "scheduler.allocate-30", "engine.idle-21x10"


@unittest.skipUnless(PROGRAM.is_file(), f"{PROGRAM} is not built")
@unittest.skipIf(shutil.which("valgrind") is None, "valgrind is not installed")
class Gate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.baseline = Path(cls.folder.name) / "baseline.json"
        assert cls.gate("--update").returncode == 0

    @classmethod
    def gate(cls, *arguments):
        return subprocess.run([sys.executable, "-B", SCRIPT, "--build", PROGRAM.parents[1], "--baseline", cls.baseline,
                               "--only", KERNEL, "--only", ENGINE, *arguments], capture_output=True, text=True, check=False)

    def test_an_unchanged_tree_passes_three_times(self):
        for _ in range(3):
            done = self.gate("--json")
            self.assertEqual(done.returncode, 0, done.stderr)
            baseline = next(iter(json.loads(self.baseline.read_text(encoding="utf-8"))["builds"].values()))
            for entry in json.loads(done.stdout):
                self.assertAlmostEqual(entry["value"] / baseline[entry["name"]], 1.0, delta=1e-3)

    def test_five_percent_more_work_fails(self):
        done = self.gate("--plant", "5")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn(f"bench_gate: {KERNEL}: +5.0", done.stderr)
        self.assertIn(f"bench_gate: {ENGINE}: +", done.stderr)

    def test_what_lies_under_the_limit_passes(self):
        self.assertEqual(self.gate("--plant", "2").returncode, 0)


if __name__ == "__main__":
    unittest.main()
