//! A policy: what is done about personal data, which of it is the brand's own,
//! and who agreed to be named.

use std::net::IpAddr;

use serde::Deserialize;
use serde::Serialize;

use super::Finding;
use super::find;
use super::kind::Kind;
use super::kind::Level;
use super::mask::Mask;
use super::mask::masked;
use super::search::Search;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::hash::Hash;

/// What a site does about personal data.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The address of the site, which hashes are keyed with.
    site: String,
    /// Where a kind is not treated as usual.
    levels: Vec<(Kind, Level)>,
    /// The brand's own data, as [`Finding::essence`] has it.
    own: Vec<String>,
    /// The domains of the brand's own e-mail.
    domains: Vec<String>,
}

/// Somebody's agreement that one thing about them is published.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Consent {
    /// What it is.
    pub kind: Kind,
    /// Why it may be published.
    pub reason: String,
    /// The hash of it, as the diagnostic gave it.
    pub hash: String,
}

/// What the front matter of a file agrees to.
pub type Consents = Vec<Consent>;

impl Policy {
    /// The policy of the site at the address `site`, which is its own.
    pub fn new(site: &str) -> Self {
        let host = site.split("://").last().and_then(|rest| rest.split(['/', ':']).next());
        let domains = host.filter(|host| host.contains('.')).map(|host| host.trim_start_matches("www."));
        Self {
            site: site.to_owned(),
            domains: domains.into_iter().map(str::to_owned).collect(),
            ..Self::default()
        }
    }

    /// Treats a kind in another way than usual.
    pub fn set_level(&mut self, kind: Kind, level: Level) {
        self.levels.push((kind, level));
    }

    /// Takes something for the brand's own: a number, an address of e-mail, or
    /// a domain as `@brand.kr`; in any spelling.
    pub fn add_own(&mut self, text: &str) {
        if let Some(domain) = text.trim().strip_prefix('@') {
            return self.domains.push(domain.to_ascii_lowercase());
        }
        self.own.push(essence(text));
    }

    /// What is done about a finding.
    pub fn level(&self, finding: &Finding) -> Level {
        let Finding { kind, essence, .. } = finding;
        if self.is_own(*kind, essence) {
            return Level::Allow;
        }
        self.level_of(*kind)
    }

    /// What is done about a kind.
    pub fn level_of(&self, kind: Kind) -> Level {
        let stated = self.levels.iter().rev().find(|(stated, _)| *stated == kind);
        stated.map_or(kind.default_level(), |(_, level)| *level)
    }

    fn is_own(&self, kind: Kind, essence: &str) -> bool {
        let is_domain = |own: &String| {
            let rest = essence.strip_suffix(own.as_str());
            rest.is_some_and(|rest| rest.ends_with(['@', '.']))
        };
        let is_address = matches!(kind, Kind::Address | Kind::HomeAddress);
        self.own.iter().any(|own| own == essence || (is_address && own.contains(essence)))
            || (kind == Kind::Email && self.domains.iter().any(is_domain))
    }

    /// What stands for a finding in a consent: ten hex digits, other ones on
    /// another site.
    ///
    /// It does not keep a secret: who knows the site's address can try all
    /// phone numbers in a minute. It keeps the value out of the file that says
    /// why it may be published.
    pub fn hash(&self, finding: &Finding) -> String {
        let Finding { kind, essence, .. } = finding;
        Hash::of(format!("{}\0{}\0{essence}", self.site, kind.name()).as_bytes()).short()
    }

    /// Everything in `text` that has to go, in order: neither allowed, nor the
    /// brand's own, nor agreed to.
    pub fn find(&self, text: &str, consents: &[Consent]) -> Vec<Finding> {
        self.unsettled(text, find(text), consents)
    }

    /// The same where it is known what [`find`] found in the text.
    pub fn unsettled(&self, text: &str, found: Vec<Finding>, consents: &[Consent]) -> Vec<Finding> {
        let search = Search { text, look: |part: &str| self.left(find(part), consents) };
        search.findings(self.left(found, consents))
    }

    /// Those of the findings that have to go.
    fn left(&self, mut findings: Vec<Finding>, consents: &[Consent]) -> Vec<Finding> {
        findings.retain(|finding| self.level(finding) != Level::Allow && !self.is_agreed(finding, consents));
        findings
    }

    fn is_agreed(&self, finding: &Finding, consents: &[Consent]) -> bool {
        let is_this = |consent: &Consent| consent.kind == finding.kind && consent.hash == self.hash(finding);
        consents.iter().any(is_this)
    }

