# SPDX-License-Identifier: BSD-3-Clause
"""scripts/progress.sh: what a step shows, in place on a terminal and as plain lines elsewhere, and how it fails."""
import os
import pty
import select
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NINJA = "echo '[0/2] Re-checking globbed directories...'; for i in 1 2 3 4 5 6 7 8; do echo \"[$i/8] Building $i\"; done"
APT = ("echo 'Get:1 lists'; echo '0 upgraded, 2 newly installed, 0 to remove and 0 not upgraded.'; echo 'Get:1 a'; "
       "echo 'Get:2 b'; echo 'Unpacking a ...'; echo 'Unpacking b ...'; echo 'Setting up a ...'; echo 'Setting up b ...'")


class Progress(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.log = Path(self.temporary.name) / "build" / "logs" / "trial.log"

    def command(self, step):
        return ["bash", "-c", f"set -euo pipefail; . {ROOT}/scripts/progress.sh; start_log trial; {step}; echo after"]

    def plain(self, step):
        done = subprocess.run(self.command(step), cwd=self.temporary.name, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.splitlines(), done.stderr

    def test_plain_lines_at_quarters(self):
        status, lines, _ = self.plain(f"job() {{ {NINJA}; }}; run_step 3/4 build job")
        self.assertEqual(status, 0)
        self.assertEqual(lines[:-2], ["[3/4] build"] + [f"[3/4] build {n}/8" for n in (1, 2, 4, 6, 8)])
        self.assertRegex(lines[-2], r"^\[3/4\] build 8/8, done in \d+ s$")
        self.assertEqual(lines[-1], "after")
        self.assertIn("[5/8] Building 5", self.log.read_text(encoding="utf-8"))

    def test_packages(self):
        status, lines, _ = self.plain(f"job() {{ {APT}; }}; run_step 1/4 packages job")
        self.assertEqual(status, 0)
        self.assertIn("[1/4] packages unpacking 2/2", lines)
        self.assertRegex(lines[-2], r"^\[1/4\] packages setting up 2/2, done in \d+ s$")

    def test_in_place_on_a_terminal(self):
        try:
            leader, follower = pty.openpty()
        except OSError as error:
            self.skipTest(f"this machine lends no pseudo-terminal: {error}")
        self.addCleanup(os.close, leader)
        self.addCleanup(os.close, follower)
        step = f"job() {{ {NINJA}; }}; run_step 3/4 build job"
        with subprocess.Popen(self.command(step), cwd=self.temporary.name, stdout=follower, stderr=follower) as program:
            # A terminal hands over what it holds in pieces, and what is left when its last user goes may be lost.
            text = ""
            while "after\r\n" not in text and select.select([leader], [], [], 60)[0]:
                text += os.read(leader, 65536).decode()
        self.assertEqual(program.returncode, 0, text)
        self.assertEqual(text.count("\n"), 2, text)  # the step's one line, and "after"
        self.assertIn("\r\x1b[K[3/4] build 5/8", text)

    def test_failure_shows_the_log_and_stops(self):
        status, lines, errors = self.plain("job() { echo the reason; return 7; }; run_step 2/4 configure job")
        self.assertEqual(status, 1)
        self.assertNotIn("after", lines)
        self.assertIn("[2/4] configure failed; the end of build/logs/trial.log", errors)
        self.assertIn("    the reason", errors)


class Setup(unittest.TestCase):
    def run_setup(self, *arguments):
        return subprocess.run([ROOT / "scripts" / "setup", *arguments], capture_output=True, text=True, check=False)

    def test_lists_grow_with_the_audience(self):
        lists = [set(self.run_setup("--list", *more).stdout.split()) for more in ([], ["--checks"], ["--developer"])]
        self.assertIn("libns3-dev", lists[0])
        self.assertIn("clang-format", lists[1] - lists[0])
        self.assertTrue(lists[0] < lists[1] < lists[2])

    def test_unknown_argument(self):
        done = self.run_setup("--everything")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--everything", done.stderr)


if __name__ == "__main__":
    unittest.main()
