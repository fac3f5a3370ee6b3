//! Work carried as a file where no network is: a parcel goes out, a reply comes home. See `docs/courier.md`.
//!
//! `identity` and `known` hold what a device needs for it, `register` gets it while there is a network, `parcel` and `home`
//! turn a record's waiting acts into a file and a file into answers. Only `register` speaks to a school, and only `known`,
//! `parcel` and `home` touch a record. Nothing here exchanges operations: a parcel changes nothing about an act, and a reply
//! settles it on the same way as any answer.

pub(crate) mod home;
pub(crate) mod identity;
pub(crate) mod known;
pub(crate) mod parcel;
mod register;
