//! Work that travels as a file: I1, I3, I4, I7, I11, I14 on that way too. The computer at home has no network in any of these.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use carrel_courier::{Keys, seal};
use carrel_domain::{OperationId, SchoolId};
use carrel_engine::api::{
    ActivityArgs, CourierReadiness, DeliveryView, ErrorCode, FileArgs, LearnerArgs, NoteArgs, ReplyBroughtHome,
    Settings,
};
use carrel_protocol::{FileHead, FileKind, ParcelContentsRef};
use carrel_provider::testkit::{LESSONS, OPEN, STATE_RULES};
use carrel_tests::files::below;
use carrel_tests::{Device, Fault, School};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

const ANA: &str = "ana@learner.example";

/// Ana studied without a network: two lessons and a note.
async fn studied_offline(school: &School) -> Device {
    let home = Device::studying(school, ANA).await;
    home.network.set(Fault::Offline);
    home.complete(LESSONS[0]).await;
    home.complete(LESSONS[1]).await;
    let note = NoteArgs {
        program: OPEN.into(),
        lesson: LESSONS[0].into(),
        text: "the vein rolls away".into(),
        replaces: Vec::<OperationId>::new(),
    };
    home.engine.save_note(note).await.expect("the note is kept");
    home
}

async fn parcel(home: &Device) -> Vec<u8> {
    let made = home.engine.make_parcel(()).await.expect("the parcel is made");
    std::fs::read(made.path).expect("the file is where it was said to be")
}

async fn carry(carrier: &Device, parcel: &[u8]) -> Result<Vec<u8>, ErrorCode> {
    let carried = carrier.engine.carry(parcel.to_vec(), carrier.folder()).await.map_err(|error| error.code)?;
    Ok(std::fs::read(carried.path).expect("the reply is where it was said to be"))
}

async fn bring_home(home: &Device, reply: &[u8]) -> Result<ReplyBroughtHome, ErrorCode> {
    home.engine.bring_home(reply.to_vec()).await.map_err(|error| error.code)
}

fn confirmed(count: u32) -> ReplyBroughtHome {
    ReplyBroughtHome { confirmed: count, refused: 0, waiting: 0, known_before: 0 }
}

fn nothing_new(known_before: u32) -> ReplyBroughtHome {
    ReplyBroughtHome { confirmed: 0, refused: 0, waiting: 0, known_before }
}

/// What the school and this computer count is the same, and nobody is told otherwise.
async fn agree(school: &School, home: &Device) {
    let record = home.record().await;
    let held = school.record(ANA, OPEN).await.digest;
    let ledger = record.ledger().await.expect("the ledger reads");
    assert_eq!(ledger.mirror(&OPEN.into()).map(|mirror| &mirror.digest), Some(&held));
}

#[tokio::test(flavor = "multi_thread")]
async fn i4_a_parcel_carried_by_somebody_elses_computer_confirms_at_home_without_a_network() {
    let school = School::open().await;
    let home = studied_offline(&school).await;
    let carrier = Device::new(&school).await;
    let page = home.engine.courier(()).await.expect("the page");
    assert_eq!((page.readiness, page.waiting), (CourierReadiness::Ready, 3));
    assert!(page.this_run_only, "this computer has no keyring, and says so");

    let made = home.engine.make_parcel(()).await.expect("the parcel is made");
    assert_eq!((made.acts, made.left), (3, 0));
    assert_eq!(home.open_acts().await, 3, "a parcel changes nothing about the acts");

    // Through the window a file comes as base64, and the carrier is told nothing but that it is delivered.
    let file = STANDARD.encode(std::fs::read(&made.path).expect("the parcel reads"));
    assert_eq!(carrier.engine.courier(()).await.expect("the page").readiness, CourierReadiness::NobodySignedIn);
    let carried = carrier.engine.carry_parcel(FileArgs { file }).await.expect("it is delivered");
    let told = serde_json::to_value(&carried).expect("JSON");
    assert_eq!(told.as_object().map(serde_json::Map::len), Some(2), "a school and a path: {told}");
    assert!(school.record(ANA, OPEN).await.record.lesson(&LESSONS[1].into()).is_some_and(|lesson| lesson.completed()));
    assert_eq!(home.open_acts().await, 3, "home does not know yet");

    let reply = STANDARD.encode(std::fs::read(&carried.path).expect("the reply reads"));
    let brought = home.engine.bring_reply_home(FileArgs { file: reply }).await.expect("the reply is taken");
    assert_eq!(brought, confirmed(3));
    assert_eq!(home.open_acts().await, 0);
    assert!(home.is_done(LESSONS[0]).await && home.is_done(LESSONS[1]).await);
    let acts =
        home.engine.activity(ActivityArgs { limit: 200, ..ActivityArgs::default() }).await.expect("activity").acts;
    assert!(acts.iter().all(|act| matches!(act.delivery, DeliveryView::Confirmed { .. })), "{acts:?}");
    agree(&school, &home).await;

    home.network.set(Fault::None);
    home.sync().await;
    agree(&school, &home).await;
    assert!(home.engine.state(()).await.expect("state").notices.is_empty(), "both sides agree");
}

