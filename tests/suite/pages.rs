//! What the default theme makes of pages that are rare: the demo archive has
//! none of these.

use super::harness::Archive;
use super::harness::question;

mod a_declined_question {
    use super::*;

    const DECLINED: &str = "status: declined\nreason: 의사에게 물어보실 일입니다\n";

    /// The reason, and the words that go with it, stand once on its page.
    #[track_caller]
    fn says_why_once(front: &str, body: &str) {
        let archive = Archive::new().question("1.md", &question(&format!("{DECLINED}{front}"), body));
        let run = archive.build().succeeds().quietly();
        let page = run.site("q/1/index.html");
        for text in ["의사에게 물어보실 일입니다", "답하지 않기로 했습니다", "<h2>답변</h2>"]
        {
            assert_eq!(page.matches(text).count(), 1, "{text}: {page}");
        }
    }

    #[test]
    fn without_an_answer_says_why() {
        says_why_once("", "약을 먹어도 되나요?");
    }

    #[test]
    fn with_an_answer_says_why() {
        says_why_once("answered: 2026-03-02\n", "약을 먹어도 되나요?\n\n## 답변\n\n병원에 가 보세요.");
    }
}
