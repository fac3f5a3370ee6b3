//! One file: an open head, and behind it the sealed rest.
//!
//! Sealed are, in this order: the signature (64 bytes), the public key that made it (32), the length of the packed contents
//! (4), the packed contents, and zeros up to the next [`STEP`], so that a file's size says little about how much is in it.
//! The signature covers the head, the key the file is sealed to, and the packed contents: nobody can take signed contents
//! out of one file and seal them to somebody else. The head is bound to the seal as well.

use crate::keys::{Keys, sealing_key};
use crate::pack::{pack, unpack};
use carrel_protocol::{FileFault, FileHead, FileKind, PublicKey};
use ed25519_dalek::{Signature, Signer as _, VerifyingKey};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem, OpModeR, OpModeS, Serializable as _};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What the seal and the signature are for, so that neither means anything elsewhere.
const PURPOSE: &[u8] = b"carrel courier 1";
/// Sizes of the sealed part are multiples of this.
const STEP: usize = 4096;
const SIGNATURE: usize = 64;
const KEY: usize = 32;
/// Signature, key and length.
const FRONT: usize = SIGNATURE + KEY + 4;

type Encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey;

/// Packs, signs and seals `contents` for whoever has the secret half of `to`.
pub fn seal<T: Serialize>(head: &FileHead, contents: &T, signer: &Keys, to: &PublicKey) -> Result<Vec<u8>, FileFault> {
    let head = head.write()?.into_bytes();
    let packed = pack(contents)?;
    let signature = signer.sign.sign(&signed(&head, to, &packed));
    let length = u32::try_from(packed.len()).map_err(|_| FileFault::TooLarge)?;
    let mut plain = Vec::with_capacity((FRONT + packed.len()).next_multiple_of(STEP));
    plain.extend_from_slice(&signature.to_bytes());
    plain.extend_from_slice(&signer.public().sign.0);
    plain.extend_from_slice(&length.to_be_bytes());
    plain.extend_from_slice(&packed);
    plain.resize(plain.len().next_multiple_of(STEP), 0);
    let (encapsulated, sealed) = hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &sealing_key(to)?,
        PURPOSE,
        &plain,
        &head,
    )
    .map_err(|_| FileFault::Damaged)?;
    Ok([&head[..], &encapsulated.to_bytes()[..], &sealed].concat())
}

/// A file that was for us, before it is known whose it is.
pub struct Opened {
    signer: PublicKey,
    signature: Signature,
    signed: Vec<u8>,
    packed_at: usize,
}

/// Opens a file of this kind and school with our own keys.
pub fn open(kind: FileKind, file: &[u8], keys: &Keys) -> Result<Opened, FileFault> {
    let (head, sealed) = FileHead::read(file)?;
    if head.kind != kind {
        return Err(FileFault::NotOurs);
    }
    let head = &file[..file.len() - sealed.len()];
    let (encapsulated, sealed) = sealed.split_at_checked(Encapsulated::size()).ok_or(FileFault::Damaged)?;
    let encapsulated = Encapsulated::from_bytes(encapsulated).map_err(|_| FileFault::Damaged)?;
    let plain = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &keys.open,
        &encapsulated,
        PURPOSE,
        sealed,
        head,
    )
    .map_err(|_| FileFault::Damaged)?;
    take_apart(head, &keys.public().seal, &plain).ok_or(FileFault::Damaged)
}

