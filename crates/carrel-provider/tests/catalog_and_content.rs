//! The public catalog, and course files for those who may have them.
#![allow(clippy::expect_used)]

mod common;

use carrel_domain::guide::Guide;
use carrel_domain::pack::Manifest;
use carrel_protocol::{CatalogChange, CatalogPage, DISCOVERY_PATH, Discovery, PROTOCOL, Problem};
use carrel_provider::testkit::{self, NOT_YET, OPEN, REVIEW};
use common::{School, school};
use reqwest::Response;
use sha2::{Digest, Sha256};

async fn since(school: &School, mark: &str) -> (CatalogPage, String) {
    let response =
        school.http.get(school.url("/v1/catalog/changes")).query(&[("since", mark)]).send().await.expect("answer");
    assert_eq!(response.status(), 200);
    let tag = response.headers()["etag"].to_str().expect("a tag").to_owned();
    (response.json().await.expect("a page"), tag)
}

fn upserts(page: &CatalogPage) -> Vec<&str> {
    let ids = page.changes.iter().filter_map(|change| match change {
        CatalogChange::Upsert { program } => Some(program.id.as_str()),
        CatalogChange::Withdrawn { .. } => None,
    });
    ids.collect()
}

#[tokio::test]
async fn the_catalog_tells_changes_and_tombstones_and_nothing_twice() {
    let school = school().await;
    let (all, tag) = since(&school, "").await;
    assert!(all.complete && !all.more);
    assert_eq!(upserts(&all).len(), 5);
    let (nothing, _) = since(&school, &all.mark.0).await;
    assert!(nothing.changes.is_empty() && !nothing.complete && nothing.mark == all.mark);

    school.import_again().await;
    let (still, same_tag) = since(&school, "").await;
    assert_eq!((&still.mark, &same_tag), (&all.mark, &tag), "the same files change nothing");

    let enrollment = "policy = \"open\"\ntext = \"Accepted at once, from today.\"";
    let outline = "[[outline]]\ntitle = \"All\"\nlessons = [\"One\"]\n";
    testkit::add_program(&school.campus(), REVIEW, "By Review", enrollment, outline).expect("written");
    std::fs::remove_dir_all(school.campus().join("programs").join(NOT_YET)).expect("removed");
    school.import_again().await;
    let (news, _) = since(&school, &all.mark.0).await;
    assert_eq!(upserts(&news), [REVIEW]);
    assert!(news.changes.contains(&CatalogChange::Withdrawn { id: NOT_YET.into() }));
    let (fresh, _) = since(&school, "").await;
    assert_eq!((fresh.changes.len(), fresh.complete), (4, true), "a newcomer gets no tombstones");
    assert_eq!(fresh.mark, news.mark);
    let (foreign, _) = since(&school, "another-server-12").await;
    assert_eq!((foreign.changes.len(), foreign.complete), (4, true), "a foreign mark begins anew");
}

#[tokio::test]
async fn the_catalog_answers_304_and_says_how_long_it_keeps() {
    let school = school().await;
    let (_, tag) = since(&school, "").await;
    let call = school.http.get(school.url("/v1/catalog/changes")).header("if-none-match", &tag);
    let response = call.send().await.expect("answer");
    assert_eq!(response.status(), 304);
    assert_eq!(response.headers()["cache-control"], "public, max-age=60");
    let other =
        school.http.get(school.url("/v1/catalog/changes")).query(&[("since", "x")]).header("if-none-match", &tag);
    assert_eq!(other.send().await.expect("answer").status(), 200, "the tag names the question too");
}

#[tokio::test]
async fn a_long_catalog_comes_in_pages_and_misses_no_withdrawal() {
    let school = school().await;
    let outline = "[[outline]]\ntitle = \"All\"\nlessons = [\"One\"]\n";
    for n in 0..505 {
        let enrollment = "policy = \"open\"\ntext = \"At once.\"";
        testkit::add_program(&school.campus(), &format!("extra-{n}"), "Extra", enrollment, outline).expect("written");
    }
    school.import_again().await;
    let (first, _) = since(&school, "").await;
    assert!(first.more && first.complete && first.changes.len() == 500);
    let sent = upserts(&first)[7].to_owned();
    std::fs::remove_dir_all(school.campus().join("programs").join(&sent)).expect("removed");
    school.import_again().await;
    let (second, _) = since(&school, &first.mark.0).await;
    assert!(!second.more && second.complete && second.changes.len() == 10);
    let (third, _) = since(&school, &second.mark.0).await;
    assert_eq!(third.changes, [CatalogChange::Withdrawn { id: sent.as_str().into() }]);
}

#[tokio::test]
async fn the_address_says_what_stands_there_and_every_error_is_explained() {
    let school = school().await;
    let found = school.http.get(school.url("/.well-known/carrel")).send().await.expect("answer");
    let discovery: Discovery = found.json().await.expect("a discovery document");
    assert_eq!((discovery.protocol, discovery.school.name.as_str()), (PROTOCOL, "Small School"));
    assert_eq!(discovery.server_time.0, common::NOON);
    for (call, status) in [
        (school.http.get(school.url("/nowhere")), 404),
        (school.http.put(school.url("/v1/account")), 405),
        (school.http.get(school.url("/v1/account")), 401),
        (school.http.post(school.url("/v1/record/sync")), 401),
    ] {
        let response = call.send().await.expect("answer");
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        assert!(response.json::<Problem>().await.expect("a problem").remedy.is_some());
    }
}

