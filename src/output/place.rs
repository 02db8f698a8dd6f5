//! The place a site is written to: found, and refused where writing would
//! endanger what is not ours.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::output::manifest::SCRATCH;
use crate::output::path::OWN_PREFIX;
use crate::output::problem;

/// The folder that is made and removed again to see whether writing is
/// possible: permission bits do not tell on every file system.
const PROBE: &str = ".mundap-probe";

/// The output folder of a `project` where nobody names one: its `public`.
///
/// # Errors
/// `output-leads-out` where a link there leads out of the project; whoever wants
/// the site to stand elsewhere says so.
pub fn default_folder(project: &Path) -> Result<PathBuf, Diagnostic> {
    let output = project.join("public");
    // the project itself may well stand behind a link
    let boundary = project.canonicalize().unwrap_or_else(|_| project.to_owned());
    match output.canonicalize() {
        Ok(target) if !target.starts_with(boundary) => {
            Err(problem::leads_out(&output.display(), &target.display()))
        }
        // a link to nothing is no folder, and refused as such
        _ => Ok(output),
    }
}

/// A folder for the site, and the folders it must keep away from.
pub struct Place {
    /// The real folder, which need not exist; no link leads to it.
    pub output: PathBuf,
    /// What messages call it.
    pub name: String,
    /// Folders that must neither be the output nor lie in it.
    precious: Vec<Neighbour>,
    /// Folders that the output must not lie in either.
    closed: Vec<Neighbour>,
}

/// A folder to keep away from.
struct Neighbour {
    /// The real folder.
    folder: PathBuf,
    /// What messages call it.
    name: String,
}

impl Place {
    /// Finds the real folder for `output`, in the project whose memory folder
    /// is `memory` and whose authors write in `sources`.
    ///
    /// # Errors
    /// `output-unreadable` when the current folder is gone.
    pub fn resolve(output: &Path, memory: &Path, sources: &[PathBuf]) -> Result<Self, Diagnostic> {
        let name = output.display().to_string();
        Self::find(output, memory, sources).map_err(|error| problem::unreadable_output(&name, &error))
    }

    fn find(output: &Path, memory: &Path, sources: &[PathBuf]) -> io::Result<Self> {
        let mut precious = Vec::new();
        if let Some(home) = env::home_dir().filter(|home| home.is_absolute()) {
            precious.push(Neighbour::new(&home, "your home folder".to_owned())?);
        }
        let memory = Neighbour::new(memory, "the folder where mundap keeps its memory".to_owned())?;
        if let Some(project) = memory.folder.parent() {
            precious.push(Neighbour::new(project, "the project's own folder".to_owned())?);
        }
        let mut closed = vec![memory];
        for source in sources {
            closed.push(Neighbour::new(source, format!("the source folder `{}`", source.display()))?);
        }
        let name = output.display().to_string();
        Ok(Self { output: real_path(output)?, name, precious, closed })
    }

    /// Whether a site may be written here.
    ///
    /// # Errors
    /// `output-unsafe` and `output-not-a-folder`.
    pub fn check(&self) -> Result<(), Diagnostic> {
        if let Some(why) = self.danger() {
            return Err(problem::is_unsafe(&self.name, &why));
        }
        let found = self.output.ancestors().find_map(|path| Some((path, path.symlink_metadata().ok()?)));
        match found {
            // a link that still stands in a real path leads nowhere
            Some((path, metadata)) if !metadata.is_dir() => {
                Err(problem::not_a_folder(&self.name, &path.display()))
            }
            _ => Ok(()),
        }
    }

