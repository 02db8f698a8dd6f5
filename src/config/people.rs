//! The people who answer, from `people.yaml`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::slug;
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
}

impl People {
    /// The person called `id`.
    pub fn get(&self, id: &str) -> Option<&Person> {
        self.all.get(id)
    }

    /// Every id, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.all.keys().map(String::as_str)
    }
}

/// The people written in `text`, the content of `file`.
pub fn read(file: &str, text: &str) -> Checked<People> {
    let document = match Document::parse(file, text, 0..text.len(), Limits::SETTINGS) {
        Ok(document) => document,
        Err(diagnostics) => return Checked { value: People::default(), diagnostics },
    };
    let mut fields = Fields::of(&document);
    let mut people = People::default();
    for (id, _) in fields.entries() {
        if !slug::is_slug(&id) {
            let message = format!("`{id}` cannot stand in an address");
            let help = "use small letters, digits and `-` for a person's id: minji";
            fields.fail_key(&id, Diagnostic::error("bad-id", message).help(help));
            continue;
        }
        let Some(mut entry) = fields.map(&id) else { continue };
        if let Some(person) = read_person(&mut entry) {
            people.all.insert(id, person);
        }
        fields.extend(entry.finish(&["name", "role", "affiliation", "until"]));
    }
    Checked { value: people, diagnostics: fields.finish_free() }
}

fn read_person(fields: &mut Fields) -> Option<Person> {
    let name = fields.required_text("name");
    let role = fields.text("role");
    let agency = fields.choice("affiliation", &[("staff", false), ("agency", true)]).unwrap_or(false);
    let until = fields.day("until");
    Some(Person { name: name?, role, agency, until })
}
