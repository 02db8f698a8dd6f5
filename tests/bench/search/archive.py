#!/usr/bin/env python3
"""Turn a corpus into an archive, one question a file, so that its search can be judged.

usage: archive.py CORPUS.jsonl DIR [--language ko]

A line of the corpus is {"id", "title", "body"}. The id becomes the question's key, in small letters, and the body its
answer, in which nothing is Markdown.
"""
import argparse
import json
import pathlib

ANSWER = {"ko": "답변", "en": "Answer"}
MARKDOWN = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]()#+-.!|<>~&"})
IN_FOLDER = 1000


def main():
    args = arguments()
    content = args.dir / "content"
    put(content / "site.yaml", f"title: 문답\nurl: https://qna.example.org\nlanguage: {args.language}\n")
    with open(args.corpus, encoding="utf-8") as corpus:
        for number, line in enumerate(filter(str.strip, corpus)):
            entry = json.loads(line)
            put(content / f"questions/{number // IN_FOLDER:03d}/{entry['id'].lower()}.md",
                question(entry, ANSWER[args.language]))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("dir", type=pathlib.Path, help="the folder of the site")
    parser.add_argument("--language", default="ko", choices=ANSWER, help="what it is written in (%(default)s)")
    return parser.parse_args()


def question(entry: dict, heading: str) -> str:
    title = json.dumps(" ".join(entry["title"].split()) or entry["id"], ensure_ascii=False)
    body = entry["body"].translate(MARKDOWN)
    return f"---\ntitle: {title}\nasked: 2026-01-02\nanswered: 2026-01-03\n---\n\n## {heading}\n\n{body}\n"


def put(path: pathlib.Path, text: str):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


if __name__ == "__main__":
    main()
