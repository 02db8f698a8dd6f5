//! The people who answer, from `people.yaml`.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::characters;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::slug;
use crate::suggestion;
use crate::yaml::Document;
use crate::yaml::Fields;
use crate::yaml::Limits;

/// Somebody who answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name readers see.
    pub name: String,
    /// What they do.
    pub role: Option<String>,
    /// Whether they work for an agency rather than for the brand.
    pub agency: bool,
    /// Their last day, once they left.
    pub until: Option<Date>,
}

/// Everyone who answers, by id.
#[derive(Clone, Debug, Default)]
pub struct People {
    all: BTreeMap<String, Person>,
    /// Those who stand in the file, but could not be understood.
    garbled: BTreeSet<String>,
    /// Whether the file as a whole could not.
    is_garbled: bool,
}

impl People {
    /// The person called `id`.
    pub fn get(&self, id: &str) -> Option<&Person> {
        self.all.get(id)
    }

    /// Nobody, of a file that could not be read: then nobody is missed.
    pub fn unread() -> Self {
        Self { is_garbled: true, ..Self::default() }
    }

    /// Whether the file has somebody called `id`, as far as that can be told.
    pub fn has(&self, id: &str) -> bool {
        self.is_garbled || self.all.contains_key(id) || self.garbled.contains(id)
    }

    /// The problem of an `id` that nobody has; its help line takes longer, see
    /// [`People::help_with`].
    pub fn unknown(id: &str) -> Diagnostic {
        Diagnostic::error("unknown-person", format!("nobody is called `{}`", characters::shown(id)))
    }

    /// What to do about an `id` that nobody has, after a look at all there are.
    pub fn help_with(&self, id: &str) -> String {
        let known = self.all.keys().map(String::as_str);
        suggestion::help(id, known, || "add them to `people.yaml`".to_owned())
    }
}

/// The people written in `text`, the content of `file`.
pub fn read(file: &str, text: &str) -> Checked<People> {
    let document = match Document::parse(file, text, 0..text.len(), Limits::SETTINGS) {
        Ok(document) => document,
        Err(diagnostics) => return Checked { value: People::unread(), diagnostics },
    };
    let mut fields = Fields::of(&document);
    let mut people = People::default();
    for (id, _) in fields.entries() {
        if !slug::is_slug(&id) {
            let message = format!("`{id}` cannot stand in an address");
            let help = "use small letters, digits and `-` for a person's id: minji";
            fields.fail_key(&id, Diagnostic::error("bad-id", message).help(help));
            people.garbled.insert(id);
            continue;
        }
        let Some(mut entry) = fields.map(&id) else { continue };
        match read_person(&mut entry) {
            Some(person) => _ = people.all.insert(id, person),
            None => _ = people.garbled.insert(id),
        }
        entry.finish(&["name", "role", "affiliation", "until"]);
    }
    Checked { value: people, diagnostics: document.into_problems() }
}

fn read_person(fields: &mut Fields) -> Option<Person> {
    let name = fields.required_text("name");
    let role = fields.text("role");
    let agency = fields.choice("affiliation", &[("staff", false), ("agency", true)]).unwrap_or(false);
    let until = fields.day("until");
    Some(Person { name: name?, role, agency, until })
}