    /// What would be in danger if the site were written here.
    fn danger(&self) -> Option<String> {
        if self.output.parent().is_none() {
            return Some("it is the root of the file system".to_owned());
        }
        let all = || self.precious.iter().chain(&self.closed);
        if let Some(same) = all().find(|neighbour| neighbour.folder == self.output) {
            return Some(format!("it is {}", same.name));
        }
        if let Some(held) = all().find(|neighbour| neighbour.folder.starts_with(&self.output)) {
            return Some(format!("{} is in it", held.name));
        }
        let around = self.closed.iter().find(|neighbour| self.output.starts_with(&neighbour.folder))?;
        Some(format!("it is in {}", around.name))
    }

    /// Whether the folder holds nothing, or does not exist.
    ///
    /// # Errors
    /// What the system reports when it does not let us look.
    pub fn is_empty(&self) -> io::Result<bool> {
        let entries = match fs::read_dir(&self.output) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
            Err(error) => return Err(error),
        };
        for entry in entries {
            // what a killed build may have left there
            if !is_own(&entry?.file_name()) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Finds out before anything is rendered whether the site can be written.
    ///
    /// # Errors
    /// `output-read-only`.
    pub fn check_writable(&self) -> Result<(), Diagnostic> {
        let Some(nearest) = self.output.ancestors().find(|path| path.is_dir()) else { return Ok(()) };
        probe(nearest).map_err(|error| problem::read_only(&self.name, &error))
    }

    /// Removes the file that a killed build was about to rename.
    pub fn remove_leftovers(&self) {
        // there is none as a rule; one that cannot be removed is reported when it gets in the way
        _ = fs::remove_file(self.output.join(SCRATCH));
    }
}

impl Neighbour {
    fn new(folder: &Path, name: String) -> io::Result<Self> {
        Ok(Self { folder: real_path(folder)?, name })
    }
}

fn is_own(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(OWN_PREFIX))
}

fn probe(folder: &Path) -> io::Result<()> {
    let probe = folder.join(PROBE);
    match fs::create_dir(&probe) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => fs::remove_dir(&probe),
    }
}

/// `path` without links and dots, as far as it exists; what does not exist yet
/// follows as it was written.
fn real_path(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    for ancestor in path.ancestors() {
        if let Ok(real) = ancestor.canonicalize() {
            let rest = path.strip_prefix(ancestor).unwrap_or(Path::new(""));
            return Ok(walk(real, rest));
        }
    }
    Ok(path)
}

