//! What may stand in a field of the skills log, and what points to a patient: tables of texts.

use carrel_domain::identifiers::{FreeText, Identifier as I, identifier_in};

#[test]
fn what_a_learner_writes_of_their_own_work_passes() {
    let fine = [
        "",
        "left median cubital, 21 G",
        "2 mL tube",
        "second attempt",
        "Left Median Cubital",
        "21G x 1 1/4 inch, multi-sample needle",
        "23 G winged set, 3/4 inch",
        "tubes 3.2% citrate, then 5 mL SST and 4 mL EDTA",
        "patient anxious, sat down first",
        "Patient fainted after the draw; supervisor called",
        "PATIENT ID checked twice",
        "room 412, bed 2",
        "tourniquet on for 45-50 seconds",
        "drew at 10:30, 2 tubes, 8-10 inversions",
        "may need a smaller needle next time",
        "St. Mary's Hospital, outpatient laboratory",
        "Patient Service Center, 12 Main St",
        "Ward 3 West",
        "4th finger, across the print, 2.0 mm lancet",
        "heel, lateral; first drop wiped away",
        "vein rolled. Anchored lower the 2nd time",
        "patient: calm, no complaints",
        "called for help after two failed draws",
        "Told the patient. Moved on",
        "unit 7 2 24 G",
        "child, 6 years, sat on a parent's lap",
        "pt calm, cooperative",
        "patient seated, arm supported",
        "pt nice, easy draw",
        "Newborn Screening card",
        "a near miss on the left, then a good draw",
        "did not miss the vein",
        "patient with MS had thin veins",
    ];
    for text in fine {
        assert_eq!(identifier_in(text, FreeText::Anything), None, "{text}");
    }
}

#[test]
fn what_points_to_a_patient_is_refused_with_its_reason() {
    let refused = [
        ("left arm, 05/12/1961", I::Date),
        ("5-12-61", I::Date),
        ("12.05.1961", I::Date),
        ("1961-05-12", I::Date),
        ("seen on May 12, 1961", I::Date),
        ("12 May 1961", I::Date),
        ("2nd June 61", I::Date),
        ("DOB on the label", I::Date),
        ("d.o.b. checked", I::Date),
        ("born in the seventies", I::Date),
        ("date of birth matched", I::Date),
        ("MRN 4471", I::RecordNumber),
        ("mrn: 4471", I::RecordNumber),
        ("chart no. 881", I::RecordNumber),
        ("Account number 12", I::RecordNumber),
        ("medical record checked", I::RecordNumber),
        ("label 0048213", I::RecordNumber),
        ("60614", I::RecordNumber),
        ("12-34-56-78", I::RecordNumber),
        ("123-45-6789", I::SocialSecurity),
        ("123 45 6789", I::SocialSecurity),
        ("social security card shown", I::SocialSecurity),
        ("312-555-0142", I::Phone),
        ("312–555–0142", I::Phone),
        ("(312) 555-0142", I::Phone),
        ("3125550142", I::Phone),
        ("call 555-0142", I::Phone),
        ("+1 312 555 0142", I::Phone),
        ("ana@learner.example", I::Email),
        ("Mr. Sample was calm", I::PatientName),
        ("mrs Sample", I::PatientName),
        ("Mr. S was calm", I::PatientName),
        ("Ms. Sample's left arm", I::PatientName),
        ("patient: Sample", I::PatientName),
        ("Patient Sample, left arm", I::PatientName),
        ("pt. Sample", I::PatientName),
        ("PATIENT SAMPLE", I::PatientName),
        ("baby Sample, heel", I::PatientName),
        ("a resident named Ana", I::PatientName),
        ("name: Ana Sample", I::PatientName),
        ("left median cubital, mrs sample was calm", I::PatientName),
        ("mr s was calm", I::PatientName),
        ("miss sample, left arm", I::PatientName),
        ("ms sample", I::PatientName),
        ("pt sample, ana", I::PatientName),
        ("pt sample, ana was calm", I::PatientName),
        ("patient sample, ana, left arm", I::PatientName),
    ];
    for (text, why) in refused {
        assert_eq!(identifier_in(text, FreeText::Anything), Some(why), "{text}");
    }
}

#[test]
fn a_place_may_be_called_after_those_who_lie_there_and_after_nobody_by_name() {
    let places = [
        "Newborn Nursery",
        "Patient Education Room, 2nd floor",
        "Resident Tower, Ward 3",
        "Baby Friendly Hospital",
        "Child Life, room 12",
        "Donor Services, Main Street",
    ];
    for place in places {
        assert_eq!(identifier_in(place, FreeText::Place), None, "{place}");
    }
    let refused = [
        ("room of Mrs. Sample", I::PatientName),
        ("mr sample's house", I::PatientName),
        ("patient: Sample", I::PatientName),
        ("pt sample, ana", I::PatientName),
        ("Ward 3, MRN 4471", I::RecordNumber),
        ("call 312-555-0142", I::Phone),
    ];
    for (place, why) in refused {
        assert_eq!(identifier_in(place, FreeText::Place), Some(why), "{place}");
    }
}

#[test]
fn a_supervisor_has_a_name_and_no_number() {
    for name in ["J. Rivera", "JR", "Ms. Rivera", "Dr. Ana O'Neil, MLS(ASCP)", "Rivera, senior phlebotomist", ""] {
        assert_eq!(identifier_in(name, FreeText::Name), None, "{name}");
    }
    let refused = [
        ("J. Rivera 4471", I::Number),
        ("J. Rivera, badge 12345", I::RecordNumber),
        ("J. Rivera 11/29/2026", I::Date),
        ("rivera@site.example", I::Email),
        ("Rivera 312-555-0142", I::Phone),
        ("patient: Sample", I::PatientName),
    ];
    for (text, why) in refused {
        assert_eq!(identifier_in(text, FreeText::Name), Some(why), "{text}");
    }
}
