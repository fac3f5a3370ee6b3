//! The skills log and the checklist as pages for paper: to show at a clinical site, and to be signed there.

use super::html::Html;
use super::words::Words;
use super::{Writer, name_of_word};
use crate::api::{ChecklistLine, CredentialView, LogLine, SkillsPage, SkillsPaper};
use carrel_domain::Timestamp;
use carrel_domain::goal::EligibilityShown;
use carrel_domain::practice::PracticeKind;
use jiff::tz::TimeZone;

pub struct SkillsFacts {
    pub learner: String,
    pub school: String,
    pub made_at: Timestamp,
    pub zone: TimeZone,
    pub paper: SkillsPaper,
    pub page: SkillsPage,
}

pub fn skills_page(facts: &SkillsFacts) -> String {
    let mut writer = Writer { out: Html::default(), words: Words::load(), zone: &facts.zone };
    let title = match facts.paper {
        SkillsPaper::Log => "record-skills-title",
        SkillsPaper::Checklist | SkillsPaper::BlankChecklist => "record-checklist-title",
    };
    let title = writer.words.get(title, &[("program", &facts.page.title)]);
    writer.begin(&facts.school, &title);
    writer.fact("record-learner", &[&facts.learner]);
    if facts.paper != SkillsPaper::BlankChecklist {
        let made = writer.moment(facts.made_at);
        writer.fact("record-made", &[&made]);
    }
    writer.out.raw("</dl>");
    match facts.paper {
        SkillsPaper::Log => writer.log_paper(&facts.page),
        SkillsPaper::Checklist => writer.checklist_paper(&facts.page, true),
        SkillsPaper::BlankChecklist => writer.checklist_paper(&facts.page, false),
    }
    writer.out.raw("</body></html>\n");
    writer.out.done()
}

impl Writer<'_> {
    fn log_paper(&mut self, page: &SkillsPage) {
        self.say("<p class=\"note\">", "record-skills-what-it-is", "</p></header>");
        if !page.credentials.is_empty() {
            self.credentials(&page.credentials);
        }
        if page.entries.is_empty() {
            self.say("<p class=\"muted\">", "record-skills-none", "</p>");
            return;
        }
        self.log("record-skills", &page.entries);
    }

    fn credentials(&mut self, credentials: &[CredentialView]) {
        self.table("record-credentials", &["record-credential", "record-live", "record-source"]);
        for known in credentials {
            let counted = known.needs.iter().map(|need| {
                let (have, count) = (need.have.to_string(), need.count.to_string());
                let of = self.words.get("record-of", &[("done", &have), ("all", &count)]);
                format!("{}: {of}", need.label)
            });
            let counted = counted.collect::<Vec<_>>().join("; ");
            let date = self.calendar_day(&known.as_of);
            let source = self.words.get("record-source-of", &[("source", &known.source), ("date", &date)]);
            let source = format!("{source} {}", known.caveat);
            self.row(&[&known.name, &counted, source.trim_end()]);
        }
        self.out.raw("</tbody></table>");
        self.say("<p class=\"muted\">", "skills-body-decides", "</p>");
    }

    /// The log as a table, with room for a supervisor's initials.
    pub(super) fn log(&mut self, caption: &str, lines: &[LogLine]) {
        let columns =
            ["record-day", "record-practice", "record-site", "record-result", "record-place", "record-initials"];
        self.table(caption, &columns);
        for line in lines {
            let practice = &line.practice;
            let day = self.calendar_day(&practice.day);
            let kind = self.kind_words(practice.kind);
            let result = if practice.success { "practice-succeeded" } else { "practice-failed" };
            let complication = format!("practice-complication-{}", name_of_word(&practice.complication));
            let result = [self.words.get(result, &[]), self.words.get(&complication, &[]), practice.remark.clone()];
            let site = joined(&[&practice.site, &practice.device]);
            let place = joined(&[&practice.place, &practice.supervisor]);
            let whose = self.whose(&line.delivery);
            self.out.raw("<tr>").line("<td>", &day, "</td>").line("<td>", &kind, "</td>").line("<td>", &site, "</td>");
            self.out.line("<td>", &joined(&result.each_ref().map(String::as_str)), "</td>");
            self.out.line("<td>", &place, "").line(
                "<span class=\"small\">",
                &whose,
                "</span></td><td class=\"sign\"></td>",
            );
            self.out.raw("</tr>\n");
        }
        self.out.raw("</tbody></table>");
    }

    fn checklist_paper(&mut self, page: &SkillsPage, filled: bool) {
        self.say("<p class=\"note\">", "record-checklist-what-it-is", "</p></header>");
        if page.checklist.is_empty() {
            self.say("<p class=\"muted\">", "record-checklist-none", "</p>");
            return;
        }
        let columns = ["record-number", "record-skill", "record-day", "record-supervisor", "record-signature"];
        self.table("", &columns);
        for (at, skill) in page.checklist.iter().enumerate() {
            self.checklist_row(at + 1, skill, filled);
        }
        self.out.raw("</tbody></table>");
    }

    fn checklist_row(&mut self, number: usize, skill: &ChecklistLine, filled: bool) {
        let signed = skill.signed.as_ref().filter(|_| filled);
        let day = signed.map(|signed| self.calendar_day(&signed.day)).unwrap_or_default();
        let supervisor = signed.map(|signed| signed.supervisor.as_str()).unwrap_or_default();
        let how = signed.map(|signed| self.kind_words(signed.kind)).unwrap_or_default();
        let drill = if skill.simulated { self.words.get("record-may-be-drill", &[]) } else { String::new() };
        self.out.line("<tr class=\"to-sign\"><td class=\"number\">", &number.to_string(), "</td>");
        self.out.line("<td>", &skill.title, "").line("<span class=\"small\">", &drill, "</span></td>");
        self.out.line("<td>", &day, "").line("<span class=\"small\">", &how, "</span></td>");
        self.out.line("<td>", supervisor, "</td><td class=\"sign\"></td></tr>\n");
    }

    fn kind_words(&self, kind: PracticeKind) -> String {
        self.words.get(&format!("practice-kind-{}", name_of_word(&kind)), &[])
    }

    /// What the learner had acknowledged about their goal.
    pub(super) fn eligibility(&mut self, shown: &EligibilityShown) {
        let verdict = self.words.get(&format!("record-verdict-{}", name_of_word(&shown.verdict)), &[]);
        let state = shown.state.as_deref().unwrap_or("–");
        let date = if shown.as_of.is_empty() { String::new() } else { self.calendar_day(&shown.as_of) };
        let source = match shown.source.is_empty() {
            true => String::new(),
            false => self.words.get("record-source-of", &[("source", &shown.source), ("date", &date)]),
        };
        let goal = format!("{} ({state}): {verdict}", shown.title);
        let of = |writer: &Self, id: &str, pieces: &[String]| match pieces {
            [] => String::new(),
            pieces => writer.words.get(id, &[("pieces", &pieces.join("; "))]),
        };
        let missing = of(self, "record-missing", &shown.missing);
        let unknown = of(self, "record-unknown", &shown.unknown);
        self.fact("record-eligibility", &[&goal, &missing, &unknown, &source, &shown.caveat]);
    }

    /// `2026-11-29` as a day is written on the page; as it is where it is none.
    fn calendar_day(&self, day: &str) -> String {
        day.parse::<jiff::civil::Date>().map_or_else(|_| day.to_owned(), |day| day.strftime("%b %-d, %Y").to_string())
    }
}

fn joined(texts: &[&str]) -> String {
    let said: Vec<&str> = texts.iter().copied().filter(|text| !text.is_empty()).collect();
    said.join("; ")
}
