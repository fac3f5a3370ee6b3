//! Keeps patients out of the log: refuses free text that looks as if it named, numbered or dated one.
//!
//! A rule of thumb, not a proof. It errs towards refusing, because a learner can always say the same without the number or the
//! name, and nobody can take back what a school has been sent. It cannot know that "the tall lady from bed four" is somebody.

use serde::{Deserialize, Serialize};

/// What a text looks like that may not stand in a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Identifier {
    /// A date with its year, or words such as "born" or "DOB".
    Date,
    Email,
    SocialSecurity,
    Phone,
    /// Words such as "MRN", or a long number.
    RecordNumber,
    /// A name after "patient", "Mr" and the like.
    PatientName,
    /// Any digit, where only a name belongs.
    Number,
}

/// What a field is for decides what may stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FreeText {
    Anything,
    /// The supervisor: a name or initials, and never a number.
    Name,
    /// Where it was. Wards are called after those who lie there: "Newborn Nursery", "Patient Education Room".
    Place,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const BIRTH_WORDS: [&str; 7] = ["dob", "born", "birthdate", "birthday", "birth", "bday", "d.o.b"];
const NUMBER_WORDS: [&str; 10] =
    ["mrn", "mrn#", "ssn", "ssn#", "acct", "acct#", "chart#", "fin#", "accession", "medicare"];
/// Titles of people who are not colleagues: a learner's supervisor has a field of their own.
const TITLES: [&str; 8] = ["mr", "mrs", "ms", "miss", "mx", "mister", "master", "madam"];
/// Of these the ones after which a name is a name in small letters too: they are hardly ever another word.
const PLAIN_TITLES: [&str; 5] = ["mr", "mrs", "ms", "miss", "mister"];
/// What follows "miss" where it is no title: "a near miss on the left", "did not miss the vein".
const AFTER_A_MISS: [&str; 16] = [
    "on", "the", "at", "in", "by", "a", "and", "then", "first", "second", "this", "that", "it", "due", "with", "again",
];
const PEOPLE: [&str; 11] =
    ["patient", "pt", "client", "resident", "donor", "baby", "infant", "newborn", "child", "name", "named"];
/// What follows "Patient" in the names of places and things, and is nobody's name.
const NOT_NAMES: [&str; 28] = [
    "service",
    "services",
    "care",
    "center",
    "centre",
    "ward",
    "room",
    "identification",
    "safety",
    "access",
    "lounge",
    "tower",
    "clinic",
    "transport",
    "registration",
    "testing",
    "portal",
    "relations",
    "nursery",
    "unit",
    "screening",
    "education",
    "hospital",
    "life",
    "floor",
    "heel",
    "hall",
    "wing",
];
/// What goes on about somebody just named.
const AFTER_A_NAME: [&str; 10] = ["was", "is", "had", "has", "seemed", "felt", "said", "did", "in", "from"];
/// How a patient is, or where: what stands before a comma and is nobody's name. Endings such as "-ed" say it too.
const DESCRIPTIONS: [&str; 60] = [
    "adult", "afraid", "alert", "arm", "asleep", "awake", "calm", "child", "cold", "dizzy", "done", "elderly", "faint",
    "female", "fine", "finger", "first", "frail", "good", "great", "hand", "happy", "heel", "here", "ill", "in",
    "lateral", "left", "male", "medial", "no", "none", "not", "obese", "ok", "okay", "older", "on", "pale", "quiet",
    "ready", "right", "sat", "shaky", "sick", "sleepy", "slim", "steady", "still", "supine", "sweaty", "tense", "then",
    "thin", "upset", "vein", "warm", "weak", "well", "young",
];
const DESCRIPTIVE_ENDINGS: [&str; 8] = ["ed", "ing", "ous", "ive", "able", "ful", "less", "ly"];
/// Longer runs of digits than a room, a gauge or a volume has.
const LONG_NUMBER: usize = 5;

