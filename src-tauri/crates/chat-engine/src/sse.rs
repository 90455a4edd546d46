//! Server-sent events out of bytes, by the rules of WHATWG HTML §9.2.6, with bounds.
//!
//! Two rules more, both at the end of a stream: a last `data` line whose blank line is missing
//! counts, and lines of no known field are kept so that a body without any field can be tried as
//! JSON. Any split of the bytes gives the same events. It knows no dialect and no socket.

use std::borrow::Cow;

/// Longest line, in bytes.
pub const MAX_LINE_BYTES: usize = 1024 * 1024;
/// Largest event: all its `data` lines together, in bytes.
pub const MAX_EVENT_BYTES: usize = 8 * 1024 * 1024;
/// How much of lines that belong to no field is kept, in bytes.
pub const MAX_STRAY_BYTES: usize = 64 * 1024;

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// A bound that a stream broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Oversize {
    /// A line longer than [`MAX_LINE_BYTES`].
    #[error("the server sent a line of over 1 MiB")]
    Line,
    /// An event larger than [`MAX_EVENT_BYTES`].
    #[error("the server sent an event of over 8 MiB")]
    Event,
}

/// One event: the value of its `event` field, empty if none, and its joined `data` lines.
pub type OnEvent<'a> = dyn FnMut(&str, &str) + 'a;

/// Takes bytes as they come, gives events.
#[derive(Debug, Default)]
pub struct Framer {
    line: Vec<u8>,
    data: Vec<u8>,
    event: Vec<u8>,
    stray: Vec<u8>,
    has_data: bool,
    started: bool,
    after_cr: bool,
    data_lines: u64,
}

impl Framer {
    /// A framer at the start of a body.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many `data` lines have ended so far: without any, a body is no stream.
    pub fn data_lines(&self) -> u64 {
        self.data_lines
    }

    /// Whether an event is still coming whose data begins like JSON.
    pub fn has_begun_json(&self) -> bool {
        matches!(self.data.trim_ascii_start().first(), Some(b'{' | b'['))
    }

    /// Takes the next bytes and calls `on_event` for each event that they complete.
    pub fn push(&mut self, bytes: &[u8], on_event: &mut OnEvent<'_>) -> Result<(), Oversize> {
        let mut rest = bytes;
        if !self.started {
            rest = match self.strip_bom(rest) {
                Some(rest) => rest,
                None => return Ok(()),
            };
        }
        self.lines(rest, on_event)
    }

    /// The end of the body: gives a last event whose blank line is missing.
    pub fn finish(&mut self, on_event: &mut OnEvent<'_>) -> Result<(), Oversize> {
        if !self.started {
            self.started = true;
            let held = std::mem::take(&mut self.line);
            self.lines(&held, on_event)?;
        }
        let line = std::mem::take(&mut self.line);
        if !line.is_empty() {
            self.field(&line)?;
        }
        self.dispatch(on_event);
        Ok(())
    }

