//! Mistyped words: the nearest words of what is searched itself.
//!
//! Only reached where what was typed finds nothing. The vocabulary is walked whole: its lengths and letters rule out nearly
//! all words before any distance is computed, and tens of thousands take less than a millisecond or two.

use carrel_sqlite::DbError;
use rusqlite::Connection;

/// A word of the catalog, or of the lessons.
pub(in crate::store) struct Entry {
    pub word: Box<str>,
    /// How many have it.
    pub uses: u32,
}

/// All of them, in order.
pub(in crate::store) fn vocabulary(conn: &Connection) -> Result<Vec<Entry>, DbError> {
    let mut select = conn.prepare("SELECT word, uses FROM vocabulary ORDER BY word")?;
    let words = select.query_map([], |row| {
        Ok(Entry { word: row.get_ref(0)?.as_str().unwrap_or_default().into(), uses: row.get(1)? })
    })?;
    Ok(words.collect::<Result<_, _>>()?)
}

/// Attempts at searching again are bounded: each costs a search.
const ATTEMPTS: usize = 4;
const CANDIDATES: usize = 3;
const LONGEST: usize = 32;

/// Other words to search for instead of `words`, the best first. The last of `words` may be unfinished.
pub(in crate::store) fn attempts(vocabulary: &[Entry], words: &[String]) -> Vec<Vec<String>> {
    let last = words.len().saturating_sub(1);
    let unknown: Vec<usize> = (0..words.len()).filter(|at| !known(vocabulary, &words[*at], *at == last)).collect();
    let mut attempts = Vec::new();
    if let Some((first, others)) = unknown.split_first() {
        let mut base = words.to_vec();
        for at in others {
            let Some(best) = nearest(vocabulary, &words[*at], *at == last).into_iter().next() else { return attempts };
            base[*at] = best;
        }
        for candidate in nearest(vocabulary, &words[*first], *first == last) {
            attempts.push(replaced(&base, *first, candidate));
        }
    } else if words.len() > 1 {
        // Every word exists and nothing has them all: one of them may be another one's misspelling.
        for (at, word) in words.iter().enumerate() {
            let best = nearest(vocabulary, word, at == last).into_iter().next();
            attempts.extend(best.map(|best| replaced(words, at, best)));
        }
    }
    attempts.truncate(ATTEMPTS);
    attempts
}

fn replaced(words: &[String], at: usize, word: String) -> Vec<String> {
    let mut words = words.to_vec();
    words[at] = word;
    words
}

fn known(vocabulary: &[Entry], word: &str, unfinished: bool) -> bool {
    let at = vocabulary.partition_point(|entry| &*entry.word < word);
    let found = vocabulary.get(at).map(|entry| &*entry.word);
    found.is_some_and(|found| if unfinished { found.starts_with(word) } else { found == word })
}

/// How many slips a word of this length may have.
fn slips(letters: usize) -> usize {
    match letters {
        0..3 => 0,
        3..8 => 1,
        _ => 2,
    }
}

/// The words nearest to `typed`: fewest slips first, then those with the same first letter, then the most used.
fn nearest(vocabulary: &[Entry], typed: &str, unfinished: bool) -> Vec<String> {
    let letters: Vec<char> = typed.chars().collect();
    let most = slips(letters.len());
    if most == 0 || letters.len() > LONGEST {
        return Vec::new();
    }
    let bag = bag_of(typed);
    let mut found = Vec::new();
    let mut other = Vec::new();
    for entry in vocabulary {
        if too_far(bag, letters.len(), &entry.word, most, unfinished) {
            continue;
        }
        other.clear();
        other.extend(entry.word.chars());
        let distance = distance(&letters, &other, unfinished);
        if distance <= most && *entry.word != *typed {
            found.push((distance, other.first() != letters.first(), u32::MAX - entry.uses, &*entry.word));
        }
    }
    found.sort_unstable();
    found.into_iter().take(CANDIDATES).map(|(.., word)| word.to_owned()).collect()
}

/// A set of letters, folded into 64 bits.
fn bag_of(word: &str) -> u64 {
    word.chars().fold(0, |bag, letter| bag | 1 << (u32::from(letter) % 64))
}

/// A cheap bound: each letter that only one of the two has is a slip, and so is each letter of length between them.
fn too_far(bag: u64, letters: usize, word: &str, most: usize, unfinished: bool) -> bool {
    // Bytes are at least as many as letters.
    if word.len() + most < letters {
        return true;
    }
    let other = bag_of(word);
    let missing = (bag & !other).count_ones() as usize;
    let extra = if unfinished { 0 } else { (other & !bag).count_ones() as usize };
    missing > most || extra > most
}

/// Slips between two words: a letter too many, missing, wrong, or two swapped. To an unfinished word, the distance of the
/// nearest beginning of `word`.
fn distance(typed: &[char], word: &[char], unfinished: bool) -> usize {
    let word = &word[..word.len().min(typed.len() + 3)];
    let width = word.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut row: Vec<usize> = (0..width).collect();
    let mut next = vec![0; width];
    for (i, letter) in typed.iter().enumerate() {
        next[0] = i + 1;
        for (j, other) in word.iter().enumerate() {
            let same = usize::from(letter != other);
            let mut best = (row[j] + same).min(row[j + 1] + 1).min(next[j] + 1);
            let swapped = i > 0 && j > 0 && typed[i - 1] == *other && word[j - 1] == *letter;
            if swapped {
                best = best.min(before[j - 1] + 1);
            }
            next[j + 1] = best;
        }
        std::mem::swap(&mut before, &mut row);
        std::mem::swap(&mut row, &mut next);
    }
    let ends = if unfinished { row.iter().min() } else { row.last() };
    ends.copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(a: &str, b: &str, unfinished: bool) -> usize {
        distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), unfinished)
    }

    #[test]
    fn a_slip_is_one_letter_wrong_missing_too_many_or_swapped() {
        for (typed, slips) in [("coding", 0), ("codinh", 1), ("codng", 1), ("codding", 1), ("cdoing", 1), ("cdoign", 2)]
        {
            assert_eq!(between(typed, "coding", false), slips, "{typed}");
        }
        assert_eq!(between("phlebotm", "phlebotomy", true), 1, "an unfinished word is compared with beginnings");
        assert_eq!(between("phlebotm", "phlebotomy", false), 2);
    }

    #[test]
    fn the_cheap_bound_never_rules_out_what_is_near() {
        let words = ["ekg", "kge", "coding", "codings", "cod", "phlebotomy", "phlebotomist", "élan", "медик"];
        for typed in words {
            for word in words {
                for unfinished in [false, true] {
                    let (near, most) = (between(typed, word, unfinished), slips(typed.chars().count()));
                    let ruled_out = too_far(bag_of(typed), typed.chars().count(), word, most, unfinished);
                    assert!(!(ruled_out && near <= most), "{typed} {word}");
                }
            }
        }
    }
}
