//! The page of a question.

use jiff::civil::Date;

use super::Renderer;
use super::structured;
use super::view;
use super::view::AlternateView;
use super::view::AskView;
use super::view::CorrectionView;
use super::view::ImageView;
use super::view::LinkView;
use super::view::PageView;
use super::view::QuestionView;
use super::view::RemovedView;
use super::view::SourceView;
use super::view::TagView;
use super::view::TurnView;
use crate::archive::Archive;
use crate::archive::Edition;
use crate::archive::QuestionId;
use crate::archive::Visibility;
use crate::date::Moment;
use crate::diagnostic::Diagnostic;
use crate::key::Key;
use crate::markdown::Fragment;
use crate::question::Correction;
use crate::question::Question;
use crate::question::Source;
use crate::question::Turn;

/// How many related questions a page shows, those that its author named included.
const RELATED: usize = 5;

/// The questions that the page of another leads to.
pub(super) struct Around {
    /// Those that it follows up.
    pub follows: Vec<QuestionId>,
    /// Those that follow it up, oldest first.
    pub followed_by: Vec<QuestionId>,
    /// Those that are like it, closest first.
    pub related: Vec<QuestionId>,
    /// The one asked before it.
    pub previous: Option<QuestionId>,
    /// The one asked after it.
    pub next: Option<QuestionId>,
}

impl Renderer {
    /// The page of a question.
    pub(super) fn question(&self, id: QuestionId) -> Result<Vec<u8>, Diagnostic> {
        let archive = &self.archive;
        let question = archive.question(id);
        let lang = question.language(&archive.config);
        let shown = self.question_among_others(id)?;
        let zone = &archive.config.timezone;
        let page = PageView {
            hidden: archive.visibility(id) == Visibility::Unlisted,
            alternates: alternates(archive, id),
            markdown: archive
                .config
                .outputs
                .markdown
                .then(|| archive.config.href(&question.key.markdown_address())),
            image: question
                .front
                .image
                .as_deref()
                .map(|path| view::image(archive, path).whole(&archive.config)),
            published: Some(question.front.answered.unwrap_or(question.front.asked).rfc3339(zone)),
            json_ld: Some(structured::question(archive, question, &shown)),
            ..PageView::new(archive, &question.key.address(), lang, &question.front.title)
        };
        let page = page.described(&question.summary);
        self.template("question.html", archive.edition_in(lang), &page, "question", &shown)
    }

    /// The page that says why a question was removed; nothing of its text.
    pub(super) fn removed(&self, id: QuestionId) -> Result<Vec<u8>, Diagnostic> {
        let archive = &self.archive;
        let question = archive.question(id);
        let lang = question.language(&archive.config);
        let title = self.say(lang, "removed.title");
        let page = PageView::new(archive, &question.key.address(), lang, &title).hidden();
        let shown = RemovedView {
            key: question.key.to_string(),
            numbered: question.key.is_number(),
            reason: question.front.reason.as_deref(),
        };
        self.template("removed.html", archive.edition_in(lang), &page, "removed", &shown)
    }

    /// A question as JSON.
    pub(super) fn json(&self, id: QuestionId) -> String {
        let mut json = serde_json::to_string_pretty(&self.question_view(id)).unwrap_or_default();
        json.push('\n');
        json
    }

