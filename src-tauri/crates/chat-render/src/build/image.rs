//! Images, which are never loaded: each becomes its description and address.

use crate::href;
use pulldown_cmark::{CowStr, LinkType};

/// Longest part of an address that is no link which is shown beside a description.
const SHOWN_ADDRESS: usize = 80;

/// An image whose description still comes.
#[derive(Debug)]
pub(super) struct Image {
    /// The description so far.
    pub(super) alt: String,
    /// The address, if it may be a link.
    pub(super) href: Option<String>,
    /// How many marks were open outside.
    pub(super) depth: usize,
    written: String,
}

impl Image {
    pub(super) fn new(link_type: LinkType, address: CowStr<'_>, depth: usize) -> Self {
        Self {
            alt: String::new(),
            href: href::safe(link_type, &address),
            depth,
            written: address.into_string(),
        }
    }

    /// What is shown of it, `inside_link` or as a link of its own.
    pub(super) fn text(&self, inside_link: bool) -> String {
        let alt = if self.alt.is_empty() {
            "image"
        } else {
            &self.alt
        };
        if let Some(href) = self.href.as_ref().filter(|_| !inside_link) {
            return format!("{alt} ({href})");
        }
        let shown: String = self.written.chars().take(SHOWN_ADDRESS).collect();
        let dots = if shown.len() < self.written.len() {
            "…"
        } else {
            ""
        };
        format!("{alt} ({shown}{dots})")
    }
}
