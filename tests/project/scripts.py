#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""build-aux/run and build-aux/test on a project of one file, and what build-aux/count-results makes of a log.

usage: scripts.py SOURCE
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import Tap  # noqa: E402

SOURCE = pathlib.Path(sys.argv[1])
tap = Tap()


def run(*arguments, **options):
    return subprocess.run([str(a) for a in arguments], capture_output=True, text=True, timeout=120, **options)


def write_script(path, text):
    path.write_text(f"#!/bin/sh\n{text}")
    path.chmod(0o755)


def check_run(folder):
    """A tree with our run, a setup that writes down its arguments, and a netoproc that says its own."""
    (folder / "build-aux").mkdir()
    (folder / "src").mkdir()
    shutil.copy(SOURCE / "build-aux/run", folder / "build-aux/run")
    write_script(folder / "build-aux/setup", 'echo "$@" >>"$(dirname "$0")/asked"\n[ ! -f "$(dirname "$0")/fail" ]\n')
    (folder / "meson.build").write_text("project('mini')\nsubdir('src')\n")
    (folder / "src/meson.build").write_text("configure_file(input: 'netoproc.sh', output: 'netoproc', copy: true)\n")
    write_script(folder / "src/netoproc.sh", 'for a in "$@"; do echo "[$a]"; done\nexit 7\n')

    nowhere = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    result = run(folder / "build-aux/run", env=nowhere)
    tap.check(result.stdout == "[--duration]\n[5]\n[--format]\n[pretty]\n" and "No display" in result.stderr,
              "run: without a display a snapshot of five seconds", result.stdout + result.stderr)
    result = run(folder / "build-aux/run", "--read", "a b", "--format=tsv", env=nowhere)
    tap.check(result.stdout == "[--read]\n[a b]\n[--format=tsv]\n" and result.returncode == 7,
              "run: arguments go on, and the exit code comes back", result.stdout + result.stderr)
    result = run(folder / "build-aux/run", env=dict(nowhere, DISPLAY=":77"))
    tap.check(result.stdout == "", "run: with a display the window", result.stdout)
    tap.check((folder / "build-aux/asked").read_text() == 3 * "build run\n", "run: only what it takes to build and run is installed")
    check_run_again(folder, nowhere)
    check_run_fails(folder, nowhere)


def check_run_again(folder, nowhere):
    """It sets nothing up anew: what was configured stays, and a change is built."""
    configured = (folder / "build/run/setup.log").stat().st_mtime_ns
    write_script(folder / "src/netoproc.sh", "echo changed\n")
    result = run(folder / "build-aux/run", "--version", env=nowhere)
    tap.check(result.stdout == "changed\n" and (folder / "build/run/setup.log").stat().st_mtime_ns == configured,
              "run: a later time only what changed is built", result.stdout + result.stderr)


def check_run_fails(folder, nowhere):
    good = (folder / "meson.build").read_text()
    (folder / "meson.build").write_text(good + "error('bad weather')\n")
    result = run(folder / "build-aux/run", env=nowhere)
    tap.check(result.returncode == 1 and result.stdout == "" and "bad weather" in result.stderr, "run: what cannot be built ends it, with its words",
              result.stderr)
    shutil.rmtree(folder / "build")
    for again in ("", ", also the second time"):
        result = run(folder / "build-aux/run", env=nowhere)
        tap.check(result.returncode == 1 and result.stdout == "" and "bad weather" in result.stderr,
                  f"run: what cannot be configured ends it{again}", result.stderr)
    (folder / "meson.build").write_text(good)
    (folder / "build-aux/fail").touch()
    result = run(folder / "build-aux/run", env=nowhere)
    tap.check(result.returncode == 1 and result.stdout == "", "run: what is missing ends it")


def count(folder, status, *entries):
    with open(folder / "testlog.json", "w", encoding="utf-8") as log:
        for entry in entries:
            log.write(json.dumps(entry) + "\n")
    result = run(SOURCE / "build-aux/count-results", status, folder)
    return result.stdout.splitlines(), result.returncode


