//! Bits that flip on the disk: the files of one computer are copied, some bits of one of them are turned over, and Carrel is
//! started on the copy. Nothing may panic, nothing wrong may be shown as the learner's act, and what is intact must be there.

use super::evidence;
use crate::dice::Dice;
use crate::files::copy_folder;
use crate::{Device, Fault, Network, School, TurnedClock};
use anyhow::{Context, Result};
use carrel_domain::Operation;
use carrel_engine::api::{ActivityArgs, ActivityFilter, AppNotice, CatalogQuery, LessonArgs, NoteArgs};
use carrel_engine::events::NoEvents;
use carrel_engine::secrets::memory_only;
use carrel_engine::store::learner::JournalRow;
use carrel_engine::{Engine, Host};
use carrel_provider::testkit::{LESSONS, OPEN};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const EMAIL: &str = "ana@learner.example";

#[derive(Debug, Default)]
pub struct Flips {
    /// Damaged files, by name.
    pub files: BTreeMap<&'static str, u64>,
    pub bits: u64,
    /// Damage that was found, and the file set aside.
    pub noticed: u64,
    /// Bits that changed nothing anybody reads.
    pub harmless: u64,
    /// Acts in all the journals, and those whose own bytes were hit.
    pub acts: u64,
    pub acts_hit: u64,
    /// Records whose mirror was hit: without the school's word there is no studying until the next sync.
    pub waits_for_school: u64,
    /// Records that were synced afterwards, and then agreed with the school.
    pub healed: u64,
    /// Catalogs that show something else than the school said, without anybody noticing. Known and not prevented: what is
    /// public and can be fetched again has no sums.
    pub catalogs_unlike: u64,
    pub losses: Vec<String>,
}

impl fmt::Display for Flips {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: u64 = self.files.values().sum();
        writeln!(f, "{all} damaged files, {} bits turned over", self.bits)?;
        for (name, number) in &self.files {
            writeln!(f, "  {name:<41} {number:>6}")?;
        }
        let rows = [
            ("damage found, the file set aside", self.noticed),
            ("no difference to anybody", self.harmless),
            ("acts in the journals", self.acts),
            ("acts whose own bytes were hit, not shown", self.acts_hit),
            ("waits for a sync before studying goes on", self.waits_for_school),
            ("synced afterwards, both sides agree", self.healed),
            ("catalogs with an unnoticed difference", self.catalogs_unlike),
            ("lost or wrong", self.losses.len() as u64),
        ];
        rows.iter().try_for_each(|(name, number)| writeln!(f, "  {name:<41} {number:>6}"))?;
        self.losses.iter().try_for_each(|loss| writeln!(f, "  WRONG: {loss}"))
    }
}

/// Panics anywhere in this process, also on threads whose end nobody hears; but for the threads of tests, which are named by
/// their paths: another test that fails beside this one is not Carrel's panic.
static PANICS: AtomicU64 = AtomicU64::new(0);

fn count_panics() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let of_a_test = std::thread::current().name().is_some_and(|name| name.contains("::"));
            PANICS.fetch_add(u64::from(!of_a_test), Ordering::SeqCst);
            before(panic);
        }));
    });
}

/// A learner's computer as it was before anything was damaged.
struct Sound {
    school: School,
    folder: PathBuf,
    acts: Vec<Operation>,
    answers: BTreeMap<i64, String>,
    view: String,
    catalog: String,
}

