//! A tiny career guide: a role, a topic, two numbers and a license.

use super::write;
use std::io;
use std::path::Path;

/// Adds a career guide of two pages, with a statistic and the rule of one state.
pub fn small_guide(dir: &Path) -> io::Result<()> {
    let career = dir.join("career");
    write(&career, "guide.toml", "title = \"Guide\"\nnotice = \"A guide for tests.\"\n")?;
    write(&career, "statistics.toml", STATISTICS)?;
    write(&career, "licensure.toml", LICENSURE)?;
    write(&career, "roles/tester.md", TESTER)?;
    write(&career, "topics/pay.md", PAY)
}

const STATISTICS: &str = r#"[[statistics]]
id = "wage"
label = "Median wage"
value = 60780
shown = "$60,780"
unit = "US dollars a year"
period = "May 2023"
population = "Testers"
source = { name = "A bureau", address = "https://bureau.example/testers" }
as_of = "2026-11-01"
caveat = "Of all testers together."
standing = "confirmed"

[[charts]]
id = "pay"
title = "Pay"
text = "One bar."
statistics = ["wage"]
"#;

const LICENSURE: &str = r#"[[fields]]
id = "testing"
title = "Testing"
text = "One state licenses testers."
pages = ["tester"]

[fields.elsewhere]
answer = "not_determined"
text = "Ask your state."
source = { name = "A list" }
as_of = "2026-11-01"

[[fields.states]]
state = "NV"
answer = "required"
text = "Testers need a license here."
source = { name = "A bureau of Nevada" }
as_of = "2026-11-01"
"#;

const TESTER: &str = r#"+++
title = "Tester"
kind = "role"
order = 1
summary = "Tries things out."
aliases = ["examiner"]
reviewed = "2026-11-01"
sources = [{ name = "A bureau" }]

[[facts]]
name = "Pay"
text = "{{stat:wage}}"

[[programs]]
id = "open-course"
gives = "A beginning."
does_not_give = "A license."
+++

A tester is paid {{stat:wage}}. See [pay](page:pay) and the [course](program:open-course).

## A usual day

Mornings begin with a Résumé of yesterday.
"#;

const PAY: &str = r#"+++
title = "Pay"
kind = "topic"
order = 2
summary = "What testers earn."
reviewed = "2026-11-01"
+++

{{chart:pay}}
"#;
