//! What a build touches: its own folders, and nothing else. The calls of the
//! program are watched with `strace`; where there is none the test is skipped,
//! and says so.

use std::fs;
use std::process;

use super::harness::Archive;
use super::harness::question;

/// What the C library, the allocator and the clock read as the program starts:
/// what it is linked with, how many threads it may have, the zone of the clock.
const SYSTEM: &[&str] = &[
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    "/etc/localtime",
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/share/zoneinfo",
    "/proc/self/",
    "/proc/sys/vm/overcommit_memory",
    "/sys/devices/system/cpu",
    "/sys/devices/system/node/",
    "/sys/fs/cgroup/",
    "/sys/kernel/mm/transparent_hugepage/enabled",
];

#[test]
fn a_build_starts_nothing_asks_nobody_and_stays_in_its_folders() {
    let project = Archive::new()
        .question("1.md", &question("", "[밖](https://a.example/) ![밖](https://a.example/a.png)"))
        .file("content/static/a.txt", "가")
        .write();
    let root = project.path("").canonicalize().unwrap();
    let build = project.command("build").into_process();
    let mut traced = process::Command::new("strace");
    traced.args(["-f", "-s", "4096", "-o", "calls", "-e", "trace=%file,%process,%network"]);
    traced
        .arg(build.get_program())
        .args(build.get_args())
        .current_dir(project.path(""))
        .env_remove("LD_LIBRARY_PATH")
        .env("HOME", root.join("home"));
    match traced.output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            // a sandbox may forbid to watch another program
            assert!(said.contains("Operation not permitted") || said.contains("ptrace"), "{said}");
            return println!("skipped: no program can be watched here");
        }
        Err(_) => return println!("skipped: there is no strace"),
    }
    let calls = project.text("calls");
    let program = build.get_program().to_str().unwrap();
    let mut opened = 0;
    for call in calls.lines().map(|line| line.split_once(' ').map_or(line, |(_, call)| call.trim())) {
        let name = call.split('(').next().unwrap();
        let starts = name == "execve" && call.contains(program);
        let forbidden =
            ["execve", "execveat", "fork", "vfork", "socket", "connect", "bind", "sendto", "socketpair"];
        assert!(starts || !forbidden.contains(&name), "{call}");
        if starts || call.contains("ENOENT") {
            continue;
        }
        for path in call.split('"').skip(1).step_by(2).filter(|path| path.contains('/')) {
            opened += 1;
            // to find out where a folder is, every folder above it is asked for
            let is_own = path.starts_with(program)
                || path.starts_with(root.to_str().unwrap())
                || root.starts_with(path);
            let is_inside = !path.starts_with('/') && !path.split('/').any(|step| step == "..");
            let is_system = SYSTEM.iter().any(|known| path.starts_with(known));
            assert!(is_own || is_inside || is_system, "{call}");
        }
    }
    assert!(opened > 50, "only {opened} paths were seen:\n{calls}");
    assert!(fs::metadata(project.path("public/index.html")).is_ok());
}
