//! Links and pictures of a twin: they lead where the page's do, and nowhere
//! else.

use pulldown_cmark::LinkType;

use super::Pass;
use crate::characters;
use crate::markdown::Spanned;
use crate::markdown::Target;
use crate::markdown::escape::push_destination;
use crate::markdown::escape::push_escaped;
use crate::markdown::link::path_of;
use crate::markdown::matching_end;
use crate::markdown::plain_text;

impl<A: Fn(&str) -> String> Pass<'_, '_, A> {
    /// Writes an address that is its own words between angle brackets; whether
    /// it is one that can stand there.
    pub(super) fn bare_link(&mut self, kind: LinkType, destination: &str) -> bool {
        let leads = match kind {
            LinkType::Autolink => Target::of(destination, "") == Target::Web,
            LinkType::Email => true,
            _ => false,
        };
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!+,;=%".contains(c);
        let is_bare = leads && !self.is_in_link() && destination.chars().all(is_plain);
        if is_bare {
            self.mark(&format!("<{destination}>"));
        }
        is_bare
    }

    fn is_in_link(&self) -> bool {
        self.links.iter().any(Option::is_some)
    }

    /// Starts a link, unless it leads nowhere on the page or stands in another.
    pub(super) fn open_link(&mut self, kind: LinkType, destination: &str) {
        let leads_to = self.leads_to(kind, destination).filter(|_| !self.is_in_link());
        if leads_to.is_some() {
            self.bracket("[");
        }
        self.links.push(leads_to);
    }

    pub(super) fn close_link(&mut self) {
        if let Some(address) = self.links.pop().flatten() {
            self.end_with(&address);
        }
    }

    /// Ends what `[` started with where it leads.
    fn end_with(&mut self, address: &str) {
        self.mark("](");
        push_destination(&mut self.text, address);
        self.text.push(')');
    }

    /// The whole address that a link leads to on the page.
    fn leads_to(&self, kind: LinkType, destination: &str) -> Option<String> {
        match kind {
            LinkType::Email => Some(format!("mailto:{destination}")),
            _ => Target::of(destination, self.twin.surroundings.file).href(destination, &self.twin.address),
        }
    }

    pub(super) fn image(&mut self, destination: &str, rest: &[Spanned]) -> usize {
        let end = matching_end(rest);
        let alt = plain_text(&rest[1..end]);
        match Target::of(destination, self.twin.surroundings.file) {
            Target::Address(path) => self.local_image(&path, &alt),
            target => self.foreign_image(&target, destination, &alt),
        }
        end + 1
    }

    fn local_image(&mut self, path: &str, alt: &str) {
        if self.twin.surroundings.statics.get(path_of(path).trim_start_matches('/')).is_some() {
            self.mark("![");
            push_escaped(&mut self.text, &characters::permitted(alt.into()));
            self.end_with(&(self.twin.address)(path));
        }
    }

    /// A picture from elsewhere is a link, as on the page.
    fn foreign_image(&mut self, target: &Target, destination: &str, alt: &str) {
        if *target == Target::Web {
            self.open_link(LinkType::Inline, destination);
        }
        self.words(if alt.trim().is_empty() { destination } else { alt });
        if *target == Target::Web {
            self.close_link();
        }
    }
}
