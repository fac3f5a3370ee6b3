//! The learners' logs: saying what a device has not heard yet, page by page.

use super::record::{Taken, head, read_digests};
use super::{StoreError, enrollments};
use carrel_domain::digest::Digest;
use carrel_domain::enrollment::Enrollment;
use carrel_domain::{DeviceId, Occurred, Operation, OperationId, Payload, ProgramId, Timestamp};
use carrel_protocol::{Change, Cursor, MAX_CHANGES, SyncRequest, SyncResponse};
use rusqlite::{Connection, OptionalExtension, Row};
use std::ops::Range;

/// An answer stops growing here, whatever the count of its changes.
const MAX_ANSWER_BYTES: usize = 4 * 1024 * 1024;

/// One page of the log: what it says, where it ends, and whether there is more behind it.
struct Page {
    changes: Vec<Change>,
    until: i64,
    more: bool,
}

pub(super) fn answer(
    conn: &Connection,
    learner: i64,
    epoch: &str,
    request: &SyncRequest,
    now: Timestamp,
    taken: Taken,
) -> Result<SyncResponse, StoreError> {
    let head = head(conn, learner)?;
    let cursor = if request.anew.is_some() { &request.anew_cursor } else { &request.cursor };
    let said = cursor.as_ref().map_or(Given::default(), |cursor| read_cursor(cursor, epoch, head));
    let after = trusted(conn, learner, said)?;
    // A request for one program anew wants the asking device's operations as well.
    let foreign_until = match &request.anew {
        Some(_) => head,
        None if !has_other_devices(conn, learner, request)? => after.position,
        None => taken.head_before.unwrap_or(head),
    };
    let page = page(conn, learner, after.position..head, foreign_until, request)?;
    // Where nothing is new, the same cursor: there is nothing to write down.
    let given_out = if page.until == after.position { after } else { Given { position: page.until, at: now } };
    let digests = read_digests(conn, learner)?;
    let mut digest = Digest::default();
    for (program, part) in &digests {
        if request.anew.as_ref().is_none_or(|wanted| wanted == program) {
            digest.join(part);
        }
    }
    Ok(SyncResponse {
        receipts: taken.receipts,
        changes: page.changes,
        cursor: Some(write_cursor(epoch, given_out)),
        more: page.more,
        server_time: now,
        digest,
        digests: if request.want_digests { digests } else { Vec::new() },
    })
}

/// What a cursor says: a position in the learner's log, and when it was given out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Given {
    position: i64,
    at: Timestamp,
}

fn write_cursor(epoch: &str, Given { position, at }: Given) -> Cursor {
    Cursor(format!("{epoch}-{position}-{}", at.0))
}

/// A cursor of another server begins anew: operations have ids.
fn read_cursor(cursor: &Cursor, epoch: &str, head: i64) -> Given {
    let read = || {
        let rest = cursor.0.strip_prefix(epoch)?.strip_prefix('-')?;
        let (position, at) = rest.split_once('-').unwrap_or((rest, "0"));
        Some(Given { position: position.parse().ok()?, at: Timestamp(at.parse().ok()?) })
    };
    read().filter(|given| (0..=head).contains(&given.position)).unwrap_or_default()
}

/// What it says, as far as this database can vouch for it.
///
/// One that comes back from a backup gives the positions behind it to other operations. Whoever holds a cursor of the lost
/// life would miss them, and what was decided about enrollments. So what was given out before a start counts only as far as
/// the log had come by then, and as given out at that start; what that repeats is known by its ids.
fn trusted(conn: &Connection, learner: i64, given: Given) -> Result<Given, StoreError> {
    let sql = "SELECT MIN(at) FROM starts WHERE at > ?1";
    let start: Option<i64> = conn.prepare_cached(sql)?.query_row([given.at.0], |row| row.get(0))?;
    let Some(start) = start else { return Ok(given) };
    // From the end: few operations are younger than the start, however long the log is.
    let sql = "SELECT position FROM log WHERE learner = ?1 AND accepted_at < ?2 ORDER BY position DESC LIMIT 1";
    let known: Option<i64> = conn.prepare_cached(sql)?.query_row((learner, start), |row| row.get(0)).optional()?;
    Ok(Given { position: given.position.min(known.unwrap_or(0)), at: Timestamp(start) })
}

