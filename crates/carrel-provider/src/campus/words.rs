//! Words a school must not use: nobody can promise a job, a placement or an exam.
//!
//! A rule of thumb, and no reader: a word that promises, within a few words of what cannot be promised, in one sentence that does
//! not deny it. The rules are narrow where a lesson says the same words of something else ("reserved", "placement of a needle").

pub const REMEDY: &str =
    "Say what the program teaches and what others decide; never promise a job, a placement or an exam seat";

/// How many words before a promise can deny it: "No school can honestly and fairly promise".
const DENIAL_REACH: usize = 6;
/// Words that say no, ask, or warn: "Ask whether it guarantees a job", "Beware of whoever promises one".
const DENIALS: [&str; 13] = [
    "no", "not", "never", "nor", "without", "cannot", "neither", "nobody", "nothing", "none", "whether", "beware",
    "wary",
];
/// "Not just a guaranteed job" promises one.
const UNDENIED: [&str; 4] = ["just", "only", "merely", "simply"];

type Words = &'static [&'static str];

/// What nobody can promise.
const ANY: Words = &[
    "job",
    "work",
    "position",
    "placement",
    "externship",
    "interview",
    "employment",
    "seat",
    "exam",
    "examination",
    "pass",
    "certification",
];
const POST: Words = &["job", "placement", "externship", "interview", "employment", "seat"];
const PEOPLE: Words = &["graduate", "learner", "student"];
const EVERY: Words = &["every", "all", "each"];
const OUTCOME: Words = &[
    "job",
    "work",
    "position",
    "placement",
    "employment",
    "hired",
    "employed",
    "placed",
    "pass",
    "passed",
    "certified",
];

/// Words in a row, each one of a few, and what must stand near them. A plural is the same word; `*` stands for any ending; `%` is
/// a share in per cent; "work" is what one finds, not what one does.
struct Rule {
    row: &'static [Words],
    /// One word of each list, at most so many words away on either side.
    near: &'static [Words],
    reach: usize,
}

const fn rule(row: &'static [Words], near: &'static [Words], reach: usize) -> Rule {
    Rule { row, near, reach }
}

const RULES: [Rule; 15] = [
    rule(&[&["guarantee*"]], &[ANY], 6),
    rule(&[&["promise", "promised"]], &[ANY], 6),
    rule(&[&["assured"]], &[ANY], 6),
    rule(&[&["assure"], &["you", "our", "every", "all", "each"]], &[ANY], 6),
    rule(&[&["reserved"]], &[&["job", "placement", "externship", "interview"]], 6),
    rule(&[&["reserved"]], &[&["seat"], &["exam", "examination", "you", "your"]], 6),
    rule(&[&["will"], &["be"], &["hired", "employed"]], &[], 0),
    rule(&[&["will"], &["get", "have"]], &[POST, &["you", "learner", "graduate", "student", "everybody"]], 4),
    rule(&[&["will"], &["find"]], &[&["job", "employment"]], 4),
    rule(&[&["always"], &["find", "get", "have"]], &[&["job", "work", "employment"]], 4),
    rule(&[&["for", "to"], EVERY], &[PEOPLE, POST], 3),
    rule(&[&["we"], &["place"], EVERY], &[PEOPLE], 4),
    rule(&[&["waiting", "waits", "wait"], &["for"], &["you", "every", "our"]], &[POST], 6),
    rule(&[&["%"], &["of"]], &[PEOPLE, OUTCOME], 8),
    rule(&[&["%"]], &[&["placement"]], 2),
];

