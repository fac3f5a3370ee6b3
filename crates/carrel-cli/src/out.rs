//! Printing: either words for a person, or the engine's reply as it is.

use crate::words::Failure;
use anyhow::Context;
use serde::Serialize;
use std::io::Write;

#[derive(Clone, Copy)]
pub struct Out {
    pub json: bool,
}

impl Out {
    /// Prints `reply`, for a person as `words` puts it.
    pub fn reply<T: Serialize>(self, reply: &T, words: impl FnOnce(&T) -> String) -> Result<(), Failure> {
        let text = if self.json {
            serde_json::to_string_pretty(reply).context("The answer could not be written as JSON")?
        } else {
            words(reply)
        };
        print(text.trim_end())
    }

    /// For commands that answer nothing.
    pub fn done(self, words: &str) -> Result<(), Failure> {
        self.reply(&(), |()| words.to_owned())
    }

    /// Words on the side, for a person who waits.
    pub fn aside(self, words: &str) {
        if !self.json {
            eprintln!("{words}");
        }
    }
}

fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
        // Whoever reads (`head`, say) has had enough; that is no failure.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other.context("Could not print")?),
    }
}

/// Rows under one another, each column as wide as its widest cell; the last one is left ragged.
#[derive(Default)]
pub struct Columns {
    rows: Vec<Vec<String>>,
}

impl Columns {
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }
}

impl std::fmt::Display for Columns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |at: usize| self.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max();
        let widths: Vec<usize> = (0..columns).map(|at| width(at).unwrap_or(0)).collect();
        for row in &self.rows {
            let mut line = String::from(" ");
            for (cell, width) in row.iter().zip(&widths) {
                line.push_str(&format!(" {cell:<width$} ", width = *width));
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Columns;

    #[test]
    fn columns_stand_under_one_another() {
        let mut columns = Columns::default();
        columns.row(["a".into(), "é".into(), "last".into()]);
        columns.row(["long".into(), "b".into(), String::new()]);
        assert_eq!(columns.to_string(), "  a     é  last\n  long  b\n");
    }
}
