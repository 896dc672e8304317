#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Checks that includes follow the arrows of docs/architecture.md, and that folders and licence lines are in order.

usage: check_layers.py [ROOT]     exit 0 clean, 1 with one line for each violation on stdout
"""
import re
import sys
from pathlib import Path

# Third-party libraries by the include paths that give them away.
LIBRARIES = {
    "ns-3": r"ns3/", "TBB": r"(oneapi/)?tbb/", "HDF5": r"(hdf5|H5\w+)\.h", "ISA-L": r"isa-l",
    "Open MPI": r"mpi\.h", "Eigen": r"(unsupported/)?Eigen/",
    "yaml-cpp": r"yaml-cpp/", "valijson": r"valijson/", "nlohmann-json": r"nlohmann/", "OpenSSL": r"openssl/",
    "zlib": r"zlib\.h", "expat": r"expat\.h", "libpng": r"png\.h", "CLI11": r"CLI/", "fmt": r"fmt/",
    "GoogleTest": r"g(test|mock)/", "Google Benchmark": r"benchmark/",
    "sanitizers": r"sanitizer/",
    # Not libraries of others, but what keeps models pure: no files, no threads, no operating system.
    "I/O and threads": r"(fstream|iostream|filesystem|thread|mutex|shared_mutex|condition_variable|future)$",
    "POSIX": r"(sys/|unistd\.h|fcntl\.h|signal\.h|spawn\.h|poll\.h|dirent\.h|pthread\.h|dlfcn\.h)",
}
STANDARD = re.compile(r"[a-z_0-9]+$|(std\w+|string|math|limits|errno|time|assert|float|cxxabi|immintrin|malloc)\.h$")
SYSTEM = ["I/O and threads", "POSIX"]
BELOW_ENGINE = ["models/base", "models", "scenarios/schema", "sim/record"]
# Room: (rooms it may include beside itself, libraries it may include). A file belongs to the longest match.
ROOMS = {
    "models/base": ([], []),
    "models": (["models/base"], ["Eigen"]),
    "scenarios/schema": (["models/base", "models"], SYSTEM + ["yaml-cpp", "nlohmann-json", "expat"]),
    "sim/record": (["models/base", "models", "scenarios/schema"],
                   SYSTEM + ["HDF5", "ISA-L", "OpenSSL", "nlohmann-json"]),
    "sim/engine": (BELOW_ENGINE, SYSTEM + ["TBB", "sanitizers"]),
    "sim/ranks": (["models/base", "sim/engine"], SYSTEM + ["Open MPI"]),
    "sim/ns3": (BELOW_ENGINE + ["sim/engine"], SYSTEM + ["ns-3"]),
    "sim/run": (BELOW_ENGINE + ["sim/engine", "sim/ns3"], SYSTEM + ["fmt"]),
    "ingest": (["models/base", "models", "scenarios/schema"], SYSTEM + ["zlib"]),
    "calibration": (BELOW_ENGINE + ["sim/engine", "sim/ns3", "sim/run", "ingest"], SYSTEM + ["Eigen", "fmt"]),
    "service/cards": (["models/base", "models", "scenarios/schema"], SYSTEM + ["nlohmann-json", "fmt"]),
    "service/report": (BELOW_ENGINE + ["sim/engine"], SYSTEM + ["libpng", "nlohmann-json", "fmt"]),
    "service": (BELOW_ENGINE + ["sim/engine", "sim/ranks", "sim/ns3", "sim/run", "ingest", "calibration",
                 "service/cards", "service/report"],
                SYSTEM + ["CLI11", "nlohmann-json", "fmt"]),
}
ROOMS["tests"] = ROOMS["bench"] = (list(ROOMS), list(LIBRARIES))
FOLDERS = {"bench", "calibration", "cmake", "docs", "ingest", "models", "scenarios", "scripts", "service", "sim", "tests"}
OUTPUTS = {"build", "out", ".git", ".cache"}
NAMELESS = {"common", "util", "utils", "helper", "helpers", "manager", "managers"}
CODE = {".h", ".cpp"}
LICENSED = CODE | {".py", ".cmake", ".sh", ".js", ".css"}
INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')


def room_of(path):
    return max((room for room in ROOMS if path.startswith(room + "/")), key=len, default=None)


def library_of(header):
    return next((name for name, pattern in LIBRARIES.items() if re.match(pattern, header)), None)


def includes_of(file):
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return [(n, *m.groups()) for n, line in enumerate(lines, 1) if (m := INCLUDE.match(line))]


def carried_by(root, header):
    """Libraries that including `header` brings along, through project headers too."""
    found, seen, queue = set(), set(), [header]
    while queue:
        if (name := queue.pop()) in seen or not (root / name).is_file():
            continue
        seen.add(name)
        for _, mark, included in includes_of(root / name):
            if mark == '"':
                queue.append(included)
            elif (library := library_of(included)) not in (None, *SYSTEM):
                found.add(library)
    return found


def check_includes(root, path):
    """Yields one message for each include of `path` that its room does not allow."""
    room = room_of(path)
    if room is None:
        yield f"{path}:1: C++ outside every room; the rooms are {', '.join(ROOMS)}"
        return
    rooms, libraries = ROOMS[room]
    may = f"{room}/ may include {', '.join(libraries) or 'no library'}"
    for line, mark, header in includes_of(root / path):
        where = f"{path}:{line}: " + (f"<{header}>" if mark == "<" else f'"{header}"')
        library, target = (library_of(header), None) if mark == "<" else (None, room_of(header))
        if target not in (None, room, *rooms):
            yield f"{where} is in {target}/, which is not below; {room}/ may include {', '.join(rooms) or 'only itself'}"
        elif target not in (None, room) and (extra := carried_by(root, header) - set(libraries)):
            yield f"{where} brings {', '.join(sorted(extra))} across the room's border; {may}: hide it in a .cpp"
        elif mark == "<" and library is None and not STANDARD.match(header):
            yield f"{where} is of no known library; give it a room in docs/architecture.md and in LIBRARIES here"
        elif library not in (None, *libraries):
            yield f"{where} is {library}; {may} (docs/architecture.md: one room per library, models are pure)"
        elif library == "Eigen" and path.endswith(".h") and room != "tests":
            yield f"{where}: Eigen's layout depends on compiler flags; keep it in .cpp files, headers use std::span"


def check_tree(root):
    for folder in sorted(p.name for p in root.iterdir() if p.is_dir()):
        if folder[0] != "." and folder not in FOLDERS | OUTPUTS:
            yield f"{folder}/: no folder of the plan in docs/architecture.md ({', '.join(sorted(FOLDERS))})"
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root).as_posix()
        if not file.is_file() or path.split("/")[0] in OUTPUTS or "__pycache__" in path:
            continue
        if nameless := NAMELESS & {part.lower() for part in Path(path).parts[:-1]}:
            yield f"{path}: nothing lives in {nameless.pop()}/; name the idea and give it a room"
        is_script = path.startswith((".ci/", "scripts/")) and not file.suffix
        if is_script or file.suffix in LICENSED or file.name == "CMakeLists.txt":
            head = file.read_text(encoding="utf-8", errors="replace").splitlines()[:3]
            if not any("SPDX-License-Identifier: BSD-3-Clause" in line for line in head):
                yield f"{path}:1: no line 'SPDX-License-Identifier: BSD-3-Clause' among the first three"
        if file.suffix in CODE:
            yield from check_includes(root, path)


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent)
    findings = list(check_tree(root))
    print("\n".join(findings) if findings else "layers: every include points down")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
