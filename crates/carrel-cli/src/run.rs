//! One function per group of commands: ask the engine, print the answer.

use crate::browser;
use crate::cli::{Catalog, Choice, Cli, Command, Download, Downloads, Journal, School, Settings, SignIn, Study};
use crate::enroll;
use crate::guide;
use crate::out::Out;
use crate::parcel;
use crate::reading;
use crate::show;
use crate::skills;
use crate::words::{self, Ending, Failure};
use anyhow::Context;
use carrel_domain::quiz::Answers;
use carrel_domain::{LessonId, OperationId, ProgramId, QuizId, SchoolId};
use carrel_engine::api::*;
use carrel_engine::clock::SystemClock;
use carrel_engine::events::NoEvents;
use carrel_engine::{Engine, Host, secrets};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

pub type Ended = Result<Ending, Failure>;
pub const POLL: Duration = Duration::from_millis(200);

pub async fn run(cli: Cli) -> Ended {
    let out = Out { json: cli.json };
    let engine = start(&cli).await?;
    let ended = chosen(&engine, &cli, out).await;
    engine.shut_down().await;
    ended
}

async fn start(cli: &Cli) -> Result<Engine, Failure> {
    let data_dir = cli.data_dir.clone().unwrap_or_else(carrel_engine::default_data_dir);
    let folder = data_dir.display().to_string();
    let mut host = Host::new(data_dir, Arc::new(NoEvents), Arc::new(SystemClock::new()), secrets::open_keyring());
    if let Some(exports) = carrel_engine::default_export_dir().filter(|_| cli.data_dir.is_none()) {
        host.export_dir = exports;
    }
    let started = Engine::start(host).await;
    started.map_err(|error| {
        let error = anyhow::Error::from(error);
        let text = format!("Carrel cannot open its folder, {folder}. Nothing was changed. Check its space and your rights.\n  {error:#}");
        Failure::Said(Ending::ThisComputer, text)
    })
}

async fn chosen(engine: &Engine, cli: &Cli, out: Out) -> Ended {
    if let Some(id) = &cli.school {
        choose_school(engine, id).await?;
    }
    if let Some(key) = &cli.learner {
        engine.switch_learner(LearnerArgs { key: key.clone() }).await?;
    }
    match &cli.command {
        Command::School(command) => school(engine, command, out).await,
        Command::SignIn(how) => sign_in(engine, how, out).await,
        Command::SignOut => {
            engine.sign_out(()).await?;
            done(out, "Signed out. Everything you did stays on this computer.")
        }
        Command::Catalog(command) => catalog(engine, command, out).await,
        Command::Enroll { program, acknowledge_state, kept } => {
            enroll::enroll(engine, program, *acknowledge_state, kept, out).await
        }
        Command::Settings(change) => settings(engine, change, out).await,
        Command::Study(command) => study(engine, command, out).await,
        Command::Download(what) => download(engine, what, out).await,
        Command::Sync => sync(engine, out).await,
        Command::Status => {
            let state = engine.state(()).await?;
            out.reply(&state, show::state::status)?;
            Ok(if state.sync.needs_you > 0 { Ending::NeedsYou } else { Ending::Done })
        }
        Command::Journal(what) => journal(engine, what, out).await,
        Command::Ready { hours } => {
            let told = engine.readiness(ReadinessArgs { hours: *hours }).await?;
            out.reply(&told, show::readiness::readiness)?;
            Ok(if told.ready { Ending::Done } else { Ending::NeedsYou })
        }
        Command::Guide(command) => guide::run(engine, command, out).await,
        Command::Parcel(command) => parcel::run(engine, command, out).await,
        Command::Export { page } => {
            let exported = if *page { engine.export_page(()).await? } else { engine.export_data(()).await? };
            out.reply(&exported, |to| format!("{} acts are written to {}", to.acts, to.path))?;
            Ok(Ending::Done)
        }
    }
}

