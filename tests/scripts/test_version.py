# SPDX-License-Identifier: BSD-3-Clause
"""cmake/write_version.cmake: the commit in a clean clone without tags, with local changes, and outside git."""
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def git(folder, *arguments):
    return subprocess.run(["git", "-C", folder, "-c", "user.name=t", "-c", "user.email=t@localhost", *arguments],
                          check=True, capture_output=True, text=True).stdout.strip()


class Version(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = Path(self.temporary.name)
        self.output = self.folder / "generated" / "version.cpp"

    def write(self):
        subprocess.run(["cmake", f"-DSOURCE={self.folder}", f"-DOUTPUT={self.output}", "-DGIT=git", "-DVERSION=1.2.3",
                        "-DBUILD=GNU -O2", "-P", ROOT / "cmake" / "write_version.cmake"], check=True)
        return self.output.read_text(encoding="utf-8")

    def commit(self):
        git(self.folder, "init", "--quiet")
        (self.folder / "a.txt").write_text("a\n", encoding="utf-8")
        git(self.folder, "add", "a.txt")
        git(self.folder, "commit", "--quiet", "-m", "a")
        return git(self.folder, "rev-parse", "--short=12", "HEAD")

    def test_outside_git(self):
        self.assertIn('{R"(1.2.3)", R"(unknown)", R"(GNU -O2)"}', self.write())

    def test_before_the_first_commit(self):
        git(self.folder, "init", "--quiet")
        self.assertIn('R"(unknown)"', self.write())

    def test_clean_dirty_and_unchanged(self):
        head = self.commit()
        self.assertIn(f'R"({head})"', self.write())
        stamp = self.output.stat().st_mtime_ns
        self.write()
        self.assertEqual(self.output.stat().st_mtime_ns, stamp, "rewritten without need: the program would relink")
        (self.folder / "a.txt").write_text("b\n", encoding="utf-8")
        self.assertIn(f'R"({head}+dirty)"', self.write())


if __name__ == "__main__":
    unittest.main()
