//! Acts found in the bytes of a damaged file, without SQLite: each row of the journal carries a sum, so a row can be known for
//! one wherever it lies, also where the pages that should lead to it are gone.
//!
//! Every place of every page is tried as the beginning of a row (<https://sqlite.org/fileformat2.html>, 1.6 and 2.1); what
//! has the shape of a journal row and the right sum is one. A write-ahead log holds pages too.

use super::learner::of_act;
use carrel_domain::{DeviceId, Occurred, Operation, OperationId, Payload, ProgramId, Timestamp};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

const COLUMNS: usize = 10;
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// What SQLite makes new files with, and what is believed where the header says nothing sensible.
const USUAL_PAGE: usize = 4096;

/// Every act whose row and sum survive in the database or its log, by number. The database's own word comes first.
pub fn acts(database: &Path, log: &Path) -> BTreeMap<i64, Operation> {
    let bytes = std::fs::read(database).unwrap_or_default();
    let size = page_size(&bytes);
    let pages: Pages = (1..).zip(bytes.chunks(size)).collect();
    let mut found = BTreeMap::new();
    for page in bytes.chunks(size) {
        rows(page, size, &pages, &mut found);
    }
    let logged = std::fs::read(log).unwrap_or_default();
    let frames: Vec<&[u8]> = logged.get(LOG_HEADER..).unwrap_or_default().chunks_exact(FRAME_HEADER + size).collect();
    let mut newest = pages;
    newest.extend(frames.iter().map(|frame| (number(&frame[..4]) as u32, &frame[FRAME_HEADER..])));
    let mut in_log = BTreeMap::new();
    // The last frames first: an earlier row under the same number was never committed.
    for frame in frames.iter().rev() {
        rows(&frame[FRAME_HEADER..], size, &newest, &mut in_log);
    }
    for (seq, op) in in_log {
        found.entry(seq).or_insert(op);
    }
    found
}

type Pages<'a> = HashMap<u32, &'a [u8]>;

fn page_size(bytes: &[u8]) -> usize {
    match bytes.get(16..18).map(number) {
        Some(1) => 65_536,
        Some(size) if size >= 512 && (size as usize).is_power_of_two() => size as usize,
        _ => USUAL_PAGE,
    }
}

fn rows(page: &[u8], size: usize, pages: &Pages<'_>, found: &mut BTreeMap<i64, Operation>) {
    for at in 0..page.len() {
        if let Some(op) = row(&page[at..], size, pages) {
            found.entry(op.seq).or_insert(op);
        }
    }
}

/// A table leaf cell: length, row number, record; what does not fit continues on pages of its own.
fn row(cell: &[u8], size: usize, pages: &Pages<'_>) -> Option<Operation> {
    let (length, after_length) = varint(cell)?;
    let (seq, after_seq) = varint(cell.get(after_length..)?)?;
    let record = cell.get(after_length + after_seq..)?;
    let (length, seq) = (usize::try_from(length).ok()?, seq as i64);
    // The header alone tells nearly every wrong place, before anything is put together.
    let types = serial_types(record)?;
    if seq <= 0 || length != types.header + types.body() {
        return None;
    }
    operation(seq, &types, &whole(record, length, size, pages)?)
}

/// The record with its overflow pages.
fn whole(record: &[u8], length: usize, size: usize, pages: &Pages<'_>) -> Option<Vec<u8>> {
    let most = size - 35;
    if length <= most {
        return record.get(..length).map(<[u8]>::to_vec);
    }
    let least = (size - 12) * 32 / 255 - 23;
    let here = least + (length - least) % (size - 4);
    let here = if here <= most { here } else { least };
    let mut bytes = record.get(..here)?.to_vec();
    let mut next = number(record.get(here..here + 4)?) as u32;
    while bytes.len() < length {
        let page = pages.get(&next)?;
        next = number(page.get(..4)?) as u32;
        let part = (length - bytes.len()).min(size - 4);
        bytes.extend_from_slice(page.get(4..4 + part)?);
    }
    Some(bytes)
}

struct Types {
    /// Length of the record's header.
    header: usize,
    of: [u64; COLUMNS],
}

impl Types {
    fn body(&self) -> usize {
        self.of.iter().map(|kind| width(*kind)).sum()
    }
}

/// Ten columns: the number (which stands before the record), six texts, two whole numbers, the sum.
fn serial_types(record: &[u8]) -> Option<Types> {
    let (header, mut at) = varint(record)?;
    let header = usize::try_from(header).ok().filter(|header| (COLUMNS + 1..=64).contains(header))?;
    let mut of = [0; COLUMNS];
    for (column, kind) in of.iter_mut().enumerate() {
        let (value, used) = varint(record.get(at..)?)?;
        let fits = match column {
            0 => value == 0,
            1..=6 => value >= 13 && value % 2 == 1 && value < 1 << 32,
            _ => matches!(value, 1..=6 | 8 | 9),
        };
        if !fits {
            return None;
        }
        *kind = value;
        at += used;
    }
    (at == header).then_some(Types { header, of })
}

fn width(kind: u64) -> usize {
    match kind {
        1..=4 => kind as usize,
        5 => 6,
        6 => 8,
        13.. => (kind as usize - 13) / 2,
        _ => 0,
    }
}

fn operation(seq: i64, types: &Types, record: &[u8]) -> Option<Operation> {
    let mut at = types.header;
    let mut values = types.of.iter().map(|kind| {
        let from = at;
        at += width(*kind);
        record.get(from..at).map(|bytes| (*kind, bytes))
    });
    values.next()?;
    let mut texts = Vec::new();
    for value in values.by_ref().take(6) {
        texts.push(std::str::from_utf8(value?.1).ok()?.to_owned());
    }
    let whole: Vec<i64> = values.map(|value| value.map(integer)).collect::<Option<_>>()?;
    let ([id, device, program, kind, payload, seen], [at, uncertainty_ms, sum]) =
        (<[String; 6]>::try_from(texts).ok()?, <[i64; 3]>::try_from(whole).ok()?);
    let op = Operation {
        seq,
        id: OperationId(id),
        device: DeviceId(device),
        program: ProgramId(program),
        kind,
        payload: Payload::new(payload).ok()?,
        seen: serde_json::from_str(&seen).ok()?,
        occurred: Occurred { at: Timestamp(at), uncertainty_ms },
    };
    (of_act(&op, &seen) == sum).then_some(op)
}

fn integer((kind, bytes): (u64, &[u8])) -> i64 {
    match kind {
        8 => 0,
        9 => 1,
        _ => {
            let sign = if bytes.first().is_some_and(|first| first & 0x80 != 0) { -1 } else { 0 };
            bytes.iter().fold(sign, |value, byte| (value << 8) | i64::from(*byte))
        }
    }
}

/// Big-endian, as everything in the file.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |value, byte| (value << 8) | u64::from(*byte))
}

/// Seven bits a byte, the last of nine whole.
fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0u64;
    for (at, byte) in bytes.iter().take(9).enumerate() {
        if at == 8 {
            return Some(((value << 8) | u64::from(*byte), 9));
        }
        value = (value << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, at + 1));
        }
    }
    None
}
