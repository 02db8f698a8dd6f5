//! The keys of `site.yaml`: the one list that reading, suggestions and the
//! documentation share.

/// What the documentation says of one key.
#[derive(Clone, Copy, Debug)]
pub struct KeyDoc {
    /// The key.
    pub name: &'static str,
    /// What may stand behind it.
    pub kind: &'static str,
    /// What holds when it is absent.
    pub default: &'static str,
    /// What it means, in one sentence.
    pub meaning: &'static str,
    /// A line that an author could type.
    pub example: &'static str,
}

impl KeyDoc {
    /// The documentation of one key, in the order of the fields.
    pub const fn new(
        name: &'static str,
        kind: &'static str,
        default: &'static str,
        meaning: &'static str,
        example: &'static str,
    ) -> Self {
        Self { name, kind, default, meaning, example }
    }
}

/// The names in `docs`.
pub fn names(docs: &[KeyDoc]) -> Vec<&'static str> {
    docs.iter().map(|doc| doc.name).collect()
}

/// Every key at the top of `site.yaml`.
pub const SITE_KEYS: &[KeyDoc] = &[
    KeyDoc::new("title", "text", "required", "The name of the site.", "title: 쓱싹 문답"),
    KeyDoc::new(
        "url",
        "address",
        "required",
        "Where the site is published; a folder below the host is fine.",
        "url: https://qna.example.org",
    ),
    KeyDoc::new("language", "BCP 47", "required", "The language of the site.", "language: ko"),
    KeyDoc::new(
        "description",
        "text",
        "none",
        "One sentence about the site, in its language: it stands on the home page, and search engines and feeds show it.",
        "description: 집과 위생에 관한 모든 질문에 답합니다",
    ),
    KeyDoc::new(
        "timezone",
        "IANA name",
        "`UTC`",
        "The zone of dates and times that name none.",
        "timezone: Asia/Seoul",
    ),
    KeyDoc::new(
        "theme",
        "name",
        "`default`",
        "A folder in `themes/`, or a theme that comes with Mundap.",
        "theme: default",
    ),
    KeyDoc::new(
        "settings",
        "keys",
        "the theme's",
        "Values for the settings that `theme.yaml` declares.",
        "settings: { accent: \"#0a7d55\" }",
    ),
    KeyDoc::new(
        "brand",
        "`name`, `logo`, `same_as`",
        "the title",
        "Whose site it is: its name, a logo in `content/static/`, its other homes on the web.",
        "brand: { name: 쓱싹홈, logo: logo.svg, same_as: [https://www.instagram.com/example] }",
    ),
    KeyDoc::new(
        "categories",
        "tree",
        "none",
        "The tree that questions are filed in: an ASCII id, a `name`, and `children`, three levels at most.",
        "categories: { pests: { name: 해충, children: { ant: { name: 개미 } } } }",
    ),
    KeyDoc::new(
        "channels",
        "id: `name`",
        "none",
        "Where questions come from.",
        "channels: { board: { name: 게시판 } }",
    ),
    KeyDoc::new(
        "tags",
        "tag: ASCII name",
        "romanised",
        "A name for a tag's address, where the romanisation will not do.",
        "tags: { 바퀴벌레: cockroach }",
    ),
    KeyDoc::new(
        "moved",
        "address: address",
        "none",
        "Old addresses of categories and other lists, and where they lead now, in every language.",
        "moved: { /category/ant/: /category/insects/ant/ }",
    ),
    KeyDoc::new(
        "promise",
        "`answer_within`, `business_days`, `holidays`",
        "none",
        "How many days an answer may take, and which days count.",
        "promise: { answer_within: 2, business_days: true, holidays: [2026-01-01] }",
    ),
    KeyDoc::new(
        "ask",
        "`email`, `url`",
        "none",
        "How a reader can ask: by e-mail, or on a page of yours.",
        "ask: { email: ask@example.org }",
    ),
    KeyDoc::new(
        "search",
        "`synonyms`",
        "none",
        "Words that mean the same in a search.",
        "search: { synonyms: [[환불, 반품]] }",
    ),
    KeyDoc::new(
        "robots",
        "`open`, `search-only`, `closed`",
        "`open`",
        "Who may read the site by machine: everyone, search engines but no AI training, nobody.",
        "robots: open",
    ),
    KeyDoc::new("per_page", "number", "20", "Questions on one page of a list.", "per_page: 20"),
    KeyDoc::new(
        "outputs",
        "`markdown`, `json`, `cards`",
        "`markdown`",
        "Further forms of a question: a Markdown twin and JSON; `cards` is kept for pictures to share, which are not made yet.",
        "outputs: { markdown: true, json: false }",
    ),
    KeyDoc::new(
        "raw_html",
        "true or false",
        "false",
        "Whether staff may write HTML in answers and own pages; a customer never may.",
        "raw_html: false",
    ),
    KeyDoc::new(
        "personal_data",
        "`own`, kinds with `block`, `warn`, `allow`",
        "see [Personal data](#personal-data)",
        "What is the brand's own: numbers, addresses, `\"@domain\"`; and what is done about personal data of a kind.",
        "personal_data: { own: [02-345-6789, \"@brand.kr\"], phone: allow }",
    ),
];