async fn journal(engine: &Engine, what: &Journal, out: Out) -> Ended {
    match &what.choice {
        Some(Choice::AskAgain { seq, acknowledge_state }) => {
            let act = act_numbered(engine, *seq).await?;
            engine.ask_again(AskAgainArgs { act, state_acknowledged: *acknowledge_state }).await?;
            done(out, "Asked again. It is kept on this computer and sent with the next sync.")
        }
        Some(Choice::PutAway { seq }) => {
            let act = act_numbered(engine, *seq).await?;
            engine.put_away(ActArgs { act }).await?;
            done(out, "Put away. It stays in the journal as refused.")
        }
        None => {
            let filter = match (what.waiting, what.needs_you, what.confirmed, what.refused) {
                (true, ..) => ActivityFilter::Waiting,
                (_, true, ..) => ActivityFilter::NeedsYou,
                (_, _, true, _) => ActivityFilter::Confirmed,
                (.., true) => ActivityFilter::Refused,
                _ => ActivityFilter::All,
            };
            let program = what.program.as_ref().map(ProgramId::new);
            let args = ActivityArgs { filter, program, before: what.before, limit: what.limit };
            let page = engine.activity(args).await?;
            out.reply(&page, show::journal::journal)?;
            Ok(found(!page.acts.is_empty()))
        }
    }
}

/// The act with this number in the list.
async fn act_numbered(engine: &Engine, seq: i64) -> Result<OperationId, Failure> {
    let args = ActivityArgs { before: Some(seq.saturating_add(1)), limit: 1, ..ActivityArgs::default() };
    let act = engine.activity(args).await?.acts.pop().filter(|act| act.seq == seq);
    act.map(|act| act.id).ok_or_else(|| {
        Failure::Said(Ending::NothingFound, format!("There is no act {seq} here. See: carrelctl journal"))
    })
}

async fn school(engine: &Engine, command: &School, out: Out) -> Ended {
    match command {
        School::Add { url } => {
            let card = engine.add_school(AddressArgs { address: url.clone() }).await?;
            // The catalog comes along, so that the next command finds something.
            engine.sync_now(()).await?;
            out.reply(&card, |card| format!("Added {} ({}). Its id is {}.", card.name, card.address, card.id))?;
            Ok(Ending::Done)
        }
        School::List => {
            let state = engine.state(()).await?;
            out.reply(&state.schools, |schools| show::state::schools(schools, state.school.as_ref()))?;
            Ok(found(!state.schools.is_empty()))
        }
        School::Use { id } => {
            choose_school(engine, id).await?;
            done(out, &format!("{id} is the school from now on."))
        }
    }
}

async fn choose_school(engine: &Engine, id: &str) -> Result<(), Failure> {
    engine.choose_school(SchoolArgs { school: SchoolId::new(id) }).await.map_err(|error| match error.code {
        ErrorCode::NoSchool => {
            Failure::Said(Ending::NothingFound, format!("No school here has the id {id}. See: carrelctl school list"))
        }
        _ => error.into(),
    })
}

async fn sign_in(engine: &Engine, how: &SignIn, out: Out) -> Ended {
    let started = engine.begin_sign_in(()).await?;
    match &how.email {
        Some(email) => {
            let password = password_from_stdin()?;
            let (address, email) = (started.address.clone(), email.clone());
            let walk = tokio::task::spawn_blocking(move || browser::sign_in(&address, &email, &password));
            let walked = walk.await.context("The sign-in was cut short")?;
            walked.map_err(|error| Failure::Said(Ending::SignInFirst, format!("{error:#}")))?;
        }
        None => out
            .aside(&format!("Open this address in a browser and sign in there:\n\n  {}\n\nWaiting…", started.address)),
    }
    loop {
        match engine.sign_in_state(()).await? {
            SignInState::Waiting { .. } => tokio::time::sleep(POLL).await,
            SignInState::Failed { error } => return Err(error.into()),
            SignInState::Idle => break,
        }
    }
    let state = engine.state(()).await?;
    let Some(learner) = &state.learner else {
        return Err(Failure::Said(Ending::SignInFirst, "Nobody signed in.".into()));
    };
    if state.secrets != SecretsState::Keyring {
        out.aside("There is no unlocked keyring here, so this session ends with this command.");
    }
    out.reply(learner, |learner| format!("Signed in as {} ({}).", learner.name, learner.email))?;
    Ok(Ending::Done)
}

