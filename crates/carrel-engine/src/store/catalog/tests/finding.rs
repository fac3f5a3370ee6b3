//! What is found for what was typed, and in which order.

use super::*;

#[tokio::test]
async fn a_title_comes_before_a_name_before_a_category_before_the_text() {
    let catalog = Catalog::of(vec![
        Program { outline: outline(&["Drawing blood"]), ..program("outline", "Alpha") },
        Program { description: "All about blood.".into(), ..program("description", "Beta") },
        Program { category: "Blood and tissue".into(), ..program("category", "Gamma") },
        Program { aliases: vec!["Blood collector".into()], ..program("alias", "Zeta") },
        program("title", "Zz Blood"),
        program("beginning", "Blood Bank Basics"),
        program("other", "Welding"),
    ])
    .await;
    let expected = ["beginning", "title", "alias", "category", "outline", "description"];
    assert_eq!(catalog.ids("blood").await, expected, "and among equals by title");
    assert_eq!(catalog.ids("BLO").await, expected, "the beginning of a word, in any case");
}

#[tokio::test]
async fn the_code_as_typed_comes_first_with_or_without_its_hyphen() {
    let catalog = Catalog::of(vec![
        program("title", "AHT 210 explained"),
        Program { code: "AHT-210".into(), ..program("code", "Zoology") },
        Program { code: "AHT-2101".into(), ..program("longer", "Botany") },
    ])
    .await;
    for typed in ["AHT-210", "aht 210", "aht210"] {
        assert_eq!(catalog.ids(typed).await[0], "code", "{typed}");
    }
    assert_eq!(catalog.ids("aht-210").await, ["code", "title", "longer"]);
}

#[tokio::test]
async fn all_words_must_match_and_only_the_last_may_be_unfinished() {
    let catalog = Catalog::of(vec![
        program("assistant", "Medical Assistant"),
        Program { summary: "Assists others.".into(), ..program("coding", "Medical Coding") },
        program("medicine", "Medicine Assistant"),
    ])
    .await;
    assert_eq!(catalog.ids("medical assis").await, ["assistant", "coding"]);
    assert_eq!(catalog.ids("assis medical").await, Vec::<String>::new(), "no word is `assis`");
    assert_eq!(catalog.ids("assistant med").await, ["assistant", "medicine"]);
    assert_eq!(catalog.find("assistant med").await.corrected, None);
}

#[tokio::test]
async fn a_whole_word_comes_before_the_beginning_of_another() {
    let catalog = Catalog::of(vec![program("career", "A Career"), program("care", "Patient Care")]).await;
    assert_eq!(catalog.ids("care").await, ["care", "career"]);
}

#[tokio::test]
async fn accents_and_case_are_folded_in_every_script() {
    let catalog =
        Catalog::of(vec![program("spanish", "Técnico en Flebotomía"), program("russian", "Медицинский Работник")])
            .await;
    for typed in ["tecnico", "TÉCNICO", "flebotomia", "te\u{301}cnico"] {
        assert_eq!(catalog.ids(typed).await, ["spanish"], "{typed}");
    }
    for typed in ["медиц", "МЕДИЦИНСКИЙ", "медицинскии"] {
        assert_eq!(catalog.ids(typed).await, ["russian"], "{typed}");
    }
}

#[tokio::test]
async fn one_mistyped_word_still_finds_and_says_so() {
    let catalog = Catalog::of(vec![
        program("phlebotomy", "Phlebotomy Technician"),
        program("ekg", "EKG Technician"),
        program("coding", "Medical Coding"),
        program("pharmacy", "Pharmacy Technician"),
    ])
    .await;
    for (typed, corrected, id) in [
        ("phlebotmy", "phlebotomy", "phlebotomy"),
        ("flebotomy", "phlebotomy", "phlebotomy"),
        ("phlebotm", "phlebotomy", "phlebotomy"),
        ("egk", "ekg", "ekg"),
        ("medcal coding", "medical coding", "coding"),
        ("medical codding", "medical coding", "coding"),
        ("pharmcy techncian", "pharmacy technician", "pharmacy"),
    ] {
        let results = catalog.find(typed).await;
        assert_eq!(results.corrected.as_deref(), Some(corrected), "{typed}");
        assert_eq!(ids(&results)[0], id, "{typed}");
    }
    assert_eq!(catalog.find("pharm").await.corrected, None, "what finds something is left alone");
    let nothing = catalog.find("xylophone").await;
    assert_eq!((nothing.total, nothing.corrected), (0, None));
}

#[tokio::test]
async fn a_word_that_exists_elsewhere_can_be_the_slip() {
    let catalog = Catalog::of(vec![program("farm", "Farm Work"), program("form", "Form Design")]).await;
    let results = catalog.find("form work").await;
    assert_eq!((ids(&results), results.corrected), (vec!["farm".to_owned()], Some("farm work".to_owned())));
}