pub async fn run(room: &Path, flips: u64, seed: u64) -> Result<Flips> {
    count_panics();
    let sound = prepare(room).await?;
    let (mut dice, mut found) = (Dice::new(seed), Flips::default());
    for number in 0..flips {
        let copy = room.join("damaged");
        let _ = std::fs::remove_dir_all(&copy);
        copy_folder(&sound.folder, &copy);
        let name = *dice.pick(&["learner.db", "learner.db", "learner.db", "catalog.db", "carrel.json"]);
        let path = evidence::named(&copy, name).with_context(|| format!("there is no {name}"))?;
        let hit = turn_bits(&path, &mut dice)?;
        *found.files.entry(name).or_default() += 1;
        found.bits += hit.bits;
        let (wrong_before, panics) = (found.losses.len(), PANICS.load(Ordering::SeqCst));
        let look = look(&sound, &copy, name, &hit, number, &mut found);
        match tokio::time::timeout(std::time::Duration::from_secs(60), look).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => found.losses.push(format!("{error:#}")),
            Err(_) => found.losses.push("Carrel does not come to an end with it".to_owned()),
        }
        if PANICS.load(Ordering::SeqCst) > panics {
            found.losses.push("a panic".to_owned());
        }
        for loss in &mut found.losses[wrong_before..] {
            *loss = format!("file {number} ({name}): {loss}");
        }
        if found.losses.len() > wrong_before {
            found.losses[wrong_before..].iter().for_each(|loss| eprintln!("{loss}"));
            std::fs::write(room.join(format!("wrong-{number}-{name}")), &hit.bytes)?;
        }
    }
    Ok(found)
}

async fn prepare(room: &Path) -> Result<Sound> {
    let school = School::open().await;
    let device = Device::studying(&school, EMAIL).await;
    for number in 0..40 {
        some_acts(&device, number).await;
        if number == 25 {
            device.sync().await;
        }
    }
    device.engine.shut_down().await;
    let folder = room.join("sound");
    device.copy_to(&folder);
    let engine = start(&folder).await?;
    let (acts, answers) = split(journal(&engine).await?);
    let (view, catalog) = (view(&engine).await?, catalog(&engine).await?);
    engine.shut_down().await;
    Ok(Sound { school, folder, acts, answers, view, catalog })
}

async fn some_acts(device: &Device, number: usize) {
    let lesson = LESSONS[number % LESSONS.len()];
    if device.is_done(lesson).await {
        device.reopen(lesson).await
    } else {
        device.complete(lesson).await
    }
    // Every tenth is longer than a page of the file.
    let text = format!("note {number}: {}", "what I want to remember. ".repeat(if number % 10 == 9 { 300 } else { 6 }));
    let args = NoteArgs { program: OPEN.into(), lesson: lesson.into(), text, replaces: Vec::new() };
    device.engine.save_note(args).await.expect("the note is kept");
}

/// A start without a network.
async fn start(folder: &Path) -> Result<Engine> {
    let network = Network::new();
    network.set(Fault::Offline);
    start_on(folder, &network).await
}

async fn start_on(folder: &Path, network: &Arc<Network>) -> Result<Engine> {
    let mut host = Host::new(folder.to_owned(), Arc::new(NoEvents), TurnedClock::new(), memory_only());
    host.connect = network.connect();
    Engine::start(host).await.context("the engine does not start")
}

async fn journal(engine: &Engine) -> Result<Vec<JournalRow>> {
    let record = engine.open_record().await.context("no record is open")?;
    record.store.journal_from(0, 1_000_000).await.context("the journal does not read")
}

fn split(rows: Vec<JournalRow>) -> (Vec<Operation>, BTreeMap<i64, String>) {
    let answers = rows.iter().filter_map(|row| Some((row.op.seq, format!("{:?}", row.answer.as_ref()?)))).collect();
    (rows.into_iter().map(|row| row.op).collect(), answers)
}

async fn view(engine: &Engine) -> Result<String> {
    let record = engine.open_record().await.context("no record is open")?;
    let ledger = record.ledger().await.context("the ledger does not read")?;
    Ok(ledger.views().map(|(program, view)| format!("{program}: {view:?}\n")).collect())
}

async fn catalog(engine: &Engine) -> Result<String> {
    let query = CatalogQuery { limit: 200, ..CatalogQuery::default() };
    let results = engine.search_catalog(query).await.map_err(|error| anyhow::anyhow!("no catalog: {error:?}"))?;
    Ok(serde_json::to_string(&results)?)
}

