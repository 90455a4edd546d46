//! A message's content: plain text, or a list of parts where pictures or documents go with it.

use crate::request::{Media, RequestMessage};
use serde::{Serialize, Serializer};

/// What stands in `content`.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Content<'a> {
    /// Text alone: not every server takes a list.
    Text(&'a str),
    /// Parts, in the order in which they go.
    Parts(Vec<Part<'a>>),
}

/// One part of a list.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Part<'a> {
    /// What is said.
    Text { text: &'a str },
    /// A picture.
    ImageUrl { image_url: ImageUrl<'a> },
    /// A document.
    File { file: File<'a> },
}

/// A picture, as its own address.
#[derive(Serialize)]
pub(super) struct ImageUrl<'a> {
    url: DataUrl<'a>,
}

/// A document with its name.
#[derive(Serialize)]
pub(super) struct File<'a> {
    filename: &'a str,
    file_data: DataUrl<'a>,
}

/// `data:TYPE;base64,…` (RFC 2397), written without a copy of the file.
pub(super) struct DataUrl<'a>(&'a Media);

impl Serialize for DataUrl<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(media) = self;
        serializer.collect_str(&format_args!(
            "data:{};base64,{}",
            media.kind.media_type(),
            media.base64
        ))
    }
}

/// The content of a message. Files come before the words about them, as vendors advise.
pub(super) fn content(message: &RequestMessage) -> Content<'_> {
    if message.media.is_empty() {
        return Content::Text(&message.text);
    }
    let files = message.media.iter().map(|media| {
        let data = DataUrl(media);
        if media.kind.is_image() {
            Part::ImageUrl {
                image_url: ImageUrl { url: data },
            }
        } else {
            Part::File {
                file: File {
                    filename: &media.name,
                    file_data: data,
                },
            }
        }
    });
    // Some servers refuse an empty text among parts.
    let text = (!message.text.is_empty()).then_some(Part::Text {
        text: &message.text,
    });
    Content::Parts(files.chain(text).collect())
}