    /// A question with the items of those that its page leads to.
    fn question_among_others(&self, id: QuestionId) -> Result<QuestionView<'_>, Diagnostic> {
        let around = self.around(id);
        let beside = |id: Option<QuestionId>| id.map(|id| self.item(id)).transpose();
        Ok(QuestionView {
            follows: Some(self.items(&around.follows)?),
            followed_by: Some(self.items(&around.followed_by)?),
            related: Some(self.items(&around.related)?),
            previous: Some(beside(around.previous)?.into()),
            next: Some(beside(around.next)?.into()),
            ..self.question_view(id)
        })
    }

    /// A question by itself.
    fn question_view(&self, id: QuestionId) -> QuestionView<'_> {
        let archive = &self.archive;
        let question = archive.question(id);
        let front = &question.front;
        let config = &archive.config;
        let lang = question.language(config);
        let edition = archive.edition_of(id);
        let day = |date: Date| view::civil_day(date, lang);
        let past = |date: &Date| *date < archive.today;
        let turns = turns(archive, question, edition, lang);
        let image = image_above(archive, question, &turns);
        QuestionView {
            key: question.key.to_string(),
            numbered: question.key.is_number(),
            title: &front.title,
            url: config.absolute(&question.key.address()),
            status: question.status.name(),
            reason: front.reason.as_deref(),
            asked: view::day(archive, &front.asked, lang),
            answered: front.answered.as_ref().map(|moment| view::day(archive, moment, lang)),
            has_answer: question.has_answer(),
            asker: front.asker.as_deref(),
            channel: front.channel.as_deref().and_then(|id| channel(archive, id)),
            summary: &question.summary,
            categories: breadcrumbs(archive, question, edition),
            list: self.link_to_all(edition, lang),
            tags: self.tags_of(id).collect(),
            turns,
            approved_by: front.approved_by.iter().map(|id| view::person(archive, edition, id)).collect(),
            times_asked: archive.times_asked(id),
            asks: asks(archive, id, lang),
            corrections: front.corrections.iter().map(|it| correction(it, lang)).collect(),
            sources: front.sources.iter().map(|it| source(it, lang)).collect(),
            expired: front.valid_until.filter(past).map(day),
            stale: front.review_by.filter(past).map(day),
            ai: front.ai.name(),
            image,
            follows: None,
            followed_by: None,
            related: None,
            previous: None,
            next: None,
            translations: translations(archive, id),
            extra: front.extra.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect(),
        }
    }

    /// The list of all questions beside this one.
    fn link_to_all(&self, edition: Option<&Edition>, lang: &str) -> LinkView {
        let all = "/questions/";
        let address = edition.map_or_else(|| all.to_owned(), |edition| edition.address(all));
        LinkView { name: self.say(lang, "list.all"), href: self.archive.config.href(&address) }
    }

    /// The questions that the page of this one leads to.
    pub(super) fn around(&self, id: QuestionId) -> Around {
        let archive = &self.archive;
        let front = &archive.question(id).front;
        let has_page = |id: &QuestionId| archive.visibility(*id).has_page();
        // the author of an unlisted one does not tell of it by naming this one
        let is_listed = |id: &QuestionId| archive.visibility(*id) == Visibility::Listed;
        let is_apart = archive.visibility(id) == Visibility::Unlisted;
        let may_follow = |id: &QuestionId| is_listed(id) || (is_apart && has_page(id));
        let find = |keys: &[Key]| keys.iter().filter_map(|key| archive.find(key)).collect::<Vec<_>>();
        // what its author named, then what shares its terms
        let related = find(&front.related).into_iter().chain(archive.related(id).iter().copied());
        let (previous, next) = self.neighbours(id);
        Around {
            follows: find(&front.follows).into_iter().filter(has_page).collect(),
            followed_by: archive.followed_by(id).iter().copied().filter(may_follow).collect(),
            related: related.filter(has_page).take(RELATED).collect(),
            previous,
            next,
        }
    }

    /// The questions asked before and after, in the same edition.
    fn neighbours(&self, id: QuestionId) -> (Option<QuestionId>, Option<QuestionId>) {
        let edition = self.archive.edition_of(id);
        let Some((edition, position)) = edition.zip(self.positions[id.0]) else { return (None, None) };
        let at = |position: usize| edition.questions.get(position).copied();
        (at(position + 1), position.checked_sub(1).and_then(at))
    }

    /// The tags of a question that its edition lists.
    pub(super) fn tags_of(&self, id: QuestionId) -> impl Iterator<Item = TagView> {
        let archive = &self.archive;
        let tags = archive.edition_of(id).into_iter().flat_map(move |edition| {
            let tags = archive.question(id).front.tags.iter();
            tags.filter_map(|name| edition.tag_index(name)).map(move |index| (edition, index))
        });
        tags.map(|(edition, index)| view::tag(archive, edition, index))
    }
}

fn channel<'a>(archive: &'a Archive, id: &str) -> Option<&'a str> {
    archive.config.channels.get(id).map(String::as_str)
}

fn breadcrumbs(archive: &Archive, question: &Question, edition: Option<&Edition>) -> Vec<LinkView> {
    let Some((category, edition)) = question.front.category.zip(edition) else { return Vec::new() };
    let lineage = archive.config.categories.lineage(category);
    lineage.into_iter().map(|id| view::category_link(archive, edition, id)).collect()
}

