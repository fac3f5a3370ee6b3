//! The acts of a diligent learner: opening, reading, finishing and reopening sixty lessons, with a note now and then.

use carrel_domain::{Action, DeviceId, LessonId, Occurred, OperationId, ProgramId, Timestamp};
use carrel_engine::store::learner::NewOperation;
use std::collections::BTreeMap;
use uuid::Uuid;

const LESSONS: usize = 60;
/// Between two acts.
const STEP_MS: i64 = 20_000;

/// What the acts so far left behind, as far as later ones refer to it.
pub struct Diligence {
    device: DeviceId,
    program: ProgramId,
    at: Timestamp,
    number: usize,
    done: BTreeMap<usize, OperationId>,
    notes: BTreeMap<usize, OperationId>,
}

impl Diligence {
    pub fn new(device: DeviceId, program: &str, from: Timestamp) -> Self {
        Self { device, program: program.into(), at: from, number: 0, done: BTreeMap::new(), notes: BTreeMap::new() }
    }

    pub fn acts(&mut self, count: usize) -> Vec<NewOperation> {
        (0..count).map(|_| self.next()).collect()
    }

    /// Of twenty acts eight are positions, five study, three finish, two reopen, one notes and one opens.
    fn next(&mut self) -> NewOperation {
        let (number, lesson_no) = (self.number, self.number / 20 * 7 % LESSONS);
        self.number += 1;
        self.at = self.at.plus_ms(STEP_MS);
        let id = OperationId(Uuid::now_v7().to_string());
        let lesson = LessonId(format!("m{:02}-l{:02}", lesson_no / 5 + 1, lesson_no % 5 + 1));
        let (action, seen) = match number % 20 {
            0 => (Action::LessonOpened { lesson }, Vec::new()),
            1..=8 => {
                let permille = u16::try_from(number % 20 * 110).unwrap_or(1000);
                (Action::LessonPosition { lesson, permille }, Vec::new())
            }
            9..=13 => {
                (Action::StudyInterval { lesson, from: self.at.plus_ms(1_000 - STEP_MS), to: self.at }, Vec::new())
            }
            14 | 16 | 18 => {
                self.done.insert(lesson_no, id.clone());
                (Action::LessonCompleted { lesson }, Vec::new())
            }
            15 | 17 => (Action::LessonReopened { lesson }, self.done.remove(&lesson_no).into_iter().collect()),
            _ => {
                let seen = self.notes.insert(lesson_no, id.clone()).into_iter().collect();
                let text = format!(
                    "Note {number}: order of draw is blue, red, gold, green, lavender, grey. Ask about butterflies."
                );
                (Action::NoteSaved { lesson, text }, seen)
            }
        };
        let (kind, payload) = action.encode();
        let occurred = Occurred { at: self.at, uncertainty_ms: 1 };
        NewOperation { id, device: self.device.clone(), program: self.program.clone(), occurred, seen, kind, payload }
    }
}
