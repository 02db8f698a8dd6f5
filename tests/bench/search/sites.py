#!/usr/bin/env python3
"""Build an archive of N questions and the search indexes of Mundap and of Pagefind, and note what each has cost.

usage: sites.py --mundap PATH --pagefind PATH --n 10000 --csv FILE --out DIR

Mundap's site is in DIR/public, Pagefind's index of its question pages in DIR/pagefind. DIR/costs.json says for
each how long the index took in seconds and how much memory in megabytes. Mundap's index is a step of its build: its
time is that of the step, its memory that of the whole build. Pagefind that fails is noted and left out.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from compare import measure  # noqa: E402, it stands beside this folder


def main():
    args = arguments()
    corpus = [sys.executable, HERE.parent / "corpus.py", "--flavor", "mundap", "--n", str(args.n), "--out", args.out]
    subprocess.run(corpus + (["--csv", args.csv] if args.csv else []), check=True)
    costs = {"mundap": build(args), "pagefind": index(args)}
    (args.out / "costs.json").write_text(json.dumps(costs))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mundap", required=True, type=pathlib.Path, help="the program")
    parser.add_argument("--pagefind", required=True, type=pathlib.Path, help="Pagefind's program, or its npm command")
    parser.add_argument("--n", type=int, required=True, help="how many questions")
    parser.add_argument("--csv", type=pathlib.Path, help="take the text from this file (see ../corpus.py)")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="the folder of the site")
    return parser.parse_args()


def build(args) -> dict:
    """Build twice, from nothing each time: what is measured says nothing of how long it took, and the other way."""
    command = [os.path.abspath(args.mundap), "build", "--quiet"]
    peak = measure(command, args.out).peak
    subprocess.run(["rm", "-rf", "public", ".mundap"], cwd=args.out, check=True)
    said = subprocess.run([*command, "--timings", "--format", "json"], cwd=args.out, check=True, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout
    timings = next(line for line in map(json.loads, said.splitlines()) if line.get("type") == "timings")
    return {"seconds": next(step["seconds"] for step in timings["steps"] if step["step"] == "index"), "peak": peak}


def index(args) -> dict:
    command = [os.path.abspath(args.pagefind), "--site", "public", "--glob", "q/*/index.html",
               "--output-path", "pagefind", "--force-language", "ko"]
    try:
        cost = measure(command, args.out)
    except SystemExit as failure:
        return {"failure": str(failure)}
    return {"seconds": cost.wall, "peak": cost.peak}


if __name__ == "__main__":
    main()