#[derive(Default)]
struct Hit {
    bytes: Vec<u8>,
    bits: u64,
    /// Places that were hit; each can belong to one act at most.
    places: u64,
}

/// One bit, a few, or a whole sector of noise.
fn turn_bits(path: &Path, dice: &mut Dice) -> Result<Hit> {
    let mut bytes = std::fs::read(path)?;
    let (mut bits, mut places) = (0, 0);
    let times = *dice.pick(&[1, 1, 1, 2, 4, 8]);
    for _ in 0..times {
        let at = dice.place(bytes.len());
        bytes[at] ^= 1 << dice.below(8);
        (bits, places) = (bits + 1, places + 1);
    }
    if dice.percent(10) {
        let at = dice.place(bytes.len()) / 512 * 512;
        let end = bytes.len().min(at + 512);
        bytes[at..end].iter_mut().for_each(|byte| *byte = dice.number() as u8);
        // The shortest acts take some 150 bytes.
        (bits, places) = (bits + 512 * 4, places + 5);
    }
    std::fs::write(path, &bytes)?;
    Ok(Hit { bytes, bits, places })
}

async fn look(sound: &Sound, copy: &Path, name: &str, hit: &Hit, number: u64, found: &mut Flips) -> Result<()> {
    let engine = start(copy).await?;
    let notices = engine.state(()).await.map_err(|error| anyhow::anyhow!("no state: {error:?}"))?.notices;
    let set_aside = kept_as(&notices);
    if let Some(kept) = &set_aside {
        found.noticed += 1;
        let same = std::fs::read(kept).is_ok_and(|bytes| bytes == hit.bytes);
        expect(found, same, || format!("{} is not the damaged file as it was", kept.display()));
    }
    match name {
        "learner.db" => look_at_record(sound, &engine, hit, set_aside.is_some(), found).await?,
        "catalog.db" => {
            look_at_record(sound, &engine, &Hit::default(), false, found).await?;
            let unlike = set_aside.is_none() && catalog(&engine).await.ok().is_none_or(|now| now != sound.catalog);
            found.catalogs_unlike += u64::from(unlike);
            found.harmless += u64::from(set_aside.is_none() && !unlike);
        }
        _ => {
            let state = engine.state(()).await.map_err(|error| anyhow::anyhow!("no state: {error:?}"))?;
            expect(found, state.learner.is_some(), || "the learner is not known any more".to_owned());
            look_at_record(sound, &engine, &Hit::default(), false, found).await?;
            found.harmless += u64::from(set_aside.is_none());
        }
    }
    engine.shut_down().await;
    // Damage is told once and dealt with: the next start finds everything in order.
    let again = start(copy).await?;
    let notices = again.state(()).await.map_err(|error| anyhow::anyhow!("no state: {error:?}"))?.notices;
    expect(found, kept_as(&notices).is_none(), || format!("still damaged at the second start: {notices:?}"));
    if name == "learner.db" && set_aside.is_some() && !knows_its_place(&again).await? {
        found.waits_for_school += 1;
    } else {
        act_once_more(&again).await?;
    }
    again.shut_down().await;
    if name == "learner.db" && number.is_multiple_of(10) {
        heal(sound, copy, found).await?;
    }
    Ok(())
}

fn kept_as(notices: &[AppNotice]) -> Option<PathBuf> {
    notices.iter().find_map(|notice| match notice {
        AppNotice::CatalogSetAside { kept_as }
        | AppNotice::RecordSalvaged { kept_as, .. }
        | AppNotice::SettingsUnreadable { kept_as } => Some(kept_as.into()),
        _ => None,
    })
}

fn expect(found: &mut Flips, holds: bool, otherwise: impl FnOnce() -> String) {
    if !holds {
        found.losses.push(otherwise());
    }
}

