//! The devices whose parcels the school believes, and taking a parcel's operations in.

use super::accounts::{Learner, read_learner};
use super::{Store, StoreError, record};
use crate::fold;
use carrel_domain::{DeviceId, Operation};
use carrel_protocol::{CourierDevice, CourierKeys, MAX_OPS, ParcelAnswer, PublicKey, Receipt, SyncRequest};
use rusqlite::{Connection, OptionalExtension};

/// Of so many computers of one learner parcels are believed; those made known longest ago go first.
const DEVICES_OF_ONE_LEARNER: u32 = 50;

/// A device that was made known by its learner.
pub struct KnownDevice {
    pub learner: Learner,
    pub device: DeviceId,
    pub keys: CourierKeys,
}

impl Store {
    /// Remembers the keys of a learner's device, in place of those it had. `false`: the key is another device's.
    pub async fn register_courier(&self, learner: &Learner, known: CourierDevice) -> Result<bool, StoreError> {
        let (learner, now) = (learner.key, self.now());
        self.db
            .write(move |tx| {
                let (device, sign, seal) = (known.device.as_str(), known.keys.sign.0, known.keys.seal.0);
                let sql = "SELECT learner, device FROM courier_devices WHERE sign_key = ?1";
                let held: Option<(i64, String)> =
                    tx.prepare_cached(sql)?.query_row([sign], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
                if held.is_some_and(|(of, named)| of != learner || named != device) {
                    return Ok(false);
                }
                tx.execute(
                    "INSERT INTO courier_devices (learner, device, sign_key, seal_key, registered_at)
                     VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (learner, device) DO UPDATE
                     SET sign_key = excluded.sign_key, seal_key = excluded.seal_key,
                         registered_at = excluded.registered_at",
                    (learner, device, sign, seal, now.0),
                )?;
                tx.execute(
                    "DELETE FROM courier_devices WHERE learner = ?1 AND device NOT IN (
                         SELECT device FROM courier_devices WHERE learner = ?1
                         ORDER BY registered_at DESC, device LIMIT ?2)",
                    (learner, DEVICES_OF_ONE_LEARNER),
                )?;
                Ok(true)
            })
            .await
    }

    /// Whose key this is.
    pub async fn courier_device(&self, signer: PublicKey) -> Result<Option<KnownDevice>, StoreError> {
        self.db.read(move |conn| find(conn, signer)).await
    }

    /// Takes in what a parcel brought, as a sync request would have: in its order, a request's worth in each transaction.
    pub async fn take_operations(
        &self,
        from: &KnownDevice,
        device_name: String,
        ops: Vec<Operation>,
    ) -> Result<Vec<ParcelAnswer>, StoreError> {
        let mut answers = Vec::new();
        let mut ops = ops.into_iter().peekable();
        while ops.peek().is_some() {
            let request = SyncRequest {
                device: Some(from.device.clone()),
                device_name: device_name.clone(),
                ops: ops.by_ref().take(MAX_OPS).collect(),
                ..SyncRequest::default()
            };
            let (key, now, packs) = (from.learner.key, self.now(), self.packs.clone());
            let read = fold::read_all(&request.ops);
            let answered = self.db.write(move |tx| {
                let taken = record::ingest(tx, key, &request, &read, now, &packs)?;
                Ok::<_, StoreError>(by_id(&request.ops, taken.receipts))
            });
            answers.extend(answered.await?);
        }
        Ok(answers)
    }
}

fn find(conn: &Connection, signer: PublicKey) -> Result<Option<KnownDevice>, StoreError> {
    let sql = "SELECT l.key, l.id, l.name, l.email, c.device, c.seal_key
               FROM courier_devices c JOIN learners l ON l.key = c.learner WHERE c.sign_key = ?1";
    let row = conn.prepare_cached(sql)?.query_row([signer.0], |row| {
        Ok(KnownDevice {
            learner: read_learner(row)?,
            device: DeviceId(row.get(4)?),
            keys: CourierKeys { sign: signer, seal: PublicKey(row.get(5)?) },
        })
    });
    Ok(row.optional()?)
}

/// The runs of receipts, which stand in the order of the operations, with the ids in place of the numbers.
fn by_id(ops: &[Operation], receipts: Vec<Receipt>) -> Vec<ParcelAnswer> {
    let mut ops = ops.iter();
    let run = |receipt: Receipt| {
        let length = receipt.last.abs_diff(receipt.first).saturating_add(1);
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        ParcelAnswer { answer: receipt.answer, ops: ops.by_ref().take(length).map(|op| op.id.clone()).collect() }
    };
    receipts.into_iter().map(run).collect()
}
