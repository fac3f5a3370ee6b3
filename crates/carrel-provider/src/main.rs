//! `carrel-provider`: checks, imports and serves a school, and does what its staff does.

use anyhow::{Context, bail};
use carrel_domain::ProgramId;
use carrel_domain::catalog::Determination;
use carrel_domain::enrollment::{EnrollmentLabel, label};
use carrel_domain::goal::EligibilityShown;
use carrel_protocol::MAX_FILE_BYTES;
use carrel_provider::campus::{self, Fault, mistakes};
use carrel_provider::courier::{ParcelError, words};
use carrel_provider::preview::Preview;
use carrel_provider::store::enrollments::StaffDecision;
use carrel_provider::{Config, StartError, Store, import, start, system_clock};
use clap::{Args, Parser, Subcommand};
use std::io::Read;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

#[derive(Parser)]
#[command(name = "carrel-provider", version, about = "A school for Carrel: from plain files to a server")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read a campus folder and name every mistake with its file, its line and what to do
    Check {
        campus: PathBuf,
        /// Also list what the lessons' authors want confirmed
        #[arg(long)]
        to_confirm: bool,
    },
    /// Show a campus folder in a browser on this computer while it is written, with its mistakes and its lessons
    Preview {
        campus: PathBuf,
        /// 0: any free port
        #[arg(long, default_value_t = 0)]
        port: u16,
    },
    /// Check a campus folder and put it into the server's data
    Import {
        campus: PathBuf,
        #[arg(long)]
        data: PathBuf,
    },
    /// Answer learners
    Serve(Serve),
    /// Accounts
    #[command(subcommand)]
    Learner(LearnerCommand),
    /// Requests for a place and what the school decides
    #[command(subcommand)]
    Enrollment(EnrollmentCommand),
    /// Learning records
    #[command(subcommand)]
    Record(RecordCommand),
    /// Take in a parcel that was handed over as a file, and write the reply to carry back
    Parcel {
        parcel: PathBuf,
        #[arg(long)]
        data: PathBuf,
        /// Where the reply goes
        #[arg(long)]
        out: PathBuf,
    },
}

#[derive(Args)]
struct Serve {
    #[arg(long)]
    data: PathBuf,
    /// Import this campus first
    #[arg(long)]
    campus: Option<PathBuf>,
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Write the server's address here once it answers
    #[arg(long)]
    ready_file: Option<PathBuf>,
    /// The server stands behind an HTTPS proxy
    #[arg(long)]
    behind_https: bool,
    /// Log as JSON, one object a line
    #[arg(long)]
    log_json: bool,
}