def check_counts(folder):
    good = {"name": "a", "result": "OK", "stdout": "1..3\nok 1 - x\nok 2 - y # SKIP no root\nok 3 - z\n"}
    lines, code = count(folder, 0, good)
    tap.check(lines == ["skipped: a: y: no root", "2 passed, 0 failed, 1 skipped"] and code == 0, "count: cases, and why one was skipped", lines)
    lines, code = count(folder, 0, good, {"name": "b", "result": "FAIL", "stdout": "not ok 1 - w\n1..1\n"})
    tap.check(lines[-1] == "2 passed, 1 failed, 1 skipped" and "failed: b: w" in lines and code == 1, "count: one that fails", lines)
    lines, code = count(folder, 0, {"name": "b", "result": "FAIL", "stdout": "not ok 1 - w\n# three in place of two\nok 2 - x\n# good\n1..2\n"})
    tap.check("failed: b: w (three in place of two)" in lines and lines[-1] == "1 passed, 1 failed, 0 skipped", "count: what is said of a failure", lines)
    lines, code = count(folder, 0, {"name": "b", "result": "FAIL", "stdout": f"not ok 1 - w\n# {'x' * 5000}\n1..1\n"})
    tap.check(len(lines[0]) < 500, "count: what is said of a failure is cut", len(lines[0]))
    lines, code = count(folder, 0, {"name": "c", "result": "ERROR", "stdout": "ok 1 - v\n", "stderr": "==1==ERROR: a leak\n    #0 in f\n"})
    tap.check(lines == ["failed: c: ERROR (==1==ERROR: a leak)", "1 passed, 1 failed, 0 skipped"] and code == 1, "count: a program that dies", lines)
    lines, code = count(folder, 0, {"name": "d", "result": "TIMEOUT", "stdout": ""})
    tap.check(lines[-1] == "0 passed, 1 failed, 0 skipped" and code == 1, "count: one that hangs", lines)
    lines, code = count(folder, 0, {"name": "e", "result": "SKIP", "stdout": "1..0 # SKIP no display\n"})
    tap.check(lines == ["skipped: e: no display", "0 passed, 0 failed, 1 skipped"] and code == 0, "count: a program that is skipped whole", lines)
    lines, code = count(folder, 0, {"name": "f", "result": "OK", "stdout": "ok 1 - a # b\nok 2 - c # skip: later\n1..2\n"})
    tap.check(lines[-1] == "1 passed, 0 failed, 1 skipped" and code == 0, "count: a name with a # in it", lines)
    lines, code = count(folder, 0, {"name": "g", "result": "ERROR", "stdout": "ok 1 - a\nnot ok 2 - b\n"})
    tap.check(lines == ["failed: g: b", "1 passed, 1 failed, 0 skipped"] and code == 1, "count: one that fails a case and dies is one", lines)
    lines, code = count(folder, 0, {"name": "h", "result": "OK"}, {"name": "i", "result": "FAIL"})
    tap.check(lines == ["failed: i: FAIL", "1 passed, 1 failed, 0 skipped"] and code == 1, "count: programs that tell no cases", lines)
    lines, code = count(folder, 1, good)
    tap.check(lines[-1] == "2 passed, 1 failed, 1 skipped" and code == 1, "count: a build that failed", lines)
    result = run(SOURCE / "build-aux/count-results", 0, folder / "gone")
    tap.check(result.stdout.splitlines()[-1] == "0 passed, 1 failed, 0 skipped" and result.returncode == 1 and result.stderr == "",
              "count: no log at all", result.stdout + result.stderr)


def make_test_tree(folder):
    """A tree with our test and what it counts with, a setup that writes down its arguments, and a suite of two cases."""
    (folder / "build-aux").mkdir()
    for name in ("test", "count-results"):
        shutil.copy(SOURCE / "build-aux" / name, folder / "build-aux" / name)
    write_script(folder / "build-aux/setup", 'echo "$@" >>"$(dirname "$0")/asked"\n[ ! -f "$(dirname "$0")/fail" ]\n')
    (folder / "tests/bench").mkdir(parents=True)
    for path in (SOURCE / "tests/bench").glob("*.py"):
        shutil.copy(path, folder / "tests/bench")
    (folder / "meson.build").write_text("project('mini', 'c')\ncases = executable('cases', 'cases.c')\ntest('cases', cases, protocol: 'tap')\n"
                                       "confined = executable('confined-case', 'confined.c')\nalias_target('confined', confined)\n"
                                       "test('confined', confined, suite: 'confined', protocol: 'tap')\nsubdir('tests/fuzz')\n"
                                       "if get_option('long_scenarios')\nalias_target('scenarios', confined)\n"
                                       "test('long', confined, suite: 'scenarios', protocol: 'tap')\nendif\n")
    (folder / "confined.c").write_text('#include <stdio.h>\nint main (void) { puts ("1..1\\nok 1 - c"); return 0; }\n')
    (folder / "meson_options.txt").write_text("".join(f"option('{name}', type: 'boolean', value: false)\n" for name in ("macos_check", "fuzzing", "long_scenarios")))
    write_cases(folder, "ok")
    make_fuzz_targets(folder / "tests/fuzz")


def make_fuzz_targets(folder):
    """One that is well, one that is not, and one that is of another platform."""
    (folder / "corpus/good").mkdir(parents=True)
    for name, status in (("good", 0), ("bad", 77), ("elsewhere", 0)):
        (folder / f"fuzz-{name}.c").write_text(
            '#include <stdio.h>\nint main (int argc, char **argv) { for (int i = 1; i < argc; i++) puts (argv[i]);'
            ' puts ("#9 DONE cov: 42 ft: 50 corp: 1/1b\\nstat::number_of_executed_units: 7\\nstat::average_exec_per_sec:     5");'
            f' if ({status}) puts ("SUMMARY: it is {name}"); return {status}; }}\n')
    (folder / "meson.build").write_text(
        "alias_target('fuzz', executable('fuzz-good', 'fuzz-good.c', build_by_default: false),"
        " executable('fuzz-bad', 'fuzz-bad.c', build_by_default: false))\n")