/// The folder that the steps of `rest` lead to from `start`.
fn walk(start: PathBuf, rest: &Path) -> PathBuf {
    rest.components().fold(start, |mut path, step| {
        if step == Component::ParentDir {
            path.pop();
        } else {
            path.push(step);
        }
        path
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    use tempfile::TempDir;

    /// A project with a source folder, in a folder of its own.
    struct Project {
        temp: TempDir,
    }

    impl Project {
        fn new() -> Self {
            let temp = tempfile::tempdir().unwrap();
            fs::create_dir_all(temp.path().join("project/content/pages")).unwrap();
            Self { temp }
        }

        fn path(&self, path: &str) -> PathBuf {
            self.temp.path().join(path)
        }

        fn place(&self, output: &Path) -> Place {
            let sources = [self.path("project/content")];
            Place::resolve(output, &self.path("project/.mundap"), &sources).unwrap()
        }

        #[track_caller]
        fn refuses(&self, output: &Path, code: &str, why: &str) {
            let refusal = self.place(output).check().unwrap_err();
            assert_eq!(refusal.code, code);
            assert!(refusal.message.ends_with(why), "{}", refusal.message);
            assert!(refusal.help.is_some_and(|help| help.contains("`--output`")));
        }
    }

    #[test]
    fn a_folder_beside_the_sources_is_safe() {
        let project = Project::new();
        for output in
            ["project/public", "project/content-public", "elsewhere/deep/public", "project/a/../public"]
        {
            assert_eq!(project.place(&project.path(output)).check(), Ok(()), "{output}");
        }
    }

    #[test]
    fn unsafe_places_are_refused_and_say_why() {
        let project = Project::new();
        let table = [
            ("project", "it is the project's own folder"),
            ("project/none/..", "it is the project's own folder"),
            (".", "the project's own folder is in it"),
            ("project/content", "project/content`"),
            ("project/content/public", "project/content`"),
            ("project/content/pages/../public", "project/content`"),
            ("project/.mundap", "it is the folder where mundap keeps its memory"),
            ("project/.mundap/public", "it is in the folder where mundap keeps its memory"),
        ];
        for (output, why) in table {
            project.refuses(&project.path(output), "output-unsafe", why);
        }
        project.refuses(Path::new("/"), "output-unsafe", "it is the root of the file system");
        let home = env::home_dir().unwrap();
        project.refuses(&home, "output-unsafe", "it is your home folder");
    }

    #[test]
    fn the_message_is_one_sentence_with_the_way_out() {
        let project = Project::new();
        let mut place = project.place(&project.path("project"));
        place.name = "project".to_owned();
        let refusal = place.check().unwrap_err();
        assert_eq!(
            refusal.message,
            "the site cannot be written to `project`: it is the project's own folder"
        );
        let help = "name a folder of its own with `--output`, such as `--output public`";
        assert_eq!(refusal.help.as_deref(), Some(help));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_does_not_hide_an_unsafe_place() {
        let project = Project::new();
        std::os::unix::fs::symlink(project.path("project"), project.path("link")).unwrap();
        project.refuses(&project.path("link"), "output-unsafe", "it is the project's own folder");
        project.refuses(&project.path("link/content/new"), "output-unsafe", "project/content`");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_is_followed_and_any_other_is_not_a_folder() {
        let project = Project::new();
        let link = |target: &str, name: &str| {
            std::os::unix::fs::symlink(project.path(target), project.path(name)).unwrap();
            project.path(name)
        };
        fs::create_dir(project.path("www")).unwrap();
        fs::write(project.path("file"), "").unwrap();
        let place = project.place(&link("www", "to-folder"));
        assert_eq!(place.check(), Ok(()));
        assert_eq!(place.output, project.path("www").canonicalize().unwrap());
        project.refuses(&link("file", "to-file"), "output-not-a-folder", "file` is not a folder");
        project.refuses(&link("none", "to-nothing"), "output-not-a-folder", "to-nothing` is not a folder");
        project.refuses(&link("loop", "loop"), "output-not-a-folder", "loop` is not a folder");
    }

    #[test]
    fn a_file_is_no_place_for_a_site() {
        let project = Project::new();
        fs::write(project.path("file"), "").unwrap();
        project.refuses(&project.path("file"), "output-not-a-folder", "file` is not a folder");
        project.refuses(&project.path("file/public"), "output-not-a-folder", "file` is not a folder");
    }

    #[test]
    fn a_folder_with_nothing_but_our_leftovers_is_empty() {
        let project = Project::new();
        let output = project.path("public");
        let place = project.place(&output);
        assert!(place.is_empty().unwrap());
        fs::create_dir_all(output.join(PROBE)).unwrap();
        assert!(place.is_empty().unwrap());
        fs::write(output.join("CNAME"), "").unwrap();
        assert!(!place.is_empty().unwrap());
    }

    #[test]
    fn probing_leaves_nothing_behind() {
        let project = Project::new();
        let place = project.place(&project.path("new/public"));
        assert_eq!(place.check_writable(), Ok(()));
        assert_eq!(fs::read_dir(project.temp.path()).unwrap().count(), 1);
    }

    // in /proc nobody can make a folder, not even root
    #[cfg(target_os = "linux")]
    #[test]
    fn a_place_where_nothing_can_be_written_is_refused() {
        let project = Project::new();
        let refusal = project.place(Path::new("/proc/public")).check_writable().unwrap_err();
        assert_eq!(refusal.code, "output-read-only");
        assert!(
            refusal.message.starts_with("nothing can be written to `/proc/public`: "),
            "{}",
            refusal.message
        );
    }
}
