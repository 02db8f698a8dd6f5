//! A moment: a day an author wrote, perhaps with a time, and what follows from
//! it: how it is shown, what day it is today, and how many working days lie
//! between a question and its answer.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Bound::{Excluded, Included};
use std::ops::RangeInclusive;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::fmt::rfc2822;
use jiff::tz::{Offset, TimeZone};
use serde::Deserialize;
use serde::Serialize;

/// The years a moment may lie in. Wide enough for any archive and its plans,
/// narrow enough to catch a slip such as 0206.
pub const YEARS: RangeInclusive<i16> = 1900..=2199;

/// A day, perhaps with a time to the second, perhaps with an offset from UTC:
/// as much as the author wrote.
///
/// What was left out comes from the site: a bare time is in its time zone, a
/// bare day begins at its midnight. Times that a zone skips or repeats when it
/// changes its clocks are read as RFC 5545 has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Moment {
    date: Date,
    clock: Option<Clock>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "(Time, Option<i32>)", into = "(Time, Option<i32>)")]
struct Clock {
    time: Time,
    offset: Option<Offset>,
}

/// An offset is written in seconds.
impl From<Clock> for (Time, Option<i32>) {
    fn from(Clock { time, offset }: Clock) -> Self {
        (time, offset.map(Offset::seconds))
    }
}

impl From<(Time, Option<i32>)> for Clock {
    fn from((time, seconds): (Time, Option<i32>)) -> Self {
        Self { time, offset: seconds.and_then(|seconds| Offset::from_seconds(seconds).ok()) }
    }
}

impl Moment {
    /// Reads `2026-03-02`, `2024-05-02T21:14`, `2024-05-02 21:14:05`,
    /// `2024-05-02T21:14:05+09:00` or `…Z`; also git's ` +0900`. Fractions of a
    /// second are dropped.
    pub fn parse(text: &str) -> Result<Self, MomentError> {
        Written::read(text.trim()).ok_or_else(|| MomentError::shape(text))?.check()
    }

    /// The civil day in the site's time zone.
    pub fn date(&self, zone: &TimeZone) -> Date {
        self.local(zone).date()
    }

    /// Whether a time was written with the day.
    pub fn has_time(&self) -> bool {
        self.clock.is_some()
    }

    /// The instant in time; midnight of the site's time zone without a time.
    pub fn instant(&self, zone: &TimeZone) -> Timestamp {
        let local = self.date.to_datetime(self.clock.map_or(Time::midnight(), |clock| clock.time));
        let instant = match self.clock.and_then(|clock| clock.offset) {
            Some(offset) => offset.to_timestamp(local),
            None => zone.to_timestamp(local),
        };
        // Only years before −9999 or after 9999 fail, and none is in `YEARS`.
        instant.unwrap_or_default()
    }

    /// Whether this is certainly earlier than `other`: by the instant when both
    /// have a time, else by the day.
    pub fn is_before(&self, other: &Self, zone: &TimeZone) -> bool {
        if self.has_time() && other.has_time() {
            self.instant(zone) < other.instant(zone)
        } else {
            self.date(zone) < other.date(zone)
        }
    }

    /// The order in lists: by instant.
    pub fn compare(&self, other: &Self, zone: &TimeZone) -> Ordering {
        self.instant(zone).cmp(&other.instant(zone))
    }

    /// For `<time datetime>`: `2026-03-02`, or [`rfc3339`](Self::rfc3339) with a
    /// time.
    pub fn iso(&self, zone: &TimeZone) -> String {
        if self.has_time() { self.rfc3339(zone) } else { self.date.to_string() }
    }

    /// For Atom and JSON feeds, in the site's zone: `2026-03-02T00:00:00+09:00`.
    pub fn rfc3339(&self, zone: &TimeZone) -> String {
        let instant = self.instant(zone);
        instant.display_with_offset(zone.to_offset(instant)).to_string()
    }

    /// For RSS, in the site's zone: `Mon, 2 Mar 2026 00:00:00 +0900`.
    pub fn rfc2822(&self, zone: &TimeZone) -> String {
        // Only years before 0 fail, and none is in `YEARS`.
        rfc2822::to_string(&self.instant(zone).to_zoned(zone.clone())).unwrap_or_default()
    }

