# SPDX-License-Identifier: BSD-3-Clause
"""scripts/check_layers.py: the real tree passes; each kind of planted violation fails and is named."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "check_layers.py"
LICENCE = "// SPDX-License-Identifier: BSD-3-Clause\n"


def check(root):
    done = subprocess.run([sys.executable, SCRIPT, root], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def check_files(files):
    """Runs the script on a tree of {path: text after the licence line}."""
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(LICENCE + text, encoding="utf-8")
        return check(folder)


class RealTree(unittest.TestCase):
    def test_passes(self):
        status, output = check(ROOT)
        self.assertEqual(status, 0, output)


class PlantedTree(unittest.TestCase):
    def assert_refused(self, files, *words):
        status, output = check_files(files)
        self.assertEqual(status, 1, output)
        for word in words:
            self.assertIn(word, output)
        self.assertEqual(len(output.splitlines()), 1, output)

    def test_downward_includes_pass(self):
        status, output = check_files({
            "models/base/units.h": "#include <cmath>\n",
            "models/link/sinr.cpp": '#include "models/base/units.h"\n#include <Eigen/Dense>\n',
            "sim/engine/engine.cpp": '#include "sim/record/kpi.h"\n#include <tbb/parallel_for.h>\n',
            "service/run_command.cpp": '#include "sim/run/session.h"\n#include <CLI/CLI.hpp>\n#include <fstream>\n',
            "tests/sim/ns3/host_test.cpp": '#include "sim/ns3/host.h"\n#include <ns3/simulator.h>\n',
        })
        self.assertEqual(status, 0, output)

    def test_upward_include(self):
        self.assert_refused({"sim/record/trace.cpp": '\n#include "sim/engine/engine.h"\n'},
                            'sim/record/trace.cpp:3: "sim/engine/engine.h" is in sim/engine/')

    def test_base_includes_nothing_of_models(self):
        self.assert_refused({"models/base/geo.h": '#include "models/link/sinr.h"\n'}, "may include only itself")

    def test_sideways_include(self):
        self.assert_refused({"ingest/feed.cpp": '#include "sim/engine/engine.h"\n'}, "ingest/ may include models/base")

    def test_each_library_has_one_room(self):
        for path, header, library in [
                ("sim/engine/engine.cpp", "ns3/simulator.h", "ns-3"), ("sim/run/batch.cpp", "tbb/task_arena.h", "TBB"),
                ("sim/engine/dump.cpp", "hdf5.h", "HDF5"), ("sim/record/kpi.cpp", "yaml-cpp/yaml.h", "yaml-cpp"),
                ("scenarios/schema/tree.cpp", "valijson/schema.hpp", "valijson"), ("ingest/feed.cpp", "openssl/sha.h", "OpenSSL"),
                ("service/main.cpp", "png.h", "libpng"), ("sim/engine/engine.cpp", "fmt/core.h", "fmt")]:
            with self.subTest(path=path, header=header):
                self.assert_refused({path: f"#include <{header}>\n"}, f"{path}:2: <{header}> is {library}")

    def test_models_are_pure(self):
        for header in ["fstream", "iostream", "thread", "mutex", "filesystem", "unistd.h"]:
            with self.subTest(header=header):
                self.assert_refused({"models/phy/table.cpp": f"#include <{header}>\n"}, "models are pure")

    def test_unknown_library(self):
        self.assert_refused({"service/main.cpp": "#include <boost/asio.hpp>\n"}, "no known library")

    def test_eigen_stays_out_of_headers(self):
        self.assert_refused({"models/link/sinr.h": "#include <Eigen/Core>\n"}, "keep it in .cpp files")

    def test_header_does_not_carry_a_library_over_the_border(self):
        self.assert_refused({"sim/ns3/nodes.h": "#include <ns3/node.h>\n",
                             "sim/ns3/host.h": '#include "sim/ns3/nodes.h"\n#include "sim/ns3/host.h"\n',
                             "sim/run/session.cpp": '#include "sim/ns3/host.h"\n'},
                            "sim/run/session.cpp:2:", "brings ns-3")

    def test_folders(self):
        self.assert_refused({"extras/readme.txt": ""}, "extras/: no folder of the plan")
        self.assert_refused({"sim/run/common/a.h": ""}, "name the idea")

    def test_licence_line(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "scripts").mkdir()
            (Path(folder) / "scripts" / "demo").write_text("#!/bin/bash\n", encoding="utf-8")
            status, output = check(folder)
        self.assertEqual(status, 1)
        self.assertIn("scripts/demo:1: no line 'SPDX", output)


if __name__ == "__main__":
    unittest.main()