async fn part(school: &School, path: &str, token: &str, headers: &[(&str, &str)]) -> Response {
    let call = school.http.get(school.url(path)).bearer_auth(token);
    headers.iter().fold(call, |call, (name, value)| call.header(*name, *value)).send().await.expect("answer")
}

#[tokio::test]
async fn i10_content_comes_whole_or_from_any_byte_and_matches_its_name() {
    let school = school().await;
    let mut device = school.device("ana@example.com").await;
    device.enroll(OPEN).await;
    let response = school.get("/v1/packs/open-course", &device.tokens).await;
    let tag = response.headers()["etag"].to_str().expect("a tag").to_owned();
    let manifest: Manifest = response.json().await.expect("a manifest");
    assert_eq!(manifest.check(), Ok(()));
    assert_eq!(tag, format!("\"{}\"", manifest.version));
    let paths: Vec<_> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        ["01-first/01-one.md", "01-first/02-two.md", "01-first/media/circle.svg", "02-second/01-three.md"]
    );
    let file = &manifest.files[0];
    let (path, token) = (format!("/v1/content/{}", file.sha256), device.tokens.access_token.expose());
    let whole = part(&school, &path, token, &[]).await;
    assert_eq!(whole.headers()["accept-ranges"], "bytes");
    let etag = whole.headers()["etag"].to_str().expect("a tag").to_owned();
    let bytes = whole.bytes().await.expect("bytes");
    assert_eq!(bytes.len() as u64, file.size);
    let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hash, file.sha256);
    assert!(bytes.starts_with(b"Some words."), "without its front matter");

    let rest = part(&school, &path, token, &[("range", "bytes=5-"), ("if-range", &etag)]).await;
    assert_eq!(rest.status(), 206);
    assert_eq!(rest.headers()["content-range"], format!("bytes 5-{}/{}", file.size - 1, file.size).as_str());
    assert_eq!(rest.bytes().await.expect("bytes"), bytes[5..]);
    let changed = part(&school, &path, token, &[("range", "bytes=5-"), ("if-range", "\"other\"")]).await;
    assert_eq!(changed.status(), 200, "the part on disk is of something else");
    let behind = part(&school, &path, token, &[("range", "bytes=99999-")]).await;
    assert_eq!(behind.status(), 416);
    assert_eq!(behind.headers()["content-range"], format!("bytes */{}", file.size).as_str());
    assert_eq!(part(&school, &path, token, &[("if-none-match", &etag)]).await.status(), 304);
    let packed = part(&school, &path, token, &[("accept-encoding", "gzip")]).await;
    assert!(!packed.headers().contains_key("content-encoding"), "offsets must mean bytes");

    let (_, stranger) = school.learner("ben@example.com").await;
    assert_eq!(school.get(&path, &stranger).await.status(), 403, "no enrollment, no content");
    assert_eq!(school.get("/v1/packs/open-course", &stranger).await.status(), 403);
    assert_eq!(school.get("/v1/packs/by-review", &stranger).await.status(), 404);
    assert_eq!(school.get(&format!("/v1/content/{}", "0".repeat(64)), &stranger).await.status(), 404);
    assert_eq!(school.get("/v1/content/..%2F..%2Fprovider.db", &stranger).await.status(), 404);
}

#[tokio::test]
async fn the_guide_is_public_and_named_by_the_catalog_and_comes_once() {
    let school = school().await;
    let discovery = async || -> Discovery {
        school.http.get(school.url(DISCOVERY_PATH)).send().await.expect("answer").json().await.expect("a description")
    };
    assert_eq!(discovery().await.endpoints.guide, None, "a school without a guide says so");
    let (before, tag_before) = since(&school, "").await;
    assert_eq!(before.guide, None);
    let missing = school.http.get(school.url("/v1/guide")).send().await.expect("answer");
    assert_eq!(missing.status(), 404);

    testkit::small_guide(&school.campus()).expect("written");
    school.import_again().await;
    let path = discovery().await.endpoints.guide.expect("there is one now");
    let (after, tag_after) = since(&school, "").await;
    assert_ne!(tag_before, tag_after, "whoever asks whether the catalog changed hears of the guide");
    assert_eq!(after.mark, before.mark, "no program changed");
    let answer = school.http.get(school.url(&path)).send().await.expect("answer");
    let tag = answer.headers()["etag"].to_str().expect("a tag").to_owned();
    assert_eq!(Some(tag.trim_matches('"')), after.guide.as_ref().map(|tag| tag.0.as_str()));
    assert_eq!(answer.headers()["cache-control"], "public, max-age=60");
    let guide: Guide = answer.json().await.expect("a guide");
    assert_eq!((guide.pages.len(), guide.statistics[0].shown.as_str()), (2, "$60,780"));
    let again = school.http.get(school.url(&path)).header("if-none-match", &tag).send().await.expect("answer");
    assert_eq!(again.status(), 304);

    std::fs::remove_dir_all(school.campus().join("career")).expect("removed");
    school.import_again().await;
    assert_eq!(since(&school, "").await.0.guide, None);
}
