//! The world of the model: two computers, the school, what is on its way between them, and everything that can go wrong.

use crate::device::{Device, acts_of};
use crate::protocol::{Acts, Answer, DEVICES, Mistake, Request, Rules, School, each};
use stateright::{Model, Property};

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct World {
    pub devices: [Device; DEVICES],
    pub school: School,
    /// In no order: any of them may be the next to arrive.
    pub under_way: Vec<Message>,
    pub faults: u8,
    pub restores: u8,
    /// A computer that was lost for good, with its disk.
    pub gone: Option<usize>,
    /// Requests sent. With it no state comes twice on one path, so every path has an end.
    pub requests: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Message {
    Request(Request),
    Answer(Answer),
}

/// One step. Messages are named by their place in [`World::under_way`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The learner does something; it is durable.
    Act(usize),
    Send(usize),
    /// The request reaches the school, which commits and answers.
    Reach(usize),
    /// The answer reaches the computer, which applies it.
    Arrive(usize),
    /// The request or the answer is lost, and the computer sees that.
    Lose(usize),
    /// Something on the way sends the request once more.
    Repeat(usize),
    /// The computer gives up; the request is still on its way.
    GiveUp(usize),
    /// The school crashes between commit and answer.
    SchoolCrash(usize),
    /// The computer crashes: it forgets what was under way. With an answer there, this is a crash before it is applied.
    DeviceCrash(usize),
    /// The school comes back as it was when its log had this length.
    Restore(usize),
    /// The computer is gone for good, with all that only it had.
    Gone(usize),
}

pub const NOTHING_LOST: &str = "what a learner did is on the screen of its computer";
pub const NEVER_BACK: &str = "what was on a screen once stays there";
pub const COUNTED_ONCE: &str = "every act counts once, at the school and in each mirror";
pub const TRUE_RECEIPTS: &str = "what reads confirmed was taken by the school";
pub const FEW_REQUESTS: &str = "no more requests than the bound";
pub const AGREED: &str = "in the end every act is confirmed and all hold the same";

impl World {
    /// The acts of a computer's requests that have begun and are not answered.
    fn begun(&self, who: usize) -> Vec<Acts> {
        let acts = self.under_way.iter().filter_map(|message| match message {
            Message::Request(request) if request.device == who && !request.orphan => Some(request.acts),
            Message::Answer(answer) if answer.device == who => Some(answer.receipts),
            _ => None,
        });
        acts.collect()
    }

    fn next_request(&self, who: usize, rules: &Rules) -> Option<Request> {
        if self.gone == Some(who) {
            return None;
        }
        let begun = self.begun(who);
        let has_news = !self.devices[who].agrees_with(self.school.set());
        if begun.len() >= rules.window {
            return None;
        }
        self.devices[who].plan(who, rules, &begun, has_news)
    }

    fn next_act(&self, who: usize, rules: &Rules) -> Option<u8> {
        let left = acts_of(who, rules.acts) & !self.devices[who].journal;
        (left != 0 && self.gone != Some(who)).then(|| u8::try_from(left.trailing_zeros()).expect("a small number"))
    }

    fn put(&mut self, message: Message) {
        // A request without acts that nobody waits for does nothing.
        let is_void = matches!(&message, Message::Request(request) if request.orphan && request.acts == 0);
        if !is_void {
            self.under_way.push(message);
            self.under_way.sort();
        }
    }

    fn reach(&mut self, at: usize, answers: bool, mistake: Option<Mistake>) {
        let Message::Request(request) = self.under_way.remove(at) else { return };
        let crashes_early = !answers && mistake == Some(Mistake::AnswerBeforeCommit);
        if !crashes_early {
            self.school.commit(request.acts, mistake);
        }
        if !request.orphan && (answers || crashes_early) {
            self.put(Message::Answer(self.school.answer(&request)));
        }
    }

    fn arrive(&mut self, at: usize, rules: &Rules) {
        let Message::Answer(answer) = self.under_way.remove(at) else { return };
        let is_last = self.begun(answer.device).is_empty();
        let own = acts_of(answer.device, rules.acts);
        self.devices[answer.device].apply(own, &answer, is_last, rules.mistake);
    }

    /// Nobody waits for this any more: an answer is gone, a request may still reach the school.
    fn abandon(&mut self, at: usize) {
        if let Message::Request(request) = self.under_way.remove(at) {
            self.put(Message::Request(Request { orphan: true, ..request }));
        }
    }

    fn crash(&mut self, who: usize) {
        let of = |message: &Message| match message {
            Message::Request(request) => request.device == who && !request.orphan,
            Message::Answer(answer) => answer.device == who,
        };
        while let Some(at) = self.under_way.iter().position(of) {
            self.abandon(at);
        }
        // Seen again with the next answer.
        self.devices[who].differs = false;
    }

