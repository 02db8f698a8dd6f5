#!/usr/bin/env python3
"""Write an archive of N questions and answers in Korean, in the form that one generator reads.

usage: corpus.py --flavor mundap|hugo|zola --n 10000 --out DIR [--csv FILE]

Question i says the same in every flavor: only front matter and folders differ. Its text is made here, from the
word lists below, and is the same on every machine. With --csv it is taken from a file instead, whose columns are
Question, Answer and Documents (the topic), as those of the Welfare-QA data set are.
"""
import argparse
import csv
import datetime
import itertools
import pathlib
import zlib
from dataclasses import dataclass
from typing import Iterator

PEOPLE = ["minji", "junho", "seoyeon", "dohyun", "haeun", "jiwoo"]
CHANNELS = ["board", "email", "phone", "instagram", "store"]
CATEGORIES = {f"c{i + 1:02d}": name for i, name in enumerate(
    ["청소", "해충", "습기", "수리", "주방", "욕실", "세탁", "난방", "안전", "이사", "계절", "상담"])}
FIRST_DAY = datetime.date(2016, 1, 4)
DAYS = 3800


@dataclass(frozen=True)
class Entry:
    """What a source knows of one question: four asides beside it say more about the same topic."""
    topic: str
    title: str
    answer: str
    asides: list[str]


@dataclass(frozen=True)
class Question:
    """One question as every flavor writes it."""
    number: int
    title: str
    asked: datetime.date
    answered: datetime.date
    by: str
    channel: str
    category: str
    tags: list[str]
    body: str


def main():
    args = arguments()
    entries = entries_from(args.csv) if args.csv else made_up_entries()
    write = {"mundap": write_mundap, "hugo": write_hugo, "zola": write_zola}[args.flavor]
    write(args.out, (compose(i, e) for i, e in enumerate(itertools.islice(entries, args.n))))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flavor", required=True, choices=["mundap", "hugo", "zola"])
    parser.add_argument("--n", type=int, required=True, help="how many questions")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="the folder of the site")
    parser.add_argument("--csv", type=pathlib.Path, help="take the text from this file")
    return parser.parse_args()


def compose(i: int, entry: Entry) -> Question:
    """The i-th question: one of each thing that Markdown is used for in an answer."""
    hearsay, *steps = entry.asides
    asked = FIRST_DAY + datetime.timedelta(days=i % DAYS)
    category = list(CATEGORIES)[zlib.crc32(entry.topic.encode()) % len(CATEGORIES)]
    body = "\n\n".join([
        f"{hearsay} 이렇게 알고 있는데 맞는지 궁금합니다. 접수 번호는 {i:07d}번입니다.",
        "## 답변",
        f"안녕하세요, 고객님. **{entry.topic}** 담당자입니다.",
        entry.answer,
        "다음 순서로 살펴봐 주세요.",
        "\n".join(f"{k}. {step}" for k, step in enumerate(steps, 1)),
        f"> {steps[0]}",
        f"| 구분 | 내용 |\n| --- | --- |\n| 주제 | {entry.topic} |\n| 접수 | {i:07d} |",
        "더 궁금하시면 [안내](https://example.org/guide)를 보시거나 `1588-0000`으로 전화해 주세요. 고맙습니다.",
    ])
    return Question(
        number=i + 1, title=entry.title, asked=asked, answered=asked + datetime.timedelta(days=i % 4),
        by=PEOPLE[i % len(PEOPLE)], channel=CHANNELS[i % len(CHANNELS)], category=category,
        tags=sorted({entry.topic, CATEGORIES[category], f"{asked.year}년"}), body=body)


# Sources of text


