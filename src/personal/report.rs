//! A report: what is wrong with a file that says something of people, and what
//! can be done about it.

use super::Finding;
use super::kind::Kind;
use super::kind::Level;
use super::mask::Mask;
use super::policy::Consent;
use super::policy::Policy;
use crate::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;

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

impl Policy {
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
        let problems = findings.iter().map(|finding| (&finding.range, self.diagnostic(finding, remedy)));
        diagnostic::placed(problems, |range| mask.place(file, range))
    }

    /// What is wrong with a text whose source shows nothing of the finding, and
    /// what can be done about it; nothing where it may be published.
    pub fn report_unseen(
        &self,
        finding: &Finding,
        consents: &[Consent],
        remedy: Remedy,
    ) -> Option<Diagnostic> {
        let is_left = !self.left(vec![finding.clone()], consents).is_empty();
        is_left.then(|| self.diagnostic(finding, remedy))
    }

    /// What is wrong with one finding, wherever it stands.
    pub fn diagnostic(&self, finding: &Finding, remedy: Remedy) -> Diagnostic {
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

    /// The consents that none of the findings needs.
    pub(super) fn unneeded<'c>(&self, findings: &[Finding], consents: &'c [Consent]) -> Vec<&'c Consent> {
        if consents.is_empty() {
            return Vec::new();
        }
        let hashes: Vec<_> = findings.iter().map(|finding| (finding.kind, self.hash(finding))).collect();
        let is_needed = |consent: &&Consent| !hashes.contains(&(consent.kind, consent.hash.clone()));
        consents.iter().filter(is_needed).collect()
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
