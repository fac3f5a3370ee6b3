//! The career guide: for anybody, signed in or not, and without a network once it is here.

use crate::api::{ApiError, GuideHit, GuidePageArgs, GuidePageView, GuideSearchArgs, GuideView};
use crate::engine::Engine;

impl Engine {
    pub async fn guide(&self, (): ()) -> Result<GuideView, ApiError> {
        let school = self.school().await?;
        if let Some(guide) = school.catalog.guide().await? {
            return Ok(GuideView::Here { guide: guide.outline() });
        }
        let none = school.catalog.guide_standing().await?.wanted.is_none();
        let asked = school.catalog.fetched_at().await?.is_some();
        Ok(if none && asked { GuideView::None } else { GuideView::NotFetched })
    }

    /// `None`: the guide has no such page.
    pub async fn guide_page(&self, args: GuidePageArgs) -> Result<Option<GuidePageView>, ApiError> {
        let school = self.school().await?;
        let Some(guide) = school.catalog.guide().await? else { return Ok(None) };
        let leads = guide.guide.page(&args.page).map(|page| page.programs.as_slice()).unwrap_or_default();
        let titles = school.catalog.titles(leads.iter().map(|program| program.id.clone()).collect()).await?;
        Ok(guide.page(&args.page, &titles))
    }

    pub async fn search_guide(&self, args: GuideSearchArgs) -> Result<Vec<GuideHit>, ApiError> {
        Ok(self.school().await?.catalog.search_guide(args.text).await?)
    }
}
