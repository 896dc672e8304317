# SPDX-License-Identifier: BSD-3-Clause
"""The pages: relative links lead somewhere, and commands in the README and CONTRIBUTING name what exists."""
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IGNORED = {"build", "out", ".git", ".cache"}
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# What the rules accept beside the files of the tree: made by a build, by a run, or by the command before.
MADE = re.compile(r"(build|out)/|scenarios/library/mine\.yaml$")
PROGRAM = "build/release/service/celltwin"


def pages():
    return [p for p in sorted(ROOT.rglob("*.md")) if p.relative_to(ROOT).parts[0] not in IGNORED]


def anchors(page):
    """Anchors a page offers: explicit ones, and those made of its headings as Git hosts make them."""
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    made = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
    return made | set(re.findall(r'<a id="([^"]+)"', text))


def broken_links(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path) if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            yield target


def commands(page):
    """Command lines of a page: indented blocks and inline code that begin with a program of ours."""
    text = page.read_text(encoding="utf-8")
    lines = re.findall(r"^ {4}(\S.*)$", text, re.MULTILINE) + re.findall(r"`([^`\n]+)`", text)
    return [re.sub(r"\s+#.*", "", line) for line in lines]


def verbs():
    """Verbs as the command line is built, so that no program is needed here."""
    found = set()
    for file in (ROOT / "service").glob("*.cpp"):
        text = file.read_text(encoding="utf-8")
        found |= set(re.findall(r'(?:add_subcommand\(|addVerb\(\*?\w+, |add\(app, action, )\s*"([\w-]+)"', text))
    return found


def wrong_words(line, known_verbs):
    """What a command line names that does not exist."""
    words = line.split()
    if not words:
        return
    program = words[0].removeprefix("./")
    if program in ("celltwin", PROGRAM):
        for verb in words[1].split("\\|") if len(words) > 1 else []:
            if not verb.startswith("-") and verb not in known_verbs:
                yield verb
    elif re.match(r"(scripts|\.ci)/", program) and not (ROOT / program).exists():
        yield program
    for word in words[1:]:
        if re.match(r"(scenarios|tests|scripts|docs)/", word) and not (ROOT / word).exists() and not MADE.match(word):
            yield word


class Pages(unittest.TestCase):
    def test_relative_links_resolve(self):
        self.assertGreater(len(pages()), 6)
        for page in pages():
            with self.subTest(page=page.name):
                self.assertEqual(list(broken_links(page)), [])

    def test_commands_name_what_exists(self):
        known = verbs()
        self.assertLessEqual({"run", "validate", "schema", "trace", "info", "report", "doctor", "version"}, known)
        seen = 0
        for page in pages():
            for line in commands(page):
                seen += line.startswith(("celltwin ", PROGRAM, "./scripts/"))
                with self.subTest(page=page.name, line=line):
                    self.assertEqual(list(wrong_words(line, known)), [])
        self.assertGreater(seen, 10)

    def test_scripts_of_the_readme_take_their_options(self):
        text = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
        options = set(re.findall(r"scripts/setup (--[\w-]+)", text))
        self.assertIn("--list", options)
        for option in options:
            done = subprocess.run([ROOT / "scripts" / "setup", option, "--list"], capture_output=True, text=True,
                                  check=False)
            self.assertEqual(done.returncode, 0, option + done.stderr)
            self.assertIn("libns3-dev", done.stdout)


class Planted(unittest.TestCase):
    def test_a_broken_link_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "page.md"
            page.write_text("# A page\n[a](absent.md) [b](#a-page) [c](#nowhere) [d](https://example.org/x)\n",
                            encoding="utf-8")
            self.assertEqual(list(broken_links(page)), ["absent.md", "#nowhere"])

    def test_a_wrong_command_is_found(self):
        known = {"run", "trace"}
        self.assertEqual(list(wrong_words("celltwin rum scenarios/absent.yaml", known)), ["rum", "scenarios/absent.yaml"])
        self.assertEqual(list(wrong_words("./scripts/demonstrate", known)), ["scripts/demonstrate"])
        self.assertEqual(list(wrong_words(PROGRAM + " run scenarios/library/mine.yaml", known)), [])


if __name__ == "__main__":
    unittest.main()