async fn catalog(engine: &Engine, command: &Catalog, out: Out) -> Ended {
    match command {
        Catalog::Search { text, category, open_in_my_state, no_clinical, limit } => {
            let query = CatalogQuery {
                text: text.join(" "),
                categories: category.clone(),
                open_in_my_state: *open_in_my_state,
                clinical: no_clinical.then_some(false),
                limit: *limit,
                ..CatalogQuery::default()
            };
            let results = engine.search_catalog(query).await?;
            out.reply(&results, show::catalog::results)?;
            Ok(found(results.total > 0))
        }
        Catalog::Show { program } => {
            let page = engine.program(of(program)).await?;
            out.reply(&page, show::catalog::program)?;
            Ok(Ending::Done)
        }
        Catalog::Eligibility { program, goal, state, answer } => {
            skills::eligibility(engine, program, goal.as_ref(), state.as_ref(), answer, out).await
        }
        Catalog::Refresh => sync(engine, out).await,
    }
}

async fn settings(engine: &Engine, change: &Settings, out: Out) -> Ended {
    let mut settings = engine.state(()).await?.settings;
    if change.state.is_none() && change.device_name.is_none() {
        out.reply(&settings, show::state::settings)?;
        return Ok(Ending::Done);
    }
    if let Some(state) = &change.state {
        settings.my_state = Some(state.to_uppercase()).filter(|state| !state.is_empty());
    }
    if let Some(name) = &change.device_name {
        settings.device_name.clone_from(name);
    }
    engine.change_settings(settings).await?;
    done(out, "Changed.")
}

async fn study(engine: &Engine, command: &Study, out: Out) -> Ended {
    match command {
        Study::List => {
            let learning = engine.my_learning(()).await?;
            out.reply(&learning, show::learning::list)?;
            Ok(found(!learning.courses.is_empty() || !learning.requests.is_empty()))
        }
        Study::Show { program } => {
            let page = engine.course(of(program)).await?;
            out.reply(&page, show::learning::course)?;
            Ok(Ending::Done)
        }
        Study::Complete { program, lesson } => {
            engine.complete_lesson(lesson_of(program, lesson)).await?;
            done(out, &format!("{lesson} is done. It is kept on this computer and sent with the next sync."))
        }
        Study::Reopen { program, lesson } => {
            engine.reopen_lesson(lesson_of(program, lesson)).await?;
            done(out, &format!("{lesson} is open again."))
        }
        Study::Note { program, lesson, text: None, .. } => reading::note(engine, lesson_of(program, lesson), out).await,
        Study::Note { program, lesson, text: Some(text), replace } => {
            let text = if text == "-" { read(Path::new("-"))? } else { text.clone() };
            reading::keep_note(engine, lesson_of(program, lesson), text, *replace, out).await
        }
        Study::Bookmark { program, lesson, off } => {
            reading::bookmark(engine, lesson_of(program, lesson), !off, out).await
        }
        Study::Search { text, program } => reading::search(engine, &text.join(" "), program.as_deref(), out).await,
        Study::Marks { program, lesson: Some(lesson) } => reading::marks(engine, lesson_of(program, lesson), out).await,
        Study::Marks { program, lesson: None } => reading::all_marks(engine, of(program), out).await,
        Study::Print { program, lesson } => reading::print(engine, lesson_of(program, lesson), out).await,
        Study::Exam { program } => {
            let page = engine.practice_exam(of(program)).await?;
            out.reply(&page, show::exam::exam)?;
            Ok(found(!page.results.is_empty()))
        }
        Study::Recall { program } => {
            let page = engine.recall(of(program)).await?;
            out.reply(&page, show::exam::recall)?;
            Ok(found(!page.items.is_empty()))
        }
        Study::Skills { program, what } => skills::run(engine, program, what.as_ref(), out).await,
        Study::Quiz { program, quiz, answers: None, .. } => {
            let page = engine.quiz(QuizArgs { program: ProgramId::new(program), quiz: QuizId::new(quiz) }).await?;
            out.reply(&page, show::quiz::questions)?;
            Ok(Ending::Done)
        }
        Study::Quiz { program, quiz, answers: Some(file), edition } => {
            let (program, quiz, edition) = (ProgramId::new(program), QuizId::new(quiz), edition.clone());
            let answers = answers(file)?;
            let result = engine.submit_quiz(QuizAnswersArgs { program, quiz, answers, edition }).await?;
            out.reply(&result, show::quiz::result)?;
            Ok(Ending::Done)
        }
        Study::Glossary { program, word } => {
            let mut page = engine.glossary(of(program)).await?;
            if let Some(word) = word {
                show::glossary::keep(&mut page, word);
            }
            out.reply(&page, show::glossary::terms)?;
            Ok(found(!page.terms.is_empty()))
        }
    }
}