    /// The consents that none of the findings needs.
    fn unneeded<'c>(&self, findings: &[Finding], consents: &'c [Consent]) -> Vec<&'c Consent> {
        if consents.is_empty() {
            return Vec::new();
        }
        let hashes: Vec<_> = findings.iter().map(|finding| (finding.kind, self.hash(finding))).collect();
        let is_needed = |consent: &&Consent| !hashes.contains(&(consent.kind, consent.hash.clone()));
        consents.iter().filter(is_needed).collect()
    }

    /// What is wrong with `text`, the content of `file`; what can be done about
    /// it is the `remedy`.
    pub fn check(&self, file: &str, text: &str, remedy: Remedy) -> Vec<Diagnostic> {
        self.report(file, text, &self.find(text, &[]), remedy)
    }

    /// What is wrong with a text in which the findings have to go.
    pub fn report(&self, file: &str, text: &str, findings: &[Finding], remedy: Remedy) -> Vec<Diagnostic> {
        if findings.is_empty() {
            return Vec::new();
        }
        // the source line is printed too, perhaps into a log that anybody may read
        let mask = Mask::new(text, findings);
        let place = |finding: &Finding| mask.place(file, &finding.range);
        findings.iter().map(|finding| self.diagnostic(finding, remedy).at(place(finding))).collect()
    }

    /// What is wrong with a text whose source shows nothing of the finding, at
    /// `place`; nothing where it may be published.
    pub fn report_unseen(
        &self,
        finding: &Finding,
        place: &Place,
        consents: &[Consent],
    ) -> Option<Diagnostic> {
        let is_left = !self.left(vec![finding.clone()], consents).is_empty();
        is_left.then(|| self.diagnostic(finding, Remedy::Plain).at(place.clone()))
    }

    fn diagnostic(&self, finding: &Finding, remedy: Remedy) -> Diagnostic {
        let kind = finding.kind.name();
        let consent = || {
            let hash = self.hash(finding);
            format!(
                "or say why everybody may know it: personal_data_allowed: [{{ kind: {kind}, reason: …, hash: {hash} }}]"
            )
        };
        let mut help = match remedy {
            Remedy::Consent => format!("run `mundap redact`, {}", consent()),
            Remedy::Plain => {
                format!("write it as it is read, so that `mundap redact` finds it, {}", consent())
            }
            Remedy::Own => {
                "remove it; what is the brand's own goes into `site.yaml`: personal_data: { own: [\"…\"] }"
                    .into()
            }
        };
        if self.level_of(finding.kind) == Level::Warn {
            help.push_str(&format!(
                "; to let all of them be, write personal_data: {{ {kind}: allow }} in `site.yaml`"
            ));
        }
        self.problem(finding.kind).help(help)
    }

    /// What is wrong with a file that says something as a whole.
    pub fn check_file(&self, file: &str, kinds: impl IntoIterator<Item = Kind>) -> Vec<Diagnostic> {
        let kinds = kinds.into_iter().filter(|kind| self.level_of(*kind) != Level::Allow);
        kinds.map(|kind| self.problem(kind).at(Place::file(file)).help(way_out(kind))).collect()
    }

    /// What is wrong with the name of a file of the archive.
    pub fn check_name(&self, path: &str) -> Vec<Diagnostic> {
        let findings = self.find_in_name(path).into_iter();
        let help = "rename the file: its name is a part of an address";
        findings.map(|finding| self.problem(finding.kind).at(Place::file(path)).help(help)).collect()
    }

    fn problem(&self, kind: Kind) -> Diagnostic {
        let message = format!("{} would be published here", kind.noun());
        match self.level_of(kind) {
            Level::Block => Diagnostic::error(kind.code(), message),
            _ => Diagnostic::warning(kind.code(), message),
        }
    }

    /// The consents in `text`, the content of `file`, that none of its findings
    /// needs.
    pub fn check_consents(
        &self,
        file: &str,
        text: &str,
        findings: &[Finding],
        consents: &[Consent],
    ) -> Vec<Diagnostic> {
        let place = |hash: &str| {
            let at = text.find(hash).unwrap_or(0);
            Place::new(file, text, at..at + hash.len())
        };
        let unneeded = self.unneeded(findings, consents).into_iter();
        unneeded
            .map(|Consent { hash, .. }| {
                Diagnostic::warning("consent-unneeded", format!("nothing here has the hash `{hash}`"))
                    .at(place(hash))
                    .help("remove it from `personal_data_allowed`, or copy the hash anew from the message it answers")
            })
            .collect()
    }

    /// Takes the personal data out of diagnostics of any sort about a file that
    /// says `text`.
    pub fn mask_all<'p>(&self, text: &str, problems: impl IntoIterator<Item = &'p mut Diagnostic>) {
        let findings = self.find(text, &[]);
        let mask = Mask::new(text, &findings);
        for problem in problems {
            let is_hidden = mask.hide(problem);
            self.mask_words(problem);
            if !is_hidden {
                self.mask_excerpt(problem);
            }
        }
    }

    /// Takes the personal data out of a diagnostic of any sort that the line it
    /// stands at, or its own words, may hold.
    pub fn mask(&self, problem: &mut Diagnostic) {
        self.mask_words(problem);
        self.mask_excerpt(problem);
    }

    fn mask_words(&self, problem: &mut Diagnostic) {
        problem.message = self.masked(&problem.message);
        problem.help = problem.help.take().map(|help| self.masked(&help));
    }

    fn mask_excerpt(&self, problem: &mut Diagnostic) {
        if let Some(place) = &mut problem.place {
            place.excerpt = self.masked(&place.excerpt);
        }
    }

    /// `text`, for a log that anybody may read, without personal data.
    fn masked(&self, text: &str) -> String {
        masked(text, &self.find(text, &[]))
    }
}

