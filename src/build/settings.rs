//! Settings: what the archive says of the site as a whole.

use jiff::civil::Date;

use super::Options;
use super::Run;
use super::ledger;
use super::personal;
use crate::config;
use crate::config::Config;
use crate::config::People;
use crate::config::SearchSettings;
use crate::content;
use crate::content::Content;
use crate::content::Single;
use crate::date;
use crate::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::fs::SourcePath;
use crate::hash::Hash;
use crate::invisible;
use crate::ledger::Ledger;

/// What questions are understood with.
pub struct Settings {
    pub config: Config,
    pub people: People,
    /// The day that decides what is published.
    pub today: Date,
    /// The hash of the texts of `site.yaml` and `people.yaml`.
    pub hash: Hash,
}

impl Run<'_> {
    pub(super) fn settings(&mut self, content: &Content) -> Option<Settings> {
        let config = self.config(content);
        let (people, hash_of_people) = self.people(content);
        let (config, hash_of_config) = config?;
        let today = self.today(&config)?;
        Some(Settings { config, people, today, hash: Hash::of_value(&[hash_of_config, hash_of_people]) })
    }

    /// `search.yaml`.
    pub(super) fn searching(&mut self, content: &Content) -> SearchSettings {
        let Some(file) = content.search.file() else { return SearchSettings::default() };
        let Some(text) = self.text(file) else { return SearchSettings::default() };
        config::read_search(&file.name, &text).into_value(&mut self.diagnostics)
    }

    /// `addresses.txt`.
    pub(super) fn ledger(&mut self, content: &Content) -> Ledger {
        ledger::read(content).into_value(&mut self.diagnostics)
    }

    /// `site.yaml`, with the hash of its text.
    fn config(&mut self, content: &Content) -> Option<(Config, Hash)> {
        let file = match &content.site {
            Single::File(file) => file,
            Single::Unreadable => return None,
            Single::Absent => {
                // in a folder that cannot be read it may well be
                if !diagnostic::any_error(&self.diagnostics) {
                    self.diagnostics.push(content::missing_site(&content.name));
                }
                return None;
            }
        };
        let text = self.take(fs::read_text(file))?;
        self.diagnostics.extend(invisible::in_text(&file.name, &text, text.len()));
        let read = config::read(&file.name, &text);
        if let Some(config) = &read.value {
            self.policy = config.personal_data.clone();
        }
        self.personal_data(&file.name, &text);
        let config = self.done("settings", read)?;
        Some((config, Hash::of(text.as_bytes())))
    }

    /// `people.yaml`, with the hash of its text.
    fn people(&mut self, content: &Content) -> (People, Hash) {
        let file = match &content.people {
            Single::File(file) => file,
            Single::Unreadable => return (People::unread(), Hash::default()),
            Single::Absent => return (People::default(), Hash::default()),
        };
        let Some(text) = self.text(file) else { return (People::unread(), Hash::default()) };
        let people = config::read_people(&file.name, &text).into_value(&mut self.diagnostics);
        (people, Hash::of(text.as_bytes()))
    }

    /// The text of a file of settings, with the personal data in it reported.
    fn text(&mut self, file: &SourcePath) -> Option<String> {
        let text = self.take(fs::read_text(file))?;
        self.diagnostics.extend(invisible::in_text(&file.name, &text, text.len()));
        self.personal_data(&file.name, &text);
        Some(text)
    }

    /// Reports the personal data in a file of settings.
    fn personal_data(&mut self, file: &str, text: &str) {
        self.diagnostics.extend(personal::of_settings(&self.policy, file, text));
    }

    fn today(&mut self, config: &Config) -> Option<Date> {
        let Options { today, source_date_epoch, .. } = self.options;
        match date::today(&config.timezone, today.as_deref(), source_date_epoch.as_deref()) {
            Ok(today) => Some(today),
            Err(message) => {
                let help = "write it as `--today 2026-03-02`, or `SOURCE_DATE_EPOCH` in seconds since 1970";
                self.diagnostics.push(Diagnostic::error("bad-today", message).help(help));
                None
            }
        }
    }
}
