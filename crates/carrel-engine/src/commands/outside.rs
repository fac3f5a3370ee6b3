//! The way out of the window.

use crate::api::{AddressArgs, ApiError, ErrorCode, OutsideLink};
use crate::engine::Engine;
use carrel_text::outside::outside_address;

impl Engine {
    /// Checks a link that leads outside; the host then opens it in the learner's own browser or mail program.
    pub async fn open_link(&self, args: AddressArgs) -> Result<OutsideLink, ApiError> {
        // The address is not said again in the error: what was refused is not worth showing.
        let url = outside_address(&args.address).ok_or_else(|| ApiError::of(ErrorCode::BadAddress))?;
        Ok(OutsideLink { address: url.into() })
    }
}
