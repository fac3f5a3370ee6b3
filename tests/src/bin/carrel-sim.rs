//! Tells simulated stories by seed, on every core, and reports what never may happen. `cargo xtask sim` builds and runs it.

use carrel_tests::sim::census::Census;
use carrel_tests::sim::{self, Story, Template, Violation};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

struct Options {
    seeds: u64,
    from: u64,
    /// Ends at the first failure and says nothing but whether there was one: for planted bugs.
    until_failure: bool,
}

fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Some(options) => options,
        None => {
            eprintln!("carrel-sim [--seeds N] [--from S] [--until-failure]");
            return ExitCode::from(2);
        }
    };
    let begun = Instant::now();
    let template = sim::prepare();
    let census = Arc::new(Census::default());
    let failed = tell_all(&template, &options, &census);
    let told = options.seeds;
    if options.until_failure {
        return match failed.first() {
            Some((story, violation)) => {
                println!("caught by seed {}: {}", story.seed, violation.0);
                ExitCode::FAILURE
            }
            None => ExitCode::SUCCESS,
        };
    }
    for (event, count) in census.counts() {
        println!("{:>10}  {event:?}", count);
    }
    println!("{told} stories in {:.1} s", begun.elapsed().as_secs_f64());
    match failed.first() {
        None => {
            println!("Nothing lost, nothing doubled, everybody agrees.");
            ExitCode::SUCCESS
        }
        Some((story, violation)) => {
            failed.iter().for_each(|(story, violation)| println!("seed {}: {}", story.seed, violation.0));
            println!("{} failed; the first:", failed.len());
            report(&template, story, violation);
            ExitCode::FAILURE
        }
    }
}

fn options(mut args: impl Iterator<Item = String>) -> Option<Options> {
    let mut options = Options { seeds: 100, from: 1, until_failure: false };
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--seeds" => options.seeds = args.next()?.parse().ok()?,
            "--from" => options.from = args.next()?.parse().ok()?,
            "--until-failure" => options.until_failure = true,
            _ => return None,
        }
    }
    Some(options)
}

fn tell_all(template: &Template, options: &Options, census: &Arc<Census>) -> Vec<(Story, Violation)> {
    let next = AtomicU64::new(options.from);
    let failed = Mutex::new(Vec::new());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    let enough = options.until_failure && !lock(&failed).is_empty();
                    if seed >= options.from + options.seeds || enough {
                        return;
                    }
                    let story = Story::of(seed);
                    if let Err(violation) = sim::tell(template, &story, census) {
                        lock(&failed).push((story, violation));
                    }
                }
            });
        }
    });
    let mut failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    failed.sort_by_key(|(story, _)| story.seed);
    failed
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn report(template: &Template, story: &Story, violation: &Violation) {
    println!("seed {}: {}", story.seed, violation.0);
    let again = sim::tell(template, story, &Arc::new(Census::default()));
    println!("told again: {}", again.err().map_or("it holds".to_owned(), |violation| violation.0));
    let (shorter, why) = sim::shrink::shrink(template, story, violation.clone());
    println!("in {} of {} steps, {} machines: {}", shorter.steps.len(), story.steps.len(), shorter.machines, why.0);
    for step in &shorter.steps {
        println!("  {:>7} ms  {:?}", step.pause_ms, step.what);
    }
}