def write_cases(folder, second):
    (folder / "cases.c").write_text('#include <stdio.h>\nint main (void) { puts ("1..2\\nok 1 - a # SKIP no root\\n'
                                    f'{second} 2 - b"); return 0; }}\n')


def check_test(folder):
    """What is last said, and the exit status. Never our own tree: that would be this suite within itself."""
    make_test_tree(folder)
    test = folder / "build-aux/test"
    result = run(test, "--help")
    benches = [path.name for path in (SOURCE / "tests/bench").glob("*.py")]
    unsaid = [name for name in ["--matrix", "--scenarios", "--fuzz", "fuzz-good", "refresh", *benches] if name not in result.stdout]
    tap.check(result.returncode == 0 and result.stderr == "" and benches and not unsaid, "test: --help tells the longer checks",
              f"{unsaid} {result.stdout}")
    untold = [line for line in result.stdout.splitlines() if ".py" in line and not line.endswith(".")]
    tap.check(not untold, "test: --help says what each is for", untold)
    for arguments in (["--everything"], ["--matrix", "--everything"], ["--matrix --help"], [""], ["--fuzz"], ["--fuzz", "0"], ["--fuzz", "1x"],
                      ["--fuzz", "-1"], ["--fuzz", "1", "--matrix"], ["--scenarios", "--matrix"], ["--fuzz", "1000000"]):
        result = run(test, *arguments)
        tap.check(result.returncode == 3 and "Usage" in result.stderr and result.stdout == "", f"test: bad arguments {arguments}", result.stderr)
    tap.check(not (folder / "build-aux/asked").exists(), "test: for those nothing is installed")

    (folder / "build-aux/fail").touch()
    result = run(test)
    tap.check(result.returncode == 1 and not (folder / "build").exists(), "test: what is missing ends it", result.stdout)
    (folder / "build-aux/fail").unlink()
    check_last_line("all pass", run(test), "3 passed, 0 failed, 1 skipped", 0)
    write_cases(folder, "not ok")
    check_last_line("one fails", run(test), "2 passed, 1 failed, 1 skipped", 1)
    (folder / "cases.c").write_text("int main (void) { return nothing; }\n")
    result = run(test)
    check_last_line("it does not build", result, "1 passed, 1 failed, 0 skipped", 1)
    tap.check("nothing" in result.stdout and "does not build" in result.stderr, "test: the compiler's words are shown", result.stdout)
    tap.check((folder / "build-aux/asked").read_text() == 4 * "build run test check\n", "test: what the suite takes is installed")
    check_last_line("--scenarios", run(test, "--scenarios"), "1 passed, 0 failed, 0 skipped", 0)
    check_fuzz(folder, test)


def check_fuzz(folder, test):
    """On targets that are none: libFuzzer's part is a program that says what that would say."""
    name = "test: --fuzz tells of each target"
    if not shutil.which("clang", path="/usr/bin:/bin"):
        tap.skip(name, "clang is not installed")
        return
    result = run(test, "--fuzz", "3")
    check_last_line("--fuzz with a finding", result, "1 passed, 1 failed, 1 skipped", 1)
    wanted = ["good: 7 inputs, 5 a second, 42 edges", "bad: 7 inputs, 5 a second, 42 edges", "SUMMARY: it is bad", "failed: fuzz-bad",
              "skipped: fuzz-elsewhere: not on this platform"]
    tap.check(set(wanted) <= set(result.stdout.splitlines()), name, result.stdout + result.stderr)
    said = (folder / "build/test-fuzz/good.log").read_text()
    tap.check("-max_total_time=3\n" in said and "-rss_limit_mb=" in said and "-max_len=" in said and f"{folder}/tests/fuzz/corpus/good\n" in said,
              "test: --fuzz bounds time, memory and length, and starts from the corpus", said)


def check_last_line(name, result, line, status):
    tap.check(result.stdout.splitlines()[-1] == line and result.returncode == status, f"test: {name}: {line}",
              f"{result.returncode} {result.stdout[-1500:]} {result.stderr}")


def check_ci():
    ci = (SOURCE / ".ci/run").read_text().splitlines()
    tap.check(len(ci) == 2 and ci[1].endswith('build-aux/test"'), "CI is one line that calls build-aux/test", ci)


with tempfile.TemporaryDirectory() as temporary:
    check_run(pathlib.Path(temporary))
with tempfile.TemporaryDirectory() as temporary:
    check_counts(pathlib.Path(temporary))
with tempfile.TemporaryDirectory() as temporary:
    check_test(pathlib.Path(temporary))
check_ci()
sys.exit(tap.finish())
