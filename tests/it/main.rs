//! The one integration binary; every module is a family of cases.

#![allow(clippy::unwrap_used)]

mod adoption;
mod bad_input;
mod bad_rules;
mod cli;
mod config_errors;
mod duplicates;
mod fix;
mod formats;
mod inspect;
mod properties;
mod readme;
mod reports;
mod rules;
mod suppression;
mod whole;

/// Where snapshots lie: `snapshots/` at the top.
fn snapshots() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// The command, in an environment that asks for nothing.
fn corpus_lint() -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("corpus-lint").unwrap();
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

/// How a run ended and what it printed.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// Runs the command in a folder.
fn run_in(folder: &std::path::Path, args: &[&str]) -> Ran {
    let output = corpus_lint().current_dir(folder).args(args).output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = root.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    root
}
