//! The tree itself, tested: who may name whom, how large things may get, and what must not lie about.
//!
//! Every rule is a function from a [`Tree`] to what it found, so that `planted` can show it a tree with a mistake in it: a
//! rule that finds nothing because it looks at nothing would be worse than none. What is excused stands in a list beside its
//! rule with the reason; an excuse that nothing needs any more fails too.

mod forgotten;
mod interface;
mod layers;
mod manifests;
mod planted;
mod promises;
mod rust;
mod sizes;
mod tree;
mod words;

use tree::{Finding, Tree};

#[track_caller]
fn holds(rule: &str, found: Vec<Finding>, excused: &[(&str, &str)]) {
    let (known, new): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|finding| excused.iter().any(|(place, _)| finding.place == *place));
    let said: Vec<String> = new.iter().map(|finding| format!("  {}: {}", finding.place, finding.what)).collect();
    assert!(new.is_empty(), "{rule}\n{}", said.join("\n"));
    for (place, reason) in excused {
        let needed = known.iter().any(|finding| finding.place == *place);
        assert!(needed, "{rule}\n  {place} is excused ({reason}) and needs no excuse any more: take it off the list");
    }
}

macro_rules! rules {
    ($( $name:ident: $rule:expr, $excused:expr; )*) => { $(
        #[test]
        fn $name() {
            holds(&stringify!($name).replace('_', " "), $rule(Tree::here()), $excused);
        }
    )* };
}

rules! {
    in_the_engine_each_outside_library_is_named_in_one_place_only: layers::engine_libraries, &[];
    only_the_cycle_works_with_a_learners_store_and_the_provider_at_once: layers::one_place_for_both, &[];
    the_parts_that_decide_are_pure: layers::pure_parts, &[];
    the_domain_knows_no_clock_no_disk_no_network_and_no_chance: layers::domain, &[];
    libraries_never_print: layers::prints, &[];
    no_behaviour_lives_in_the_shell: layers::shell, &[];
    crates_depend_on_each_other_as_the_house_is_drawn: manifests::arrows, &[];
    crates_keep_to_their_libraries: manifests::libraries, &[];
    the_interface_keeps_its_tiers: interface::tiers, &[];
    functions_are_short: sizes::functions, sizes::EXCUSED_FUNCTIONS;
    files_are_short: sizes::files, sizes::EXCUSED_FILES;
    nothing_is_named_after_nothing: words::empty_names, &[];
    nothing_is_left_to_do_and_nothing_unwraps: words::loose_ends, &[];
    no_file_names_somebodys_machine_or_registry: words::private_places, &[];
    every_rust_file_is_part_of_something: forgotten::unreachable, &[];
    every_data_file_of_the_tests_is_used: forgotten::unused_test_data, &[];
    migrations_are_numbered_without_gaps: forgotten::migration_gaps, &[];
    every_file_says_what_it_is_for: forgotten::without_doc, &[];
    every_promised_invariant_has_its_test: promises::invariants, &[];
    no_test_is_switched_off: promises::ignored, &[];
}
