//! What can be said to `carrelctl`.

use crate::skills::Skills;
use carrel_domain::goal::Said;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

const ENDINGS: &str = "Exit codes:
  0  done
  1  Carrel or the school said no
  2  the command was not understood
  3  the school cannot be reached now; what you did is kept and will be sent
  4  sign in first
  5  something waits for you
  6  nothing was found
  7  this computer is in the way: no space, damaged or newer data";

/// Study certificate programs from a terminal: the engine of the Carrel window, on the same data.
#[derive(Parser)]
#[command(name = "carrelctl", version, after_help = ENDINGS)]
pub struct Cli {
    /// Print the engine's answer as JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Folder where everything is kept, instead of the user's data folder
    #[arg(long, global = true, value_name = "DIR", env = "CARREL_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// School to speak of; it stays chosen
    #[arg(long, global = true, value_name = "ID")]
    pub school: Option<String>,
    /// Learner to speak for, as `status` names them; they stay chosen
    #[arg(long, global = true, value_name = "KEY")]
    pub learner: Option<String>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Schools known on this computer
    #[command(subcommand)]
    School(School),
    /// Sign in at the school: prints the address to open in a browser, and waits
    SignIn(SignIn),
    /// End this computer's session; your work stays here
    SignOut,
    /// Programs the school offers, offline too
    #[command(subcommand)]
    Catalog(Catalog),
    /// Ask for a place in a program
    Enroll {
        program: String,
        /// You have read what `catalog show` says about your state
        #[arg(long)]
        acknowledge_state: bool,
        #[command(flatten)]
        kept: Kept,
    },
    /// Show or change settings
    Settings(Settings),
    /// Your courses
    #[command(subcommand)]
    Study(Study),
    /// Courses kept on this computer
    #[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
    Download(Download),
    /// Send what waits and fetch what is new
    Sync,
    /// School, learner, keyring and what waits to be sent
    Status,
    /// Everything you did, newest first, what became of it, and why it waits
    #[command(args_conflicts_with_subcommands = true)]
    Journal(Journal),
    /// What is here and what is missing for some hours of study without a network
    Ready {
        /// Hours of study
        #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=500))]
        hours: u32,
    },
    /// Write everything about you to a JSON file and say where
    Export {
        /// Write a page to read and print instead
        #[arg(long)]
        page: bool,
    },
    /// The school's career guide: roles, exams, licenses by state, wages with their sources; offline too
    #[command(subcommand)]
    Guide(Guide),
    /// Send by USB stick: pack what waits into a file, carry one for somebody, bring the reply home
    #[command(subcommand)]
    Parcel(Parcel),
}

#[derive(Subcommand)]
pub enum Guide {
    /// The pages
    List,
    /// One page, every number with its period and source
    Show { page: String },
    /// Find words in the guide
    Search { text: Vec<String> },
}

#[derive(Subcommand)]
pub enum Parcel {
    /// Pack what the school has not confirmed into a file that only the school can open
    Make,
    /// Hand somebody's parcel to its school and write the reply beside it; needs a network, no sign-in
    Carry { file: PathBuf },
    /// Take in the reply to a parcel of yours
    Reply { file: PathBuf },
}

#[derive(Args)]
pub struct Journal {
    #[command(subcommand)]
    pub choice: Option<Choice>,
    /// Only what the school has not confirmed
    #[arg(long, group = "standing")]
    pub waiting: bool,
    /// Only what waits for you
    #[arg(long, group = "standing")]
    pub needs_you: bool,
    /// Only what the school has confirmed
    #[arg(long, group = "standing")]
    pub confirmed: bool,
    /// Only what the school refused
    #[arg(long, group = "standing")]
    pub refused: bool,
    /// Only what you did in this program
    #[arg(long, value_name = "PROGRAM")]
    pub program: Option<String>,
    /// How many acts
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=200))]
    pub limit: u32,
    /// Only acts older than this sequence number
    #[arg(long, value_name = "SEQ")]
    pub before: Option<i64>,
}

/// What can be done about an act that needs you; `SEQ` is its number in the list.
#[derive(Subcommand)]
pub enum Choice {
    /// Ask the school again
    AskAgain {
        seq: i64,
        /// You have read what `catalog show` says about your state
        #[arg(long)]
        acknowledge_state: bool,
    },
    /// Put a refusal away that you have read; it stays in the journal
    PutAway { seq: i64 },
}

#[derive(Subcommand)]
pub enum School {
    /// Add a school by its address
    Add { url: String },
    /// List the schools of this computer
    List,
    /// Choose one
    Use { id: String },
}

#[derive(Args)]
pub struct SignIn {
    /// For tests with a school on this computer: fill in the school's pages instead of a browser
    #[arg(long, requires = "password_stdin")]
    pub email: Option<String>,
    /// Read the password from standard input; only for schools on 127.0.0.1
    #[arg(long, requires = "email")]
    pub password_stdin: bool,
}