/// Most learners have one computer: there is nothing to look for in the log, however much of it the cursor has not seen.
fn has_other_devices(conn: &Connection, learner: i64, request: &SyncRequest) -> Result<bool, StoreError> {
    let asking = request.device.as_ref().map_or("", |device| device.as_str());
    let sql = "SELECT EXISTS (SELECT 1 FROM devices WHERE learner = ?1 AND device <> ?2)";
    Ok(conn.prepare_cached(sql)?.query_row((learner, asking), |row| row.get(0))?)
}

/// Operations and enrollments after `after` in the order of their positions.
///
/// Behind `foreign_until` no operation is looked for; a page that reaches the end of `between` has said everything.
fn page(
    conn: &Connection,
    learner: i64,
    between: Range<i64>,
    foreign_until: i64,
    request: &SyncRequest,
) -> Result<Page, StoreError> {
    let Range { start: after, end: head } = between;
    let wanted = |enrollment: &Enrollment| request.anew.as_ref().is_none_or(|program| program == &enrollment.program);
    let news = enrollments::read_all(conn, learner)?.into_iter();
    let mut waiting = news.filter(|(enrollment, position)| *position > after && wanted(enrollment)).peekable();
    let mut page = Page { changes: Vec::new(), until: after, more: false };
    let mut bytes = 0;
    let mut statement = conn.prepare_cached(&log_after(request.anew.is_some()))?;
    let scope = match (&request.anew, &request.device) {
        (Some(program), _) => program.as_str(),
        (None, Some(device)) => device.as_str(),
        (None, None) => "",
    };
    let mut rows = statement.query((learner, after, scope, foreign_until))?;
    let mut next = rows.next()?.map(read_operation).transpose()?;
    while next.is_some() || waiting.peek().is_some() {
        if page.changes.len() >= MAX_CHANGES || bytes >= MAX_ANSWER_BYTES {
            page.more = true;
            return Ok(page);
        }
        let op_position = next.as_ref().map_or(i64::MAX, |(position, _)| *position);
        if let Some((enrollment, position)) = waiting.next_if(|(_, position)| *position < op_position) {
            page.until = position;
            page.changes.push(Change::Enrollment { enrollment: Box::new(enrollment) });
        } else if let Some((position, op)) = next.take() {
            page.until = position;
            bytes += op.payload.text().len();
            page.changes.push(Change::Operation { op });
            next = rows.next()?.map(read_operation).transpose()?;
        }
    }
    page.until = head;
    Ok(page)
}

pub(super) const SELECT_LOG: &str =
    "SELECT l.position, l.op_id, d.device, l.seq, l.program, l.at, l.uncertainty, l.seen, l.kind, l.payload
    FROM log l JOIN devices d ON d.key = l.device";

/// The log after a position: of one program, or of every device but the asking one.
fn log_after(of_one_program: bool) -> String {
    let scope = if of_one_program { "l.program = ?3" } else { "d.device <> ?3" };
    format!(
        "{SELECT_LOG} WHERE l.learner = ?1 AND l.position > ?2 AND l.position <= ?4 AND {scope} ORDER BY l.position"
    )
}

pub(super) fn read_operation(row: &Row<'_>) -> Result<(i64, Operation), StoreError> {
    let id = uuid::Uuid::from_bytes(row.get(1)?);
    let seen: String = row.get(7)?;
    let op = Operation {
        id: OperationId(id.hyphenated().to_string()),
        device: DeviceId(row.get(2)?),
        seq: row.get(3)?,
        program: ProgramId(row.get(4)?),
        occurred: Occurred { at: Timestamp(row.get(5)?), uncertainty_ms: row.get(6)? },
        seen: if seen.is_empty() { Vec::new() } else { serde_json::from_str(&seen)? },
        kind: row.get(8)?,
        payload: Payload::new(row.get(9)?)?,
    };
    Ok((row.get(0)?, op))
}
