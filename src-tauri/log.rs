//! Words for whoever starts Carrel from a terminal. `CARREL_LOG` says how many, in the syntax of `tracing`'s env filter.

use tracing_subscriber::EnvFilter;

pub fn start() {
    let filter =
        EnvFilter::try_from_env("CARREL_LOG").unwrap_or_else(|_| EnvFilter::new("warn,carrel=info,carrel_shell=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
    // Where it happened and nothing of what was at hand there: a panic's values could be anybody's.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let words = panic.payload_as_str().unwrap_or("no words");
        tracing::error!("A bug in Carrel at {place}: {words}");
    }));
}