def entries_from(path: pathlib.Path) -> Iterator[Entry]:
    """The rows of a CSV file, round and round; from the second round on titles say which it is."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = [(one_line(r["Documents"]), one_line(r["Question"]), one_line(r["Answer"]))
                for r in csv.DictReader(file) if r["Question"] and r["Answer"]]
    answers = {}
    for topic, _, answer in rows:
        answers.setdefault(topic, []).append(answer)
    dice = Dice(7)
    for lap in itertools.count(1):
        for topic, question, answer in rows:
            title = question if lap == 1 else f"{question} ({lap}번째 문의)"
            yield Entry(topic, title, answer, [dice.pick(answers[topic]) for _ in range(4)])


def one_line(text: str) -> str:
    return " ".join(text.split())


class Dice:
    """Numbers that follow from the seed alone, whatever the version of Python (Knuth's MMIX generator)."""

    def __init__(self, seed: int):
        self.state = seed

    def below(self, n: int) -> int:
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n

    def pick(self, items):
        return items[self.below(len(items))]


class Word(str):
    """A Korean word whose particle agrees with it: f"{Word('창틀'):은/는}" is 창틀은."""

    def __format__(self, pair: str) -> str:
        if not pair:
            return str(self)
        closed, open_ = pair.split("/")
        final = (ord(self[-1]) - 0xAC00) % 28  # 0: the syllable ends in a vowel; 8: in ㄹ, which takes 로
        return self + (open_ if final == 0 or (final == 8 and open_ == "로") else closed)


def words(text: str) -> list[Word]:
    return [Word(w) for w in text.split()]


PLACES = words("욕실 주방 베란다 현관 안방 작은방 거실 다용도실 세탁실 창고 지하실 옥상 계단 복도 보일러실 차고 옷방 서재 "
               "아이방 화장실 발코니 다락방 사무실 원룸")
TROUBLES = words("곰팡이 물때 악취 바퀴벌레 초파리 좀벌레 누수 결로 녹 기름때 먼지 막힘 소음 진드기 개미 나방파리 얼룩 찌든때 "
                 "정전기 쌀벌레")
THINGS = words("배수구 방충망 싱크대 세면대 변기 샤워기 수도꼭지 환풍기 후드 냉장고 세탁기 에어컨 보일러 창틀 벽지 장판 타일 문틀 "
               "신발장 옷장 매트리스 커튼 카펫 소파 식탁 전등 콘센트 블라인드 정수기 가습기")
REMEDIES = words("베이킹소다 구연산 과탄산소다 락스 식초 알코올 중성세제 제습제 끈끈이 살충제 방향제 탈취제 보수제 코팅제 연마제 "
                 "소독약 방수테이프 문풍지 단열필름 틈막이 거름망 물티슈 스팀청소기 규조토")
TIMES = ["장마철에", "한겨울에", "여름밤에", "환절기에", "이사한 뒤로", "비 온 다음 날", "새벽마다", "수리를 마친 뒤로",
         "휴가를 다녀온 뒤", "아침마다", "난방을 켜면", "창문을 닫아 두면"]
SYLLABLES = "가나다라마바사아자하고노도로모보소오조호루미비시리니디티피키빈란솔온담결빛샘별찬"

TITLES = [
    "{place} {thing}에 생긴 {trouble:은/는} {remedy:으로/로} 없앨 수 있나요?",
    "{time} {place}에서 {trouble:이/가} 심해지는 까닭이 무엇인가요?",
    "{name} {remedy:을/를} {place} {thing}에 써도 괜찮은가요?",
    "{thing} 청소는 며칠마다 해야 {trouble:이/가} 안 생기나요?",
    "{place} {thing:을/를} 바꾸었는데도 {trouble:이/가} 다시 생겼어요",
    "{time} {thing}에서 {trouble:이/가} 보이면 바로 사람을 불러야 하나요?",
    "아이가 있는 집에서 {name} {remedy:을/를} 써도 안전한가요?",
    "{name} {thing:은/는} 어디에서 고칠 수 있나요?",
    "전셋집 {place} {thing}의 {trouble:은/는} 집주인이 고쳐 주나요?",
    "{remedy} 말고 {place} {trouble:을/를} 막는 다른 방법이 있을까요?",
]
SENTENCES = [
    "{place} {trouble:은/는} 대개 {thing} 둘레에 물기가 남아서 생기므로, {remedy:을/를} 쓰기 전에 먼저 {count}시간쯤 말려 주셔야 합니다.",
    "{time} {trouble:이/가} 늘었다면 {thing:과/와} 벽 사이의 틈을 살펴보시고, {count}밀리미터가 넘으면 {remedy:으로/로} 막아 주시기 바랍니다.",
    "{name} {remedy:은/는} {thing}에 바로 뿌리지 마시고, 마른 천에 묻혀 {count}분 동안 두었다가 미지근한 물로 닦아 내시면 됩니다.",
    "{thing:을/를} 분해하기 전에 전원과 수도를 잠가 주시고, 나사는 {count}개씩 나누어 두시면 다시 조립하실 때 헷갈리지 않습니다.",
    "저희가 다녀온 {place} {count}곳 가운데 절반은 {thing}의 위치만 옮겨도 {trouble:이/가} 눈에 띄게 줄어들었습니다.",
    "{remedy:을/를} 다른 세제와 섞으면 해로운 기체가 나올 수 있으니, 반드시 창문을 열고 {count}분 넘게 환기해 주시기 바랍니다.",
    "임대차 기간에 생긴 {trouble:은/는} {place} 시설이 낡아서 생겼다면 집주인이, 쓰다가 생겼다면 세입자가 고치는 것이 보통입니다.",
    "{name}에서 만든 {thing:은/는} 산 날부터 {count}개월 동안 무상으로 수리되며, 영수증이 없어도 제품 번호로 확인하실 수 있습니다.",
    "{trouble:이/가} {count}주 넘게 이어지면 눈에 보이지 않는 배관이 원인일 수 있으므로, 방문 점검을 신청해 주시는 편이 빠릅니다.",
    "{time} {place} 습도를 {count}퍼센트 아래로 지켜 주시면 {remedy} 없이도 {trouble:을/를} 거의 막을 수 있습니다.",
    "반려동물이 있는 집이라면 {remedy:은/는} {thing} 뒤쪽처럼 발이 닿지 않는 곳에 두시고, {count}일마다 새것으로 갈아 주세요.",
    "{place}에서 {thing:을/를} 쓴 뒤에 {count}분만 문을 열어 두셔도 {trouble:은/는} 훨씬 덜 생깁니다.",
]


def made_up_entries() -> Iterator[Entry]:
    """Entries without end, out of the word lists. A long tail of made-up names sees to rare words, as in life."""
    for seed in itertools.count(1):
        dice = Dice(seed * 0x9E3779B97F4A7C15 % 2**64)
        place, trouble = dice.pick(PLACES), dice.pick(TROUBLES)
        title, answer, *asides = [say(dice, patterns, place, trouble) for patterns in [TITLES] + 5 * [SENTENCES]]
        yield Entry(f"{place} {trouble}", title, answer, asides)


def say(dice: Dice, patterns: list[str], place: Word, trouble: Word) -> str:
    """Fill one of the patterns with what the dice say."""
    return dice.pick(patterns).format(
        place=place, trouble=trouble, thing=dice.pick(THINGS), remedy=dice.pick(REMEDIES), time=dice.pick(TIMES),
        name=made_up_name(dice), count=2 + dice.below(58))


def made_up_name(dice: Dice) -> str:
    """Three syllables, the first ones of the list more often than the last."""
    return "".join(SYLLABLES[dice.below(dice.below(len(SYLLABLES)) + 1)] for _ in range(3))


# Flavors


def write_mundap(site: pathlib.Path, questions: Iterator[Question]):
    content = site / "content"
    for q in questions:
        put(content / f"questions/{q.asked.year}/{q.number:07d}.md",
            f"---\ntitle: {quoted(q.title)}\nasked: {q.asked}\nanswered: {q.answered}\nanswered_by: {q.by}\n"
            f"category: {q.category}\nchannel: {q.channel}\ntags: [{quoted_list(q.tags)}]\n---\n\n{q.body}\n")
    put(content / "site.yaml", "\n".join([
        "title: 문답", "url: https://qna.example.org", "language: ko", "timezone: Asia/Seoul",
        "categories:", *(f"  {key}: {{ name: {name} }}" for key, name in CATEGORIES.items()),
        "channels:", *(f"  {key}: {{ name: {key} }}" for key in CHANNELS), ""]))
    put(content / "people.yaml", "".join(
        f"{key}:\n  name: {key}\n  role: 상담\n  affiliation: staff\n" for key in PEOPLE))


def write_hugo(site: pathlib.Path, questions: Iterator[Question]):
    for q in questions:
        put(site / f"content/q/{q.asked.year}/q{q.number:07d}.md",
            f"---\ntitle: {quoted(q.title)}\ndate: {q.asked}\nlastmod: {q.answered}\nby: {q.by}\n"
            f"channel: {q.channel}\ntags: [{quoted_list(q.tags)}]\n---\n\n{q.body}\n")


def write_zola(site: pathlib.Path, questions: Iterator[Question]):
    for q in questions:
        folder = site / f"content/q/{q.asked.year}"
        if not folder.exists():  # a transparent section lends its pages to the one above
            put(folder / "_index.md", "+++\ntransparent = true\n+++\n")
        put(folder / f"q{q.number:07d}.md",
            f"+++\ntitle = {quoted(q.title)}\ndate = {q.asked}\nupdated = {q.answered}\n[taxonomies]\n"
            f"tags = [{quoted_list(q.tags)}]\n[extra]\nby = {quoted(q.by)}\nchannel = {quoted(q.channel)}\n+++\n\n{q.body}\n")


def put(path: pathlib.Path, text: str):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def quoted(text: str) -> str:
    """A double-quoted string, as YAML and TOML both read it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def quoted_list(texts: list[str]) -> str:
    return ", ".join(map(quoted, texts))


if __name__ == "__main__":
    main()