    fn faulty_steps(&self, steps: &mut Vec<Step>) {
        for (at, message) in self.under_way.iter().enumerate() {
            match message {
                // A request nobody waits for is lost by never arriving, and that ends no path.
                Message::Request(request) if request.orphan => steps.push(Step::Lose(at)),
                Message::Request(request) if request.acts == 0 => steps.push(Step::Lose(at)),
                Message::Request(_) => {
                    steps.extend([Step::Lose(at), Step::Repeat(at), Step::GiveUp(at), Step::SchoolCrash(at)]);
                }
                Message::Answer(_) => steps.push(Step::Lose(at)),
            }
        }
        let busy = |who: &usize| !self.begun(*who).is_empty() || self.devices[*who].differs;
        steps.extend((0..DEVICES).filter(busy).map(Step::DeviceCrash));
    }

    fn present(&self) -> impl Iterator<Item = &Device> {
        self.devices.iter().enumerate().filter(|(who, _)| self.gone != Some(*who)).map(|(_, device)| device)
    }

    /// All acts are done, and nothing is left to happen by itself.
    fn has_ended(&self, rules: &Rules) -> bool {
        let is_done = |who| self.next_act(who, rules).is_none() && self.next_request(who, rules).is_none();
        self.under_way.is_empty() && (0..DEVICES).all(is_done)
    }

    /// The school has every act that anybody has, each computer has the school's set, and nobody waits.
    fn agrees(&self) -> bool {
        let all = self.present().fold(0, |acts, device| acts | device.view() | device.journal);
        let is_settled = |device: &Device| device.open() | device.missing == 0 && device.agrees_with(all);
        self.school.set() & all == all && self.present().all(is_settled)
    }

    fn counts_once(&self) -> bool {
        let times = |act: u8| self.school.log.iter().filter(|one| **one == act).count();
        each(crate::protocol::MAX_ACTS).all(|act| times(act) <= 1)
            && self.devices.iter().all(|device| device.mirror.iter().all(|times| *times <= 1))
    }
}

impl Model for Rules {
    type State = World;
    type Action = Step;

    fn init_states(&self) -> Vec<World> {
        vec![World::default()]
    }

    fn actions(&self, world: &World, steps: &mut Vec<Step>) {
        for who in 0..DEVICES {
            steps.extend(world.next_act(who, self).map(|_| Step::Act(who)));
            steps.extend(world.next_request(who, self).map(|_| Step::Send(who)));
        }
        steps.extend(world.under_way.iter().enumerate().map(|(at, message)| match message {
            Message::Request(_) => Step::Reach(at),
            Message::Answer(_) => Step::Arrive(at),
        }));
        if world.faults < self.faults {
            world.faulty_steps(steps);
        }
        if world.restores < self.restores {
            steps.extend((0..world.school.log.len()).map(Step::Restore));
        }
        if self.may_lose_a_computer && world.gone.is_none() {
            steps.extend((0..DEVICES).map(Step::Gone));
        }
    }

    fn next_state(&self, before: &World, step: Step) -> Option<World> {
        let mut world = before.clone();
        world.faults += u8::from(step.is_fault());
        match step {
            Step::Act(who) => {
                let act = world.next_act(who, self)?;
                world.devices[who].act(act);
            }
            Step::Send(who) => {
                let request = world.next_request(who, self)?;
                world.devices[who].mark_sent(&request, self.mistake);
                world.requests += 1;
                world.put(Message::Request(request));
            }
            Step::Reach(at) => world.reach(at, true, self.mistake),
            Step::SchoolCrash(at) => world.reach(at, false, self.mistake),
            Step::Arrive(at) => world.arrive(at, self),
            Step::Lose(at) => drop(world.under_way.remove(at)),
            Step::Repeat(at) => {
                let Message::Request(request) = world.under_way[at].clone() else { return None };
                world.put(Message::Request(Request { orphan: true, ..request }));
            }
            Step::GiveUp(at) => world.abandon(at),
            Step::DeviceCrash(who) => world.crash(who),
            Step::Restore(length) => {
                world.restores += 1;
                world.school.log.truncate(length);
            }
            Step::Gone(who) => {
                world.crash(who);
                world.devices[who] = Device::default();
                world.gone = Some(who);
            }
        }
        Some(world)
    }

    fn within_boundary(&self, world: &World) -> bool {
        world.requests <= self.most_requests + 1
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(NOTHING_LOST, |_, world: &World| {
                world.devices.iter().all(|device| device.journal & !device.view() == 0)
            }),
            Property::always(NEVER_BACK, |_, world: &World| {
                world.devices.iter().all(|device| device.shown & !device.view() == 0)
            }),
            Property::always(COUNTED_ONCE, |_, world: &World| world.counts_once()),
            Property::always(TRUE_RECEIPTS, |_, world: &World| {
                world.devices.iter().all(|device| device.confirmed & !world.school.ever == 0)
            }),
            Property::always(FEW_REQUESTS, |rules: &Self, world: &World| world.requests <= rules.most_requests),
            // At the end of every path, and every path has one: this is "eventually" without its usual loophole.
            Property::eventually(AGREED, |rules: &Self, world: &World| world.has_ended(rules) && world.agrees()),
        ]
    }
}

impl Step {
    fn is_fault(&self) -> bool {
        !matches!(
            self,
            Self::Act(_) | Self::Send(_) | Self::Reach(_) | Self::Arrive(_) | Self::Restore(_) | Self::Gone(_)
        )
    }
}
