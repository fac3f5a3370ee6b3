//! Marks lessons done and open again, for ever, and prints each act only after it is durable. The crash tests kill it.

use carrel_engine::api::LessonArgs;
use carrel_engine::clock::SystemClock;
use carrel_engine::events::NoEvents;
use carrel_engine::secrets::memory_only;
use carrel_engine::{Engine, Host};
use std::io::Write;
use std::sync::Arc;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or_else(|| anyhow::anyhow!("give the data folder, a program and a lesson"))?;
    let (program, lesson) = (args.next().unwrap_or_default(), args.next().unwrap_or_default());
    let host = Host::new(folder.into(), Arc::new(NoEvents), Arc::new(SystemClock::new()), memory_only());
    let engine = Engine::start(host).await?;
    let act = || LessonArgs { program: program.as_str().into(), lesson: lesson.as_str().into() };
    let mut out = std::io::stdout().lock();
    for number in 1u64.. {
        let done =
            if number % 2 == 1 { engine.complete_lesson(act()).await } else { engine.reopen_lesson(act()).await };
        if let Err(error) = done {
            writeln!(out, "error {:?}", error.code)?;
            out.flush()?;
            return Ok(());
        }
        writeln!(out, "{number}")?;
        out.flush()?;
    }
    Ok(())
}
