//! Running things one after another, with their durations and what came of them.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What a command of xtask ends with: nothing, or the sentence the person reads.
pub type Outcome = Result<(), String>;

/// Cargo as it was called, so that a toolchain chosen with `+` stays chosen.
pub fn cargo(words: &[&str]) -> Command {
    let mut command = program(std::env::var("CARGO").as_deref().unwrap_or("cargo"), words);
    command.current_dir(crate::place::root());
    command
}

/// npm, in the user interface's folder.
pub fn npm(words: &[&str]) -> Command {
    let mut command = program("npm", words);
    command.current_dir(crate::place::ui());
    command
}

/// Any program with its words.
pub fn program(name: &str, words: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(words);
    command
}

/// Runs a command to its end with its output shown.
pub fn run(command: &mut Command) -> Outcome {
    let line = shown(command);
    eprintln!("$ {line}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` ended with {status}.")),
        Err(problem) => Err(format!("`{line}` cannot be started: {problem}.")),
    }
}

/// Runs all of these, so many at once, the first of them first. What each wrote is shown in one piece when it has ended.
pub fn together(commands: Vec<Command>, at_once: usize) -> Outcome {
    let queue = Mutex::new(commands.into_iter());
    let problems = Mutex::new(Vec::new());
    // A thread that panicked leaves what the lock guards whole: a list.
    let take = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    std::thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                while let Some(command) = take() {
                    if let Err(problem) = apart(command, &queue) {
                        problems.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
                    }
                }
            });
        }
    });
    match problems.into_inner().unwrap_or_else(PoisonError::into_inner) {
        none if none.is_empty() => Ok(()),
        some => Err(some.join(" ")),
    }
}

/// Runs a command to its end and then shows its output, while nobody else shows any: all of it where it failed.
fn apart<T>(mut command: Command, turn: &Mutex<T>) -> Outcome {
    let line = shown(&command);
    let start = Instant::now();
    let output = command.stdin(Stdio::null()).output();
    let _turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
    eprintln!("$ {line} ({:.1} s)", start.elapsed().as_secs_f64());
    let output = output.map_err(|problem| format!("`{line}` cannot be started: {problem}."))?;
    let (problems, said) = (
        String::from_utf8_lossy(&output.stderr),
        String::from_utf8_lossy(&output.stdout),
    );
    if output.status.success() {
        for said in problems.lines().chain(said.lines()).filter(|said| is_news(said)) {
            eprintln!("{said}");
        }
        return Ok(());
    }
    eprint!("{problems}{said}");
    Err(format!("`{line}` ended with {}.", output.status))
}

/// Whether a line of tests that passed tells anything but that each of them did. A failure is then found among few.
fn is_news(line: &str) -> bool {
    let line = line.trim();
    let is_each = line.starts_with("test ") && [" ... ok", " seconds"].iter().any(|end| line.ends_with(end));
    let is_frame = ["running ", "Running ", "Finished ", "Blocking waiting ", "Doc-tests "]
        .iter()
        .any(|start| line.starts_with(start));
    let has_none = line.starts_with("test result: ok. 0 passed;");
    !line.is_empty() && !is_each && !is_frame && !has_none
}

/// Runs a command and gives what it wrote, to its standard output and to its standard error.
pub fn read_both(command: &mut Command) -> Result<(String, String), String> {
    let line = shown(command);
    let output = command
        .output()
        .map_err(|problem| format!("`{line}` cannot be started: {problem}."))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`{line}` ended with {}: {}", output.status, said.trim()));
    }
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok((text(&output.stdout), text(&output.stderr)))
}

/// Runs a command and gives what it wrote to its standard output.
pub fn read(command: &mut Command) -> Result<String, String> {
    Ok(read_both(command)?.0)
}

fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    let mut line = name.to_string_lossy().into_owned();
    for word in command.get_args() {
        let word = word.to_string_lossy();
        // A script handed to a shell is many lines; its first words tell which one it is.
        let first = word.lines().next().unwrap_or_default();
        let _ = write!(line, " {first}");
    }
    line
}

/// Steps of one run, each timed, for the table at its end.
pub struct Steps {
    keep_going: bool,
    done: Vec<(String, Duration, Outcome)>,
}

impl Steps {
    pub fn new(keep_going: bool) -> Self {
        Self {
            keep_going,
            done: Vec::new(),
        }
    }

    /// From here on, whether later steps are taken after one has failed.
    pub fn keep_going(&mut self, keep_going: bool) {
        self.keep_going = keep_going && self.done.iter().all(|step| step.2.is_ok());
    }

    /// Takes a step, unless an earlier one has failed and the run is not to keep going.
    pub fn take(&mut self, name: &str, step: impl FnOnce() -> Outcome) {
        if !self.keep_going && self.done.iter().any(|(_, _, outcome)| outcome.is_err()) {
            return;
        }
        eprintln!("\n== {name}");
        let start = Instant::now();
        let outcome = step();
        if let Err(problem) = &outcome {
            eprintln!("== {name}: {problem}");
        }
        self.done.push((name.to_owned(), start.elapsed(), outcome));
    }

    /// Prints the table of durations; an error if any step failed.
    pub fn finish(self) -> Outcome {
        eprintln!("\n{:<44} {:>8}", "step", "seconds");
        for (name, took, outcome) in &self.done {
            let mark = if outcome.is_ok() { "" } else { "  FAILED" };
            eprintln!("{name:<44} {:>8.1}{mark}", took.as_secs_f64());
        }
        let whole: Duration = self.done.iter().map(|(_, took, _)| *took).sum();
        eprintln!("{:<44} {:>8.1}\n", "all", whole.as_secs_f64());
        let failed: Vec<&str> = self
            .done
            .iter()
            .filter(|step| step.2.is_err())
            .map(|step| step.0.as_str())
            .collect();
        if failed.is_empty() {
            Ok(())
        } else {
            Err(format!("not passed: {}.", failed.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_news;

    #[test]
    fn of_tests_that_passed_only_what_is_new_is_shown() {
        let said = "    Finished `test` profile [unoptimized + debuginfo] target(s) in 1.45s\n\
                    Running acceptance/main_job.rs (target/debug/deps/main_job-5795b260acd54fb2)\n\
                    slapd was filled and ready in 0.2 s\n\nrunning 4 tests\n\
                    test a_review has been running for over 60 seconds\ntest a_review ... ok\n\
                    test decide_for_ever ... ignored, the process that is killed\n\
                    test result: ok. 4 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n";
        let news: Vec<&str> = said.lines().filter(|line| is_news(line)).collect();
        assert_eq!(
            news,
            [
                "slapd was filled and ready in 0.2 s",
                "test decide_for_ever ... ignored, the process that is killed",
                "test result: ok. 4 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out",
            ]
        );
    }
}
