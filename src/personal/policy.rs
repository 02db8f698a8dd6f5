//! A policy: what is done about personal data, which of it is the brand's own,
//! and who agreed to be named.

use std::net::IpAddr;

use serde::Deserialize;
use serde::Serialize;

use super::Finding;
use super::find;
use super::kind::Kind;
use super::kind::Level;
use super::region;
use super::search::Search;
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
    /// The domain right above the site's host, brand.kr of qna.brand.kr, but none
    /// of those below it: where a registry has it, such as co.kr, they are
    /// everybody's, and nobody has an address right there.
    parent: Option<String>,
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
    /// The policy of the site at the address `site`, whose host is its own.
    pub fn new(site: &str) -> Self {
        let host = site.split("://").last().and_then(|rest| rest.split(['/', ':']).next());
        let host = host.filter(|host| host.contains('.')).map(|host| host.trim_start_matches("www."));
        let host = host.map(str::to_ascii_lowercase);
        let parent =
            host.as_deref().and_then(|host| host.split_once('.')).map(|(_, parent)| parent.to_owned());
        Self { site: site.to_owned(), domains: host.into_iter().collect(), parent, ..Self::default() }
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
        let ends_in = |own: &String, before: &[char]| {
            essence.strip_suffix(own.as_str()).is_some_and(|rest| rest.ends_with(before))
        };
        let is_mail = || {
            self.domains.iter().any(|domain| ends_in(domain, &['@', '.']))
                || self.parent.iter().any(|parent| ends_in(parent, &['@']))
        };
        let is_address = matches!(kind, Kind::Address | Kind::HomeAddress);
        self.own.iter().any(|own| own == essence || (is_address && has_address(own, essence)))
            || (kind == Kind::Email && is_mail())
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
    pub fn left(&self, mut findings: Vec<Finding>, consents: &[Consent]) -> Vec<Finding> {
        findings.retain(|finding| self.level(finding) != Level::Allow && !self.is_agreed(finding, consents));
        findings
    }

    fn is_agreed(&self, finding: &Finding, consents: &[Consent]) -> bool {
        let is_this = |consent: &Consent| consent.kind == finding.kind && consent.hash == self.hash(finding);
        consents.iter().any(is_this)
    }
}

/// Whether the address `own` says this one too, perhaps with more around it, or
/// is that of the building which this one is a room of; the number of another
/// house may start with the same digits.
fn has_address(own: &str, essence: &str) -> bool {
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let ((own_region, own), (region, essence)) = (region::split(own), region::split(essence));
    let essence = essence.strip_suffix("번지").unwrap_or(essence);
    let is_elsewhere = own_region.zip(region).is_some_and(|(own, region)| own != region);
    let is_part = || own.match_indices(essence).any(|(at, _)| !goes_on(&own[at + essence.len()..]));
    let is_street = own.ends_with(|c: char| c.is_ascii_digit());
    !is_elsewhere && (is_part() || (is_street && essence.strip_prefix(own).is_some_and(is_room)))
}

/// Whether what follows the number of a house leads to a floor or a room in it,
/// and to no house of an estate: 쓱싹빌딩302호.
fn is_room(rest: &str) -> bool {
    let parts = rest.split_inclusive(|c: char| !c.is_ascii_digit());
    let is_number = |part: &&str| part.starts_with(|c: char| c.is_ascii_digit());
    let (mut numbers, mut words) =
        (parts.clone().filter(is_number).peekable(), parts.filter(|part| !is_number(part)));
    let starts_apart = !rest.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    starts_apart
        && numbers.peek().is_some()
        && numbers.all(|number| number.ends_with(['층', '호']))
        && words.all(|word| !matches!(word, "동" | "길"))
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
    use super::super::report::Remedy;
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
        for text in [
            "서울특별시 강남구 테헤란로 12",
            "서울시 강남구 테헤란로 12, 3층",
            "강남구 테헤란로 12, 302호",
            "서울 강남구 테헤란로 12 쓱싹빌딩 302호",
            "서울 강남구 테헤란로 12번지",
        ] {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
        for text in ["서울 강남구 테헤란로 121", "서울 강남구 테헤란로 12-1", "부산 강남구 테헤란로 12"]
        {
            assert_eq!(codes(text), ["personal-address"], "{text}");
        }
        for text in [
            "서울 강남구 테헤란로 12, 101동 302호",
            "강남구 테헤란로 121, 22호",
            "강남구 테헤란로 12 101-302",
        ] {
            assert_eq!(codes(text), ["personal-home-address"], "{text}");
        }
        assert_eq!(codes("a@otherbrand.kr, 02-312-4568"), ["personal-email", "personal-phone"]);
        assert_eq!(codes("강남구 테헤란로 1 입니다"), ["personal-address"]);
    }

    #[test]
    fn the_domain_above_the_sites_host_is_the_brands() {
        let codes = |site, text| Policy::new(site).check("1.md", text, Remedy::Consent).len();
        assert_eq!(codes("https://qna.brand.kr", "help@brand.kr, a@qna.brand.kr"), 0);
        assert_eq!(codes("https://www.brand.kr", "help@brand.kr"), 0);
        assert_eq!(codes("https://brand.co.kr", "help@brand.co.kr, hong@other.co.kr"), 1);
        assert_eq!(codes("https://qna.brand.kr", "hong@other.brand.kr"), 1);
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
