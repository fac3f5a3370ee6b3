//! The career guide comes with the catalog, stays when the network goes, and costs a quiet sync nothing: I8, I12, I18.

use carrel_domain::guide::Standing;
use carrel_engine::api::{Block, GuidePageArgs, GuidePlace, GuideSearchArgs, GuideView, Inline};
use carrel_protocol::{Failure, LaterReason};
use carrel_provider::testkit::small_guide;
use carrel_tests::{Device, Fault, School};

async fn school_with_a_guide() -> School {
    let mut school = School::open().await;
    small_guide(&school.campus()).expect("the guide is written");
    open_again(&mut school).await;
    school
}

/// The school takes its files in anew.
async fn open_again(school: &mut School) {
    school.stop().await;
    school.start_again().await;
}

async fn page(device: &Device, page: &str) -> Option<carrel_engine::api::GuidePageView> {
    device.engine.guide_page(GuidePageArgs { page: page.into() }).await.expect("the guide is asked")
}

async fn found(device: &Device, text: &str) -> Vec<GuidePlace> {
    let hits = device.engine.search_guide(GuideSearchArgs { text: text.into() }).await.expect("a search never fails");
    hits.into_iter().map(|hit| hit.place).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn i8_the_guide_is_read_without_a_network_a_session_and_after_a_restart() {
    let school = school_with_a_guide().await;
    let mut device = Device::new(&school).await;
    device.network.set(Fault::Offline);
    device.restart().await;
    let GuideView::Here { guide } = device.engine.guide(()).await.expect("the guide") else { panic!("it is here") };
    assert_eq!(guide.pages.iter().map(|page| page.id.as_str()).collect::<Vec<_>>(), ["tester", "pay"]);
    let tester = page(&device, "tester").await.expect("a page");
    assert_eq!(tester.programs[0].title.as_deref(), Some("Open Course"));
    assert_eq!(page(&device, "nobody").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn i18_every_number_on_a_page_comes_with_period_source_and_caveat() {
    let school = school_with_a_guide().await;
    let device = Device::new(&school).await;
    let tester = page(&device, "tester").await.expect("a page");
    let Block::Paragraph { text } = &tester.blocks[0] else { panic!("a paragraph: {:?}", tester.blocks) };
    assert!(text.iter().any(|part| matches!(part, Inline::Statistic { id } if id == "wage")));
    assert!(!format!("{:?}", tester.blocks).contains("60,780"), "the text itself holds no number");
    for page in [tester, page(&device, "pay").await.expect("a page")] {
        let wage = &page.statistics[0];
        assert_eq!(
            (wage.shown.as_str(), wage.period.as_str(), wage.source.name.as_str()),
            ("$60,780", "May 2023", "A bureau")
        );
        assert_eq!((wage.standing, wage.caveat.as_deref()), (Standing::Confirmed, Some("Of all testers together.")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i18_a_number_that_is_found_comes_with_its_source_its_caveat_and_whether_it_is_a_claim() {
    let mut school = School::open().await;
    small_guide(&school.campus()).expect("the guide is written");
    let statistics = school.campus().join("career/statistics.toml");
    let text = std::fs::read_to_string(&statistics).expect("the statistics");
    std::fs::write(statistics, text.replace("\"confirmed\"", "\"claim\"")).expect("now a claim");
    open_again(&mut school).await;
    let device = Device::new(&school).await;
    let hits = device.engine.search_guide(GuideSearchArgs { text: "60,780".into() }).await.expect("a search");
    assert!(!hits.is_empty());
    for hit in hits {
        let said = "$60,780 (Median wage; May 2023; A bureau; Claim, not confirmed; Of all testers together.)";
        assert!(hit.excerpt.contains(said), "{}", hit.excerpt);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_found_whole_begun_and_without_their_accents() {
    let school = school_with_a_guide().await;
    let device = Device::new(&school).await;
    let at =
        |page: &str, section: Option<&str>| GuidePlace::Page { page: page.into(), section: section.map(Into::into) };
    assert_eq!(found(&device, "tester").await[0], at("tester", None));
    assert_eq!(found(&device, "resume yest").await, [at("tester", Some("a-usual-day"))]);
    assert_eq!(found(&device, "examin").await, [at("tester", None)], "by another name");
    assert_eq!(found(&device, "license nevada").await, [GuidePlace::Licensure { state: Some("NV".into()) }]);
    assert_eq!(found(&device, "tester astronaut").await, []);
    assert_eq!(found(&device, "  \" OR * ").await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn i12_a_quiet_sync_asks_nothing_for_the_guide_and_a_new_one_comes_with_the_catalog() {
    let mut school = school_with_a_guide().await;
    let device = Device::signed_in(&school, "ana@learner.example").await;
    let before = device.network.asked().len();
    device.sync().await;
    // Asked by the learner, so the catalog is looked at too: one call for each.
    assert_eq!(device.network.asked().len() - before, 2, "the record and the catalog, and nothing for the guide");

    let pay = school.campus().join("career/topics/pay.md");
    let text = std::fs::read_to_string(&pay).expect("read").replace("What testers earn.", "What a tester earns.");
    std::fs::write(&pay, text).expect("written");
    open_again(&mut school).await;
    let before = device.network.asked().len();
    device.sync().await;
    assert_eq!(device.network.asked().len() - before, 3, "and the new guide, once");
    assert_eq!(page(&device, "pay").await.expect("a page").entry.summary, "What a tester earns.");

    std::fs::remove_dir_all(school.campus().join("career")).expect("removed");
    open_again(&mut school).await;
    device.sync().await;
    assert_eq!(device.engine.guide(()).await.expect("the guide"), GuideView::None, "a school may take its guide back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guide_that_does_not_come_holds_nothing_up_and_comes_later() {
    let mut school = school_with_a_guide().await;
    let url = school.url.clone();
    school.stop().await;
    let device = Device::bare(&url).await;
    assert!(device.engine.guide(()).await.is_err(), "no school yet");
    device.network.fail_guides(Some(Failure::later(LaterReason::Garbled)));
    school.start_again().await;
    device.sync().await;
    assert_eq!(device.engine.guide(()).await.expect("the guide"), GuideView::NotFetched);
    let state = device.engine.state(()).await.expect("the state");
    assert_eq!(state.sync.problem, None, "nobody is alarmed for something to read");
    device.network.fail_guides(None);
    device.sync().await;
    assert!(matches!(device.engine.guide(()).await.expect("the guide"), GuideView::Here { .. }));
}
