//! `school.toml`.

use super::faults::Faults;
use super::fields::{Doc, Fields};
use carrel_domain::SchoolId;
use carrel_domain::catalog::{RefundBand, RefundSchedule};
use carrel_protocol::SchoolInfo;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub struct School {
    pub info: SchoolInfo,
    pub refund_schedules: BTreeMap<String, RefundSchedule>,
}

pub fn read(campus: &Path, faults: &Faults) -> Option<School> {
    Doc::file(&campus.join("school.toml"), faults)?
        .read(faults, |fields| School { refund_schedules: refund_schedules(fields), info: info(fields) })
}

struct Support {
    email: String,
    hours: String,
    reply_hours: u32,
}

fn info(fields: &mut Fields<'_>) -> SchoolInfo {
    let support = fields.table("support", |support| {
        // The discovery document has no telephone number yet; the guide does.
        support.text("phone");
        Support {
            email: support.words("email"),
            hours: support.words("hours"),
            reply_hours: support.count("reply_hours", 0..=1000),
        }
    });
    let support = support.unwrap_or(Support { email: String::new(), hours: String::new(), reply_hours: 0 });
    SchoolInfo {
        id: SchoolId(fields.slug("id")),
        name: fields.words("name"),
        sample: fields.flag("sample"),
        notice: fields.text("notice"),
        about: fields.words("about"),
        support_email: support.email,
        support_hours: support.hours,
        support_reply_hours: support.reply_hours,
        time_zone: time_zone(fields),
        currency: currency(fields),
    }
}

fn time_zone(fields: &mut Fields<'_>) -> String {
    let name = fields.words("time_zone");
    if !name.is_empty() && jiff::tz::TimeZone::get(&name).is_err() {
        fields.fault(
            "time_zone",
            format!("Nobody knows the time zone \"{name}\""),
            "Write one such as \"America/New_York\"",
        );
    }
    name
}

fn currency(fields: &mut Fields<'_>) -> String {
    let code = fields.words("currency");
    if !code.is_empty() && (code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase())) {
        fields.fault("currency", format!("`currency` is \"{code}\""), "Write a code of three letters such as \"USD\"");
    }
    code
}

fn refund_schedules(fields: &mut Fields<'_>) -> BTreeMap<String, RefundSchedule> {
    let mut schedules = BTreeMap::new();
    fields.tables("refund_schedules", |fields| {
        let mut shares = BTreeSet::new();
        let schedule = RefundSchedule {
            id: fields.slug("id"),
            version: fields.count("version", 1..=1_000_000),
            title: fields.words("title"),
            text: fields.words("text"),
            full_refund_days: fields.count("full_refund_days", 0..=3650),
            full_refund_max_percent: fields.count("full_refund_max_percent", 0..=100),
            retained_fee_cents: fields.cents("retained_fee_cents"),
            bands: fields.tables("bands", |f| {
                let over_percent = f.count("over_percent", 0..=100);
                if !shares.insert(over_percent) {
                    let wrong = format!("Two of `bands` begin over {over_percent} percent");
                    f.fault("over_percent", wrong, "Delete or change one: only one of them could hold");
                }
                RefundBand { over_percent, retain_percent: f.count("retain_percent", 0..=100) }
            }),
        };
        if schedules.insert(schedule.id.clone(), schedule).is_some() {
            fields.fault("id", "This id is used twice", "Give each refund schedule its own id");
        }
    });
    schedules
}
