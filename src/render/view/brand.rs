//! The team's own look, as templates see it.

use crate::config::{self, Each};
use crate::output::media_type;
use crate::render::footer::FooterPart;
use crate::theme::brand::{Brand, Picture};
use serde::Serialize;

/// The team's own look. Assets are for `asset(path=...)`.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct BrandView {
    /// The logo.
    pub logo: Option<PictureView>,
    /// The logo on dark pages, if there is another.
    pub logo_dark: Option<PictureView>,
    /// Whether the logo stands alone, without the site's title.
    pub logo_only: bool,
    /// The asset of the tab's icon.
    pub favicon: Option<String>,
    /// The icon's media type.
    pub favicon_type: Option<&'static str>,
    /// Absolute URL of the picture that other sites show with a link, if the site has a `base_url`.
    pub image: Option<String>,
    /// The browser's colour around light pages.
    pub theme_color: Option<String>,
    /// The browser's colour around dark pages.
    pub theme_color_dark: Option<String>,
    /// The line at the foot of each page: texts, some of them links.
    pub footer: Vec<FooterPart>,
    /// Its text in each language.
    #[serde(skip)]
    pub footers: Each,
}

/// A picture of the team's own look.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PictureView {
    /// Its asset.
    pub asset: String,
    /// Width in pixels, if it is known.
    pub width: Option<u32>,
    /// Height in pixels, if it is known.
    pub height: Option<u32>,
    /// An address that is the picture itself, as HTML, if it is a small drawing.
    pub inline: Option<String>,
}

impl BrandView {
    /// Of the files and the settings.
    pub fn of(brand: &Brand, settings: &config::brand::Brand, image: Option<String>) -> Self {
        let picture = |picture: &Picture| PictureView {
            asset: picture.asset.clone(),
            width: picture.size.map(|(width, _)| width),
            height: picture.size.map(|(_, height)| height),
            inline: picture.inline.clone(),
        };
        let (light, dark) = brand.theme_colors.clone().unzip();
        Self {
            logo: brand.logo.as_ref().map(picture),
            logo_dark: brand.logo_dark.as_ref().map(picture),
            logo_only: settings.logo_only && brand.logo.is_some(),
            favicon: brand.favicon.clone(),
            favicon_type: brand.favicon.as_deref().map(media_type),
            image,
            theme_color: light,
            theme_color_dark: dark,
            footer: Vec::new(),
            footers: settings.footer.clone(),
        }
    }
}
