//! Catalog changes: public, cacheable, in pages.

use crate::GuideTag;
use carrel_domain::ProgramId;
use carrel_domain::catalog::Program;
use serde::{Deserialize, Serialize};

/// Where a client stands in a provider's catalog. Opaque: only the provider reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CatalogMark(pub String);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum CatalogChange {
    Upsert {
        program: Box<Program>,
    },
    /// A tombstone: the school no longer offers it.
    Withdrawn {
        id: ProgramId,
    },
}

/// One page of `GET /v1/catalog/changes?since=MARK`. Answers 304 to a matching `If-None-Match`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CatalogPage {
    pub changes: Vec<CatalogChange>,
    pub mark: CatalogMark,
    pub more: bool,
    /// The pages since an empty mark hold *everything*: what they do not name is gone. For providers without tombstones.
    #[serde(default)]
    pub complete: bool,
    /// Which career guide the school has now; `None`: it has none. Whoever has this one need not ask for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guide: Option<GuideTag>,
}

/// At most this many changes in one page.
pub const CATALOG_PAGE: usize = 500;
