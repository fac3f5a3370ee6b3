//! What the files of a machine or of the school hold, read past every program.

use crate::files::below;
use carrel_domain::OperationId;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeSet;
use std::path::Path;

/// Operations on one disk.
#[derive(Debug, Default)]
pub struct OnDisk {
    pub all: BTreeSet<OperationId>,
    pub accepted: BTreeSet<OperationId>,
    pub refused: BTreeSet<OperationId>,
    /// Without a final answer.
    pub open: BTreeSet<OperationId>,
}

/// Every learner's record below a machine's data folder.
pub fn on_machine(data: &Path) -> OnDisk {
    let mut disk = OnDisk::default();
    for file in below(data).iter().filter(|file| file.file_name().is_some_and(|name| name == "learner.db")) {
        let conn = open(file);
        let sql = "SELECT j.op_id, COALESCE(a.answer, '') FROM journal j LEFT JOIN answers a
                   ON a.first <= j.seq AND a.last >= j.seq";
        let mut statement = conn.prepare(sql).expect("the journal reads");
        let rows = statement.query_map([], |row| Ok((OperationId(row.get(0)?), row.get::<_, String>(1)?)));
        for row in rows.expect("the journal reads") {
            let (id, answer) = row.expect("a row reads");
            disk.all.insert(id.clone());
            match answer.as_str() {
                "accepted" => disk.accepted.insert(id),
                "refused" => disk.refused.insert(id),
                _ => disk.open.insert(id),
            };
        }
        let mut heard = conn.prepare("SELECT op_id FROM heard").expect("heard acts read");
        let rows = heard.query_map([], |row| row.get(0).map(OperationId)).expect("heard acts read");
        disk.all.extend(rows.map(|row| row.expect("a row reads")));
    }
    disk
}

/// What a machine's file says of one record.
#[derive(Debug, Default)]
pub struct RecordOnDisk {
    /// Acts the school has, of all computers.
    pub counted: i64,
    /// Acts of this computer that read "confirmed".
    pub confirmed: Vec<OperationId>,
}

pub fn record_on_machine(data: &Path, key: &str) -> RecordOnDisk {
    let schools = std::fs::read_dir(data.join("schools")).into_iter().flatten().flatten();
    let mut files = schools.map(|school| school.path().join("learners").join(key).join("learner.db"));
    let Some(file) = files.find(|file| file.is_file()) else { return RecordOnDisk::default() };
    let conn = open(&file);
    let sql =
        "SELECT j.op_id FROM answers a JOIN journal j ON j.seq BETWEEN a.first AND a.last WHERE a.answer = 'accepted'";
    let mut statement = conn.prepare(sql).expect("the answers read");
    let rows = statement.query_map([], |row| row.get(0).map(OperationId)).expect("the answers read");
    let confirmed: Vec<_> = rows.map(|row| row.expect("a row reads")).collect();
    let heard: i64 = conn.query_row("SELECT COUNT(*) FROM heard", [], |row| row.get(0)).expect("heard acts read");
    let answered = "SELECT COALESCE(SUM(last - first + 1), 0) FROM answers WHERE answer = 'accepted'";
    let answered: i64 = conn.query_row(answered, [], |row| row.get(0)).expect("the counts read");
    RecordOnDisk { counted: heard + answered, confirmed }
}

pub fn on_school(data: &Path) -> OnDisk {
    let conn = open(&data.join("provider.db"));
    let ids = |sql: &str| -> BTreeSet<OperationId> {
        let mut statement = conn.prepare(sql).expect("the log reads");
        let rows = statement.query_map([], |row| row.get::<_, [u8; 16]>(0)).expect("the log reads");
        rows.map(|row| OperationId(uuid::Uuid::from_bytes(row.expect("a row reads")).hyphenated().to_string()))
            .collect()
    };
    let accepted = ids("SELECT op_id FROM log");
    OnDisk { all: accepted.clone(), accepted, refused: ids("SELECT op_id FROM refusals"), open: BTreeSet::new() }
}

fn open(path: &Path) -> Connection {
    // Read and write, for a journal that a program left behind is part of the file; nothing is written.
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).expect("the file opens")
}