/// What `text` looks like, if it looks like something that points to a person.
pub fn identifier_in(text: &str, field: FreeText) -> Option<Identifier> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.iter().any(|word| is_email(word)) {
        return Some(Identifier::Email);
    }
    let found = in_numbers(text)
        .or_else(|| has_date_in_words(&words).then_some(Identifier::Date))
        .or_else(|| in_key_words(&words))
        .or_else(|| names_a_patient(&words, field).then_some(Identifier::PatientName));
    match (found, field) {
        (None, FreeText::Name) => text.chars().any(|letter| letter.is_numeric()).then_some(Identifier::Number),
        _ => found,
    }
}

fn is_email(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// Groups of digits joined by one sign each, such as `05/12/61`, `312-555-0142` or `(312) 555 0142`.
fn in_numbers(text: &str) -> Option<Identifier> {
    let mut chains = Vec::new();
    let mut chain = Chain::default();
    let mut gap = String::new();
    for letter in text.chars() {
        if letter.is_numeric() {
            // Two signs may stand between, as in `) `; a letter or more ends the chain.
            if gap.chars().count() > 2 || gap.chars().any(char::is_alphanumeric) {
                chains.push(std::mem::take(&mut chain));
                gap.clear();
            }
            chain.digit(&std::mem::take(&mut gap));
        } else {
            gap.push(letter);
        }
    }
    chains.push(chain);
    chains.iter().find_map(Chain::looks_like)
}

#[derive(Default)]
struct Chain {
    /// How many digits each group has, and what stood before it.
    groups: Vec<(usize, String)>,
}

impl Chain {
    fn digit(&mut self, gap: &str) {
        if self.groups.is_empty() || !gap.is_empty() {
            self.groups.push((0, gap.to_owned()));
        }
        if let Some(group) = self.groups.last_mut() {
            group.0 += 1;
        }
    }

    fn looks_like(&self) -> Option<Identifier> {
        let lengths: Vec<usize> = self.groups.iter().map(|(length, _)| *length).collect();
        let joined_by =
            |signs: &[char]| self.groups.iter().skip(1).all(|(_, gap)| gap.chars().count() == 1 && gap.contains(signs));
        let total: usize = lengths.iter().sum();
        match lengths.as_slice() {
            [3, 2, 4] if joined_by(&['-', '–', ' ', '.']) => Some(Identifier::SocialSecurity),
            // 05/12/1961, 5-12-61, 12.5.1961, and the year first.
            [1 | 2, 1 | 2, 2 | 4] | [4, 1 | 2, 1 | 2] if joined_by(&['/', '-', '–', '.']) => Some(Identifier::Date),
            [.., 3, 4] if (7..=12).contains(&total) && total != 9 => Some(Identifier::Phone),
            [10 | 11] => Some(Identifier::Phone),
            lengths if lengths.iter().any(|length| *length >= LONG_NUMBER) => Some(Identifier::RecordNumber),
            // Digits in pairs and threes, joined without words between them.
            _ if total >= 7 && joined_by(&['-', '–', '.', '/']) => Some(Identifier::RecordNumber),
            _ => None,
        }
    }
}

/// `May 12, 1961` and `12 May 1961`: a month's name beside a day, and a year behind. `may` alone is a plain word.
fn has_date_in_words(words: &[&str]) -> bool {
    words.windows(3).any(|three| match three {
        [one, two, year] => {
            (is_month(one) && is_day(two) || is_day(one) && is_month(two)) && digits_of(year).is_some_and(is_year)
        }
        _ => false,
    })
}

fn is_month(word: &str) -> bool {
    let word = plain(word);
    word == "sept" || word.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(&word))
}

fn is_day(word: &str) -> bool {
    let digits = digits_of(word.trim_end_matches(|c: char| c == ',' || c.is_alphabetic()));
    digits.is_some_and(|digits| digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day)))
}

fn is_year(digits: &str) -> bool {
    matches!(digits.len(), 2 | 4)
}

