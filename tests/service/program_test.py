#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The celltwin program from outside: exit codes, standard output and error, fingerprints, interruption, kill -9.

program_test.py PROGRAM [unittest arguments]
"""
import csv
import json
import math
import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import southbend_reference

PROGRAM = ""
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SOUTH_BEND = os.path.join(ROOT, "scenarios", "library", "southbend-cbrs.yaml")
SOUTH_BEND_DATA = os.path.join(os.path.dirname(ROOT), "shared", "data", "southbend_cbrs")

SCENARIO = """
name: small
network:
  layout: {type: hexagonal, sites: 7, isd_m: 400}
  carrier: {bandwidth_mhz: 10, numerology: 0, frequency_mhz: 2000}
users:
  per_cell: 5
  mobility:
    - {share: 0.5, model: static}
    - {share: 0.5, model: random-waypoint, speed_min_kmh: 60, speed_max_kmh: 90}
traffic:
  - {share: 0.8, model: ftp3, file_bytes: 100000, files_per_second: 1}
  - {share: 0.2, model: full-buffer}
run: {duration_s: 4, warmup_s: 0.5, seed: 3, kpi_period_s: 0.5, ue_sample_period_s: 0.5, segment_s: 0.5}
outputs: {maps: false}
"""
CHANGE = "changes:\n  - {cell: C1, downtilt_deg: {add: 6}}\n"
LONG = ["--set", "run.duration_s=600"]


class Program(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="celltwin-program-")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def scenario(self, text=SCENARIO, name="small.yaml"):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def call(self, *arguments, **options):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=600,
                              check=False, **options)

    def run_json(self, *arguments):
        """`celltwin run ... --json`, which must succeed."""
        done = self.call("run", *arguments, "--json")
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        return json.loads(done.stdout)

    @staticmethod
    def fingerprints_of(result):
        return {leg: part["fingerprint"] for leg, part in result["legs"].items()}

    def fingerprints(self, *arguments):
        return self.fingerprints_of(self.run_json(*arguments))

    def start(self, *arguments):
        return subprocess.Popen([PROGRAM, *arguments], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, start_new_session=True)

    def wait_for_segments(self, folder, count, seconds=60):
        """Waits until a trace has so many sealed segments."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
                    if len(json.load(file)["segments"]) >= count:
                        return
            except (OSError, ValueError):
                pass
            time.sleep(0.01)
        self.fail(f"{folder} has not {count} segments after {seconds} s")