    /// The day and time in the site's time zone.
    fn local(&self, zone: &TimeZone) -> DateTime {
        match self.clock {
            Some(Clock { offset: Some(_), .. }) => zone.to_datetime(self.instant(zone)),
            Some(Clock { time, offset: None }) => self.date.to_datetime(time),
            None => self.date.to_datetime(Time::midnight()),
        }
    }
}

/// The bare day.
impl From<Date> for Moment {
    fn from(date: Date) -> Self {
        Self { date, clock: None }
    }
}

/// As it was written, in the shape this site recommends.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(Clock { time, offset }) = self.clock else {
            return self.date.fmt(f);
        };
        write!(f, "{}T{:02}:{:02}", self.date, time.hour(), time.minute())?;
        if time.second() != 0 {
            write!(f, ":{:02}", time.second())?;
        }
        match offset {
            Some(Offset::UTC) => f.write_str("Z"),
            Some(offset) => {
                let minutes = offset.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
            None => Ok(()),
        }
    }
}

/// Reads a day alone: `2026-03-02`.
pub fn parse_day(text: &str) -> Result<Date, MomentError> {
    let moment = Moment::parse(text)?;
    if moment.has_time() { Err(MomentError::Shape { meant: Some(moment.date) }) } else { Ok(moment.date) }
}

/// Why a text is no moment. Shown, it says what is wrong; [`help`](Self::help)
/// says what to type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MomentError {
    /// It does not look like a date.
    Shape {
        /// The day it seems to mean: 2 March for `2026.3.2`.
        meant: Option<Date>,
    },
    /// A year outside [`YEARS`].
    Year(i16),
    /// A month outside 1–12.
    Month(i16),
    /// A day that its month does not have.
    Day {
        /// Any day of that month.
        month: Date,
    },
    /// A time past 23:59:59.
    Time,
    /// An offset past 23:59.
    Offset,
}

impl MomentError {
    /// What the author should type instead.
    pub fn help(&self) -> String {
        match self {
            Self::Shape { meant: Some(date) } => format!("write it as {date}"),
            Self::Shape { meant: None } => {
                "write it as 2026-03-02, or with a time as 2026-03-02 21:14".to_owned()
            }
            Self::Year(_) => "write the year with four digits".to_owned(),
            Self::Month(_) => "write the month from 01 to 12 between year and day".to_owned(),
            Self::Day { month } => format!("write a day from 01 to {}", month.days_in_month()),
            Self::Time => "write the time from 00:00 to 23:59".to_owned(),
            Self::Offset => "write the offset from UTC as +09:00 or Z".to_owned(),
        }
    }

    fn shape(text: &str) -> Self {
        Self::Shape { meant: meant(text) }
    }
}

impl fmt::Display for MomentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape { .. } => f.write_str("this does not look like a date"),
            Self::Year(year) => {
                write!(f, "the year {year} is not between {} and {}", YEARS.start(), YEARS.end())
            }
            Self::Month(month) => write!(f, "there is no month {month}"),
            Self::Day { month } => {
                write!(f, "there are {} days in {}", month.days_in_month(), year_month(*month, "en"))
            }
            Self::Time => f.write_str("there is no such time of day"),
            Self::Offset => f.write_str("there is no such offset from UTC"),
        }
    }
}

impl std::error::Error for MomentError {}

/// The numbers of a moment as they were written, sense or nonsense.
struct Written {
    /// Year, month, day.
    date: [i16; 3],
    /// Hour, minute, second.
    time: Option<[i16; 3]>,
    offset: Option<WrittenOffset>,
}

struct WrittenOffset {
    /// West of Greenwich.
    negative: bool,
    hour: i16,
    minute: i16,
}

impl Written {
    /// `None` when the shape is not that of a moment.
    fn read(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked("2026-03-02".len())?;
        let date = numbers(date, "0000-00-00")?;
        if rest.is_empty() {
            return Some(Self { date, time: None, offset: None });
        }
        let clock = rest.strip_prefix(['T', ' '])?;
        let (time, offset) = clock.split_at(clock.find(['Z', '+', '-']).unwrap_or(clock.len()));
        let offset = if offset.is_empty() { None } else { Some(WrittenOffset::read(offset)?) };
        Some(Self { date, time: Some(read_time(time.trim_end())?), offset })
    }