fn take_apart(head: &[u8], to: &PublicKey, plain: &[u8]) -> Option<Opened> {
    let (signature, rest) = plain.split_first_chunk::<SIGNATURE>()?;
    let (signer, rest) = rest.split_first_chunk::<KEY>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let packed = rest.get(..usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    let signed = signed(head, to, packed);
    Some(Opened {
        signer: PublicKey(*signer),
        signature: Signature::from_bytes(signature),
        packed_at: signed.len() - packed.len(),
        signed,
    })
}

/// What the signature is over. Every part but the last says itself where it ends.
fn signed(head: &[u8], to: &PublicKey, packed: &[u8]) -> Vec<u8> {
    [PURPOSE, head, &to.0, packed].concat()
}

impl Opened {
    /// Who claims to have signed it. Nothing but a question to ask: only [`Opened::read`] knows.
    pub fn claimed_signer(&self) -> PublicKey {
        self.signer
    }

    /// The contents, if `signer` has signed them.
    pub fn read<T: DeserializeOwned>(&self, signer: &PublicKey) -> Result<T, FileFault> {
        let key = VerifyingKey::from_bytes(&signer.0).map_err(|_| FileFault::Forged)?;
        key.verify_strict(&self.signed, &self.signature).map_err(|_| FileFault::Forged)?;
        unpack(&self.signed[self.packed_at..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use carrel_domain::SchoolId;
    use proptest::prelude::*;

    struct Story {
        school: Keys,
        device: Keys,
        file: Vec<u8>,
    }

    fn head(kind: FileKind) -> FileHead {
        FileHead { kind, school: SchoolId::new("small-school") }
    }

    fn story() -> Story {
        let (school, device) = (Keys::generate().expect("random bytes"), Keys::generate().expect("random bytes"));
        let file =
            seal(&head(FileKind::Parcel), &["a note"], &device, &school.public().seal).expect("the parcel is sealed");
        Story { school, device, file }
    }

    fn read(file: &[u8], keys: &Keys, signer: &PublicKey) -> Result<Vec<String>, FileFault> {
        open(FileKind::Parcel, file, keys)?.read(signer)
    }

    #[test]
    fn only_the_one_it_is_for_opens_it_and_only_its_signer_is_believed() {
        let Story { school, device, file } = story();
        assert_eq!(read(&file, &school, &device.public().sign), Ok(vec!["a note".to_owned()]));
        assert_eq!(read(&file, &device, &device.public().sign), Err(FileFault::Damaged), "its maker cannot open it");
        let stranger = Keys::generate().expect("random bytes").public().sign;
        assert_eq!(read(&file, &school, &stranger), Err(FileFault::Forged));
        assert_eq!(read(&file, &school, &PublicKey([0; 32])), Err(FileFault::Forged), "a key anybody could sign with");
        assert!(matches!(open(FileKind::Reply, &file, &school), Err(FileFault::NotOurs)), "a parcel is no reply");
    }

    #[test]
    fn no_byte_of_a_file_can_be_changed_or_left_out() {
        let Story { school, device, file } = story();
        for at in 0..file.len() {
            let mut changed = file.clone();
            changed[at] ^= 1;
            let found = read(&changed, &school, &device.public().sign);
            assert!(found.is_err(), "byte {at} was changed and nobody saw it");
        }
        for length in 0..file.len() {
            assert!(read(&file[..length], &school, &device.public().sign).is_err(), "cut to {length} bytes");
        }
        let longer = [&file[..], b"x"].concat();
        assert_eq!(read(&longer, &school, &device.public().sign), Err(FileFault::Damaged));
    }

    #[test]
    fn signed_contents_cannot_be_sealed_again_to_somebody_else() {
        let Story { school, device, file } = story();
        let opened = open(FileKind::Parcel, &file, &school).expect("it is for this school");
        let (other, head) = (Keys::generate().expect("random bytes"), head(FileKind::Parcel).write().expect("a head"));
        let packed = &opened.signed[opened.packed_at..];
        let length = u32::try_from(packed.len()).expect("short").to_be_bytes();
        let plain = [&opened.signature.to_bytes()[..], &opened.signer.0, &length, packed].concat();
        let moved = take_apart(head.as_bytes(), &other.public().seal, &plain).expect("well formed");
        assert_eq!(moved.read::<Vec<String>>(&device.public().sign), Err(FileFault::Forged));
    }

    #[test]
    fn the_size_of_a_file_says_little() {
        let Story { school, device, file } = story();
        let more: Vec<String> = (0..40).map(|number| format!("lesson {number}")).collect();
        let larger = seal(&head(FileKind::Parcel), &more, &device, &school.public().seal).expect("sealed");
        assert_eq!(file.len(), larger.len());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn opening_random_bytes_never_panics(tail in proptest::collection::vec(any::<u8>(), 0..9000), with_head: bool) {
            let keys = Keys::generate().expect("random bytes");
            let head = if with_head { head(FileKind::Parcel).write().expect("a head").into_bytes() } else { Vec::new() };
            prop_assert!(open(FileKind::Parcel, &[head, tail].concat(), &keys).is_err());
        }

        #[test]
        fn taking_random_contents_apart_never_panics(plain in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Some(opened) = take_apart(b"head", &PublicKey([1; 32]), &plain) {
                prop_assert!(opened.read::<Vec<String>>(&opened.claimed_signer()).is_err());
            }
        }
    }
}
