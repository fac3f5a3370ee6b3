//! Contents as compressed JSON, within limits both ways: a file of a few bytes must not unpack into all of memory.

use carrel_protocol::{FileFault, MAX_CONTENTS_BYTES};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{Read as _, Write as _};

pub(crate) fn pack<T: Serialize>(contents: &T) -> Result<Vec<u8>, FileFault> {
    let json = serde_json::to_vec(contents).map_err(|_| FileFault::NotOurs)?;
    if json.len() > MAX_CONTENTS_BYTES {
        return Err(FileFault::TooLarge);
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(json.len() / 4), Compression::default());
    encoder.write_all(&json).and_then(|()| encoder.finish()).map_err(|_| FileFault::NotOurs)
}

pub(crate) fn unpack<T: DeserializeOwned>(packed: &[u8]) -> Result<T, FileFault> {
    let most = MAX_CONTENTS_BYTES as u64;
    let mut json = Vec::new();
    GzDecoder::new(packed).take(most + 1).read_to_end(&mut json).map_err(|_| FileFault::Damaged)?;
    if json.len() > MAX_CONTENTS_BYTES {
        return Err(FileFault::TooLarge);
    }
    serde_json::from_slice(&json).map_err(|_| FileFault::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_file_that_would_unpack_into_a_huge_one_is_not_unpacked() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![b' '; MAX_CONTENTS_BYTES + 1]).expect("in memory");
        let bomb = encoder.finish().expect("in memory");
        assert!(bomb.len() < 64 * 1024, "it is small: {}", bomb.len());
        assert_eq!(unpack::<serde_json::Value>(&bomb), Err(FileFault::TooLarge));
        assert_eq!(pack(&"x".repeat(MAX_CONTENTS_BYTES)), Err(FileFault::TooLarge));
    }
}
