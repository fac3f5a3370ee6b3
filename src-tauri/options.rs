//! What the window is told when it starts: by its arguments, else by its environment.

use std::collections::hash_map::DefaultHasher;
use std::ffi::OsStr;
use std::hash::{Hash, Hasher};
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "Carrel: study certificate programs without a network, and lose nothing.

Usage: carrel [--school URL]

  --school URL   the school to offer when Carrel is opened for the first time
  --version      say the version
  --help         say this

Environment:
  CARREL_SCHOOL     the same as --school
  CARREL_DATA_DIR   where everything is kept, instead of the user's data folder
  CARREL_LOG        what is said on standard error, such as `debug` or `warn,carrel_engine=debug`";

pub struct Options {
    /// Offered, and chosen, when no school is known yet.
    pub school: Option<String>,
    /// Given by hand, so it may be another one at the next start.
    pub data_dir: Option<PathBuf>,
}

/// Why no window opens.
#[derive(Debug)]
pub enum Told {
    Answer(String),
    Mistake(String),
}

impl Told {
    pub fn exit(self) -> ExitCode {
        match self {
            Self::Answer(text) => {
                println!("{text}");
                ExitCode::SUCCESS
            }
            Self::Mistake(text) => {
                eprintln!("{text}\n\n{USAGE}");
                ExitCode::from(2)
            }
        }
    }
}

impl Options {
    pub fn from_command_line(mut arguments: impl Iterator<Item = String>) -> Result<Self, Told> {
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let mut options = Self {
            school: set("CARREL_SCHOOL").map(|value| value.to_string_lossy().into_owned()),
            data_dir: set("CARREL_DATA_DIR").map(PathBuf::from),
        };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--version" => return Err(Told::Answer(format!("carrel {}", env!("CARGO_PKG_VERSION")))),
                "--help" | "-h" => return Err(Told::Answer(USAGE.into())),
                "--school" => {
                    let address = arguments.next().ok_or_else(|| Told::Mistake("--school needs an address".into()))?;
                    options.school = Some(address);
                }
                other => match other.strip_prefix("--school=") {
                    Some(address) => options.school = Some(address.to_owned()),
                    // A desktop may append arguments of its own; they are no reason to stay shut.
                    None => tracing::warn!("Ignoring the argument {other}"),
                },
            }
        }
        Ok(options)
    }

    /// The bus name that tells this data folder's window from others; `None` for the usual folder.
    pub fn bus_name(&self) -> Option<String> {
        let folder = self.data_dir.as_ref()?;
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.clone());
        let mut hasher = DefaultHasher::new();
        OsStr::new(&folder).hash(&mut hasher);
        Some(format!("app.carrel.desktop.at{:016x}", hasher.finish()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Options, Told> {
        Options::from_command_line(arguments.iter().map(|argument| (*argument).to_owned()))
    }

    #[test]
    fn the_school_is_taken_in_both_spellings() {
        for arguments in [&["--school", "http://127.0.0.1:9"][..], &["--school=http://127.0.0.1:9"][..]] {
            let options = parse(arguments).expect("a window opens");
            assert_eq!(options.school.as_deref(), Some("http://127.0.0.1:9"));
        }
        assert!(matches!(parse(&["--school"]), Err(Told::Mistake(_))));
    }

    #[test]
    fn another_data_folder_is_another_desk() {
        let at = |folder: &str| Options { school: None, data_dir: Some(folder.into()) }.bus_name();
        assert_ne!(at("/tmp/a"), at("/tmp/b"));
        assert_eq!(at("/tmp/a"), at("/tmp/a"));
        assert_eq!(Options { school: None, data_dir: None }.bus_name(), None);
    }
}
