# SPDX-License-Identifier: BSD-3-Clause
"""What scripts/check_behaviour and scripts/bench have in common: they run figure programs and print one table.

Each program prints {"rows": [...]} as bench/figure_rows.h says. Nothing is built: a program that was not built, or a
check whose data are absent, is a skipped row with its reason and the command that builds it.

Exit status: 0 every must is met (or skipped), 1 one is missed, 2 a program failed or nothing could be run.
"""
import argparse
import fnmatch
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

FIELDS = ("check", "measured", "must", "aim", "unit", "ok_must", "ok_aim")


class Unusable(Exception):
    """Nothing can be run; the text says what to do."""


def targets(programs):
    return [Path(path).name for path, _, _ in programs.values()]


def find_build(named, programs):
    named = named or os.environ.get("CELLTWIN_BUILD")
    builds = [Path(named)] if named else [ROOT / "build" / name for name in ("ci", "release", "dev")]
    found = next((b for b in builds if (b / "bench").is_dir()), None)
    if found is None:
        raise Unusable(f"no benches under {' or '.join(str(b) for b in builds)}: build first "
                       f"(cmake --preset ci && ninja -C build/ci {' '.join(targets(programs))}), or name the folder with --build")
    return found


def skipped(check, why):
    return {**dict.fromkeys(FIELDS), "check": check, "unit": "", "better": "below", "note": why}


def verdict(row):
    if row["ok_must"] is False:  # also of what is no number: it meets nothing
        return "missed"
    if row["measured"] is None:
        return "skipped"
    if row["must"] is None and row["aim"] is None:
        return "informs"
    return "must met" if row["ok_aim"] is False else "aim met"


def run_program(name, entry, build, quick):
    """The rows of one program; a measured NaN, which JSON has not, comes as null."""
    path, arguments, quicker = entry
    program = build / path
    if not program.is_file():
        return [skipped(name, f"{program} is not built: ninja -C {build} {program.name}; where that is no target, a library "
                              "it needs is absent")]
    command = [str(program), *arguments, *(quicker if quick else []), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise Unusable(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    try:
        rows = json.loads(done.stdout)["rows"]
        incomplete = [row for row in rows if any(field not in row for field in FIELDS)]
    except (ValueError, KeyError, TypeError) as error:
        raise Unusable(f"{' '.join(command)} printed no rows: {error}") from error
    if incomplete:
        raise Unusable(f"{' '.join(command)} printed a row without all of {', '.join(FIELDS)}: {incomplete[0]}")
    return rows


def table(groups):
    def limit(row, key):
        sign = ">=" if row.get("better") == "above" else "<="
        return "-" if row[key] is None else f"{sign}{row[key]:g}"

    width = max((len(row["check"]) for _, rows in groups for row in rows), default=0) + 2
    lines = [f"{'check':<{width}}{'measured':>15}{'must':>9}{'aim':>9}  {'verdict':<9} note"]
    for name, rows in groups:
        lines.append(f"-- {name}")
        for row in rows:
            figure = "-" if row["measured"] is None else f"{row['measured']:.4g} {row['unit']}".rstrip()
            lines.append(f"{row['check']:<{width}}{figure:>15}{limit(row, 'must'):>9}{limit(row, 'aim'):>9}  "
                         f"{verdict(row):<9} {row.get('note', '')}".rstrip())
    return "\n".join(lines)


def parse_arguments(programs, description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--only", action="append", metavar="NAME", default=[],
                        help="run these alone (repeatable, may hold *): " + ", ".join(programs))
    parser.add_argument("--build", metavar="DIR",
                        help="folder of the build (default: $CELLTWIN_BUILD, else the first there is of build/ci, build/release, "
                             "build/dev)")
    parser.add_argument("--quick", action="store_true", help="shorter runs: shows that everything runs; what they cannot judge says so")
    parser.add_argument("--json", metavar="FILE", nargs="?", const="-", help="write the rows as JSON (default and -: standard output)")
    arguments = parser.parse_args()
    arguments.names = [n for n in programs if not arguments.only or any(fnmatch.fnmatch(n, o) for o in arguments.only)]
    if not arguments.names or any(not fnmatch.filter(programs, o) for o in arguments.only):
        parser.error("no such program; there are " + ", ".join(programs))
    return arguments


def main(script, programs, description):
    """Runs the programs, {name: (program under build/<preset>/, arguments, further ones with --quick)}; one that is not
    built is skipped. Returns the exit status."""
    arguments = parse_arguments(programs, description)
    started, groups = time.monotonic(), []
    try:
        build = find_build(arguments.build, programs)
        for name in arguments.names:
            if arguments.json != "-":
                print(f"[{time.monotonic() - started:5.0f} s] {name}", file=sys.stderr, flush=True)
            groups.append((name, run_program(name, programs[name], build, arguments.quick)))
    except Unusable as error:
        print(f"{script}: {error}", file=sys.stderr)
        return 2
    rows = [{"program": name, **row, "verdict": verdict(row)} for name, group in groups for row in group]
    missed = [row for row in rows if row["verdict"] == "missed"]
    if arguments.json:
        text = json.dumps({"ok": not missed, "quick": arguments.quick, "rows": rows}, indent=1)
        if arguments.json == "-":
            print(text)
        else:
            Path(arguments.json).write_text(text + "\n", encoding="utf-8")
    if arguments.json != "-":
        verdicts = [row["verdict"] for row in rows]
        print(table(groups))
        print(f"\n{len(rows)} rows: {verdicts.count('aim met')} meet the aim, {verdicts.count('must met')} the must, "
              f"{len(missed)} miss it, {verdicts.count('skipped')} skipped, {verdicts.count('informs')} inform")
    return 1 if missed else 0