fn answers(file: &Path) -> Result<Answers, Failure> {
    serde_json::from_str(&read(file)?).map_err(|error| {
        Failure::Said(Ending::Usage, format!("The answers in {} are not understood: {error}", file.display()))
    })
}

async fn download(engine: &Engine, what: &Download, out: Out) -> Ended {
    match (&what.which, &what.program) {
        (Some(Downloads::Remove { program }), _) => {
            engine.remove_download(of(program)).await?;
            done(out, "Removed from this computer. Everything you did is kept.")
        }
        (None, Some(program)) => {
            engine.download(of(program)).await?;
            if what.wait { wait_for_download(engine, program, out).await } else { done(out, "It will be fetched.") }
        }
        (Some(Downloads::List), _) | (None, None) => {
            let page = engine.downloads(()).await?;
            out.reply(&page, show::learning::downloads)?;
            Ok(found(!page.items.is_empty()))
        }
    }
}

async fn wait_for_download(engine: &Engine, program: &str, out: Out) -> Ended {
    let mut said = 0;
    loop {
        let page = engine.program(of(program)).await?;
        match &page.pack {
            PackState::Complete { .. } => {
                out.reply(&page.pack, |pack| format!("{}: {}", page.program.title, show::learning::pack(pack)))?;
                return Ok(Ending::Done);
            }
            PackState::Paused { reason, .. } => {
                let ending = show::learning::pause_ending(reason);
                return Err(Failure::Said(ending, show::learning::pack(&page.pack)));
            }
            PackState::Downloading { done_bytes, total_bytes, .. } => {
                let percent = done_bytes * 100 / (*total_bytes).max(1);
                if percent >= said + 10 {
                    out.aside(&format!("{percent} %"));
                    said = percent;
                }
            }
            PackState::None => {}
        }
        tokio::time::sleep(POLL).await;
    }
}

async fn sync(engine: &Engine, out: Out) -> Ended {
    engine.sync_now(()).await?;
    let mut state = engine.state(()).await?;
    while state.sync.running {
        tokio::time::sleep(POLL).await;
        state = engine.state(()).await?;
    }
    let (status, secrets) = (state.sync, state.secrets);
    out.reply(&status, |status| show::state::sync(status, secrets))?;
    Ok(status.problem.map_or(Ending::Done, |problem| words::sync_problem(problem.kind, secrets).0))
}

fn of(program: &str) -> ProgramArgs {
    ProgramArgs { program: ProgramId::new(program) }
}

fn lesson_of(program: &str, lesson: &str) -> LessonArgs {
    LessonArgs { program: ProgramId::new(program), lesson: LessonId::new(lesson) }
}

fn done(out: Out, words: &str) -> Ended {
    out.done(words)?;
    Ok(Ending::Done)
}

pub fn found(anything: bool) -> Ending {
    if anything { Ending::Done } else { Ending::NothingFound }
}

fn read(file: &Path) -> Result<String, Failure> {
    if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("Standard input could not be read")?;
        return Ok(text);
    }
    Ok(std::fs::read_to_string(file).with_context(|| format!("{} could not be read", file.display()))?)
}

fn password_from_stdin() -> Result<String, Failure> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("The password could not be read from standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
