//! Inputs: the files that a build is made from, and whether they are those of
//! the last.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::Built;
use super::Destination;
use super::Options;
use super::Run;
use super::Site;
use super::concealed;
use crate::config::Config;
use crate::content;
use crate::content::Content;
use crate::fs;
use crate::fs::SourcePath;
use crate::fs::Stamp;
use crate::hash::Hash;
use crate::output::Left;
use crate::output::OutputPath;
use crate::output::Summary;
use crate::output::manifest_stamp;
use crate::output::still_stands;

/// The files of an archive, as far as their stamps tell of them.
#[derive(Debug, Default)]
pub struct Inputs {
    /// The hash of all that the build is made from; none where a file may have
    /// changed without a trace.
    pub hash: Option<Hash>,
    /// The stamps of the questions, in their order; none where it would not
    /// tell every change.
    pub questions: Vec<Option<Stamp>>,
    /// The positions of the questions that changed since the last build; none
    /// where any may have, or came or went.
    pub changed: Option<BTreeSet<usize>>,
}

impl Run<'_> {
    /// Finds the files of the archive, or takes those that the last build found
    /// and somebody saved since.
    pub(super) fn find(&mut self) -> (Arc<Content>, Option<BTreeSet<usize>>) {
        let Options { content: root, content_name: name, .. } = self.options;
        let before = self.memory.content.take().zip(self.memory.changed.take()).zip(root.canonicalize().ok());
        if let Some(((content, changed), root)) = before
            && let Some(changed) = content.changed(&root, changed.iter().map(PathBuf::as_path))
        {
            return (content, Some(changed));
        }
        let is_written = matches!(self.options.destination, Destination::Folder(_));
        let memory = &mut *self.memory;
        // what the last build left is read meanwhile
        let read = || _ = is_written.then(|| memory.left());
        let (found, _) = rayon::join(|| content::find(root, name).map(Arc::new), read);
        (self.done("find", found), None)
    }

    /// Looks at every file that the build is going to read, unless it is known
    /// which of them `changed`.
    pub(super) fn inputs(&self, content: &Content, changed: Option<BTreeSet<usize>>, today: Date) -> Inputs {
        if changed.is_some() || matches!(self.options.destination, Destination::Nowhere) {
            return Inputs { changed, ..Inputs::default() };
        }
        let stamps = |files: &[SourcePath]| -> Vec<Option<Stamp>> {
            files.par_iter().map(|file| self.settled(file)).collect()
        };
        let questions = stamps(&content.questions);
        let themes = fs::walk(&self.options.themes, "themes", &self.options.themes).value;
        let others: Vec<SourcePath> = content.others().cloned().chain(themes).collect();
        let names: Vec<&str> =
            content.questions.iter().chain(&others).map(|file| file.name.as_str()).collect();
        let all = || Some((stamps(&others).into_iter().collect::<Option<Vec<_>>>()?, whole(&questions)?));
        let destination = match &self.options.destination {
            Destination::Folder(settings) => Some((&settings.output, settings.adopt, settings.durability)),
            _ => None,
        };
        let hash = all().map(|stamps| {
            Hash::of_value(&(names, stamps, &self.diagnostics, today, destination, self.options.publish))
        });
        Inputs { hash, questions, changed }
    }

    fn settled(&self, file: &SourcePath) -> Option<Stamp> {
        Stamp::behind(&file.path).ok().filter(|stamp| stamp.is_settled(self.started))
    }

    /// What the last build came to, if this one would be made from the same
    /// and its site stands as it was left.
    pub(super) fn recall(&mut self, inputs: &Inputs, config: &Config) -> Option<Built> {
        let Destination::Folder(settings) = &self.options.destination else { return None };
        let left = self.memory.left();
        let last = left.last_build(inputs.hash?)?;
        if last.manifest.is_none() || last.manifest != manifest_stamp(&settings.output) {
            return None;
        }
        let output = fs::from_here(&settings.output);
        if last.unwanted.iter().any(|path| concealed::stands(output, path)) {
            return None;
        }
        let stands = |path: &OutputPath, left: &Left| still_stands(output, path, left);
        let (all_stand, noticed) = rayon::join(|| left.all(stands), || last.diagnostics());
        if !all_stand {
            return None;
        }
        let (questions, files, base) = (last.questions, last.files, last.base.clone());
        // it noticed what this one has noticed so far, and more
        self.diagnostics.clear();
        self.masked = noticed?;
        self.lap("look");
        let until = self.until(config);
        let summary = Summary { unchanged: files, ..Summary::default() };
        Some(Built { questions, files, base, until, site: Site::Written(summary) })
    }
}

fn whole(stamps: &[Option<Stamp>]) -> Option<Vec<Stamp>> {
    stamps.iter().copied().collect()
}
