# SPDX-License-Identifier: BSD-3-Clause
"""scripts/bench_gate without valgrind: verdicts, JSON, who may change the baseline (in a repository of its own), medians."""
import importlib.machinery
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "bench_gate"
sys.dont_write_bytecode = True
LOADER = importlib.machinery.SourceFileLoader("bench_gate", str(SCRIPT))
gate = importlib.util.module_from_spec(importlib.util.spec_from_loader("bench_gate", LOADER))
LOADER.exec_module(gate)


class Instructions(unittest.TestCase):
    def test_the_limit_is_three_percent(self):
        baseline = {"a": 100000, "b": 100000, "c": 100000, "d": 100000}
        rows = gate.judge({"a": 103000, "b": 103001, "c": 96000, "d": 100000, "e": 7}, baseline)
        self.assertEqual([row["verdict"] for row in rows], ["same", "slower", "faster", "same", "no baseline"])
        self.assertAlmostEqual(rows[1]["change"], 3.001, places=6)

    def test_json_is_what_benchmark_actions_read(self):
        entries = gate.instruction_json(gate.judge({"a": 105, "b": 7}, {"a": 100}))
        self.assertEqual([set(entry) for entry in entries], 2 * [{"name", "unit", "value", "extra"}])
        self.assertEqual([(e["name"], e["unit"], e["value"]) for e in entries],
                         [("a", "instructions", 105), ("b", "instructions", 7)])
        self.assertIn("baseline 100, +5.000 %", entries[0]["extra"])

    def test_an_update_keeps_other_builds_and_cases(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "baseline.json"
            self.assertEqual(gate.read_baselines(file), {})
            gate.write_baseline(file, {"gcc 12": {"a": 1, "b": 2}, "gcc 13": {"a": 9}}, "gcc 12", {"b": 3})
            self.assertEqual(gate.read_baselines(file), {"gcc 12": {"a": 1, "b": 3}, "gcc 13": {"a": 9}})
            file.write_text("[]", encoding="utf-8")
            self.assertRaises(gate.Unusable, gate.read_baselines, file)

    def test_another_build_has_no_baseline_and_passes(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "bench").mkdir()
            program = Path(folder) / "bench" / "gate_cases"
            said = json.dumps({"build": "GNU 99.1  Release  -march=other", "cases": ["a"]})
            program.write_text(f"#!{sys.executable}\nprint({said!r})\n", encoding="utf-8")
            program.chmod(0o755)
            baseline = Path(folder) / "baseline.json"
            gate.write_baseline(baseline, {}, "GNU 12.2.0 Release", {"a": 1})
            done = subprocess.run([sys.executable, "-B", SCRIPT, "--build", folder, "--baseline", baseline],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("no baseline for this build (GNU 99.1 Release -march=other)", done.stderr)
            done = subprocess.run([sys.executable, "-B", SCRIPT, "--build", folder, "--only", "b"], capture_output=True,
                                  text=True, check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn("no such case; there are a", done.stderr)


class BaselineChanges(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.git("init", "-q")
        self.write("bench/gate_baseline.json", "1")
        self.write("RESULTS_CHANGES.md", "none\n")
        self.commit()

    def git(self, *arguments):
        who = {"GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@localhost", "GIT_COMMITTER_NAME": "t",
               "GIT_COMMITTER_EMAIL": "t@localhost", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
        done = subprocess.run(["git", "-C", self.folder.name, *arguments], capture_output=True, text=True, check=False,
                              env={**os.environ, **who})
        return done.stdout if done.returncode == 0 else None

    def write(self, name, text):
        path = Path(self.folder.name) / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def commit(self):
        self.git("add", "-A")
        self.assertIsNotNone(self.git("commit", "-q", "-m", "change"))

    def verdict(self):
        return gate.unexplained_change(self.git)

    def test_the_first_baseline_and_other_changes_pass(self):
        self.assertEqual(self.verdict(), "")
        self.write("README.md", "text")
        self.commit()
        self.assertEqual(self.verdict(), "")

    def test_a_change_in_the_tree_needs_its_line(self):
        self.write("bench/gate_baseline.json", "2")
        self.assertIn("is changed: say why", self.verdict())
        self.write("RESULTS_CHANGES.md", "the slot path has a counter more\n")
        self.assertEqual(self.verdict(), "")

    def test_a_committed_change_needs_its_line_in_that_commit(self):
        self.write("bench/gate_baseline.json", "2")
        self.commit()
        self.write("RESULTS_CHANGES.md", "too late\n")
        self.commit()
        self.assertIn("changed bench/gate_baseline.json and not RESULTS_CHANGES.md", self.verdict())
        self.write("bench/gate_baseline.json", "3")
        self.write("RESULTS_CHANGES.md", "why\n")
        self.commit()
        self.assertEqual(self.verdict(), "")

    def test_without_history_nothing_is_asked(self):
        self.assertEqual(gate.unexplained_change(lambda *_: None), "")


class WallTime(unittest.TestCase):
    """Clocks that lie by up to 30 % a call and drift: the median of pairs in turns still tells 1.2 from 1."""

    def clock(self, factors, seed):
        draw, calls = random.Random(seed), [0]

        def seconds(program, _case, work):
            calls[0] += 1
            return factors[program] * work * (1.0 + 0.002 * calls[0]) * (1.0 + 0.3 * draw.random() ** 3)
        return seconds

    def verdicts(self, factor, work=1.0):
        return [gate.compare("new", "old", ["case"], work, self.clock({"new": factor, "old": 1.0}, seed))[0]["verdict"]
                for seed in range(20)]

    def test_an_unchanged_tree_passes(self):
        self.assertEqual(self.verdicts(1.0), 20 * ["same"])

    def test_a_slower_one_fails(self):
        self.assertEqual(self.verdicts(1.25), 20 * ["slower"])
        self.assertEqual(self.verdicts(1.0, work=1.25), 20 * ["slower"])

    def test_what_looks_slower_once_is_measured_again(self):
        calls = []

        def seconds(program, _case, _work):
            calls.append(program)
            slow = program == "new" and len(calls) <= 1 + 2 * gate.PAIRS
            return 1.5 if slow else 1.0
        row = gate.compare("new", "old", ["case"], 1.0, seconds)[0]
        self.assertEqual((row["verdict"], row["confirmed"], row["ratio"]), ("same", True, 1.0))
        self.assertEqual(len(calls), 1 + 2 * (gate.PAIRS + gate.CONFIRM_PAIRS))

    def test_short_cases_get_more_work_on_both_sides(self):
        works = set()

        def seconds(_program, _case, work):
            works.add(work)
            return 0.001 * work
        self.assertEqual(gate.compare("new", "old", ["case"], 1.0, seconds)[0]["verdict"], "same")
        self.assertEqual(works, {1.0, gate.LEAST_SECONDS / 0.001})


if __name__ == "__main__":
    unittest.main()