#[derive(Subcommand)]
enum LearnerCommand {
    /// Make an account; the password is read from standard input
    Add {
        #[arg(long)]
        data: PathBuf,
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
        /// Take the password from standard input (the only way: arguments are seen by everybody on the machine)
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    List {
        #[arg(long)]
        data: PathBuf,
    },
}

#[derive(Args)]
struct Which {
    #[arg(long)]
    data: PathBuf,
    /// The learner's email address
    #[arg(long)]
    learner: String,
    #[arg(long)]
    program: String,
}

#[derive(Subcommand)]
enum EnrollmentCommand {
    /// All enrollments, those waiting for the school first
    List {
        #[arg(long)]
        data: PathBuf,
        /// Only those waiting for the school
        #[arg(long)]
        held: bool,
    },
    Accept(Which),
    Decline {
        #[command(flatten)]
        which: Which,
        /// What the learner reads
        #[arg(long)]
        reason: String,
    },
    /// The learner has finished the program
    Complete(Which),
}

#[derive(Subcommand)]
enum RecordCommand {
    /// One learner's record, folded from the log
    Show {
        #[arg(long)]
        data: PathBuf,
        #[arg(long)]
        learner: String,
        #[arg(long)]
        program: Option<String>,
        #[arg(long)]
        json: bool,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse().command).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("carrel-provider: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Check { campus, to_confirm } => return Ok(check(&campus, to_confirm)),
        Command::Preview { campus, port } => preview(campus, port).await?,
        Command::Import { campus, data } => return import_campus(&campus, &data).await,
        Command::Serve(options) => return serve(options).await,
        Command::Learner(command) => learner(command).await?,
        Command::Enrollment(command) => enrollment(command).await?,
        Command::Record(command) => record(command).await?,
        Command::Parcel { parcel, data, out } => take_parcel(&parcel, &data, &out).await?,
    }
    Ok(ExitCode::SUCCESS)
}

fn check(folder: &Path, list_to_confirm: bool) -> ExitCode {
    match campus::read(folder) {
        Ok(campus) => {
            println!("{}", campus.summary());
            println!("{}", campus.counts());
            let waiting = campus.to_confirm.len();
            if list_to_confirm {
                campus.to_confirm.iter().for_each(|statement| println!("{statement}"));
            } else if waiting > 0 {
                println!("{waiting} statements wait to be confirmed by the school; --to-confirm lists them");
            }
            ExitCode::SUCCESS
        }
        Err(faults) => refuse(&faults, ""),
    }
}

async fn preview(campus: PathBuf, port: u16) -> anyhow::Result<()> {
    let preview = Preview::open(campus, port).await.context("The port cannot be used; leave --port out")?;
    println!("listening on {}", preview.address);
    let stop = async {
        if let Err(error) = asked_to_stop().await {
            tracing::error!(%error, "signals cannot be heard");
        }
    };
    Ok(preview.serve(stop).await?)
}

const NOTHING_IMPORTED: &str = "; nothing was imported";

/// Names every mistake, how many they are, and what follows from them.
fn refuse(faults: &[Fault], so: &str) -> ExitCode {
    faults.iter().for_each(|fault| eprintln!("{fault}"));
    eprintln!("{}{so}", mistakes(faults.len()));
    ExitCode::FAILURE
}

async fn import_campus(campus: &Path, data: &Path) -> anyhow::Result<ExitCode> {
    let store = open(data).await?;
    match import(&store, campus).await {
        Ok(done) => {
            println!(
                "{} programs ({} changed, {} withdrawn), {} course packs",
                done.programs, done.changed, done.withdrawn, done.packs
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(StartError::Campus(faults)) => Ok(refuse(&faults, NOTHING_IMPORTED)),
        Err(error) => Err(error.into()),
    }
}

async fn serve(options: Serve) -> anyhow::Result<ExitCode> {
    start_log(options.log_json);
    let config = Config {
        campus: options.campus,
        listen: options.listen,
        ready_file: options.ready_file,
        behind_https: options.behind_https,
        ..Config::new(options.data)
    };
    let running = match start(config).await {
        Ok(running) => running,
        Err(StartError::Campus(faults)) => return Ok(refuse(&faults, NOTHING_IMPORTED)),
        Err(error) => return Err(error.into()),
    };
    println!("listening on {}", running.url);
    asked_to_stop().await?;
    running.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// To standard error; standard output holds the one line others read.
fn start_log(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json {
        log.json().init();
    } else {
        log.init();
    }
}

#[cfg(unix)]
async fn asked_to_stop() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => {}
        result = tokio::signal::ctrl_c() => result?,
    }
    Ok(())
}

#[cfg(not(unix))]
async fn asked_to_stop() -> anyhow::Result<()> {
    Ok(tokio::signal::ctrl_c().await?)
}

async fn learner(command: LearnerCommand) -> anyhow::Result<()> {
    match command {
        LearnerCommand::Add { data, email, name, password_stdin: _ } => {
            let mut password = String::new();
            std::io::stdin().take(4096).read_to_string(&mut password).context("Cannot read the password")?;
            let learner =
                open(&data).await?.add_learner(&email, &name, password.trim_end_matches(['\r', '\n'])).await?;
            println!("{}", learner.id);
        }
        LearnerCommand::List { data } => {
            for learner in open(&data).await?.learners().await? {
                println!("{}\t{}\t{}", learner.id, learner.email, learner.name);
            }
        }
    }
    Ok(())
}

async fn enrollment(command: EnrollmentCommand) -> anyhow::Result<()> {
    let (which, decision) = match command {
        EnrollmentCommand::List { data, held } => return list_enrollments(&data, held).await,
        EnrollmentCommand::Accept(which) => (which, StaffDecision::Accept),
        EnrollmentCommand::Decline { which, reason } if !reason.trim().is_empty() => {
            (which, StaffDecision::Decline { reason })
        }
        EnrollmentCommand::Decline { .. } => bail!("Give a reason: the learner reads it"),
        EnrollmentCommand::Complete(which) => (which, StaffDecision::Complete),
    };
    let store = open(&which.data).await?;
    let learner = store.learner(&which.learner).await?;
    let decided = store.decide(&learner, &ProgramId(which.program), decision).await?;
    println!("{}\t{}\t{:?}", learner.email, decided.program, label(&decided, store.now()));
    Ok(())
}

async fn list_enrollments(data: &Path, held: bool) -> anyhow::Result<()> {
    let store = open(data).await?;
    let now = store.now();
    for (learner, enrollment) in store.enrollments().await? {
        let label = label(&enrollment, now);
        if !held || label == EnrollmentLabel::WaitingForSchool {
            let told = enrollment.eligibility.as_ref().map(acknowledged).unwrap_or_default();
            let reason = enrollment.reason.unwrap_or_default();
            println!("{}\t{}\t{label:?}\t{reason}\t{told}", learner.email, enrollment.program);
        }
    }
    Ok(())
}

/// What the learner had read about their goal before asking.
fn acknowledged(shown: &EligibilityShown) -> String {
    let verdict = match shown.verdict {
        Determination::Meets => "meets",
        Determination::DoesNotMeet => "does not meet",
        Determination::NotDetermined => "not determined",
    };
    let state = shown.state.as_deref().unwrap_or("no state");
    let missing =
        if shown.missing.is_empty() { String::new() } else { format!("; missing: {}", shown.missing.join(", ")) };
    format!("acknowledged: {} ({state}): {verdict}, rule of {}{missing}", shown.title, shown.as_of)
}

async fn record(command: RecordCommand) -> anyhow::Result<()> {
    let RecordCommand::Show { data, learner, program, json } = command;
    let store = open(&data).await?;
    let learner = store.learner(&learner).await?;
    let programs = match program {
        Some(program) => vec![ProgramId(program)],
        None => store.programs_of(&learner).await?,
    };
    for program in programs {
        let mirror = store.record(&learner, &program).await?;
        if json {
            println!("{}", serde_json::to_string(&(&program, &mirror))?);
            continue;
        }
        println!("{program}: {} operations ({})", mirror.digest.count, mirror.digest.hash());
        for (lesson, record) in mirror.record.lessons {
            let done = if record.completed() { "done" } else { "not done" };
            println!("  {lesson}: {done}, read to {} permille", record.furthest_permille);
        }
        let logged = mirror.record.practice.values().filter(|entry| entry.current().is_some()).count();
        if logged > 0 {
            println!("  skills log: {logged} entries");
        }
    }
    Ok(())
}

async fn take_parcel(parcel: &Path, data: &Path, out: &Path) -> anyhow::Result<()> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(parcel).with_context(|| format!("Cannot read {}", parcel.display()))?;
    // One more than there may be, so that too large is seen as that.
    file.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes).context("Cannot read the parcel")?;
    let reply = match open(data).await?.take_parcel(bytes).await {
        Ok(reply) => reply,
        Err(ParcelError::Refused(refusal)) => {
            let (detail, remedy) = words(refusal);
            bail!("{detail}. {remedy}.");
        }
        Err(ParcelError::Store(error)) => return Err(error.into()),
    };
    let unwritten =
        || format!("The parcel was taken in, but the reply cannot be written to {}; run it again", out.display());
    std::fs::write(out, reply).with_context(unwritten)?;
    println!("taken in; bring {} back", out.display());
    Ok(())
}

async fn open(data: &Path) -> anyhow::Result<Store> {
    let opened = Store::open(data, system_clock(), carrel_provider::config::ACCESS_TOKEN_SECS).await;
    opened.with_context(|| format!("Cannot open the data in {}", data.display()))
}