class CommandLine(Program):
    def test_results_go_to_stdout_and_the_rest_to_stderr(self):
        done = self.call("run", self.scenario(SCENARIO + CHANGE))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("DRB.UEThpDl", done.stdout)
        self.assertIn("wrote", done.stdout)
        self.assertIn("105 UEs", done.stderr)
        self.assertNotIn("real time", done.stdout)
        for line in done.stdout.splitlines():
            if line.startswith("wrote"):
                self.assertTrue(os.path.exists(self.path(line.split(None, 1)[1])), line)

    def test_json_is_one_object_on_every_verb(self):
        scenario = self.scenario()
        self.run_json(scenario)
        for verb in (["validate", scenario], ["schema"], ["version"], ["doctor"], ["trace", "info", "out/small"],
                     ["trace", "verify", "out/small"], ["trace", "export", "out/small", "--csv"], ["report", "out/small"]):
            done = self.call(*verb, "--json")
            self.assertEqual(done.returncode, 0, (verb, done.stderr))
            self.assertIsInstance(json.loads(done.stdout), dict, verb)

    def test_a_scenario_of_your_own_as_the_readme_has_it(self):
        with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
            section = file.read().split("## A scenario of your own")[1].split("\n##")[0]
        lines = [line.split() for line in section.splitlines() if line.startswith("    ")]
        self.assertEqual([line[0] for line in lines], ["cp"] + ["build/release/service/celltwin"] * 3)
        shutil.copytree(os.path.join(ROOT, "scenarios"), self.path("scenarios"))
        shutil.copy(self.path(lines[0][1]), self.path(lines[0][2]))
        self.assertEqual([line[1:3] for line in lines[1:]],
                         [["validate", lines[0][2]], ["run", lines[0][2]], ["run", lines[0][2]]])
        for line in lines[1:]:
            quick = ["--set", "run.duration_s=0.5", "--set", "run.warmup_s=0", "--set", "expect=[]"]
            done = self.call(*line[1:], *quick)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(os.path.exists(self.path("out/mine/report.html")))

    def test_usage_errors_end_with_2(self):
        for arguments in ([], ["rum"], ["run"], ["run", "x.yaml", "--threads", "0"], ["trace"], ["run", "--nonsense"]):
            done = self.call(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertEqual(done.stdout, "", arguments)
        self.assertIn("no command 'rum', did you mean 'run'?", self.call("rum", "x.yaml").stderr)
        self.assertIn("see celltwin run --help", self.call("run").stderr)

    def test_invalid_input_ends_with_3_and_names_the_place(self):
        file = self.scenario(SCENARIO.replace("seed: 3", "sede: 3"))
        done = self.call("run", file)
        self.assertEqual(done.returncode, 3)
        self.assertRegex(done.stderr, r"small\.yaml:\d+:\d+: error: ")
        self.assertIn("did you mean 'seed'", done.stderr)
        report = json.loads(self.call("validate", file, "--json").stdout)
        self.assertEqual(report["exit_code"], 3)
        self.assertGreater(report["errors"][0]["line"], 0)
        self.assertEqual(self.call("run", self.path("absent.yaml")).returncode, 3)
        self.assertEqual(self.call("trace", "info", self.folder).returncode, 3)

    def test_too_large_a_network_ends_with_7_before_it_begins(self):
        done = self.call("run", self.scenario(), "--set", "users.per_cell=300", "--set", "network.layout.sites=1111",
                         "--set", "radio.neighbours=4096")
        self.assertEqual(done.returncode, 7, done.stderr)
        self.assertIn("memory", done.stderr)

    def test_an_output_that_cannot_be_written_ends_with_7(self):
        self.scenario()
        with open(self.path("file"), "w", encoding="utf-8"):
            pass
        self.assertEqual(self.call("run", "small.yaml", "--out", "file/below").returncode, 7)

    def test_the_scenario_itself_is_never_overwritten(self):
        file = self.scenario(name="scenario.yaml")
        done = self.call("run", file, "--out", ".")
        self.assertEqual(done.returncode, 7, done.stderr)
        self.assertIn("--out", done.stderr)
        with open(file, encoding="utf-8") as kept:
            self.assertEqual(kept.read(), SCENARIO)
        want = self.fingerprints(file)
        self.assertEqual(self.fingerprints("out/scenario/scenario.yaml", "--out", "out/scenario"), want)

    def test_a_result_that_cannot_be_written_is_no_success(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([PROGRAM, "version"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, 7)
        self.assertIn("standard output", done.stderr)

    def test_models_are_listed_and_shown(self):
        table = self.call("models", "list")
        self.assertEqual((table.returncode, table.stderr), (0, ""))
        lines = table.stdout.splitlines()
        self.assertEqual(lines[0].split(), ["name", "kind", "source", "valid"])
        kinds = {line[lines[0].index("kind"):].split()[0] for line in lines[1:]}
        self.assertLessEqual({"path-loss", "antenna", "fading", "scheduler", "traffic", "mobility"}, kinds)
        models = json.loads(self.call("models", "list", "--json").stdout)["models"]
        self.assertEqual([m["name"] for m in models], [line.split()[0] for line in lines[1:]])
        chosen = json.loads(self.call("models", "list", "--kind", "fading", "--json").stdout)["models"]
        self.assertEqual({m["kind"] for m in chosen}, {"fading"})
        card = self.call("models", "show", "tr38901-uma")
        self.assertEqual((card.returncode, card.stderr), (0, ""))
        self.assertIn("0.5..100 GHz", card.stdout)
        self.assertIn("not measured", card.stdout)
        self.assertLessEqual(max(map(len, card.stdout.splitlines())), 100)
        for model in models:
            shown = json.loads(self.call("models", "show", model["name"], "--json").stdout)["model"]
            with open(os.path.join(ROOT, *self.card_of(model["name"])), encoding="utf-8") as file:
                self.assertEqual(shown, json.load(file))

    @staticmethod
    def card_of(name):
        rooms = os.path.join(ROOT, "models")
        return next(("models", room, "cards", name + ".json") for room in sorted(os.listdir(rooms))
                    if os.path.exists(os.path.join(rooms, room, "cards", name + ".json")))

    def test_a_model_that_is_not_there_is_3_with_a_hint_and_a_kind_2(self):
        done = self.call("models", "show", "tr38901-umma")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("did you mean 'tr38901-uma'", done.stderr)
        report = json.loads(self.call("models", "show", "tr38901-umma", "--json").stdout)
        self.assertEqual((report["ok"], report["exit_code"]), (False, 3))
        for arguments in (["models"], ["models", "show"], ["models", "list", "--kind", "weather"]):
            self.assertEqual(self.call(*arguments).returncode, 2, arguments)
        self.assertIn("path-loss", self.call("models", "list", "--kind", "weather").stderr)

    def test_schema_prints_that_of_cards(self):
        with open(os.path.join(ROOT, "models", "card.schema.json"), encoding="utf-8") as file:
            self.assertEqual(self.call("schema", "card").stdout, file.read())
        self.assertEqual(self.call("schema", "weather").returncode, 2)

    def test_a_run_beyond_a_models_range_says_so(self):
        within = "network.layout.defaults.height_m=25"
        self.assertEqual(json.loads(self.call("validate", self.scenario(), "--set", within, "--json").stdout)["warnings"],
                         [])
        change = "changes:\n  - {cell: C1, height_m: 40}\n"
        beyond = ["--set", within, "--set", "radio.propagation=cost231-hata"]
        done = self.call("validate", self.scenario(SCENARIO + change), *beyond)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("warning: antenna height of 21 of 21 (C1, ...): 25 m; cost231-hata is stated for 30..200 m", done.stderr)
        self.assertIn("distance to the nearest site of the users", done.stderr)
        self.assertIn("(COST-231 chapter 4)", done.stderr)
        result = self.run_json(self.path("small.yaml"), "--set", within, "--set", "run.duration_s=0.5")
        self.assertIn("after the changes: antenna height of C1: 40 m; tr38901-uma is stated for 25 m "
                      "(TR 38.901 Table 7.4.1-1)", result["warnings"])
        with open(self.path("out/small/report.html"), encoding="utf-8") as file:
            self.assertIn("antenna height of C1: 40 m", file.read())

    def test_a_crossed_expect_ends_with_99(self):
        expect = "expect:\n  - {kpi: RRU.PrbTotDl, at_most: %s}\n"
        self.assertEqual(self.call("run", self.scenario(SCENARIO + expect % 100)).returncode, 0)
        done = self.call("run", self.scenario(SCENARIO + expect % 0.001))
        self.assertEqual(done.returncode, 99, done.stderr)
        self.assertIn("CROSSED", done.stdout)

    def test_export_writes_what_the_report_says(self):
        result = self.run_json(self.scenario())
        self.assertEqual(self.call("trace", "export", "out/small", "--csv", "--out", "csv").returncode, 0)
        volume = 0.0
        with open(self.path("csv/run/kpi.csv"), encoding="utf-8") as file:
            header = file.readline().rstrip("\n").split(",")
            for line in file:
                row = dict(zip(header, line.rstrip("\n").split(",")))
                if row["counter"] == "DRB.PdcpSduVolumeDL" and row["value"]:
                    volume += float(row["value"])
        want = result["legs"]["run"]["network"]["DRB.PdcpSduVolumeDL"]["value"]
        self.assertTrue(math.isclose(volume, want, rel_tol=1e-9), (volume, want))


class Measurements(Program):
    NETWORK = """
network:
  reference: {lat_deg: 50, lon_deg: 10}
  cells: [{id: 'a,"b"', site: "x,y", east_m: 0, north_m: 0}]
run: {duration_s: 0.1, warmup_s: 0}
outputs: {maps: false, report: false, measurements: {csv: drive.csv}}
"""

    def measure(self, *cells):
        with open(self.path("drive.csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["cell_id", "lat", "lon", "rsrp_dbm"])
            writer.writerows([cell, 50.001, 10.001, -80] for cell in cells)
        return self.run_json(self.scenario(self.NETWORK), "--out", "out")

    def test_names_with_commas_and_quotes_read_back(self):
        self.measure('a,"b"')
        with open(self.path("out/measurements.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([(row["cell"], row["site"]) for row in rows], [('a,"b"', "x,y")])

    def test_points_of_unknown_cells_are_said(self):
        result = self.measure('a,"b"', "nobody", "nobody")
        self.assertEqual([m["points"] for m in result["measurements"]], [1, 1])
        self.assertTrue(any(w.startswith("2 measured points") for w in result["warnings"]), result["warnings"])
        result = self.measure("nobody")
        self.assertEqual(result["measurements"], [], "no score of nothing")
        self.assertTrue(any("no measured point" in w for w in result["warnings"]), result["warnings"])


class Fingerprints(Program):
    def test_threads_hosts_repeats_and_the_resolved_scenario_agree(self):
        scenario = self.scenario(SCENARIO + CHANGE)
        want = self.fingerprints(scenario)
        self.assertEqual(set(want), {"before", "after"})
        self.assertNotEqual(want["before"], want["after"])
        for threads in (1, 2, 3, 4, 8):
            for host in ("ns3", "plain"):
                got = self.fingerprints(scenario, "--threads", str(threads), "--host", host)
                self.assertEqual(got, want, (threads, host))
        shutil.copy(self.path("out/small/scenario.yaml"), self.path("again.yaml"))
        self.assertEqual(self.fingerprints("again.yaml"), want)
        self.assertNotEqual(self.fingerprints(scenario, "--set", "run.seed=4"), want)

    def test_a_scenario_taken_from_the_trace_runs_again(self):
        want = self.fingerprints(self.scenario())
        with open(self.path("out/small/run/manifest.json"), encoding="utf-8") as file:
            text = json.load(file)["header"]["resolved_scenario"]
        self.assertEqual(self.fingerprints(self.scenario(text, "stored.yaml")), want)

    def test_the_report_is_made_again_from_the_trace(self):
        self.run_json(self.scenario(SCENARIO + CHANGE))
        done = self.call("report", "out/small", "--out", "again.html")
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.path("again.html"), encoding="utf-8") as file:
            self.assertIn("DRB.UEThpDl", file.read())


    def test_the_report_is_of_the_run_that_wrote_the_folder_last(self):
        self.run_json(self.scenario(), "--out", "both")
        self.run_json(self.scenario(SCENARIO + CHANGE), "--out", "both")
        done = self.call("report", "both", "--out", "both.html", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.path("both/summary.json"), encoding="utf-8") as file:
            self.assertEqual(json.loads(done.stdout)["answer"], json.load(file)["answer"])


class Interruption(Program):
    def interrupt_and_resume(self, extra, how):
        want = self.fingerprints(self.scenario(SCENARIO + extra), "--out", "straight")
        legs = list(want)
        process = self.start("run", "small.yaml", "--set", "run.duration_s=4", "--out", "else where")
        self.wait_for_segments(self.path("else where/" + legs[0]), 2)
        how(process)
        _, stderr = process.communicate(timeout=60)
        if process.returncode == 0:
            self.skipTest("the run was over before the signal came")
        self.assertEqual(process.returncode, 1, stderr)
        self.assertIn("the trace is sealed", stderr)
        self.assertEqual(self.call("trace", "verify", "else where").returncode, 0)
        advice = next(line for line in stderr.splitlines() if line.startswith("continue with: "))
        program, *arguments = shlex.split(advice.removeprefix("continue with: "))
        self.assertEqual((program, arguments[-1]), (PROGRAM, "--resume"))
        self.assertEqual(self.fingerprints(*arguments[1:]), want)
        self.assertFalse(os.path.exists(self.path("out")), "resumed where it was begun")

    def test_ctrl_c_seals_the_trace_and_resume_reaches_the_same_end(self):
        self.interrupt_and_resume("", lambda p: os.killpg(p.pid, signal.SIGINT))

    def test_ctrl_c_seals_where_it_fell(self):
        """The terminal's SIGINT and the parent's SIGTERM reach a leg together; it must still seal what it has."""
        self.scenario(SCENARIO + CHANGE)
        process = self.start("run", "small.yaml", *LONG, "--set", "run.segment_s=3600", "--json")
        time.sleep(4.0)
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, stderr)
        sealed = json.loads(stdout)["sealed"]
        self.assertEqual(len(sealed), 2)
        for leg in sealed:
            self.assertEqual(leg["segments"], 1, leg)
            self.assertGreater(leg["reached_s"], 0.5, leg)

    def test_sigterm_to_the_parent_alone_does_the_same_for_both_legs(self):
        self.interrupt_and_resume(CHANGE, lambda p: p.send_signal(signal.SIGTERM))

    def test_a_leg_that_dies_stops_the_other(self):
        self.scenario(SCENARIO + CHANGE)
        process = self.start("run", "small.yaml", *LONG, "--json")
        self.wait_for_segments(self.path("out/small/before"), 1)
        self.wait_for_segments(self.path("out/small/after"), 1)
        with open(f"/proc/{process.pid}/task/{process.pid}/children", encoding="ascii") as file:
            os.kill(int(file.read().split()[0]), signal.SIGKILL)
        stdout, stderr = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 1, stderr)
        self.assertEqual(json.loads(stdout)["exit_code"], 1)
        self.assertIn("signal 9", stderr)
        self.assertEqual(self.call("trace", "verify", "out/small").returncode, 0)

    def test_legs_end_when_their_parent_is_killed(self):
        self.scenario()
        process = self.start("run", "small.yaml", *LONG)
        self.wait_for_segments(self.path("out/small/run"), 1)
        process.kill()
        process.communicate(timeout=60)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            with open(self.path("out/small/run/manifest.json"), encoding="utf-8") as file:
                if json.load(file).get("summary"):
                    return
            time.sleep(0.05)
        self.fail("the leg went on without its parent")

    def test_resume_refuses_another_scenario(self):
        self.run_json(self.scenario())
        done = self.call("run", "small.yaml", "--resume", "--set", "run.seed=9")
        self.assertEqual(done.returncode, 3)
        self.assertIn("another scenario", done.stderr)


class Ranks(Program):
    """`mpirun celltwin run`, where the program was built with MPI."""

    def setUp(self):
        super().setUp()
        if not os.environ.get("CELLTWIN_MPIRUN"):
            self.skipTest("built without MPI: cmake --preset mpi")

    def command(self, ranks, *arguments):
        return [os.environ["CELLTWIN_MPIRUN"], *(["--allow-run-as-root"] if os.geteuid() == 0 else []),
                "--oversubscribe", "-n", str(ranks), PROGRAM, *arguments]

    def on_ranks(self, ranks, *arguments):
        return subprocess.run(self.command(ranks, *arguments), cwd=self.folder, capture_output=True, text=True,
                              timeout=300, check=False)

    def test_any_number_of_ranks_gives_the_same_run(self):
        scenario = self.scenario(SCENARIO + CHANGE)
        want = self.fingerprints(scenario, "--out", "alone")
        for ranks in (1, 2, 4):
            out = f"ranks{ranks}"
            done = self.on_ranks(ranks, "run", scenario, "--out", out, "--json")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(self.fingerprints_of(json.loads(done.stdout)), want, f"{ranks} ranks")
            self.assertEqual(self.call("trace", "verify", out).returncode, 0)

    def test_errors_are_said_once_and_end_all(self):
        done = self.on_ranks(2, "run", self.scenario(SCENARIO.replace("sites: 7", "sites: many")))
        self.assertEqual(done.returncode, 3)
        self.assertEqual(done.stderr.count("1 error"), 1, done.stderr)
        done = self.on_ranks(2, "run", self.scenario(), "--out", "/proc/none")
        self.assertEqual(done.returncode, 7, done.stderr)
        expect = SCENARIO + "expect:\n  - {kpi: RRU.PrbTotDl, at_most: 0.001}\n"
        self.assertEqual(self.on_ranks(2, "run", self.scenario(expect)).returncode, 99)

    def test_a_rank_that_dies_ends_all(self):
        self.scenario()
        process = subprocess.Popen(self.command(2, "run", "small.yaml", *LONG), cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.wait_for_segments(self.path("out/small/run"), 1)
        os.kill(self.ranks_of(process)[-1], signal.SIGKILL)
        process.communicate(timeout=60)
        self.assertNotEqual(process.returncode, 0)
        self.assertEqual(self.call("trace", "verify", "out/small").returncode, 0)

    def test_an_interrupted_run_goes_on_with_another_number_of_ranks(self):
        scenario = self.scenario()
        want = self.fingerprints(scenario, "--out", "alone")["run"]
        process = subprocess.Popen(self.command(2, "run", scenario, "--out", "broken"), cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.wait_for_segments(self.path("broken/run"), 1)
        for rank in self.ranks_of(process):
            os.kill(rank, signal.SIGTERM)
        _, stderr = process.communicate(timeout=60)
        if process.returncode == 0:
            self.skipTest("the run was over before the signal came")
        self.assertEqual(process.returncode, 1, stderr)
        self.assertIn("the trace is sealed", stderr)
        done = self.on_ranks(3, "run", scenario, "--out", "broken", "--resume", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.fingerprints_of(json.loads(done.stdout))["run"], want)

    def ranks_of(self, mpirun):
        """Its children that are ours, in order of their ids."""
        with open(f"/proc/{mpirun.pid}/task/{mpirun.pid}/children", encoding="ascii") as file:
            children = [int(pid) for pid in file.read().split()]
        return sorted(pid for pid in children if os.path.realpath(f"/proc/{pid}/exe") == os.path.realpath(PROGRAM))


class Kill(Program):
    MOMENTS = 50

    def test_kill_9_at_random_moments(self):
        want = self.fingerprints(self.scenario(), "--out", "straight")["run"]
        whole_s = time.monotonic()
        self.fingerprints("small.yaml", "--out", "timed")
        whole_s = time.monotonic() - whole_s
        moments = random.Random(20261122)
        sealed_seen = 0
        for i in range(self.MOMENTS):
            shutil.rmtree(self.path("out"), ignore_errors=True)
            process = self.start("run", "small.yaml")
            time.sleep(moments.uniform(0.0, whole_s))
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate(timeout=60)
            sealed = self.check_remains(i)
            sealed_seen += sealed
            if sealed == 0:
                whole_s *= 1.1  # a busier machine than the one that was timed
            if i % 5 == 0:
                got = self.fingerprints("small.yaml", "--resume")["run"]
                self.assertEqual(got, want, f"kill {i}")
        self.assertGreater(sealed_seen, self.MOMENTS, "the kills must fall where segments are sealed")

    def check_remains(self, i):
        """Sealed segments verify, the rest is named; returns how many were sealed."""
        done = self.call("trace", "verify", "out/small", "--json")
        if not os.path.exists(self.path("out/small/run/manifest.json")):
            self.assertEqual(done.returncode, 3, (i, done.stdout))
            return 0
        self.assertEqual(done.returncode, 0, (i, done.stdout, done.stderr))
        found = json.loads(done.stdout)["traces"][0]
        self.assertEqual(found["damaged"], [], i)
        with open(self.path("out/small/run/manifest.json"), encoding="utf-8") as file:
            listed = {s["file"] for s in json.load(file)["segments"]}
        self.assertEqual(set(found["sealed_ok"]), listed, i)
        on_disk = {n for n in os.listdir(self.path("out/small/run")) if ".h5" in n}
        for name in on_disk - listed:
            self.assertTrue(any(name in text for text in found["unsealed"]), (i, name, found))
        return len(listed)


class Bench(Program):
    CASES = """
cases:
  - {name: small, scenario: small.yaml, set: [run.duration_s=0.5], quick: [run.duration_s=0.05], threads: [1, 2], series: s}
  - {name: small-ns3, scenario: small.yaml, set: [run.duration_s=0.5], host: ns3, series: s}
"""

    def cases(self, text=CASES):
        self.scenario()
        return self.scenario(text, "cases.yaml")

    def test_figures_of_every_run(self):
        done = self.call("bench", "--cases", self.cases(), "--repeats", "2", "--save", "saved")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = [line.split() for line in done.stdout.splitlines()[1:]]
        expected = [["small", "1"], ["small", "2"], ["small-ns3", "1"]] if (os.cpu_count() or 1) > 1 else \
            [["small", "1"], ["small-ns3", "1"]]
        self.assertEqual([row[:2] for row in rows], expected)
        self.assertEqual({row[-1] for row in rows}, {rows[0][-1]}, "one fingerprint under threads and hosts")
        self.assertIn("small-ns3, 1 thread", done.stderr)
        values = {}
        for name in ("smaller", "bigger"):
            with open(self.path(f"saved/{name}.json"), encoding="utf-8") as file:
                values.update({entry["name"]: entry["value"] for entry in json.load(file)})
        # 7 sites of 3 cells for half a second: both say the same CPU time.
        self.assertAlmostEqual(values["small, 1 thread: CPU time per simulated second"]
                               * values["small, 1 thread: cell-seconds per core-second"], 21.0, places=6)
        self.assertGreater(values["small-ns3, 1 thread: events per second"],
                           values["small-ns3, 1 thread: slots per second"], "an event a slot, and movement")
        self.assertGreater(values["small, 1 thread: peak memory"], 1.0)
        self.assertNotIn("small, 1 thread: events per second", values)

    def test_chosen_and_quick(self):
        done = self.call("bench", "--cases", self.cases(), "--quick", "--only", "small", "--json", "bigger")
        self.assertEqual(done.returncode, 0, done.stderr)
        entries = json.loads(done.stdout)
        self.assertTrue(all(entry["name"].startswith("small,") for entry in entries))
        self.assertIn("0.05 s simulated", entries[0]["extra"])

    def test_mistakes_end_with_3_before_anything_runs(self):
        for text, words in ((self.CASES.replace("threads", "thread"), r"cases\.yaml:3:\d+: error: .*'thread'"),
                            (self.CASES.replace("run.duration_s=0.5", "run.durations=0.5"), "durations"),
                            (self.CASES.replace("scenario: small.yaml, set", "scenario: absent.yaml, set"), "absent.yaml")):
            done = self.call("bench", "--cases", self.cases(text))
            self.assertEqual((done.returncode, done.stdout), (3, ""), done.stderr)
            self.assertRegex(done.stderr, words)
        self.assertEqual(self.call("bench", "--cases", self.path("nowhere.yaml")).returncode, 3)
        self.assertEqual(self.call("bench", "--cases", self.cases(), "--only", "large").returncode, 3)

    def test_ctrl_c_tells_what_was_measured(self):
        long_one = "  - {name: long, scenario: small.yaml, set: [run.duration_s=600]}\n"
        process = self.start("bench", "--cases", self.cases(self.CASES + long_one))
        while "long, 1 thread" not in (line := process.stderr.readline()):
            self.assertNotEqual(line, "", "it ended before")
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, stderr)
        self.assertIn("interrupted", stderr)
        self.assertIn("small-ns3", stdout)
        self.assertNotIn("long", stdout)


class SouthBend(Program):
    def setUp(self):
        super().setUp()
        if not os.path.isdir(SOUTH_BEND_DATA):
            self.skipTest("shared/data/southbend_cbrs is not beside the checkout")

    def assert_matches_reference(self, result, mode):
        """Points, mean error and RMSE per site as the independent script has them; it uses a flat-earth projection."""
        want = southbend_reference.score(SOUTH_BEND_DATA, mode)
        scores = {m["site"]: m for m in result["measurements"]}
        self.assertEqual(set(scores), set(want))
        for site, (points, mean, rmse) in want.items():
            self.assertEqual(scores[site]["points"], points, site)
            self.assertAlmostEqual(scores[site]["mean_error_db"], mean, delta=0.05)
            self.assertAlmostEqual(scores[site]["rmse_db"], rmse, delta=0.05)
        return scores

    def test_expected_line_of_sight_lowers_the_bias(self):
        never = self.assert_matches_reference(self.run_json(SOUTH_BEND), "never")
        expected = self.assert_matches_reference(self.run_json(SOUTH_BEND, "--set", "radio.line_of_sight=expected"),
                                                 "expected")
        self.assertLess(abs(expected["all"]["mean_error_db"]), abs(never["all"]["mean_error_db"]))

    def test_predictions_beside_measurements(self):
        result = self.run_json(SOUTH_BEND, "--out", "bend")
        scores = self.assert_matches_reference(result, "never")
        with open(self.path("bend/measurements.csv"), encoding="utf-8") as file:
            self.assertEqual(file.readline().rstrip("\n"),
                             "cell,site,lat_deg,lon_deg,measured_rsrp_dbm,predicted_rsrp_dbm,error_db")
            self.assertEqual(sum(1 for _ in file), scores["all"]["points"])


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