    /// What was written, if there is such a moment.
    fn check(self) -> Result<Moment, MomentError> {
        let date = check_date(self.date)?;
        let Some([hour, minute, second]) = self.time else {
            return Ok(Moment::from(date));
        };
        let time = Time::new(hour as i8, minute as i8, second as i8, 0).map_err(|_| MomentError::Time)?;
        let offset = self.offset.map(WrittenOffset::check).transpose()?;
        Ok(Moment { date, clock: Some(Clock { time, offset }) })
    }
}

impl WrittenOffset {
    fn read(text: &str) -> Option<Self> {
        let (negative, digits) = match text.split_at_checked(1)? {
            ("Z", "") => (false, "00:00"),
            ("+", digits) => (false, digits),
            ("-", digits) => (true, digits),
            _ => return None,
        };
        let [hour, minute] = match numbers(digits, "0000") {
            Some([both]) => [both / 100, both % 100],
            None => numbers(digits, "00:00")?,
        };
        Some(Self { negative, hour, minute })
    }

    fn check(self) -> Result<Offset, MomentError> {
        if self.hour > 23 || self.minute > 59 {
            return Err(MomentError::Offset);
        }
        let seconds = i32::from(self.hour) * 3600 + i32::from(self.minute) * 60;
        let seconds = if self.negative { -seconds } else { seconds };
        Offset::from_seconds(seconds).map_err(|_| MomentError::Offset)
    }
}

fn read_time(text: &str) -> Option<[i16; 3]> {
    let text = match text.split_once('.') {
        Some((whole, fraction)) if is_number(fraction) => whole,
        _ => text,
    };
    if let Some([hour, minute]) = numbers(text, "00:00") {
        return Some([hour, minute, 0]);
    }
    numbers(text, "00:00:00")
}

fn check_date([year, month, day]: [i16; 3]) -> Result<Date, MomentError> {
    if !YEARS.contains(&year) {
        return Err(MomentError::Year(year));
    }
    let first = Date::new(year, month as i8, 1).map_err(|_| MomentError::Month(month))?;
    Date::new(year, month as i8, day as i8).map_err(|_| MomentError::Day { month: first })
}

/// The numbers in `text` if it has the given shape, in which `0` stands for a
/// digit and anything else for itself.
fn numbers<const N: usize>(text: &str, shape: &str) -> Option<[i16; N]> {
    let fits = |(byte, wanted): (u8, u8)| if wanted == b'0' { byte.is_ascii_digit() } else { byte == wanted };
    if text.len() != shape.len() || !text.bytes().zip(shape.bytes()).all(fits) {
        return None;
    }
    let mut found = [0; N];
    for (number, digits) in found.iter_mut().zip(text.split(['-', ':'])) {
        *number = digits.parse().ok()?;
    }
    Some(found)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The day that a text in another order of strokes means: `2026.3.2`,
/// `2026/03/02`, `2026년 3월 2일`. Days written before the year are left alone:
/// nobody can tell 3/2 from 2/3.
fn meant(text: &str) -> Option<Date> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let mut next = || numbers.next()?.parse().ok();
    check_date([next()?, next()?, next()?]).ok()
}

/// A language in which this module can write a date.
enum Language {
    Korean,
    English,
    /// Any other: ISO 8601, which needs no words.
    Other,
}

impl Language {
    /// By the first part of a BCP 47 tag: `ko`, `ko-KR`.
    fn of(tag: &str) -> Self {
        match tag.split(['-', '_']).next() {
            Some(tag) if tag.eq_ignore_ascii_case("ko") => Self::Korean,
            Some(tag) if tag.eq_ignore_ascii_case("en") => Self::English,
            _ => Self::Other,
        }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month_name(date: Date) -> &'static str {
    MONTHS[date.month() as usize - 1]
}

/// A day for readers of the language with the BCP 47 tag `lang`: 2026년 3월
/// 2일, 2 March 2026, else 2026-03-02.
pub fn long_date(date: Date, lang: &str) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    match Language::of(lang) {
        Language::Korean => format!("{year}년 {month}월 {day}일"),
        Language::English => format!("{day} {} {year}", month_name(date)),
        Language::Other => date.to_string(),
    }
}

