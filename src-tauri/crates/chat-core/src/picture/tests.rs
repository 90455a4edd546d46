use super::*;
use proptest::prelude::*;

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes
}

fn gif(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend(width.to_le_bytes());
    bytes.extend(height.to_le_bytes());
    bytes
}

/// A JPEG with a comment and a table before its frame.
fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = b"\xFF\xD8\xFF\xFE\0\x04hi\xFF\xFF\xC4\0\x02\xFF\xC2\0\x11\x08".to_vec();
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes
}

fn webp(chunk: &[u8], content: &[u8]) -> Vec<u8> {
    let mut bytes = b"RIFF\0\0\0\0WEBP".to_vec();
    bytes.extend(chunk);
    bytes.extend([0; 4]);
    bytes.extend(content);
    bytes
}

fn vp8(width: u16, height: u16) -> Vec<u8> {
    let mut content = b"\0\0\0\x9d\x01\x2a".to_vec();
    content.extend(width.to_le_bytes());
    content.extend(height.to_le_bytes());
    webp(b"VP8 ", &content)
}

#[test]
fn the_size_is_read_from_the_header() {
    let size = |bytes: &[u8]| look(bytes).map(|header| (header.kind, header.width, header.height));
    let lossless: u32 = 639 + (479 << 14);
    let lossless = [&b"\x2f"[..], &lossless.to_le_bytes()].concat();
    let extended = [0, 0, 0, 0, 0x7f, 0x02, 0, 0xdf, 0x01, 0];
    for (bytes, kind) in [
        (png(640, 480), MediaKind::Png),
        (gif(640, 480), MediaKind::Gif),
        (jpeg(640, 480), MediaKind::Jpeg),
        (vp8(640, 480), MediaKind::Webp),
        (webp(b"VP8L", &lossless), MediaKind::Webp),
        (webp(b"VP8X", &extended), MediaKind::Webp),
    ] {
        assert_eq!(size(&bytes), Ok((kind, 640, 480)));
        let cut = bytes.get(..bytes.len() - 1).unwrap();
        assert_eq!(size(cut), Err(Unshown::Unknown), "{kind:?} cut short");
    }
}

/// Mutation seen to fail: `picture-bomb` in `xtask/scripts/mutations_answer.py`.
#[test]
fn what_would_unpack_to_too_much_is_not_shown() {
    for (bytes, expected) in [
        (png(8_192, 4_882), Ok(())),
        (png(8_193, 1), Err(Unshown::Pixels)),
        (png(1, 8_193), Err(Unshown::Pixels)),
        (png(8_000, 8_000), Err(Unshown::Pixels)),
        (png(u32::MAX, u32::MAX), Err(Unshown::Pixels)),
        (gif(65_535, 65_535), Err(Unshown::Pixels)),
        (png(0, 5), Err(Unshown::Unknown)),
    ] {
        assert_eq!(look(&bytes).map(|_| ()), expected);
    }
    let mut long = png(1, 1);
    long.resize(MAX_SHOWN_BYTES + 1, 0);
    assert_eq!(look(&long), Err(Unshown::Bytes));
    long.pop();
    assert!(look(&long).is_ok());
}

/// Mutation seen to fail: `svg-drawn` in `xtask/scripts/mutations_answer.py`.
#[test]
fn what_is_no_picture_of_pixels_is_not_shown() {
    for bytes in [
        &b""[..],
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        b"%PDF-1.7",
        b"\0\0\0\x18ftypavif",
        b"BM\0\0\0\0\0\0\0\0",
        b"\xFF\xD8\xFF\xDA\0\x02",
        b"\xFF\xD8\xFF\xD9",
        b"RIFF\0\0\0\0WAVEfmt ",
    ] {
        assert_eq!(look(bytes), Err(Unshown::Unknown), "{bytes:?}");
    }
    let told = Unshown::Pixels.failure();
    assert!(told.message.contains("8,192"), "{told}");
}

proptest! {
    #[test]
    fn any_bytes_are_looked_at_without_complaint(
        begin in prop::sample::select(vec![png(1, 1), gif(1, 1), jpeg(1, 1), vp8(1, 1)]),
        keep in 0_usize..40,
        rest in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let bytes: Vec<u8> = begin.into_iter().take(keep).chain(rest).collect();
        let _ = look(&bytes);
    }
}
