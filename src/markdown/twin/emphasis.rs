//! Emphasis in a twin: marks that every renderer takes for what they are.
//!
//! Whether a mark starts or ends emphasis is decided by the characters on its
//! two sides (CommonMark 6.2, "flanking"). Where they stand otherwise than in
//! the text that was typed, a letter or a blank beside the mark is written as an
//! entity, which every renderer takes for punctuation there.

/// The marks of emphasis in the text so far.
#[derive(Debug, Default)]
pub struct Emphasis {
    /// The mark of each that is open, if it was written.
    open: Vec<Option<&'static str>>,
    /// Where the text ended behind the last mark that opened one.
    opened: Option<usize>,
    /// Where the text ended behind the last mark that closed one.
    closed: Option<usize>,
}

impl Emphasis {
    /// Starts emphasis at the end of `text`, unless its mark would be one with
    /// another that stands there.
    pub fn open(&mut self, text: &mut String, mark: &'static str) {
        let is_doubled = self.has_just_opened(text) && self.open.last() == Some(&Some(mark)) && mark == "*";
        let touches = self.has_just_closed(text) && text.ends_with(&mark[..1]);
        if is_doubled || touches {
            self.open.push(None);
            return;
        }
        text.push_str(mark);
        self.open.push(Some(mark));
        self.opened = Some(text.len());
    }

    /// Ends the innermost emphasis; one around nothing was none.
    pub fn close(&mut self, text: &mut String) {
        let Some(mark) = self.open.pop().flatten() else { return };
        if self.has_just_opened(text) {
            text.truncate(text.len() - mark.len());
            self.opened = None;
            return;
        }
        if let Some(blank) = text.chars().next_back().filter(|c| c.is_whitespace() && *c != '\n') {
            text.truncate(text.len() - blank.len_utf8());
            push_entity(text, blank);
        }
        text.push_str(mark);
        self.closed = Some(text.len());
    }

    /// Whether nothing stands behind a mark that opened emphasis.
    pub fn has_just_opened(&self, text: &str) -> bool {
        self.opened == Some(text.len())
    }

    fn has_just_closed(&self, text: &str) -> bool {
        self.closed == Some(text.len())
    }

    /// Makes room for `next`, which is going to stand behind a mark.
    pub fn before(&mut self, text: &mut String, next: char) {
        if !self.has_just_opened(text) || next.is_alphanumeric() {
            return;
        }
        let marks = marks_from(text);
        let Some(letter) = text[..marks].chars().next_back().filter(|c| c.is_alphanumeric()) else { return };
        let mut entity = String::new();
        push_entity(&mut entity, letter);
        text.replace_range(marks - letter.len_utf8()..marks, &entity);
        self.opened = Some(text.len());
    }

    /// Adds the first of `words` as an entity where a mark would else not be
    /// one, and returns the rest.
    pub fn push_first<'w>(&mut self, text: &mut String, words: &'w str) -> &'w str {
        let Some(first) = words.chars().next() else { return words };
        let is_blank_inside = self.has_just_opened(text) && first.is_whitespace();
        let last = text[..marks_from(text)].chars().next_back();
        let is_letter_behind = self.has_just_closed(text)
            && first.is_alphanumeric()
            && last.is_some_and(|last| !last.is_alphanumeric());
        if is_blank_inside || is_letter_behind {
            push_entity(text, first);
            return &words[first.len_utf8()..];
        }
        words
    }
}

/// Where the marks at the end of `text` start.
fn marks_from(text: &str) -> usize {
    text.trim_end_matches(['*', '~']).len()
}

fn push_entity(text: &mut String, c: char) {
    text.push_str(&format!("&#{};", u32::from(c)));
}