/// The month of a day: 2026년 3월, March 2026, else 2026-03.
pub fn year_month(date: Date, lang: &str) -> String {
    let (year, month) = (date.year(), date.month());
    match Language::of(lang) {
        Language::Korean => format!("{year}년 {month}월"),
        Language::English => format!("{} {year}", month_name(date)),
        Language::Other => format!("{year:04}-{month:02}"),
    }
}

/// The month of a day without its year: 3월, March, else 2026-03.
pub fn month(date: Date, lang: &str) -> String {
    match Language::of(lang) {
        Language::Korean => format!("{}월", date.month()),
        Language::English => month_name(date).to_owned(),
        Language::Other => year_month(date, lang),
    }
}

/// A moment in the site's time zone: 2026년 3월 2일 오후 9:14, 2 March 2026,
/// 21:14, else 2026-03-02 21:14; the [`long_date`] alone without a time.
pub fn clock(moment: &Moment, zone: &TimeZone, lang: &str) -> String {
    let local = moment.local(zone);
    let day = long_date(local.date(), lang);
    if !moment.has_time() {
        return day;
    }
    let (hour, minute) = (local.hour(), local.minute());
    match Language::of(lang) {
        Language::Korean => {
            let half = if hour < 12 { "오전" } else { "오후" };
            format!("{day} {half} {}:{minute:02}", twelve_hours(hour))
        }
        Language::English => format!("{day}, {hour:02}:{minute:02}"),
        Language::Other => format!("{day} {hour:02}:{minute:02}"),
    }
}

/// 0 and 12 are both called 12: 오전 12:30 is half past midnight.
fn twelve_hours(hour: i8) -> i8 {
    match hour % 12 {
        0 => 12,
        hour => hour,
    }
}

/// Today in the site's time zone: the day in `override_` (`--today`), else the
/// instant in `source_date_epoch` (seconds since 1970, see
/// reproducible-builds.org), else by the clock. Nothing else reads the clock.
///
/// The error is a sentence that names what cannot be read.
pub fn today(
    zone: &TimeZone,
    override_: Option<&str>,
    source_date_epoch: Option<&str>,
) -> Result<Date, String> {
    if let Some(day) = override_ {
        return parse_day(day).map_err(|error| format!("`{day}` is no day: {error}"));
    }
    let now = match source_date_epoch {
        Some(seconds) => from_epoch(seconds)
            .ok_or_else(|| format!("`SOURCE_DATE_EPOCH` is `{seconds}`, not whole seconds since 1970"))?,
        None => Timestamp::now(),
    };
    Ok(zone.to_datetime(now).date())
}

/// When the next day begins in the site's time zone.
pub fn next_day(zone: &TimeZone) -> Option<SystemTime> {
    let tomorrow = zone.to_datetime(Timestamp::now()).date().tomorrow().ok()?;
    Some(zone.to_timestamp(tomorrow.to_datetime(Time::midnight())).ok()?.into())
}

fn from_epoch(seconds: &str) -> Option<Timestamp> {
    Timestamp::from_second(seconds.trim().parse().ok()?).ok()
}

/// The days a brand answers on, by which it keeps its promise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Whether only Monday to Friday count, and no holidays. Else every day
    /// counts.
    pub business_days: bool,
    /// Holidays, substitute holidays included; those at a weekend change
    /// nothing.
    pub holidays: BTreeSet<Date>,
}

impl Calendar {
    /// How many days an answer took: those after `asked` up to and including
    /// `answered`; 0 when it came the same day, or before.
    ///
    /// In business days a question asked at a weekend or on a holiday waits
    /// from the next business day on: asked on Saturday and answered on Monday
    /// makes 0.
    pub fn days_between(&self, asked: Date, answered: Date) -> i64 {
        let start = self.start(asked);
        if answered <= start {
            return 0;
        }
        if !self.business_days {
            return whole_days(start, answered);
        }
        let holidays =
            self.holidays.range((Excluded(start), Included(answered))).filter(|&&day| is_weekday(day));
        weekdays_until(answered) - weekdays_until(start) - holidays.count() as i64
    }

