//! Sums over rows: what tells a row as it was written from one in which a bit has flipped.

use carrel_domain::Operation;
use sha2::{Digest as _, Sha256};

/// The first 64 bits of a SHA-256 over the parts, each with its length before it.
fn over(parts: &[&[u8]]) -> i64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let bytes: [u8; 32] = hash.finalize().into();
    i64::from_be_bytes(std::array::from_fn(|at| bytes[at]))
}

/// `seen` as it stands in the row.
pub fn of_act(op: &Operation, seen: &str) -> i64 {
    over(&[
        &op.seq.to_be_bytes(),
        op.id.as_str().as_bytes(),
        op.device.as_str().as_bytes(),
        op.program.as_str().as_bytes(),
        op.kind.as_bytes(),
        op.payload.text().as_bytes(),
        seen.as_bytes(),
        &op.occurred.at.0.to_be_bytes(),
        &op.occurred.uncertainty_ms.to_be_bytes(),
    ])
}

pub fn of_answer(first: i64, last: i64, answer: &str, at: i64, by: &str, detail: &str) -> i64 {
    let (first, last, at) = (first.to_be_bytes(), last.to_be_bytes(), at.to_be_bytes());
    over(&[&first, &last, answer.as_bytes(), &at, by.as_bytes(), detail.as_bytes()])
}

pub fn of_mirror(program: &str, mirror: &str) -> i64 {
    over(&[program.as_bytes(), mirror.as_bytes()])
}
