//! How the engine tells its host that something changed. Events name topics and carry no data: the host asks again.

use crate::api::Topic;

pub trait Events: Send + Sync {
    /// Something about these topics is different now. Called after the change is durable; may be called often.
    fn changed(&self, topics: &[Topic]);
}

/// For hosts that ask by themselves.
pub struct NoEvents;

impl Events for NoEvents {
    fn changed(&self, _: &[Topic]) {}
}