fn turns<'a>(
    archive: &'a Archive,
    question: &'a Question,
    edition: Option<&Edition>,
    lang: &str,
) -> Vec<TurnView<'a>> {
    let fragments = question.write_turns(&archive.config, &archive.statics);
    let mut answers = 0;
    let mut questions = 0;
    let turns = question.turns.iter().zip(fragments);
    turns
        .map(|(turn, fragment)| {
            let id = if turn.kind.is_answer() {
                numbered("answer", &mut answers)
            } else {
                numbered("question", &mut questions)
            };
            turn_view(archive, turn, fragment, id, edition, lang)
        })
        .collect()
}

/// The picture of a question, unless its text shows it already.
fn image_above(archive: &Archive, question: &Question, turns: &[TurnView]) -> Option<ImageView> {
    let image = view::image(archive, question.front.image.as_deref()?);
    (!turns.iter().any(|turn| turn.html.contains(&image.href))).then_some(image)
}

fn correction<'a>(correction: &'a Correction, lang: &str) -> CorrectionView<'a> {
    let Correction { date, kind, note } = correction;
    CorrectionView { date: view::civil_day(*date, lang), kind: kind.name(), note }
}

fn source<'a>(source: &'a Source, lang: &str) -> SourceView<'a> {
    let Source { title, url, checked, lang: own } = source;
    let checked = checked.map(|date| view::civil_day(date, lang));
    SourceView { title, url: url.as_deref(), checked, lang: own.as_deref() }
}

/// `answer`, then `answer-2`, `answer-3`.
fn numbered(name: &str, count: &mut usize) -> String {
    *count += 1;
    if *count == 1 { name.to_owned() } else { format!("{name}-{count}") }
}

fn turn_view<'a>(
    archive: &'a Archive,
    turn: &'a Turn,
    fragment: Fragment,
    id: String,
    edition: Option<&Edition>,
    lang: &str,
) -> TurnView<'a> {
    TurnView {
        kind: turn.kind.name(),
        id,
        by: turn.by.iter().map(|id| view::person(archive, edition, id)).collect(),
        date: turn.date.as_ref().map(|moment| view::day(archive, moment, lang)),
        html: fragment.html,
        text: fragment.text,
    }
}

/// The same question in others' words: what staff noted, and what was merged
/// into it.
fn asks<'a>(archive: &'a Archive, id: QuestionId, lang: &str) -> Vec<AskView<'a>> {
    let noted = archive.question(id).front.asks.iter().map(|ask| AskView {
        asked: ask.asked.as_ref().map(|moment| view::day(archive, moment, lang)),
        channel: ask.channel.as_deref().and_then(|id| channel(archive, id)),
        wording: ask.wording.as_deref(),
    });
    let merged = archive.merged_from(id).iter().map(|&merged| &archive.question(merged).front);
    let merged = merged.map(|front| AskView {
        asked: Some(view::day(archive, &front.asked, lang)),
        channel: front.channel.as_deref().and_then(|id| channel(archive, id)),
        wording: Some(&front.title),
    });
    noted.chain(merged).collect()
}

fn translations(archive: &Archive, id: QuestionId) -> Vec<LinkView> {
    let others = archive.translations(id).iter().map(|&other| archive.question(other));
    others
        .map(|other| LinkView {
            name: other.language(&archive.config).to_owned(),
            href: archive.config.href(&other.key.address()),
        })
        .collect()
}

/// The languages of a question, its own included; none if there is only one.
fn alternates(archive: &Archive, id: QuestionId) -> Vec<AlternateView> {
    let others = archive.translations(id);
    if others.is_empty() {
        return Vec::new();
    }
    let all = std::iter::once(id).chain(others.iter().copied()).map(|id| archive.question(id));
    let mut alternates: Vec<_> = all
        .map(|question| AlternateView {
            lang: question.language(&archive.config).to_owned(),
            url: archive.config.absolute(&question.key.address()),
        })
        .collect();
    alternates.sort_by(|a, b| a.lang.cmp(&b.lang));
    alternates
}

/// When a question last changed, for feeds and the sitemap.
pub fn last_change(archive: &Archive, question: &Question) -> Moment {
    let zone = &archive.config.timezone;
    let front = &question.front;
    let turns = question.turns.iter().filter_map(|turn| turn.date);
    let corrections = front.corrections.iter().map(|correction| Moment::from(correction.date));
    let moments = turns.chain(front.answered).chain(corrections);
    moments.fold(front.asked, |latest, moment| if latest.is_before(&moment, zone) { moment } else { latest })
}