fn digits_of(word: &str) -> Option<&str> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    (!word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())).then_some(word)
}

fn in_key_words(words: &[&str]) -> Option<Identifier> {
    let is = |word: &str, known: &[&str]| known.contains(&plain(word).as_str());
    if words.iter().any(|word| is(word, &BIRTH_WORDS)) {
        return Some(Identifier::Date);
    }
    if words.iter().any(|word| is(word, &NUMBER_WORDS)) {
        return Some(Identifier::RecordNumber);
    }
    // "medical record", "record number", "chart no.", "account number", "social security".
    words.windows(2).find_map(|two| match [plain(two.first()?), plain(two.get(1)?)] {
        [one, two] if one == "social" && two == "security" => Some(Identifier::SocialSecurity),
        [one, two] if one == "medical" && two == "record" => Some(Identifier::RecordNumber),
        [one, two] if ["record", "chart", "account", "policy", "member"].contains(&one.as_str()) => {
            ["no", "number", "id", "#"].contains(&two.as_str()).then_some(Identifier::RecordNumber)
        }
        _ => None,
    })
}

/// A name after a title, or after "patient" and its like: one with a capital, or surname, comma, first name.
fn names_a_patient(words: &[&str], field: FreeText) -> bool {
    words.windows(2).enumerate().any(|(at, two)| {
        let (Some(one), Some(next)) = (two.first(), two.get(1)) else { return false };
        let before = plain(one);
        if field != FreeText::Name && TITLES.contains(&before.as_str()) {
            return is_titled(one, next);
        }
        let ends_sentence = one.ends_with(['.', '!', '?']) && before != "pt";
        let spoken_of = PEOPLE.contains(&before.as_str()) && !ends_sentence;
        // In the name of a place a capital says nothing, unless a colon or "named" announces somebody.
        let announced = field != FreeText::Place || one.ends_with(':') || before.starts_with("name");
        let surname_first = words.get(at + 1..).is_some_and(is_surname_first);
        spoken_of
            && (announced && is_like_a_name(next)
                || surname_first && (announced || next.starts_with(char::is_lowercase)))
    })
}

/// After a title even one letter is somebody, and after "mr" also one in small letters. "MS" may be an illness.
fn is_titled(title: &str, next: &str) -> bool {
    let before = plain(title);
    let illness = title.trim_matches(|c: char| !c.is_alphanumeric()) == "MS";
    let verb = before == "miss" && AFTER_A_MISS.contains(&plain(next).as_str());
    let small = PLAIN_TITLES.contains(&before.as_str()) && !illness && !verb && next.starts_with(char::is_alphabetic);
    small || next.starts_with(char::is_uppercase)
}

/// `smith, john`: a word that describes nobody, a comma, and another such word that stands alone. In "pt nice, easy draw" the
/// second goes on.
fn is_surname_first(words: &[&str]) -> bool {
    let [surname, first, rest @ ..] = words else { return false };
    let is_name = |word: &str| {
        let word = plain(word);
        let letters = word.chars().count() >= 2 && word.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'');
        letters && !describes(&word)
    };
    let alone = first.ends_with([',', '.', ';', ':', ')'])
        || rest.first().is_none_or(|next| AFTER_A_NAME.contains(&plain(next).as_str()));
    surname.ends_with(',') && is_name(surname) && is_name(first) && alone
}

fn describes(word: &str) -> bool {
    DESCRIPTIONS.contains(&word)
        || NOT_NAMES.contains(&word)
        || DESCRIPTIVE_ENDINGS.iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending))
}

fn is_like_a_name(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
    let shouted = letters <= 3 && bare.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    bare.starts_with(char::is_uppercase) && letters >= 2 && !shouted && !NOT_NAMES.contains(&plain(bare).as_str())
}

/// A word as it is compared: small letters, no signs around it; a number sign stays.
fn plain(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '#');
    word.strip_suffix("'s").unwrap_or(word).to_lowercase()
}