/// Promises in a text, with the line (from 0) each begins on. A sentence that denies one is no promise; neither a line's end nor
/// bold letters hide one.
pub fn promises(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for sentence in sentences(text) {
        found.extend(RULES.iter().filter_map(|rule| rule.find(&sentence)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

struct Word {
    /// Lower case, without what stands around it.
    text: String,
    line: usize,
}

impl Word {
    fn is(&self, wanted: &str) -> bool {
        match wanted.strip_suffix('*') {
            Some(beginning) => self.text.starts_with(beginning),
            None => self.text == wanted || self.text.strip_suffix('s') == Some(wanted),
        }
    }

    fn is_one_of(&self, wanted: Words) -> bool {
        wanted.iter().any(|one| self.is(one))
    }

    fn denies(&self) -> bool {
        DENIALS.contains(&self.text.as_str()) || self.text.ends_with("n't")
    }
}

impl Rule {
    /// The first promise of this rule in a sentence that is not denied.
    fn find(&self, sentence: &[Word]) -> Option<(usize, String)> {
        let begins = (0..sentence.len()).filter(|at| self.row_is_at(sentence, *at));
        let (from, to) =
            begins.filter_map(|at| self.reaches(sentence, at)).find(|(from, to)| !denied(sentence, *from, *to))?;
        let words: Vec<&str> = sentence[from..to].iter().map(|word| word.text.as_str()).collect();
        Some((sentence[from].line, words.join(" ")))
    }

    fn row_is_at(&self, sentence: &[Word], at: usize) -> bool {
        let words = sentence.get(at..at + self.row.len());
        words.is_some_and(|words| words.iter().zip(self.row).all(|(word, one)| word.is_one_of(one)))
    }

    /// From where to where the promise goes whose row begins at a word; none if something that must be near is not.
    fn reaches(&self, sentence: &[Word], at: usize) -> Option<(usize, usize)> {
        let row = at..at + self.row.len();
        let (mut from, mut to) = (row.start, row.end);
        for wanted in self.near {
            let around = row.start.saturating_sub(self.reach)..(row.end + self.reach).min(sentence.len());
            let fits =
                |place: &usize| !row.contains(place) && sentence[*place].is_one_of(wanted) && is_noun(sentence, *place);
            let distance = |place: &usize| if *place < row.start { row.start - place } else { place + 1 - row.end };
            let nearest = around.filter(fits).min_by_key(distance)?;
            (from, to) = (from.min(nearest), to.max(nearest + 1));
        }
        Some((from, to))
    }
}

/// Whether "work" is something to be had.
fn is_noun(sentence: &[Word], place: usize) -> bool {
    let before = place.checked_sub(1).and_then(|before| sentence.get(before));
    let acts = ["to", "will", "must", "can", "should", "may", "that", "they", "it"];
    !sentence[place].is("work") || !before.is_some_and(|word| acts.contains(&word.text.as_str()))
}

/// Whether one of the words before it, or between its first and last, says no.
fn denied(sentence: &[Word], from: usize, to: usize) -> bool {
    (from.saturating_sub(DENIAL_REACH)..to).any(|place| {
        let undone = sentence.get(place + 1).is_some_and(|next| UNDENIED.contains(&next.text.as_str()));
        sentence[place].denies() && !undone
    })
}

/// A text's words, sentence by sentence. A blank line ends one, unless what comes is announced with a colon.
fn sentences(text: &str) -> Vec<Vec<Word>> {
    let mut all = vec![Vec::new()];
    let mut announced = false;
    for (line, written) in text.lines().enumerate() {
        if written.trim().is_empty() && !announced {
            all.push(Vec::new());
        }
        for part in written.split_whitespace() {
            if let Some(last) = all.last_mut() {
                last.extend(words(part, line));
            }
            let part = part.trim_end_matches(['*', '_', '"', '\'', ')', ']', '”', '’']);
            announced = part.ends_with(':');
            if part.ends_with(['.', '!', '?']) {
                all.push(Vec::new());
            }
        }
    }
    all
}

/// The words of what stands between two spaces: "**job-guarantee**" has two.
fn words(part: &str, line: usize) -> impl Iterator<Item = Word> {
    let part = part.to_lowercase().replace('’', "'").replace("'ll", " will").replace('%', " % ");
    let plain = |word: &str| word.trim_matches('\'').to_owned();
    let split = part.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '%')).map(plain);
    let words: Vec<Word> = split
        .filter(|word| !word.is_empty())
        .map(|text| if matches!(text.as_str(), "percent" | "cent") { "%".to_owned() } else { text })
        .map(|text| Word { text, line })
        .collect();
    words.into_iter()
}

#[cfg(test)]
mod tests {
    use super::promises;

    #[test]
    fn a_promise_is_found_however_it_is_worded() {
        for promise in [
            "Job placement for every graduate",
            "You will be hired within 30 days",
            "a guaranteed seat in the exam",
            "Your exam seat is reserved",
            "We promise you a position",
            "We place every learner",
            "A job is waiting for you",
            "Our graduates always find a job",
            "You are assured of a placement",
            "90% of our graduates find work",
            "90 percent of all learners who finish are hired.",
            "100% job placement",
            "Not just a guaranteed job: it is fun",
            "We don't only teach, we guarantee you a job.",
            "Guaranteed to pass!",
            "Job-guarantee",
            "You will get a job.",
            "You’ll be hired at once.",
            "Our learners will have a placement.",
            "No experience? We guarantee employment.",
            "We guarantee you:\n\n- a job\n- a certificate",
        ] {
            assert_eq!(promises(promise).len().min(1), 1, "{promise}");
        }
    }

    #[test]
    fn a_denial_and_the_same_words_of_something_else_are_none() {
        for honest in [
            "No school can guarantee a job",
            "This is not a guaranteed job, and there is no job guarantee.",
            "It doesn’t guarantee a certification.",
            "Certification is no guarantee of a job.",
            "No page here promises a job, a placement or an exam seat.",
            "Nobody can promise you a position: not a school, not a board.",
            "A seat in the exam is never guaranteed.",
            "Ask whether the school guarantees a placement, and be wary of one that promises a job.",
            "This certificate is not a promise of:\n\n- a job\n- a placement",
            "Do not promise that it will not hurt. Your job is to say what comes.",
            "Place the arm in a good position. The room is reserved for donors.",
            "2 percent of the blood of a learner who is 60 kg is 84 mL.",
            "A practice exam for every learner.",
            "Job placement assistance is given to all graduates.",
            "The first seat at the window is reserved for donors.",
            "A fresh control guarantees that the strips can work.",
            "You will get 120 questions in the exam.",
        ] {
            assert_eq!(promises(honest), [], "{honest}");
        }
    }

    #[test]
    fn neither_a_line_break_nor_bold_letters_hide_a_promise() {
        assert_eq!(promises("First line\nA guaranteed job waits"), [(1, "guaranteed job".to_owned())]);
        assert_eq!(promises("One line\nwith a **Guaranteed**\n  job in it"), [(1, "guaranteed job".to_owned())]);
        assert_eq!(promises("What others say is not so. A guaranteed job waits."), [(0, "guaranteed job".to_owned())]);
        assert_eq!(promises("Job placement\nguaranteed!"), [(0, "placement guaranteed".to_owned())]);
    }
}
