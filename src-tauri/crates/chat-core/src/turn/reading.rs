//! What a turn does with the answer as it is read: shows it, counts it, takes its end.

use super::{
    Effect, End, MAX_ANSWER_BYTES, MAX_CITATIONS, MAX_TOOL_CALLS, Output, Served, Turn,
    answer_too_large,
};
use crate::dialect::{DialectEvent, Picture, Verdict};
use crate::failure;
use crate::receipt::ToolCallView;
use crate::usage::{Cost, CostBasis};
use crate::visible;

impl Turn {
    /// What the answer has said of itself so far.
    pub fn served(&self) -> Served<'_> {
        Served {
            model: self.model.as_deref(),
            provider: self.provider.as_deref(),
            generation_id: self.generation_id.as_deref(),
        }
    }

    pub(super) fn decoded(&mut self, at: u64, event: DialectEvent, effects: &mut Vec<Effect>) {
        self.hear(at);
        match event {
            DialectEvent::Text(text) => self.show_text(at, text, Output::Text, effects),
            DialectEvent::Reasoning(text) => self.show_text(at, text, Output::Reasoning, effects),
            DialectEvent::ToolCall {
                id,
                name,
                arguments,
            } => {
                self.thinking.pauses(at);
                self.keep_tool_call(&id, &name, &arguments);
                effects.push(Effect::Show(Output::ToolCall {
                    id,
                    name,
                    arguments,
                }));
            }
            DialectEvent::Model(model) => self.model = Some(visible::name(&model)),
            DialectEvent::Provider(provider) => self.provider = Some(visible::name(&provider)),
            DialectEvent::GenerationId(id) => self.generation_id = Some(visible::name(&id)),
            DialectEvent::Usage(usage) => {
                self.usage = Some(usage);
                effects.push(Effect::Show(Output::Usage {
                    usage: self.usage,
                    cost: self.cost,
                }));
            }
            DialectEvent::Cost(usd) => {
                self.cost = Some(Cost {
                    usd,
                    basis: CostBasis::Billed,
                });
                effects.push(Effect::Show(Output::Usage {
                    usage: self.usage,
                    cost: self.cost,
                }));
            }
            // What was declined is told by the verdict at the end.
            DialectEvent::Refusal(_) => {}
            DialectEvent::Citation(citation) => {
                if self.citations.len() < MAX_CITATIONS {
                    self.citations.push(citation);
                }
            }
            DialectEvent::Picture(picture) => self.show_picture(at, picture, effects),
            DialectEvent::Credential(credential) => self.credential = Some(credential),
            DialectEvent::Failed(failure) => {
                effects.push(Effect::Close);
                self.fail_over(at, failure, effects);
            }
            DialectEvent::Done => effects.push(Effect::Conclude),
        }
    }

    fn show_text(
        &mut self,
        at: u64,
        text: String,
        output: fn(String) -> Output,
        effects: &mut Vec<Effect>,
    ) {
        if text.is_empty() {
            return;
        }
        self.bytes = self.bytes.saturating_add(text.len());
        if self.bytes > MAX_ANSWER_BYTES {
            effects.push(Effect::Close);
            self.fail(at, answer_too_large(), effects);
            return;
        }
        self.first_token_at.get_or_insert(at);
        if self.save_failure.is_none() {
            self.unsaved_since.get_or_insert(at);
        }
        let output = output(text);
        if matches!(output, Output::Reasoning(_)) {
            self.thinking.goes_on(at);
        } else {
            self.thinking.pauses(at);
            self.has_text = true;
        }
        effects.push(Effect::Show(output));
    }

    /// Pictures count towards the answer's size; they are kept with its end.
    fn show_picture(&mut self, at: u64, picture: Picture, effects: &mut Vec<Effect>) {
        self.bytes = self.bytes.saturating_add(picture.base64.len());
        if self.bytes > MAX_ANSWER_BYTES {
            effects.push(Effect::Close);
            self.fail(at, answer_too_large(), effects);
            return;
        }
        self.first_token_at.get_or_insert(at);
        self.thinking.pauses(at);
        self.pictures.push(picture);
    }

    /// Keeps a tool call with the answer, within bounds: nothing executes it, it is for reading.
    fn keep_tool_call(&mut self, id: &str, name: &str, arguments: &str) {
        if self.tool_calls.len() < MAX_TOOL_CALLS {
            self.tool_calls.push(ToolCallView::new(id, name, arguments));
        }
    }

    pub(super) fn ended(&mut self, at: u64, verdict: Verdict, effects: &mut Vec<Effect>) {
        effects.push(Effect::Close);
        match verdict {
            Verdict::Finished(reason) => {
                self.close_attempt(at, None);
                self.finish(at, End::Finished(reason), effects);
            }
            Verdict::Refused(reason) => {
                let failure = failure::refused(&self.plan.upstream, &reason);
                self.fail(at, failure, effects);
            }
            Verdict::BrokenOff => {
                let failure = failure::interrupted(&self.plan.upstream, self.has_text);
                self.fail(at, failure, effects);
            }
            Verdict::NotAnAnswer => {
                let failure = failure::not_an_answer(&self.plan.upstream);
                self.fail_over(at, failure, effects);
            }
        }
    }
}