/// How to publish a file that says this without it.
fn way_out(kind: Kind) -> &'static str {
    match kind {
        Kind::DocumentAuthor => "export the PDF anew with no author among the properties of the document",
        Kind::OfficeDocument => {
            "publish a page or a PDF instead; to let all of them be, write personal_data: { office_document: allow } \
             in `site.yaml`"
        }
        _ => {
            "save the picture anew without it: a drawing as plain SVG, a photo with \
             `exiftool -gps:all= -artist= -ownername= FILE`"
        }
    }
}

/// What an author can do about personal data in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Say in the front matter that somebody agreed.
    Consent,
    /// The same, or write it so that it can be found in the file.
    Plain,
    /// Say in `site.yaml` that it is the brand's own.
    Own,
}

/// A text as [`Finding::essence`] has it, whatever it is.
fn essence(text: &str) -> String {
    let found = find(&format!("문의 {text}")).into_iter().find(|finding| finding.range.start <= 8);
    if let Some(finding) = found {
        return finding.essence;
    }
    let text = text.trim();
    match text.parse::<IpAddr>() {
        Ok(address) => address.to_string(),
        Err(_) if text.contains('@') => text.to_ascii_lowercase(),
        Err(_) => text.chars().filter(|c| c.is_alphanumeric()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        let mut policy = Policy::new("https://qna.brand.kr/faq");
        for own in ["02-312-4567", "@brand.kr", "shop@naver.com", "서울 강남구 테헤란로 12", "211.234.10.7"]
        {
            policy.add_own(own);
        }
        policy
    }

    fn codes(text: &str) -> Vec<&'static str> {
        policy().check("1.md", text, Remedy::Consent).iter().map(|problem| problem.code).collect()
    }

    #[test]
    fn what_is_the_brands_own_is_no_problem_in_any_spelling() {
        let own = [
            "(02) 312 4567",
            "help@brand.kr",
            "a@qna.brand.kr",
            "SHOP@naver.com",
            "강남구 테헤란로 12",
            "IP 211.234.10.7",
        ];
        for text in own {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
        assert_eq!(codes("a@otherbrand.kr, 02-312-4568"), ["personal-email", "personal-phone"]);
    }

    #[test]
    fn the_value_is_in_no_message_and_the_place_is_that_of_the_file() {
        let text = "가\n번호는 010-1234-5678, 홍 hong@naver.com";
        let problems = policy().check("1.md", text, Remedy::Consent);
        let place = problems[1].place.as_ref().unwrap();
        assert_eq!((place.line, place.column), (2, 22));
        assert_eq!(place.excerpt, "번호는 ***-****-****, 홍 ****@*****.***");
        assert_eq!(&place.excerpt[place.span.clone()], "****@*****.***");
        assert!(problems.iter().all(|problem| !format!("{problem:?}").contains("5678")));
    }

    #[test]
    fn a_consent_covers_one_thing_on_one_site() {
        let text = "010-1234-5678";
        let hash = policy().hash(&find(text)[0]);
        let consent = Consent { kind: Kind::MobilePhone, reason: "동의".into(), hash };
        let consents = [consent];
        assert_eq!(policy().find("+82 10 1234 5678", &consents), []);
        assert_eq!(policy().find("010-1234-5679", &consents).len(), 1);
        assert_eq!(Policy::new("https://other.kr").find(text, &consents).len(), 1);
        assert_eq!(policy().unneeded(&find(text), &consents), [&consents[0]; 0]);
        assert_eq!(policy().unneeded(&[], &consents), [&consents[0]]);
    }
}