#[tokio::test]
async fn without_words_everything_is_listed_by_title() {
    let catalog = Catalog::of(vec![program("c", "Émile"), program("a", "delta"), program("b", "Zulu")]).await;
    for typed in ["", "   ", "***", "\"", "-"] {
        assert_eq!(catalog.ids(typed).await, ["a", "c", "b"], "{typed:?}");
    }
}

#[tokio::test]
async fn an_order_can_be_chosen_and_pages_join_without_gap_or_overlap() {
    let mut random = Random(7);
    let programs = (0..300).map(|n| {
        let mut program = program(&format!("p{n}"), &format!("{} care", random.pick(&["Home", "Night", "Day"])));
        program.contact_hours = random.below(5) as u32;
        program.price.tuition_cents = random.below(5) as i64 * 10_000;
        program
    });
    let catalog = Catalog::of(programs.collect()).await;
    use crate::api::CatalogSort::{Best, Hours, Price, Title};
    for sort in [Best, Title, Price, Hours] {
        let query =
            |offset, limit| CatalogQuery { text: "care".into(), sort, offset, limit, ..CatalogQuery::default() };
        let first = catalog.search(query(0, 200)).await;
        assert_eq!((first.total, first.hits.len()), (300, 200));
        let mut joined = Vec::new();
        for offset in (0..300).step_by(70) {
            joined.extend(catalog.search(query(offset, 70)).await.hits);
        }
        let joined_ids: Vec<_> = joined.iter().map(|hit| hit.id.0.clone()).collect();
        assert_eq!(joined_ids[..200], ids(&first)[..], "{sort:?}");
        assert_eq!(joined_ids.iter().collect::<std::collections::BTreeSet<_>>().len(), 300, "{sort:?}");
        match sort {
            Price => assert!(joined.is_sorted_by_key(|hit| (hit.total.cents, hit.title.clone()))),
            Hours => assert!(joined.is_sorted_by_key(|hit| (hit.contact_hours, hit.title.clone()))),
            _ => assert!(joined.is_sorted_by_key(|hit| hit.title.clone())),
        }
        assert_eq!(catalog.search(query(300, 70)).await.hits.len(), 0);
        assert_eq!(catalog.search(query(u32::MAX, u32::MAX)).await.hits.len(), 0);
    }
}

#[tokio::test]
async fn no_text_is_an_error() {
    let catalog = Catalog::of(vec![program("a", "Alpha care"), program("b", "Béta \"NEAR\" care")]).await;
    let pieces = [
        "\"",
        "'",
        "*",
        "(",
        ")",
        "^",
        "-",
        "+",
        ":",
        "{",
        "}",
        "NEAR",
        "NEAR(",
        "AND",
        "OR",
        "NOT",
        "title:",
        " ",
        "\0",
        "care",
        "al",
        "ß",
        "e\u{301}",
        "👩‍⚕️",
        "\u{202e}",
        "\u{feff}",
        "\u{10ffff}",
        "漢字",
        "й",
        "%",
        "_",
        ";--",
        "\\",
        "\n",
    ];
    for seed in 0..500 {
        let mut random = Random(seed);
        let mut text = String::new();
        for _ in 0..random.below(12) {
            if random.below(3) == 0 {
                text.extend(char::from_u32(random.below(0x11_0000) as u32));
            } else {
                text.push_str(random.pick::<&str>(&pieces));
            }
        }
        catalog.find(&text).await;
    }
    catalog.find(&"care ".repeat(100_000)).await;
    catalog.find(&"x".repeat(1_000_000)).await;
    assert_eq!(catalog.ids("care OR alpha").await, Vec::<String>::new(), "an operator is a word like others");
}

#[tokio::test]
async fn every_beginning_of_every_word_finds_its_program() {
    let mut random = Random(11);
    let letters: Vec<char> = "abcdeéñжд".chars().collect();
    let title = |random: &mut Random| -> String {
        let words = (0..3).map(|_| (0..1 + random.below(8)).map(|_| *random.pick(&letters)).collect::<String>());
        words.collect::<Vec<_>>().join(" ")
    };
    let programs: Vec<Program> = (0..60).map(|n| program(&format!("p{n}"), &title(&mut random))).collect();
    let catalog = Catalog::of(programs.clone()).await;
    for program in programs {
        for word in program.title.split(' ') {
            for (at, letter) in word.char_indices() {
                let typed = &word[..at + letter.len_utf8()];
                assert!(catalog.ids(typed).await.contains(&program.id.0), "{typed} of {}", program.title);
            }
        }
    }
}
