//! What an answer says: its text, refusal, reasoning, calls, sources and pictures, each once.
//!
//! Knows nothing of how an answer begins or ends.

use super::calls::Calls;
use super::once::{Place, Told};
use super::picture;
use super::reasoning::{Kind, Reasoning};
use crate::dialect::DialectEvent;
use crate::dialect::openai_chat::sources::Sources;
use crate::dialect::think::Splitter;
use serde_json::Value;

/// The answer so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    pub(super) calls: Calls,
    /// The words of refusal.
    pub(super) refusal: String,
    think: Splitter,
    text: Told,
    refused: Told,
    reasoning: Reasoning,
    sources: Sources,
}

/// Which of the things that are told again are still news.
#[derive(Clone, Copy)]
struct News {
    text: bool,
    refusal: bool,
}

impl Output {
    /// An event about the answer, named without its `response.`; others say nothing.
    pub(super) fn event(&mut self, name: &str, event: &Value, out: &mut Vec<DialectEvent>) {
        let place = Place::of(event, "content_index");
        match name {
            "output_text.delta" => self.say(event.get("delta"), place, out),
            "output_text.done" if !self.text.has(place) => {
                self.say(event.get("text"), place, out);
            }
            "refusal.delta" => self.refuse(event.get("delta"), place, out),
            "refusal.done" if !self.refused.has(place) => {
                self.refuse(event.get("refusal"), place, out);
            }
            "output_text.annotation.added" => {
                if let Some(annotation) = event.get("annotation") {
                    self.sources.citation(annotation, out);
                }
            }
            "reasoning_summary_part.added" => self.reasoning.part_begins(),
            "reasoning_summary_text.delta" => self.reasoning.delta(Kind::Summary, event, out),
            "reasoning_summary_text.done" => {
                self.reasoning
                    .done(Kind::Summary, event, event.get("text"), out);
            }
            // The second name is that of Open Responses.
            "reasoning_text.delta" | "reasoning.delta" => {
                self.reasoning.delta(Kind::Full, event, out);
            }
            "reasoning_text.done" | "reasoning.done" => {
                self.reasoning
                    .done(Kind::Full, event, event.get("text"), out);
            }
            "function_call_arguments.delta" => self.calls.delta(event),
            "function_call_arguments.done" => self.calls.done(event),
            "content_part.done" => {
                if let Some(part) = event.get("part") {
                    self.part(part, event, place, out);
                }
            }
            "output_item.added" => {
                if let Some(item) = event.get("item").filter(|item| is(item, "function_call")) {
                    self.calls.item(item, place, false);
                }
            }
            "output_item.done" => {
                if let Some(item) = event.get("item") {
                    self.item(item, place, out);
                }
            }
            _ => {}
        }
    }

    /// The whole answer at its end. Servers leave items out of it or count them anew, so of each
    /// kind of thing it counts only if none came before.
    pub(super) fn whole(&mut self, items: &[Value], out: &mut Vec<DialectEvent>) {
        let news = News {
            text: self.text.is_empty(),
            refusal: self.refused.is_empty(),
        };
        let (reasoning, calls) = (self.reasoning.is_empty(), self.calls.is_empty());
        for (item, number) in items.iter().zip(0..) {
            let place = Place {
                item: Some(number),
                part: None,
            };
            match type_of(item) {
                Some("reasoning") if reasoning => self.reasoning.item(item, place, out),
                Some("function_call") if calls => self.calls.item(item, place, true),
                Some("image_generation_call") => self.picture(item, out),
                Some("message") | None => self.message(item, place, news, out),
                Some(_) => {}
            }
        }
    }

    /// At the end: gives what was held back.
    pub(super) fn finish(&mut self, out: &mut Vec<DialectEvent>) {
        self.think.finish(out);
    }

    /// A whole item at its end: what came in pieces is not told again.
    fn item(&mut self, item: &Value, place: Place, out: &mut Vec<DialectEvent>) {
        let place = place.whole_item();
        match type_of(item) {
            Some("reasoning") => self.reasoning.item(item, place, out),
            Some("function_call") => self.calls.item(item, place, true),
            Some("image_generation_call") => self.picture(item, out),
            Some("message") | None => {
                let news = News {
                    text: !self.text.has(place),
                    refusal: !self.refused.has(place),
                };
                self.message(item, place, news, out);
            }
            // Searches and other tools at work: their results are in the text.
            Some(_) => {}
        }
    }

    fn message(&mut self, item: &Value, place: Place, news: News, out: &mut Vec<DialectEvent>) {
        let parts = match item.get("content") {
            Some(Value::Array(parts)) => parts,
            whole @ Some(Value::String(_)) if news.text => return self.say(whole, place, out),
            Some(
                Value::String(_)
                | Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::Object(_),
            )
            | None => return,
        };
        for (part, number) in parts.iter().zip(0..) {
            let place = Place {
                part: Some(number),
                ..place
            };
            match type_of(part) {
                Some("output_text" | "text") => {
                    if news.text {
                        self.say(part.get("text"), place, out);
                    }
                    self.sources.read(part, out);
                }
                Some("refusal") if news.refusal => {
                    self.refuse(part.get("refusal"), place, out);
                }
                Some(_) | None => {}
            }
        }
    }

    /// A whole part at its end.
    fn part(&mut self, part: &Value, event: &Value, place: Place, out: &mut Vec<DialectEvent>) {
        match type_of(part) {
            Some("output_text" | "text") => {
                if !self.text.has(place) {
                    self.say(part.get("text"), place, out);
                }
                self.sources.read(part, out);
            }
            Some("refusal") if !self.refused.has(place) => {
                self.refuse(part.get("refusal"), place, out);
            }
            Some("reasoning_text") => {
                self.reasoning
                    .done(Kind::Full, event, part.get("text"), out);
            }
            Some(_) | None => {}
        }
    }

    fn picture(&mut self, item: &Value, out: &mut Vec<DialectEvent>) {
        if let Some(picture) = picture::read(item) {
            self.sources.show(picture, out);
        }
    }

    fn say(&mut self, text: Option<&Value>, place: Place, out: &mut Vec<DialectEvent>) {
        if let Some(text) = some_text(text) {
            self.text.mark(place);
            self.think.push(text, out);
        }
    }

    fn refuse(&mut self, text: Option<&Value>, place: Place, out: &mut Vec<DialectEvent>) {
        if let Some(text) = some_text(text) {
            self.refused.mark(place);
            self.refusal.push_str(text);
            out.push(DialectEvent::Refusal(text.to_owned()));
        }
    }
}

fn some_text(value: Option<&Value>) -> Option<&str> {
    value?.as_str().filter(|text| !text.is_empty())
}

fn type_of(value: &Value) -> Option<&str> {
    value.get("type").and_then(Value::as_str)
}

fn is(item: &Value, kind: &str) -> bool {
    type_of(item) == Some(kind)
}
