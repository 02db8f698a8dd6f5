#!/usr/bin/env python3
"""Let `mundap build --watch` follow thousands of edits, and print what it holds of memory and open files meanwhile.

usage: soak.py [--mundap PATH] [--questions 300] [--edits 20000] [--dir /dev/shm]

Each edit waits for the build of the one before it. They are those of a day: a text is changed, a file is saved beside
the old one and moved into its place, a question comes and goes, and at times the name of the site changes, and every
page with it. The run fails if memory has grown by more than a tenth since the first tenth of the edits, if more files are
open than then, or if the site is not what a clean build makes. Needs /proc, that is Linux.
"""
import argparse
import filecmp
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = 20
MAY_GROW = 1.10


class Held(NamedTuple):
    """What a process holds: megabytes of resident memory, and open files."""
    memory: float
    files: int


def main():
    args = arguments()
    with tempfile.TemporaryDirectory(prefix="mundap-soak-", dir=args.dir) as folder:
        archive = pathlib.Path(folder)
        corpus = [sys.executable, HERE / "corpus.py", "--flavor", "mundap", "--n", str(args.questions), "--out", archive]
        subprocess.run(corpus, check=True)
        held = follow(args.mundap, archive, args.edits)
        differences = list(differing(args.mundap, archive))
    early, late = held[max(1, len(held) // 10) - 1], held[-1]
    print(f"memory {early.memory:.1f} MB after a tenth, {late.memory:.1f} MB in the end; "
          f"{early.files} files open, {late.files} in the end; {len(differences)} files differ from a clean build")
    if late.memory > early.memory * MAY_GROW or late.files > early.files or differences:
        sys.exit("soak.py: FAILED " + " ".join(differences[:10]))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mundap", default="target/release/mundap", type=os.path.realpath, help="(%(default)s)")
    parser.add_argument("--questions", type=int, default=300, help="in the archive (%(default)s)")
    parser.add_argument("--edits", type=int, default=20_000, help="and builds that follow (%(default)s)")
    parser.add_argument("--dir", default="/dev/shm" if os.path.isdir("/dev/shm") else tempfile.gettempdir(),
                        help="where archive and site lie (%(default)s)")
    return parser.parse_args()


def follow(mundap: str, archive: pathlib.Path, edits: int) -> list[Held]:
    """Edit the archive while a build watches it, and note now and then what that holds."""
    held = []
    command = [mundap, "build", "--watch", "--format", "json"]
    with subprocess.Popen(command, cwd=archive, stdout=subprocess.PIPE, text=True) as watching:
        try:
            wait_for_build(watching)
            began = time.monotonic()
            questions = sorted((archive / "content" / "questions").rglob("*.md"))
            for number in range(1, edits + 1):
                edit(archive, questions, number)
                wait_for_build(watching)
                if number % max(1, edits // SAMPLES) == 0:
                    held.append(what_holds(watching.pid))
                    print(f"{number:6} edits  {held[-1].memory:7.1f} MB  {held[-1].files:3} files open  "
                          f"{time.monotonic() - began:6.0f} s", flush=True)
        finally:
            watching.kill()
    return held


def wait_for_build(watching: subprocess.Popen):
    for line in watching.stdout:
        message = json.loads(line)
        if message["type"] == "built":
            return
        if message["type"] == "diagnostic" and message["severity"] == "error":
            sys.exit(f"soak.py: {line}")
    sys.exit("soak.py: the build ended")


def edit(archive: pathlib.Path, questions: list[pathlib.Path], number: int):
    """Change something that changes the site."""
    content = archive / "content"
    guest, settings = content / "questions" / "900000.md", content / "site.yaml"
    changed = questions[number % len(questions)]
    if number % 50 == 0:
        lines = settings.read_text().splitlines()
        named = [f"title: 문답 {number}" if line.startswith("title:") else line for line in lines]
        settings.write_text("\n".join(named) + "\n")
    elif number % 10 == 4:
        guest.write_text(changed.read_text())
    elif number % 10 == 5:
        guest.unlink()
    elif number % 2:
        scratch = changed.with_name(".saved~")
        scratch.write_text(with_last_line(changed, number))
        scratch.rename(changed)
    else:
        changed.write_text(with_last_line(changed, number))


def with_last_line(file: pathlib.Path, number: int) -> str:
    """A question's text that ends with another line than before, and is no longer for it."""
    kept = [line for line in file.read_text().splitlines() if not line.startswith("고친 글 ")]
    return "\n".join(kept).rstrip() + f"\n\n고친 글 {number}번입니다.\n"


def what_holds(pid: int) -> Held:
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    kilobytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
    return Held(kilobytes / 1024, len(os.listdir(f"/proc/{pid}/fd")))


def differing(mundap: str, archive: pathlib.Path):
    """The files of the site that a clean build makes otherwise, or not at all."""
    with tempfile.TemporaryDirectory(prefix="mundap-clean-", dir=archive.parent) as folder:
        clean = pathlib.Path(folder)
        shutil.copytree(archive / "content", clean / "content")
        subprocess.run([mundap, "build", "--quiet"], cwd=clean, check=True)
        ours, theirs = (files_of(root / "public") for root in (archive, clean))
        yield from sorted(ours ^ theirs)
        for name in sorted(ours & theirs):
            if not filecmp.cmp(archive / "public" / name, clean / "public" / name, shallow=False):
                yield name


def files_of(folder: pathlib.Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    main()
