//! A campus: the folder of plain files a school is published from, as docs/provider-guide.md describes it.
//!
//! [`read`] reads all of it and collects every mistake with its file, its line and what to do about it. Only a campus
//! without a mistake comes out as a value, so whatever imports one need not check again. [`draft`] is for looking at one.

mod career;
mod course;
mod exam;
mod faults;
mod fields;
mod film;
mod glossary;
mod goals;
mod hotspot;
mod lesson;
mod picture;
mod practice;
mod program;
mod quiz;
mod school;
mod words;

pub use faults::{Fault, Faults, mistakes};

use carrel_domain::ProgramId;
use carrel_domain::catalog::{PrerequisiteKind, Program};
use carrel_domain::guide::Guide;
use carrel_domain::pack::Manifest;
use carrel_protocol::SchoolInfo;
use school::School;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A school without a mistake.
#[derive(Clone, Debug)]
pub struct Campus {
    pub school: SchoolInfo,
    pub programs: Vec<Program>,
    pub packs: Vec<Pack>,
    /// What somebody reads before they choose a program.
    pub guide: Option<Guide>,
    /// What the lessons' authors want confirmed, as `path: statement`. Never shown to learners.
    pub to_confirm: Vec<String>,
}

/// A course pack and where its files come from, by SHA-256.
#[derive(Clone, Debug)]
pub struct Pack {
    pub manifest: Manifest,
    pub blobs: BTreeMap<String, Blob>,
}

#[derive(Clone, Debug)]
pub enum Blob {
    Bytes(Vec<u8>),
    File(PathBuf),
}

impl Campus {
    /// One line for whoever ran the check.
    pub fn summary(&self) -> String {
        let lessons = self.programs.iter().flat_map(|program| &program.outline).map(|module| module.lessons.len());
        let written: usize = self.programs.iter().map(Program::written_lessons).sum();
        let in_packs =
            |count: fn(&Manifest) -> usize| self.packs.iter().map(|pack| count(&pack.manifest)).sum::<usize>();
        format!(
            "{}: {} programs, {} with a course; {} lessons, {} of them written; {} quizzes with {} questions; {} glossary terms; {} files",
            self.school.name,
            self.programs.len(),
            self.packs.len(),
            lessons.sum::<usize>(),
            written,
            in_packs(|pack| pack.quizzes.len()),
            in_packs(|pack| pack.quizzes.iter().map(|quiz| quiz.items.len()).sum()),
            in_packs(|pack| pack.glossary.len()),
            in_packs(|pack| pack.files.len()),
        )
    }
}

impl Campus {
    /// How much there is to read. Every statistic has a source: a campus with one that has none does not come this far.
    pub fn counts(&self) -> String {
        let files = || self.packs.iter().flat_map(|pack| pack.manifest.files.iter().map(move |file| (pack, file)));
        let lessons = files().filter(|(_, file)| file.path.ends_with(".md"));
        let words: usize = lessons.map(|(pack, file)| pack.blobs.get(&file.sha256).map_or(0, Blob::words)).sum();
        let quizzes = self.packs.iter().flat_map(|pack| &pack.manifest.quizzes);
        let guide = self.guide.as_ref();
        let pages = guide.map_or(0, |guide| guide.pages.len());
        let read = guide.iter().flat_map(|guide| &guide.pages).map(|page| page.markdown.split_whitespace().count());
        let statistics = guide.map(|guide| guide.statistics.as_slice()).unwrap_or_default();
        format!(
            "{words} words of lessons; {} figures; {} quiz items; career guide: {pages} pages, {} words, {} statistics, {} without a source",
            files().filter(|(_, file)| file.media_type.starts_with("image/")).count(),
            quizzes.map(|quiz| quiz.items.len()).sum::<usize>(),
            read.sum::<usize>(),
            statistics.len(),
            statistics.iter().filter(|statistic| statistic.source.name.is_empty()).count(),
        )
    }
}

impl Blob {
    fn words(&self) -> usize {
        match self {
            Self::Bytes(bytes) => String::from_utf8_lossy(bytes).split_whitespace().count(),
            Self::File(_) => 0,
        }
    }
}

/// What could be read of a campus, and what is wrong with it. Where something is, stand-ins may stand: it is to be looked at, never
/// to be published.
pub struct Draft {
    /// None while school.toml cannot be read.
    pub campus: Option<Campus>,
    pub faults: Vec<Fault>,
}

/// Reads and checks the whole folder.
pub fn read(folder: &Path) -> Result<Campus, Vec<Fault>> {
    match draft(folder) {
        Draft { campus: Some(campus), faults } if faults.is_empty() => Ok(campus),
        Draft { faults, .. } => Err(faults),
    }
}

/// The same for whoever is still writing it.
pub fn draft(folder: &Path) -> Draft {
    let faults = Faults::new(folder);
    let mut campus = school::read(folder, &faults).map(|school| read_programs(folder, school, &faults));
    let (faults, to_confirm) = faults.finish();
    campus.iter_mut().for_each(|campus| campus.to_confirm.clone_from(&to_confirm));
    Draft { campus, faults }
}

fn read_programs(folder: &Path, school: School, faults: &Faults) -> Campus {
    let mut programs = Vec::new();
    let mut packs = Vec::new();
    for folder in program_folders(&folder.join("programs"), faults) {
        if let Some((program, pack)) = program::read(&folder, &school, faults) {
            programs.push(program);
            packs.extend(pack);
        }
    }
    check_prerequisites(folder, &programs, faults);
    let guide = career::read(folder, &programs, faults);
    Campus { school: school.info, programs, packs, guide, to_confirm: Vec::new() }
}

fn program_folders(folder: &Path, faults: &Faults) -> Vec<PathBuf> {
    let (folders, files) = faults.list(folder);
    for file in files {
        faults.add(
            &file,
            1,
            "This file stands where program folders should be",
            "Move it into a program's folder or delete it",
        );
    }
    if folders.is_empty() {
        faults.add(folder, 1, "There is no program here", "Add a folder with a program.toml");
    }
    folders
}

fn check_prerequisites(folder: &Path, programs: &[Program], faults: &Faults) {
    let known: BTreeSet<&ProgramId> = programs.iter().map(|program| &program.id).collect();
    for program in programs {
        let file = folder.join("programs").join(program.id.as_str()).join("program.toml");
        let needed = program.prerequisites.iter().filter(|p| p.kind == PrerequisiteKind::Program);
        for missing in needed.filter_map(|p| p.program.as_ref()).filter(|id| !known.contains(id) || **id == program.id)
        {
            let line = faults.line_with(&file, &format!("\"{missing}\""));
            let wrong = format!("The prerequisite program \"{missing}\" is not another program of this school");
            faults.add(&file, line, wrong, "Name a folder of programs/ or use kind = \"other\"");
        }
    }
}
