//! Bits that flip on the disk: I2 and I7. `cargo xtask crash --flips 1000` does the same a thousand times.

use anyhow::Result;
use carrel_tests::crash::flips;

#[tokio::test(flavor = "multi_thread")]
async fn i2_i7_flipped_bits_cost_no_act_but_those_they_hit_and_nothing_wrong_is_shown() -> Result<()> {
    let room = tempfile::tempdir()?;
    let found = flips::run(room.path(), 150, 7).await?;
    eprintln!("{found}");
    assert_eq!(found.losses, Vec::<String>::new());
    assert_eq!(found.files.values().sum::<u64>(), 150);
    // Flips that nobody notices and flips that cost something must both have been among them.
    assert!(found.noticed > 0 && found.harmless > 0 && found.acts_hit > 0 && found.healed > 0, "{found}");
    Ok(())
}