/// An answer about a goal that goes with a request, as `catalog eligibility` prints it at its end.
#[derive(Args)]
pub struct Kept {
    /// Keep with the request what you read about this goal
    #[arg(long, requires = "reading")]
    pub goal: Option<String>,
    #[arg(long, requires = "goal", value_name = "CA")]
    pub state: Option<String>,
    #[arg(long, requires = "goal", value_parser = crate::skills::answer, value_name = "QUESTION=yes|no")]
    pub answer: Vec<(String, Said)>,
    /// The answer you read; if it is another one now, nothing is sent
    #[arg(long, requires = "goal")]
    pub reading: Option<String>,
}

#[derive(Subcommand)]
pub enum Catalog {
    /// Find programs; without words, all of them
    Search {
        text: Vec<String>,
        /// Only this category; may be repeated
        #[arg(long)]
        category: Vec<String>,
        /// Only where enrollment is open in your state
        #[arg(long)]
        open_in_my_state: bool,
        /// Only programs that need no live practice
        #[arg(long)]
        no_clinical: bool,
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=200))]
        limit: u32,
    },
    /// Everything about one program
    Show { program: String },
    /// Whether a program leads to a goal in a state: meets, does not meet or not determined, piece by piece
    Eligibility {
        program: String,
        /// The goal; without it, the goals there are
        #[arg(long)]
        goal: Option<String>,
        /// Two letters; without it, the state of your settings
        #[arg(long, value_name = "CA")]
        state: Option<String>,
        /// What you know of yourself; may be repeated
        #[arg(long, value_parser = crate::skills::answer, value_name = "QUESTION=yes|no")]
        answer: Vec<(String, Said)>,
    },
    /// Fetch what changed at the school
    Refresh,
}

#[derive(Args)]
pub struct Settings {
    /// Where you live, as two letters; it decides which state rules you are shown
    #[arg(long, value_name = "CA")]
    pub state: Option<String>,
    /// What the school calls this computer
    #[arg(long, value_name = "NAME")]
    pub device_name: Option<String>,
}

#[derive(Subcommand)]
pub enum Study {
    /// Your courses and requests
    List,
    /// One course, lesson by lesson
    Show { program: String },
    /// Mark a lesson done
    Complete { program: String, lesson: String },
    /// Mark a lesson not done after all
    Reopen { program: String, lesson: String },
    /// Show your note on a lesson, or keep TEXT in its place; `-` reads it from standard input
    Note {
        program: String,
        lesson: String,
        text: Option<String>,
        /// Also where two computers wrote apart: the text takes the place of all of it
        #[arg(long, requires = "text")]
        replace: bool,
    },
    /// Bookmark a lesson
    Bookmark {
        program: String,
        lesson: String,
        /// Take the bookmark away
        #[arg(long)]
        off: bool,
    },
    /// Find words in the lessons on this computer
    Search {
        #[arg(required = true)]
        text: Vec<String>,
        /// Only in this course
        #[arg(long)]
        program: Option<String>,
    },
    /// The passages you marked in a lesson; without LESSON every bookmark, marked passage and note of the course
    Marks { program: String, lesson: Option<String> },
    /// Write a lesson with your marks and note as a page to print
    Print { program: String, lesson: String },
    /// Your skills log and how far each credential's numbers are
    Skills {
        program: String,
        #[command(subcommand)]
        what: Option<Skills>,
    },
    /// Show a quiz, or hand in answers to it
    Quiz {
        program: String,
        quiz: String,
        /// JSON: item id to answer, such as {"q1": {"kind": "choices", "value": ["a"]}}; `-` reads standard input
        #[arg(long, value_name = "FILE")]
        answers: Option<PathBuf>,
        /// The edition that was shown with the questions; if they are others now, nothing is handed in
        #[arg(long, requires = "answers")]
        edition: Option<String>,
    },
    /// The words of a course and what they mean; with WORD those that have it in name or meaning
    Glossary { program: String, word: Option<String> },
    /// The practice exam: what it is, what is begun, and what came of each sitting
    Exam { program: String },
    /// Questions that recall would ask today, and how it stands
    Recall { program: String },
}

#[derive(Args)]
pub struct Download {
    #[command(subcommand)]
    pub which: Option<Downloads>,
    /// Course to keep on this computer; the window fetches it when it is open, or `--wait` does
    pub program: Option<String>,
    /// Stay until every byte is here and verified
    #[arg(long)]
    pub wait: bool,
}

#[derive(Subcommand)]
pub enum Downloads {
    /// What is kept here, and how much space it takes
    List,
    /// Free the space; nothing you did is touched
    Remove { program: String },
}