    /// Lines that belong to no field, for a body that turns out not to be a stream at all.
    pub fn stray(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.stray)
    }

    fn strip_bom<'a>(&mut self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        for (index, byte) in bytes.iter().enumerate() {
            let at = self.line.len();
            if BOM.get(at) != Some(byte) {
                self.started = true;
                return bytes.get(index..);
            }
            self.line.push(*byte);
            if self.line.len() == BOM.len() {
                self.line.clear();
                self.started = true;
                return bytes.get(index + 1..);
            }
        }
        None
    }

    fn lines(&mut self, bytes: &[u8], on_event: &mut OnEvent<'_>) -> Result<(), Oversize> {
        let mut rest = bytes;
        if self.after_cr && !rest.is_empty() {
            self.after_cr = false;
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        }
        while let Some(end) = memchr::memchr2(b'\n', b'\r', rest) {
            let (line, tail) = rest.split_at(end);
            if self.line.is_empty() {
                if line.len() > MAX_LINE_BYTES {
                    return Err(Oversize::Line);
                }
                self.line_ended(line, on_event)?;
            } else {
                self.grow_line(line)?;
                let whole = std::mem::take(&mut self.line);
                self.line_ended(&whole, on_event)?;
                // The buffer is kept for the next line that is split.
                self.line = whole;
                self.line.clear();
            }
            rest = match tail {
                [b'\r'] => {
                    self.after_cr = true;
                    &[]
                }
                [b'\r', b'\n', after @ ..] | [_, after @ ..] => after,
                [] => &[],
            };
        }
        self.grow_line(rest)
    }

    fn grow_line(&mut self, more: &[u8]) -> Result<(), Oversize> {
        if self.line.len() + more.len() > MAX_LINE_BYTES {
            return Err(Oversize::Line);
        }
        self.line.extend_from_slice(more);
        Ok(())
    }

    fn line_ended(&mut self, line: &[u8], on_event: &mut OnEvent<'_>) -> Result<(), Oversize> {
        if line.is_empty() {
            self.dispatch(on_event);
            return Ok(());
        }
        self.field(line)
    }

    fn field(&mut self, line: &[u8]) -> Result<(), Oversize> {
        let (name, value) = match memchr::memchr(b':', line) {
            Some(0) => return Ok(()),
            Some(colon) => {
                let (name, value) = line.split_at(colon);
                let value = value.strip_prefix(b":").unwrap_or(value);
                (name, value.strip_prefix(b" ").unwrap_or(value))
            }
            None => (line, &[] as &[u8]),
        };
        match name {
            b"data" => {
                self.data_lines += 1;
                if self.data.len() + value.len() + 1 > MAX_EVENT_BYTES {
                    return Err(Oversize::Event);
                }
                if self.has_data {
                    self.data.push(b'\n');
                }
                self.has_data = true;
                self.data.extend_from_slice(value);
            }
            b"event" => {
                self.event.clear();
                self.event.extend_from_slice(value);
            }
            b"id" | b"retry" => {}
            _ => {
                let room = MAX_STRAY_BYTES.saturating_sub(self.stray.len() + 1);
                let kept = line.get(..room.min(line.len())).unwrap_or_default();
                self.stray.extend_from_slice(kept);
                if room > 0 {
                    self.stray.push(b'\n');
                }
            }
        }
        Ok(())
    }

    fn dispatch(&mut self, on_event: &mut OnEvent<'_>) {
        if self.has_data {
            let event = String::from_utf8_lossy(&self.event);
            let data = String::from_utf8_lossy(&self.data);
            on_event(&event, &data);
        }
        self.has_data = false;
        self.data.clear();
        self.event.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Events = Vec<(String, String)>;

    fn read(chunks: &[&[u8]]) -> Result<(Events, String), Oversize> {
        let mut framer = Framer::new();
        let mut events = Vec::new();
        let mut on_event =
            |event: &str, data: &str| events.push((event.to_owned(), data.to_owned()));
        for chunk in chunks {
            framer.push(chunk, &mut on_event)?;
        }
        framer.finish(&mut on_event)?;
        let stray = framer.stray().into_owned();
        Ok((events, stray))
    }

    fn data(body: &[u8]) -> Vec<String> {
        read(&[body])
            .unwrap()
            .0
            .into_iter()
            .map(|(_, data)| data)
            .collect()
    }

    #[test]
    fn bodies_give_their_events() {
        for (body, expected) in [
            ("data: a\n\ndata: b\n\n", vec!["a", "b"]),
            ("data: a\r\n\r\ndata: b\r\n\r\n", vec!["a", "b"]),
            ("data: a\r\rdata: b\r\r", vec!["a", "b"]),
            ("data: a\n\r\ndata: b\r\n\n", vec!["a", "b"]),
            ("\u{feff}data: a\n\n", vec!["a"]),
            ("data:a\n\ndata:  b\n\n", vec!["a", " b"]),
            ("data: one\ndata: two\n\n", vec!["one\ntwo"]),
            ("data\ndata\n\n", vec!["\n"]),
            ("data:\n\n", vec![""]),
            (": comment\n\n: another\ndata: a\n\n", vec!["a"]),
            ("id: 7\nretry: 0\nunknown: x\ndata: a\n\n", vec!["a"]),
            ("event: ping\n\ndata: a\n\n", vec!["a"]),
            ("data: no blank line\n", vec!["no blank line"]),
            ("data: no line end", vec!["no line end"]),
            ("", vec![]),
            ("\n\n\n", vec![]),
        ] {
            assert_eq!(data(body.as_bytes()), expected, "{body:?}");
        }
    }

    #[test]
    fn an_event_keeps_its_name_and_only_its_own() {
        let (events, _) = read(&[b"event: error\ndata: x\n\ndata: y\n\n"]).unwrap();
        assert_eq!(
            events,
            [("error".into(), "x".into()), (String::new(), "y".into())]
        );
    }

    #[test]
    fn a_body_that_is_no_stream_is_kept_as_stray_lines() {
        let (events, stray) = read(&[b"{\"error\":\n{\"message\":\"no\"}}"]).unwrap();
        assert!(events.is_empty());
        assert_eq!(stray, "{\"error\":\n{\"message\":\"no\"}}\n");
    }

    /// Mutation seen to fail: looking through the held line at each push, which takes minutes here.
    #[test]
    fn a_long_line_in_small_pieces_takes_time_in_proportion() {
        let line = format!("data: {}\n\n", "x".repeat(900 * 1024));
        let started = std::time::Instant::now();
        let mut framer = Framer::new();
        let mut read = 0;
        for piece in line.as_bytes().chunks(64) {
            framer
                .push(piece, &mut |_, data| read += data.len())
                .unwrap();
        }
        assert_eq!(read, 900 * 1024);
        assert!(started.elapsed().as_secs() < 10);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_replaced_not_lost() {
        assert_eq!(data(b"data: a\xffb\n\n"), ["a\u{fffd}b"]);
    }

    /// Mutation seen to fail: `bounds` in `xtask/scripts/mutations.py`.
    #[test]
    fn every_bound_holds() {
        let mut framer = Framer::new();
        let piece = vec![b'x'; 64 * 1024];
        let mut pushed = 0;
        let error = loop {
            pushed += piece.len();
            match framer.push(&piece, &mut |_, _| {}) {
                Ok(()) => assert!(pushed <= MAX_LINE_BYTES),
                Err(error) => break error,
            }
        };
        assert_eq!(error, Oversize::Line);

        let mut framer = Framer::new();
        let line = [
            b"data: ".to_vec(),
            vec![b'y'; MAX_LINE_BYTES - 10],
            b"\n".to_vec(),
        ]
        .concat();
        let results: Vec<_> = (0..9).map(|_| framer.push(&line, &mut |_, _| {})).collect();
        assert_eq!(results.last(), Some(&Err(Oversize::Event)));

        let mut framer = Framer::new();
        for _ in 0..(MAX_EVENT_BYTES / 1024) {
            framer.push(&b"data\n".repeat(1024), &mut |_, _| {}).ok();
        }
        assert!(
            framer.data.len() <= MAX_EVENT_BYTES,
            "empty data lines count too"
        );

        let mut framer = Framer::new();
        for _ in 0..100 {
            framer
                .push(&b"what: is this\n".repeat(1000), &mut |_, _| {})
                .unwrap();
        }
        assert!(framer.stray().len() <= MAX_STRAY_BYTES);
    }

    fn piece() -> impl Strategy<Value = Vec<u8>> {
        let known = prop::sample::select(vec![
            "data: ", "data:", "event: e", "\n", "\r", "\r\n", "\n\n", ": c", "é", "汉", "🙂",
            "{}", "\u{feff}", "id: 1", "x",
        ]);
        prop_oneof![
            known.prop_map(|s| s.as_bytes().to_vec()),
            prop::collection::vec(any::<u8>(), 0..4)
        ]
    }

    proptest! {
        #[test]
        fn any_split_of_the_bytes_gives_the_same_events(
            pieces in prop::collection::vec(piece(), 0..40),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        ) {
            let body = pieces.concat();
            let whole = read(&[&body]).unwrap();
            let bytes: Vec<&[u8]> = body.chunks(1).collect();
            prop_assert_eq!(&read(&bytes).unwrap(), &whole, "byte by byte");
            let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(body.len() + 1)).collect();
            at.sort_unstable();
            let mut chunks: Vec<&[u8]> = Vec::new();
            let mut from = 0;
            for cut in at {
                chunks.push(&body[from..cut]);
                from = cut;
            }
            chunks.push(&body[from..]);
            prop_assert_eq!(&read(&chunks).unwrap(), &whole);
        }
    }
}
