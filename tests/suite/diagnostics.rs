//! Bad input: every problem is reported at its place, in words that say what
//! to type, and none stops the program in another way.

use super::harness::Archive;

#[test]
fn an_archive_without_questions_builds() {
    Archive::new().build().succeeds().quietly();
}