async fn look_at_record(sound: &Sound, engine: &Engine, hit: &Hit, salvaged: bool, found: &mut Flips) -> Result<()> {
    let (acts, answers) = split(journal(engine).await?);
    for act in &acts {
        let written = sound.acts.iter().any(|known| evidence::same(known, act));
        expect(found, written, || format!("act {} was never done like that", act.seq));
    }
    for (seq, answer) in &answers {
        expect(found, sound.answers.get(seq) == Some(answer), || format!("a wrong answer to act {seq}: {answer}"));
    }
    let missing = (sound.acts.len() - acts.len().min(sound.acts.len())) as u64;
    let most = if salvaged { hit.places } else { 0 };
    expect(found, missing <= most, || format!("{missing} acts are missing, and {most} were hit"));
    found.acts += sound.acts.len() as u64;
    found.acts_hit += missing;
    if !salvaged {
        expect(found, answers.len() == sound.answers.len(), || "answers are missing".to_owned());
        let now = view(engine).await?;
        expect(found, now == sound.view, || "another view than before".to_owned());
        found.harmless += u64::from(hit.bits > 0);
    }
    let page = ActivityArgs { filter: ActivityFilter::All, limit: 200, ..ActivityArgs::default() };
    let page = engine.activity(page).await.map_err(|error| anyhow::anyhow!("no activity: {error:?}"))?;
    expect(found, page.acts.len() == acts.len().min(200), || "the activity shows other acts".to_owned());
    Ok(())
}

/// Is the school's word about the enrollment here?
async fn knows_its_place(engine: &Engine) -> Result<bool> {
    let record = engine.open_record().await.context("no record is open")?;
    let ledger = record.ledger().await?;
    Ok(ledger.mirror(&OPEN.into()).is_some_and(|mirror| mirror.enrollment.is_some()))
}

async fn act_once_more(engine: &Engine) -> Result<()> {
    let before = journal(engine).await?.len();
    let args = LessonArgs { program: OPEN.into(), lesson: LESSONS[0].into() };
    let act = engine.complete_lesson(args.clone()).await;
    act.map_err(|error| anyhow::anyhow!("no act is possible any more: {error:?}"))?;
    if journal(engine).await?.len() == before {
        // It was done already; then it can be opened again.
        let act = engine.reopen_lesson(args).await;
        act.map_err(|error| anyhow::anyhow!("no act is possible any more: {error:?}"))?;
    }
    anyhow::ensure!(journal(engine).await?.len() == before + 1, "the act is not in the journal");
    Ok(())
}

/// With the school again: everything that is left is settled, and both sides agree.
async fn heal(sound: &Sound, copy: &Path, found: &mut Flips) -> Result<()> {
    let engine = start_on(copy, &Network::new()).await?;
    let tokens = sound.school.session_for(EMAIL).await;
    engine.sign_in_with_tokens(tokens).await.map_err(|error| anyhow::anyhow!("no sign-in: {error:?}"))?;
    engine.sync_now(()).await.map_err(|error| anyhow::anyhow!("no sync: {error:?}"))?;
    let record = engine.open_record().await.context("no record is open")?;
    let state = engine.state(()).await.map_err(|error| anyhow::anyhow!("no state: {error:?}"))?;
    expect(found, state.sync.problem.is_none(), || format!("the sync has a problem: {:?}", state.sync));
    let ledger = record.ledger().await?;
    expect(found, ledger.open_count() == 0, || format!("{} acts stay open", ledger.open_count()));
    let here = ledger.mirror(&OPEN.into()).map(|mirror| mirror.digest.clone());
    let there = sound.school.record(EMAIL, OPEN).await.digest;
    expect(found, here.as_ref() == Some(&there), || format!("{here:?} here, {there:?} at the school"));
    drop(ledger);
    found.healed += 1;
    engine.shut_down().await;
    Ok(())
}
