//! The career guide on its way: public, the same for everybody, one document.
//!
//! `GET /v1/guide` answers a [`Guide`] as JSON with an `ETag`, and 304 to a matching `If-None-Match`. A client need not ask to
//! learn whether there is a new one: [`CatalogPage::guide`](crate::CatalogPage) names the current one, so that a look at the
//! catalog that finds nothing new costs one request, and a school without a guide costs none.

use carrel_domain::guide::Guide;
use serde::{Deserialize, Serialize};

/// Names one version of a school's guide. Opaque: equal tags mean equal guides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GuideTag(pub String);

#[derive(Clone, Debug, PartialEq)]
pub struct FetchedGuide {
    pub tag: GuideTag,
    pub guide: Guide,
}

/// No guide is larger, written as JSON: it is read whole, and kept in memory while it is on screen.
pub const MAX_GUIDE_BYTES: usize = 2 * 1024 * 1024;
