#!/usr/bin/env python3
"""Write an English corpus and its queries, for `relevance`, from two public data sets about health.

usage: medquad.py MEDQUAD LIVEQA OUT

MEDQUAD is a copy of https://github.com/abachaa/MedQuAD in which the archive QA-TestSet-… is unpacked, LIVEQA one of
https://github.com/abachaa/LiveQA_MedicalTask_TREC2017. Writes OUT/corpus.jsonl, some 10,000 pairs of a question and
an answer, and OUT/queries.jsonl with these kinds of queries:

  consumer  what people wrote to a library, in full; answers judged complete or nearly so are relevant
  summary   the same in one sentence, by an expert
  heldout   a question that is not in the corpus; the others about its subject are relevant
  kw        two or three words of it
  typo      the same with one slip of a finger
"""
import argparse
import collections
import csv
import json
import pathlib
import random
import re
import xml.etree.ElementTree as ElementTree

PAIRS = 10_000
HELD_OUT = 300
MANY = 4  # so many questions about a subject are enough to hold one out
COMPLETE = 3  # judgements: 1 wrong, 2 related, 3 incomplete, 4 excellent
FRAME = set("what who how when where why which are was does can the an of for in to with on by and or my many people being done".split())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for folder in ["medquad", "liveqa", "out"]:
        parser.add_argument(folder, type=pathlib.Path)
    args = parser.parse_args()
    dice = random.Random(7)
    judged = judged_pairs(next(args.medquad.rglob("All-2479-*.csv")))
    corpus = [{"id": f"j{at}", "title": title, "body": body} for at, (title, body) in enumerate(judged.values())]
    ids = dict(zip(judged, (pair["id"] for pair in corpus)))
    held_out = fill(corpus, subjects(args.medquad), dice)
    queries = list(asked_by_people(args.liveqa, next(args.medquad.rglob("All-qrels*.txt")), ids))
    for question, relevant in held_out:
        queries += asked_of_subject(question, relevant, dice)
    for at, query in enumerate(queries):
        query["qid"] = str(at)
    args.out.mkdir(parents=True, exist_ok=True)
    write(args.out / "corpus.jsonl", corpus)
    write(args.out / "queries.jsonl", queries)


def judged_pairs(path):
    """The pairs that somebody judged, by their names."""
    pairs = {}
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            parts = re.match(r"Question: (.*?)(?: \(Also called:[^\n]*)?\s*URL: \S*\s*Answer: (.*)", row["Answer"], re.S)
            if parts:
                pairs[row["AnswerID"]] = (one_line(parts[1]), one_line(parts[2]))
    return pairs


def subjects(medquad):
    """The pairs of a question and an answer about each subject; some answers were withdrawn."""
    for path in sorted(medquad.glob("*_QA*/*.xml")):
        found = ElementTree.parse(path).iter("QAPair")
        pairs = [(one_line(pair.findtext("Question")), one_line(pair.findtext("Answer") or "")) for pair in found]
        yield [(question, answer) for question, answer in pairs if len(answer) > 40]


def fill(corpus, subjects, dice):
    """Adds whole subjects to the corpus until it is large enough; returns questions that were held out, with the ids of
    the others about their subject."""
    known = {pair["body"] for pair in corpus}
    subjects = [[pair for pair in pairs if pair[1] not in known] for pairs in subjects]
    dice.shuffle(subjects)
    held_out = []
    for pairs in subjects:
        if len(corpus) >= PAIRS:
            break
        held = dice.choice(pairs) if len(pairs) >= MANY and len(held_out) < HELD_OUT else None
        added = [{"id": f"m{len(corpus) + at}", "title": title, "body": body}
                 for at, (title, body) in enumerate(pair for pair in pairs if pair is not held)]
        corpus += added
        if held:
            held_out.append((held[0], [pair["id"] for pair in added]))
    return held_out


def asked_by_people(liveqa, judgements, ids):
    relevant = collections.defaultdict(list)
    for line in judgements.read_text().splitlines():
        question, judgement, name = line.split()
        if int(judgement[0]) >= COMPLETE and name in ids:
            relevant[question].append(ids[name])
    asked = ElementTree.parse(next(liveqa.rglob("*w-summaries.xml"))).iter("NLM-QUESTION")
    for question in asked:
        answers = relevant[question.get("qid").removeprefix("TQ")]
        original = question.find("Original-Question")
        whole = f"{original.findtext('SUBJECT') or ''} {original.findtext('MESSAGE') or ''}"
        if answers:
            yield from [judged("consumer", whole, answers), judged("summary", question.findtext("NLM-Summary"), answers)]


def asked_of_subject(question, relevant, dice):
    words = [word for word in re.findall(r"[a-z][a-z-]+", question.lower()) if word not in FRAME]
    some = sorted(dice.sample(range(len(words)), min(len(words), dice.choice([2, 3]))))
    words = [words[place] for place in some]
    long = [place for place, word in enumerate(words) if len(word) > 4]
    queries = [judged("heldout", question, relevant), judged("kw", " ".join(words), relevant)]
    if long:
        place = dice.choice(long)
        words[place] = slip(words[place], dice)
        queries.append(judged("typo", " ".join(words), relevant))
    return queries


def slip(word, dice):
    """The word with a letter left out, doubled, or changed with the next."""
    at = dice.randrange(1, len(word) - 1)
    return dice.choice([word[:at] + word[at + 1:], word[:at] + word[at:at + 1] + word[at:],
                        word[:at] + word[at + 1] + word[at] + word[at + 2:]])


def judged(kind, query, relevant):
    return {"kind": kind, "query": one_line(query), "relevant": relevant}


def one_line(text):
    return " ".join(text.split())


def write(path, records):
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")


if __name__ == "__main__":
    main()
