//! Just enough of Rust's grammar to tell code from comments, strings and tests, and to find functions.

/// The same text, with comments and the inside of literals blanked; lines and columns stay.
pub fn code(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out: Vec<char> = chars.clone();
    let mut at = 0;
    while at < chars.len() {
        let end = match literal_or_comment(&chars, at) {
            Some(end) => end.min(chars.len()),
            None => {
                at += 1;
                continue;
            }
        };
        for blank in &mut out[at..end] {
            if *blank != '\n' {
                *blank = ' ';
            }
        }
        at = end;
    }
    out.into_iter().collect()
}

/// Where the comment or literal that begins at `at` ends, if one does.
fn literal_or_comment(chars: &[char], at: usize) -> Option<usize> {
    let next = chars.get(at + 1).copied();
    match (chars[at], next) {
        ('/', Some('/')) => Some(find(chars, at, |c| c == '\n')),
        ('/', Some('*')) => Some(end_of_block_comment(chars, at)),
        ('"', _) => Some(end_of_quoted(chars, at + 1, '"')),
        ('\'', Some('\\')) => Some(end_of_quoted(chars, at + 1, '\'')),
        ('\'', Some(_)) if chars.get(at + 2) == Some(&'\'') => Some(at + 3),
        ('r', Some('"' | '#')) if !in_word(chars, at) => end_of_raw(chars, at + 1),
        _ => None,
    }
}

/// `r` begins a raw string alone or after a single `b` or `c`.
fn in_word(chars: &[char], at: usize) -> bool {
    let word = |c: &char| c.is_alphanumeric() || *c == '_';
    match at.checked_sub(1).map(|before| &chars[before]) {
        Some('b' | 'c') => at >= 2 && word(&chars[at - 2]),
        Some(before) => word(before),
        None => false,
    }
}

fn find(chars: &[char], from: usize, wanted: impl Fn(char) -> bool) -> usize {
    (from..chars.len()).find(|at| wanted(chars[*at])).unwrap_or(chars.len())
}

fn end_of_quoted(chars: &[char], mut at: usize, quote: char) -> usize {
    while at < chars.len() && chars[at] != quote {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn end_of_raw(chars: &[char], from: usize) -> Option<usize> {
    let hashes = find(chars, from, |c| c != '#') - from;
    if chars.get(from + hashes) != Some(&'"') {
        return None;
    }
    let closing: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let body = from + hashes + 1;
    let end = (body..chars.len()).find(|at| chars[*at..].starts_with(&closing));
    Some(end.map_or(chars.len(), |end| end + closing.len()))
}

fn end_of_block_comment(chars: &[char], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => {
                depth += 1;
                at += 1;
            }
            ('*', Some('/')) => {
                depth -= 1;
                at += 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    at
}

/// Blanked code without the items marked `#[cfg(test)]`.
pub fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = code.to_owned();
    while let Some(start) = out.find(MARK) {
        let end = end_of_item(&out, start + MARK.len());
        let blank: String = out[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        out.replace_range(start..end, &blank);
    }
    out
}

/// Just after the `;` or the closing brace of the item that begins at `from`.
fn end_of_item(code: &str, from: usize) -> usize {
    match body(code, from) {
        Some((_, end)) => end,
        None => code[from..].find(';').map_or(code.len(), |at| from + at + 1),
    }
}

/// The braces of the item that begins at `from`: `(opening, after closing)`; `None` where a `;` comes first.
fn body(code: &str, from: usize) -> Option<(usize, usize)> {
    let (mut nested, mut braces, mut opened) = (0, 0, None);
    for (at, c) in code[from..].char_indices() {
        match c {
            '(' | '[' => nested += 1,
            ')' | ']' => nested -= 1,
            ';' if nested == 0 && braces == 0 => return None,
            '{' => {
                opened.get_or_insert(from + at);
                braces += 1;
            }
            '}' => {
                braces -= 1;
                if braces == 0 {
                    return opened.map(|opened| (opened, from + at + 1));
                }
            }
            _ => {}
        }
    }
    None
}

pub struct Function {
    pub name: String,
    pub line: usize,
    pub lines: usize,
}

/// Functions with a body, from `fn` to the closing brace.
pub fn functions(code: &str) -> Vec<Function> {
    let mut found = Vec::new();
    for (at, _) in words(code, "fn") {
        let name = word_at(code, at + 3);
        if name.is_empty() {
            continue;
        }
        if let Some((_, end)) = body(code, at) {
            let line = code[..at].matches('\n').count() + 1;
            found.push(Function { name: name.to_owned(), line, lines: code[at..end].matches('\n').count() + 1 });
        }
    }
    found
}

/// Where `word` stands as a whole word: `(offset, line)`.
pub fn words<'c>(code: &'c str, word: &'c str) -> impl Iterator<Item = (usize, usize)> + 'c {
    let inner = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).filter_map(move |(at, _)| {
        let before = code[..at].chars().next_back().is_some_and(inner);
        let after = code[at + word.len()..].chars().next().is_some_and(inner);
        (!before && !after).then(|| (at, code[..at].matches('\n').count() + 1))
    })
}

/// The identifier that begins at `at`, or nothing.
pub fn word_at(code: &str, at: usize) -> &str {
    let rest = code.get(at..).unwrap_or_default();
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    &rest[..end]
}

/// Files that hold nothing but tests, or what tests need.
pub fn is_test_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.starts_with("tests/") || path.contains("/tests/") || name == "tests.rs" || name.starts_with("tests_")
}

/// The part of a file that ships: blanked code without tests.
pub fn shipped(path: &str, text: &str) -> String {
    if is_test_file(path) { String::new() } else { without_tests(&code(text)) }
}