#[tokio::test(flavor = "multi_thread")]
async fn i11_a_parcel_handed_in_twice_and_a_reply_brought_twice_count_once() {
    let school = School::open().await;
    let before = {
        let home = Device::studying(&school, ANA).await;
        home.sync().await;
        school.record(ANA, OPEN).await.digest.count
    };
    let home = studied_offline(&school).await;
    let carrier = Device::new(&school).await;
    let file = parcel(&home).await;
    let first = carry(&carrier, &file).await.expect("delivered");
    let second = carry(&carrier, &file).await.expect("delivered again");
    assert_eq!(school.record(ANA, OPEN).await.digest.count, before + 3, "handed in twice, there once");

    assert_eq!(bring_home(&home, &first).await, Ok(confirmed(3)));
    assert_eq!(bring_home(&home, &first).await, Ok(nothing_new(3)));
    assert_eq!(bring_home(&home, &second).await, Ok(nothing_new(3)));
    agree(&school, &home).await;
    assert_eq!(home.engine.make_parcel(()).await.map_err(|error| error.code).err(), Some(ErrorCode::NothingToSend));
}

#[tokio::test(flavor = "multi_thread")]
async fn i11_a_parcel_and_a_sync_of_the_same_acts_count_once_in_any_order() {
    let school = School::open().await;
    let home = studied_offline(&school).await;
    let carrier = Device::new(&school).await;
    let file = parcel(&home).await;
    let reply = carry(&carrier, &file).await.expect("delivered");
    let count = school.record(ANA, OPEN).await.digest.count;

    home.network.set(Fault::None);
    home.sync().await;
    assert_eq!(home.open_acts().await, 0, "the network was faster than the stick");
    assert_eq!(school.record(ANA, OPEN).await.digest.count, count);
    assert_eq!(bring_home(&home, &reply).await, Ok(nothing_new(3)));
    agree(&school, &home).await;

    home.network.set(Fault::Offline);
    home.complete(LESSONS[2]).await;
    let late = parcel(&home).await;
    home.network.set(Fault::None);
    home.sync().await;
    let reply = carry(&carrier, &late).await.expect("a parcel that comes late is delivered");
    assert_eq!(bring_home(&home, &reply).await, Ok(nothing_new(1)));
    assert_eq!(school.record(ANA, OPEN).await.digest.count, count + 1);
    agree(&school, &home).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_or_cut_on_the_way_is_refused_and_nothing_is_lost() {
    let school = School::open().await;
    let home = studied_offline(&school).await;
    let carrier = Device::new(&school).await;
    let file = parcel(&home).await;
    let before = school.record(ANA, OPEN).await;
    let reply = school.store().take_parcel(file.clone()).await.expect("the school takes it from a stick as well");

    let head = file.iter().position(|byte| *byte == b'\n').expect("a first line");
    let body = FileHead::read(&file).map(|(_, rest)| file.len() - rest.len()).expect("a head");
    let regions = [
        (0, ErrorCode::NotAParcel),
        (head - 1, ErrorCode::NewerFile),
        (head + 10, ErrorCode::UnknownSchool),
        (body, ErrorCode::FileDamaged),
        (body + 31, ErrorCode::FileDamaged),
        (body + 40, ErrorCode::FileDamaged),
        (file.len() / 2, ErrorCode::FileDamaged),
        (file.len() - 1, ErrorCode::FileDamaged),
    ];
    for (at, expected) in regions {
        let mut changed = file.clone();
        changed[at] ^= 4;
        assert_eq!(carry(&carrier, &changed).await, Err(expected), "byte {at} of the parcel");
    }
    for length in [0, 10, body, body + 20, body + 48, file.len() - 1] {
        let code = carry(&carrier, &file[..length]).await.expect_err("a piece of a parcel");
        assert!(matches!(code, ErrorCode::NotAParcel | ErrorCode::FileDamaged), "{length} bytes: {code:?}");
    }
    let at_most = vec![b'x'; carrel_protocol::MAX_FILE_BYTES + 1];
    assert_eq!(carry(&carrier, &at_most).await, Err(ErrorCode::FileTooLarge));
    assert_eq!(carry(&carrier, &reply).await, Err(ErrorCode::NotAParcel), "a reply is no parcel");
    assert_eq!(bring_home(&home, &file).await, Err(ErrorCode::NotAReply), "a parcel is no reply");
    for at in [reply.len() - 1, reply.len() / 2, body + 2] {
        let mut changed = reply.clone();
        changed[at] ^= 1;
        assert_eq!(bring_home(&home, &changed).await, Err(ErrorCode::FileDamaged), "byte {at} of the reply");
    }
    assert_eq!(home.open_acts().await, 3, "every act still waits");
    assert_ne!(school.record(ANA, OPEN).await.digest, before.digest, "the whole parcel did arrive, by the stick");
    assert_eq!(bring_home(&home, &reply).await, Ok(confirmed(3)));
}

#[tokio::test(flavor = "multi_thread")]
async fn i14_a_parcel_and_a_reply_show_nobody_what_is_in_them() {
    let school = School::open().await;
    let home = studied_offline(&school).await;
    let carrier = Device::new(&school).await;
    let file = parcel(&home).await;
    let reply = carry(&carrier, &file).await.expect("delivered");
    let learner = school.store().learner(ANA).await.expect("known");
    let tokens = school.session_for(ANA).await;
    let device = home.record().await.device.to_string();
    let hidden = [
        ANA,
        "Sample Learner",
        LESSONS[0],
        OPEN,
        "the vein rolls away",
        "lesson_completed",
        tokens.access_token.expose(),
        learner.id.as_str(),
        device.as_str(),
    ];
    for (name, bytes) in [("parcel", &file), ("reply", &reply)] {
        for text in hidden {
            assert!(!holds(bytes, text), "the {name} shows {text}");
        }
        assert!(holds(bytes, "small-school"), "it says for which school it is");
    }
    // Secret keys: in the school's key file alone, and on the learner's computer in no file at all.
    let with_a_key = |folder: &Path| {
        let mut found = below(folder);
        found.retain(|path| holds(&std::fs::read(path).expect("it reads"), "carrel-courier-1:"));
        found
    };
    assert_eq!(with_a_key(school.folder()), [school.data().join("courier.key")]);
    assert_eq!(with_a_key(home.folder()), Vec::<PathBuf>::new());
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn i7_a_reply_for_another_learner_of_the_computer_says_so_and_does_nothing() {
    let school = School::open().await;
    let home = studied_offline(&school).await;
    let anas_key = home.record().await.key.clone();
    let reply = carry(&Device::new(&school).await, &parcel(&home).await).await.expect("delivered");

    home.network.set(Fault::None);
    home.sign_in(&school, "ben@learner.example").await;
    home.network.set(Fault::Offline);
    let error = home.engine.bring_home(reply.clone()).await.expect_err("it is Ana's");
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::NotYourReply, Some("Sample Learner")));
    assert_eq!(home.view(OPEN).await.record.completed_count(), 0, "nothing of hers came into his record");

    let stranger = Device::studying(&school, "cleo@learner.example").await;
    assert_eq!(bring_home(&stranger, &reply).await, Err(ErrorCode::FileDamaged), "no key there opens it");

    home.engine.switch_learner(LearnerArgs { key: anas_key }).await.expect("back to Ana");
    assert_eq!(bring_home(&home, &reply).await, Ok(confirmed(3)), "and it waited for her");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parcel_of_a_computer_the_school_does_not_know_is_refused_and_can_be_made_again() {
    let school = School::open().await;
    let home = studied_offline(&school).await;
    let carrier = Device::new(&school).await;
    let file = parcel(&home).await;
    let conn = Connection::open(school.data().join("provider.db")).expect("the database opens");
    conn.execute("DELETE FROM courier_devices", []).expect("the school forgets its devices");
    assert_eq!(carry(&carrier, &file).await, Err(ErrorCode::UnknownDevice));

    // Somebody who makes keys of their own and says they are Ana's computer.
    let (keys, device) = (Keys::generate().expect("random bytes"), home.record().await.device.clone());
    let head = FileHead { kind: FileKind::Parcel, school: SchoolId::new("small-school") };
    let contents = ParcelContentsRef { device: &device, device_name: "", ops: &[] };
    let forged = seal(&head, &contents, &keys, &school.store().courier_keys().seal).expect("anybody can seal");
    assert_eq!(carry(&carrier, &forged).await, Err(ErrorCode::UnknownDevice));
    assert_eq!(home.open_acts().await, 3, "nothing is lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keyring_a_restart_ends_what_parcels_need_and_a_sync_brings_it_back() {
    let school = School::open().await;
    let mut home = studied_offline(&school).await;
    let carrier = Device::new(&school).await;
    let reply = carry(&carrier, &parcel(&home).await).await.expect("delivered");
    home.lose_keyring();
    home.restart().await;
    assert_eq!(bring_home(&home, &reply).await, Err(ErrorCode::ReplyKeyGone));
    assert_eq!(home.engine.make_parcel(()).await.expect_err("no keys").code, ErrorCode::CourierNotReady);
    assert_eq!(home.engine.courier(()).await.expect("the page").readiness, CourierReadiness::NotYet);
    assert_eq!(home.open_acts().await, 3, "the acts are where they were");

    home.network.set(Fault::None);
    home.sign_in(&school, ANA).await;
    assert_eq!(home.open_acts().await, 0);
    home.network.set(Fault::Offline);
    home.complete(LESSONS[2]).await;
    let reply = carry(&carrier, &parcel(&home).await).await.expect("delivered");
    assert_eq!(bring_home(&home, &reply).await, Ok(confirmed(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_parcels_in_the_learners_name_until_the_next_sign_in() {
    let school = School::open().await;
    let home = studied_offline(&school).await;
    home.engine.sign_out(()).await.expect("signed out");
    assert_eq!(home.engine.make_parcel(()).await.expect_err("signed out").code, ErrorCode::CourierNotReady);
    assert_eq!(home.open_acts().await, 3);
    home.network.set(Fault::None);
    home.sign_in(&school, ANA).await;
    assert_eq!(home.engine.courier(()).await.expect("the page").readiness, CourierReadiness::Ready);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_the_learner_comes_home_in_a_reply_too() {
    let school = School::open().await;
    let home = Device::signed_in(&school, ANA).await;
    home.network.set(Fault::Offline);
    let louisiana = Settings { my_state: Some("LA".into()), ..Settings::default() };
    home.engine.change_settings(louisiana).await.expect("the state is kept");
    home.enroll(STATE_RULES).await;
    let reply = carry(&Device::new(&school).await, &parcel(&home).await).await.expect("delivered");
    let wanted = ReplyBroughtHome { confirmed: 0, refused: 0, waiting: 1, known_before: 0 };
    assert_eq!(bring_home(&home, &reply).await, Ok(wanted));
    assert_eq!(home.engine.state(()).await.expect("state").sync.needs_you, 1);
    assert_eq!(home.open_acts().await, 1, "it is answered, and not settled");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_carrier_needs_to_know_the_school_and_a_network() {
    let school = School::open().await;
    let home = studied_offline(&school).await;
    let file = parcel(&home).await;
    let knows_none = Device::bare("").await;
    assert_eq!(carry(&knows_none, &file).await, Err(ErrorCode::UnknownSchool));
    assert_eq!(carry(&home, &file).await, Err(ErrorCode::Offline));
    for something in [&b""[..], b"%PDF-1.7", b"carrel-parcel 9\nfrom tomorrow\n"] {
        let code = carry(&knows_none, something).await.expect_err("no parcel");
        assert!(matches!(code, ErrorCode::NotAParcel | ErrorCode::NewerFile), "{code:?}");
    }
}
