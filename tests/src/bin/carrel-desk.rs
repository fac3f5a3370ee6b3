//! The engine as a process of its own, without a window: a line in is a command, a line out is its answer or an event.
//! `carrel_tests::desk` sits before it. It stays open as the window does, which `carrelctl` does not.

use carrel_engine::api::{Topic, dispatch};
use carrel_engine::clock::SystemClock;
use carrel_engine::events::Events;
use carrel_engine::{Engine, Host, secrets};
use serde_json::{Value, json};
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

/// However busy the machine is, a keyring that can answer does within this.
const PATIENCE: Duration = Duration::from_secs(60);
/// Where nobody sits at the prompt.
const IMPATIENCE: Duration = Duration::from_millis(500);

struct ToOutput;

impl Events for ToOutput {
    fn changed(&self, topics: &[Topic]) {
        say(&json!({ "changed": topics }));
    }
}

fn say(line: &Value) {
    // Whoever listened may be gone; this process is about to be.
    let _ = writeln!(std::io::stdout(), "{line}");
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or_else(|| anyhow::anyhow!("give the data folder, and where secrets are kept"))?;
    let kept = match args.next().as_deref() {
        Some("keyring") => secrets::open_keyring_waiting(PATIENCE),
        Some("keyring nobody opens") => secrets::open_keyring_waiting(IMPATIENCE),
        _ => secrets::memory_only(),
    };
    let host = Host::new(folder.into(), Arc::new(ToOutput), Arc::new(SystemClock::new()), kept);
    let engine = Engine::start(host).await?;
    // The main thread may wait here: what runs in the background has the others.
    for line in std::io::stdin().lines() {
        let asked: Value = serde_json::from_str(&line?)?;
        say(&answer(&engine, asked["name"].as_str().unwrap_or_default(), asked["args"].clone()).await?);
    }
    engine.shut_down().await;
    Ok(())
}

/// What a window does beside its commands, and the commands.
async fn answer(engine: &Engine, name: &str, args: Value) -> anyhow::Result<Value> {
    let done = match name {
        "run_in_background" => {
            engine.run_in_background();
            Ok(Value::Null)
        }
        "sign_in_with_tokens" => engine.sign_in_with_tokens(serde_json::from_value(args)?).await.map(|()| Value::Null),
        _ => dispatch(engine, name, args).await,
    };
    Ok(match done {
        Ok(reply) => json!({ "reply": reply }),
        Err(error) => json!({ "error": error }),
    })
}