    /// The day from which a question waits.
    fn start(&self, asked: Date) -> Date {
        self.next_counted(asked)
    }

    /// The first day from `day` on that counts, itself included.
    fn next_counted(&self, mut day: Date) -> Date {
        while !self.counts(day) && day < Date::MAX {
            day = tomorrow(day);
        }
        day
    }

    fn counts(&self, day: Date) -> bool {
        !self.business_days || is_weekday(day) && !self.holidays.contains(&day)
    }
}

fn is_weekday(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The day after; the last day of the calendar, in the year 9999, is its own.
fn tomorrow(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

fn whole_days(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

/// How many days from Monday to Friday lie between a certain Monday and `day`,
/// both included: an archive of years is counted without walking its days.
fn weekdays_until(day: Date) -> i64 {
    const A_MONDAY: Date = jiff::civil::date(1900, 1, 1);
    let days = whole_days(A_MONDAY, day) + 1;
    days.div_euclid(7) * 5 + days.rem_euclid(7).min(5)
}

#[cfg(test)]
mod tests {
    use jiff::Span;
    use jiff::civil::date;

    use super::*;

    fn seoul() -> TimeZone {
        TimeZone::get("Asia/Seoul").unwrap()
    }

    #[track_caller]
    fn moment(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    #[track_caller]
    fn error(text: &str) -> String {
        let error = Moment::parse(text).unwrap_err();
        format!("{error}; {}", error.help())
    }

    #[test]
    fn every_shape_is_read_as_it_was_written() {
        let shapes = [
            ("2026-03-02", "2026-03-02"),
            (" 2026-03-02\n", "2026-03-02"),
            ("2024-05-02T21:14", "2024-05-02T21:14"),
            ("2024-05-02 21:14", "2024-05-02T21:14"),
            ("2024-05-02 21:14:05", "2024-05-02T21:14:05"),
            ("2024-05-02T21:14:05.250", "2024-05-02T21:14:05"),
            ("2024-05-02T21:14:05+09:00", "2024-05-02T21:14:05+09:00"),
            ("2024-05-02 21:14:05 +0900", "2024-05-02T21:14:05+09:00"),
            ("2024-05-02T21:14-03:30", "2024-05-02T21:14-03:30"),
            ("2024-05-02T21:14Z", "2024-05-02T21:14Z"),
            ("2024-02-29", "2024-02-29"),
        ];
        for (text, written) in shapes {
            assert_eq!(moment(text).to_string(), written, "{text}");
            assert_eq!(moment(written), moment(text));
        }
    }

    #[test]
    fn what_is_no_date_gets_an_example() {
        let example =
            "this does not look like a date; write it as 2026-03-02, or with a time as 2026-03-02 21:14";
        for text in [
            "",
            "soon",
            "3월 2일",
            "02.03.2026",
            "2026-03",
            "2026-03-02X",
            "2026-03-02T",
            "2026-03-02 12:00Z0900",
            "2026-03-0é",
        ] {
            let shown = error(text);
            let expected = if text.starts_with("2026-03-02") {
                "this does not look like a date; write it as 2026-03-02"
            } else {
                example
            };
            assert_eq!(shown, expected, "{text}");
        }
    }

    #[test]
    fn a_date_in_another_shape_is_rewritten() {
        for text in ["2026.3.2", "2026/03/02", "2026년 3월 2일", "2026-3-2 21:14", "2026-03-02T21"] {
            assert_eq!(error(text), "this does not look like a date; write it as 2026-03-02", "{text}");
        }
    }

    #[test]
    fn an_impossible_date_says_why() {
        let cases = [
            ("2026-02-30", "there are 28 days in February 2026; write a day from 01 to 28"),
            ("2024-02-30", "there are 29 days in February 2024; write a day from 01 to 29"),
            ("2026-04-00", "there are 30 days in April 2026; write a day from 01 to 30"),
            ("2026-13-01", "there is no month 13; write the month from 01 to 12 between year and day"),
            ("0206-03-02", "the year 206 is not between 1900 and 2199; write the year with four digits"),
            ("2200-01-01", "the year 2200 is not between 1900 and 2199; write the year with four digits"),
            ("2026-03-02 24:00", "there is no such time of day; write the time from 00:00 to 23:59"),
            ("2026-03-02 12:60", "there is no such time of day; write the time from 00:00 to 23:59"),
            (
                "2026-03-02 12:00+24:00",
                "there is no such offset from UTC; write the offset from UTC as +09:00 or Z",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(error(text), expected, "{text}");
        }
    }

    #[test]
    fn a_day_has_no_time() {
        assert_eq!(parse_day("2026-03-02"), Ok(date(2026, 3, 2)));
        assert_eq!(parse_day("2026-03-02 21:14").unwrap_err().help(), "write it as 2026-03-02");
    }

    #[test]
    fn an_offset_moves_the_day_into_the_sites_zone() {
        assert_eq!(moment("2026-03-01T16:00Z").date(&seoul()), date(2026, 3, 2));
        assert_eq!(moment("2026-03-02T00:30+09:00").date(&TimeZone::UTC), date(2026, 3, 1));
        assert_eq!(moment("2026-03-01 23:59").date(&seoul()), date(2026, 3, 1));
        assert_eq!(moment("2026-03-01").date(&seoul()), date(2026, 3, 1));
    }

    #[test]
    fn moments_without_a_time_compare_by_day() {
        let before = |a: &str, b: &str| moment(a).is_before(&moment(b), &seoul());
        assert!(before("2026-03-01", "2026-03-02"));
        assert!(before("2026-03-02 09:00", "2026-03-02 09:01"));
        assert!(before("2026-03-02T09:00+09:00", "2026-03-02T00:30Z"));
        assert!(!before("2026-03-02", "2026-03-02 09:00"));
        assert!(!before("2026-03-02 09:00", "2026-03-02"));
        assert!(!before("2026-03-01T16:00Z", "2026-03-02"));
    }

    #[test]
    fn lists_are_ordered_by_instant() {
        let mut moments =
            ["2026-03-02 09:00", "2026-03-01T15:30Z", "2026-03-02", "2026-03-01 23:59"].map(moment);
        moments.sort_by(|a, b| a.compare(b, &seoul()));
        let written = moments.map(|moment| moment.to_string());
        assert_eq!(written, ["2026-03-01T23:59", "2026-03-02", "2026-03-01T15:30Z", "2026-03-02T09:00"]);
    }

    #[test]
    fn machines_get_their_formats() {
        let day = moment("2026-03-02");
        assert_eq!(day.iso(&seoul()), "2026-03-02");
        assert_eq!(day.rfc3339(&seoul()), "2026-03-02T00:00:00+09:00");
        assert_eq!(day.rfc2822(&seoul()), "Mon, 2 Mar 2026 00:00:00 +0900");
        let time = moment("2024-05-02T12:14:05Z");
        assert_eq!(time.iso(&seoul()), "2024-05-02T21:14:05+09:00");
        assert_eq!(time.rfc3339(&TimeZone::UTC), "2024-05-02T12:14:05+00:00");
        assert_eq!(time.rfc2822(&TimeZone::UTC), "Thu, 2 May 2024 12:14:05 +0000");
    }

    #[test]
    fn formats_have_whole_minutes_even_before_standard_time() {
        assert_eq!(moment("1900-01-01").rfc3339(&seoul()), "1900-01-01T00:00:00+08:28");
        assert_eq!(moment("1900-01-01").rfc2822(&seoul()), "Mon, 1 Jan 1900 00:00:00 +0828");
    }

    #[test]
    fn readers_get_dates_in_their_language() {
        let day = date(2026, 3, 2);
        assert_eq!(long_date(day, "ko"), "2026년 3월 2일");
        assert_eq!(long_date(day, "ko-KR"), "2026년 3월 2일");
        assert_eq!(long_date(day, "en-GB"), "2 March 2026");
        assert_eq!(long_date(day, "ja"), "2026-03-02");
        assert_eq!(year_month(day, "ko"), "2026년 3월");
        assert_eq!(year_month(day, "en"), "March 2026");
        assert_eq!(year_month(day, "ja"), "2026-03");
        assert_eq!(month(day, "ko-KR"), "3월");
        assert_eq!(month(day, "en"), "March");
        assert_eq!(month(day, "ja"), "2026-03");
    }

    #[test]
    fn readers_get_times_in_their_language() {
        let shown = |text, lang| clock(&moment(text), &seoul(), lang);
        assert_eq!(shown("2026-03-02 21:14", "ko"), "2026년 3월 2일 오후 9:14");
        assert_eq!(shown("2026-03-02 00:05", "ko"), "2026년 3월 2일 오전 12:05");
        assert_eq!(shown("2026-03-02 12:30", "ko"), "2026년 3월 2일 오후 12:30");
        assert_eq!(shown("2026-03-02T12:14Z", "en"), "2 March 2026, 21:14");
        assert_eq!(shown("2026-03-02 09:05", "ja"), "2026-03-02 09:05");
        assert_eq!(shown("2026-03-02", "ko"), "2026년 3월 2일");
    }

    #[test]
    fn today_is_taken_from_the_first_that_names_it() {
        assert_eq!(today(&seoul(), Some("2026-03-02"), Some("0")), Ok(date(2026, 3, 2)));
        assert_eq!(today(&seoul(), None, Some("1772380800")), Ok(date(2026, 3, 2)));
        assert_eq!(today(&TimeZone::UTC, None, Some("1772380800")), Ok(date(2026, 3, 1)));
        assert!(today(&TimeZone::UTC, None, None).unwrap() >= date(2025, 1, 1));
    }

    #[test]
    fn a_bad_today_is_named() {
        let error = today(&seoul(), Some("2026-02-30"), None).unwrap_err();
        assert_eq!(error, "`2026-02-30` is no day: there are 28 days in February 2026");
        let error = today(&seoul(), None, Some("now")).unwrap_err();
        assert_eq!(error, "`SOURCE_DATE_EPOCH` is `now`, not whole seconds since 1970");
        assert!(today(&seoul(), None, Some("99999999999999999")).is_err());
    }

    /// Monday 2 March 2026 is a substitute holiday, for Sunday the 1st.
    fn business() -> Calendar {
        Calendar { business_days: true, holidays: BTreeSet::from([date(2026, 3, 1), date(2026, 3, 2)]) }
    }

    #[test]
    fn calendar_days_are_plain_days() {
        let calendar = Calendar::default();
        assert_eq!(calendar.days_between(date(2026, 2, 27), date(2026, 3, 2)), 3);
        assert_eq!(calendar.days_between(date(2026, 3, 2), date(2026, 2, 27)), 0);
    }

    #[test]
    fn business_days_leave_out_weekends_and_holidays() {
        let between = |asked, answered| business().days_between(asked, answered);
        let friday = date(2026, 2, 27);
        assert_eq!(between(friday, friday), 0);
        assert_eq!(between(friday, date(2026, 3, 1)), 0);
        assert_eq!(between(friday, date(2026, 3, 2)), 0);
        assert_eq!(between(friday, date(2026, 3, 3)), 1);
        assert_eq!(between(friday, date(2026, 3, 10)), 6);
    }

    #[test]
    fn a_question_asked_at_a_weekend_waits_from_the_next_business_day() {
        let saturday = date(2026, 2, 28);
        assert_eq!(business().days_between(saturday, date(2026, 3, 1)), 0);
        assert_eq!(business().days_between(saturday, date(2026, 3, 3)), 0);
        assert_eq!(business().days_between(saturday, date(2026, 3, 4)), 1);
    }

    #[test]
    fn counting_agrees_with_walking() {
        let calendar = business();
        for start in 0..28 {
            let asked = date(2026, 2, 14).saturating_add(Span::new().days(start));
            let waits_from = calendar.start(asked);
            let (mut walked, mut day) = (0, asked);
            for _ in 0..60 {
                walked += i64::from(day > waits_from && calendar.counts(day));
                assert_eq!(calendar.days_between(asked, day), walked, "{asked} to {day}");
                day = tomorrow(day);
            }
        }
    }
}
