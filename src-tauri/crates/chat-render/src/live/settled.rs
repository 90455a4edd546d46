//! Which part of a growing text is settled, and how its tail is read.

use super::graft::Graft;
use super::known::{Around, Known, Prelude};
use super::level::{self, Kind, Level};
use super::plan::{self, Plan};
use crate::build::{self, Blocks, StepKind};
use crate::code::Highlight;
use chat_core::blocks::Node;

/// A top-level block that has begun before the tail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Top {
    /// Where its line starts in the text.
    pub(super) at: usize,
    /// Its first node.
    pub(super) node: usize,
}

/// What does not change any more.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// Where the tail begins in the text, always at the start of a line.
    pub(super) tail_at: usize,
    /// How many children of the root stay; the first level is the last of them.
    pub(super) kept: usize,
    /// The containers that are open where the tail begins.
    pub(super) levels: Vec<Level>,
    /// Of open code: the state after its lines.
    pub(super) code: Option<Highlight>,
    /// The blocks that have begun before the tail.
    pub(super) tops: Vec<Top>,
}

/// A tail that was read.
#[derive(Debug)]
pub(super) struct Tail {
    pub(super) blocks: Blocks,
    /// Where the tail begins in the text that was read.
    pub(super) at: usize,
    /// Top-level nodes before the skeleton's.
    pub(super) before: usize,
    /// The text that was read.
    pub(super) text: String,
}

impl Settled {
    /// Reads a text as it would be read where the tail begins. With `plain_end` an unfinished
    /// last line of code has no colours yet.
    pub(super) fn read(&self, known: &Known, rest: &str, plain_end: bool) -> Tail {
        let rows = match self.levels.last() {
            Some(Level {
                kind: Kind::Table { .. },
                kept,
                ..
            }) => kept.saturating_sub(1),
            Some(_) | None => 0,
        };
        let around = Around {
            known,
            rows,
            code: self.code.as_ref(),
            plain_end,
        };
        let Prelude { text, nodes } = known.prelude(rest);
        let skeleton = text + &level::text(&self.levels);
        let tail = read_at(&around, &skeleton, rest, nodes);
        let corrections = known.corrections(&tail.blocks);
        if corrections.is_empty() {
            return tail;
        }
        read_at(&around, &(corrections + &skeleton), rest, nodes + 1)
    }

    /// Where the next difference can be, as child indexes from the root.
    pub(super) fn path(&self) -> Vec<u32> {
        let kepts = self.levels.iter().map(|level| level.kept);
        let kepts: Vec<usize> = std::iter::once(self.kept).chain(kepts).collect();
        let last = kepts.len() - 1;
        let indexes = kepts.iter().enumerate().map(|(number, kept)| {
            let index = if number < last {
                kept.saturating_sub(1)
            } else {
                *kept
            };
            u32::try_from(index).unwrap_or(u32::MAX)
        });
        indexes.collect()
    }

    /// Whether the tail goes on within code.
    pub(super) fn in_code(&self) -> bool {
        self.levels
            .last()
            .is_some_and(|level| matches!(level.kind, Kind::Fence { .. }))
    }

    /// Gives up what was settled from the top-level block `number` on.
    pub(super) fn reopen(&mut self, number: usize) {
        let Some(top) = self.tops.get(number).copied() else {
            return;
        };
        self.tops.truncate(number);
        self.tail_at = top.at;
        self.kept = top.node;
        self.levels.clear();
        self.code = None;
    }

    /// Sets a tail into `nodes`, read from `rest`. Gives whether more could be settled, once its
    /// lines are complete.
    pub(super) fn set(&self, nodes: &mut Vec<Node>, rest: &str, tail: Tail) -> bool {
        let Tail {
            mut blocks,
            at,
            before,
            ..
        } = tail;
        let Some(graft) = Graft::take(&mut blocks, before, &self.levels) else {
            return false;
        };
        graft.set(nodes, self.kept, &self.levels);
        let is_later = |step: usize| plan::line_start(rest, step) > 0;
        blocks.trail.last().is_some_and(|leaf| {
            leaf.kind == StepKind::Fence
                || plan::last_line(leaf, at, rest).is_some()
                || leaf.at.checked_sub(at).is_some_and(is_later)
        }) || plan::definition(&blocks, at, rest).is_some()
    }

    /// Reads the block `number` again, which is `part` of the text. False if it turns out to be
    /// another number of nodes.
    pub(super) fn replace(
        &self,
        nodes: &mut [Node],
        known: &mut Known,
        number: usize,
        part: &str,
    ) -> bool {
        let alone = Self::default();
        let Tail { blocks, before, .. } = alone.read(known, part, false);
        let Some(top) = self.tops.get(number) else {
            return false;
        };
        for (label, _) in &blocks.unresolved {
            known.wait(label, top.at);
        }
        let end = self
            .tops
            .get(number + 1)
            .map_or(self.kept, |next| next.node);
        let Some(place) = nodes.get_mut(top.node..end) else {
            return false;
        };
        let new = blocks.nodes.into_iter().skip(before);
        if new.len() != place.len() {
            return false;
        }
        for (old, new) in place.iter_mut().zip(new) {
            *old = new;
        }
        true
    }

    /// Settles what it can of `lines`, complete lines that begin where the tail does. Their tree
    /// is set into `nodes` in any case. Gives whether the tail begins later now.
    pub(super) fn advance(
        &mut self,
        nodes: &mut Vec<Node>,
        known: &mut Known,
        lines: &str,
        tail: Tail,
    ) -> bool {
        let Tail {
            mut blocks,
            at,
            before,
            ..
        } = tail;
        let Some(graft) = Graft::take(&mut blocks, before, &self.levels) else {
            return false;
        };
        let lists = graft.lists.clone();
        let definition = plan::definition(&blocks, at, lines)
            .filter(|boundary| self.ends_before(known, lines, *boundary, &graft));
        graft.set(nodes, self.kept, &self.levels);
        let here = plan::Here {
            skeleton: at,
            before,
            lines,
            levels: &self.levels,
        };
        // What may be taken back by the next line is not known yet, but read with these lines.
        let is_certain = !known.has_news(&blocks);
        let plans = || {
            if !is_certain {
                return None;
            }
            [usize::MAX, 0].into_iter().find_map(|new_levels| {
                let plan = plan::plan(&blocks, &here, new_levels)?;
                self.checked(nodes, known, lines, (&blocks, &lists), plan)
            })
        };
        let after_blocks = |boundary| {
            let next = Self {
                tail_at: self.tail_at + boundary,
                kept: nodes.len(),
                ..Self::default()
            };
            (next, boundary)
        };
        let Some((mut next, boundary)) = definition.map(after_blocks).or_else(plans) else {
            return false;
        };
        let old_at = self.tail_at;
        next.tops = std::mem::take(&mut self.tops);
        next.code = blocks.code.take().filter(|_| next.in_code());
        let path = usize::from(!self.levels.is_empty());
        for (start, node) in &blocks.starts {
            let Some(start) = start.checked_sub(at) else {
                continue;
            };
            let line = plan::line_start(lines, start);
            // Right after a definition some lines begin no block that would begin one alone, and
            // the parser alone may see the end of a line: such blocks count to the one before.
            let glued = !blocks.definitions.is_empty() && plan::follows_a_line(lines, line)
                || lines
                    .get(line..start)
                    .is_some_and(|head| head.contains('\r'));
            let at = match next.tops.last() {
                Some(last) if glued => last.at,
                None if glued => 0,
                // Blocks that share a line, for the parser alone sees its end, count as one.
                Some(_) | None => old_at + line,
            };
            if let Some(new) = node.checked_sub(before + path)
                && line < boundary
                && next.tops.last().is_none_or(|top| top.at < at)
            {
                next.tops.push(Top {
                    at,
                    node: self.kept + new,
                });
            }
        }
        if definition.is_some() {
            // What is read again of the block before need not go further.
            next.tops.push(Top {
                at: next.tail_at,
                node: next.kept,
            });
        }
        *self = next;
        self.note_labels(known, lines, &blocks, old_at, at, boundary);
        true
    }

    /// Whether the tree of `lines`, which is in `graft`, is that of the lines before `boundary`
    /// alone, and nothing but definitions are after it.
    fn ends_before(&self, known: &Known, lines: &str, boundary: usize, graft: &Graft) -> bool {
        let (before, rest) = lines.split_at_checked(boundary).unwrap_or_default();
        let rest = Self::default().read(known, rest, false);
        if rest.blocks.nodes.len() != rest.before {
            return false;
        }
        let mut before = self.read(known, before, false);
        Graft::take(&mut before.blocks, before.before, &self.levels).as_ref() == Some(graft)
    }

    /// Notes which blocks wait for definitions.
    fn note_labels(
        &self,
        known: &mut Known,
        lines: &str,
        blocks: &Blocks,
        old_at: usize,
        skeleton: usize,
        boundary: usize,
    ) {
        for (label, at) in &blocks.unresolved {
            if let Some(at) = at.checked_sub(skeleton)
                && at < boundary
                && let Some(top) = self.top_at(old_at + at)
            {
                known.wait(label, top);
            }
        }
        if !lines
            .get(..boundary)
            .is_some_and(|lines| lines.contains("[^"))
        {
            return;
        }
        let first = self.tops.partition_point(|top| top.at <= old_at);
        let tops = self.tops.get(first.saturating_sub(1)..).unwrap_or_default();
        let ends = tops.iter().skip(1).map(|next| next.at);
        for (top, end) in tops.iter().zip(ends.chain([old_at + boundary])) {
            let from = top.at.saturating_sub(old_at);
            let part = lines.get(from..end.saturating_sub(old_at).min(boundary));
            known.wait_for_footnotes(part.unwrap_or_default(), top.at);
        }
    }

    /// The top-level block at an offset of the text.
    fn top_at(&self, at: usize) -> Option<usize> {
        let after = self.tops.partition_point(|top| top.at <= at);
        self.tops.get(after.checked_sub(1)?).map(|top| top.at)
    }

    /// The state after a plan, if the rest of the lines is read there as it was read here.
    fn checked(
        &self,
        nodes: &[Node],
        known: &Known,
        lines: &str,
        (blocks, old_lists): (&Blocks, &[(bool, bool)]),
        plan: Plan,
    ) -> Option<(Self, usize)> {
        let Plan {
            boundary,
            mut levels,
            certain,
            leaf_list,
            lists,
            has_blank,
        } = plan;
        let mut next = Self {
            tail_at: self.tail_at + boundary,
            ..Self::default()
        };
        // All children stay along the way; of the last level, all but the block that the tail
        // begins with.
        let mut children = nodes;
        let mut kept = children.len();
        let mut shown = Vec::with_capacity(levels.len());
        for (position, (level, number)) in levels.iter_mut().zip(lists).enumerate() {
            let node = children.last()?;
            children = node.children()?;
            level.kept = children.len();
            let Node::List { loose, .. } = node else {
                shown.push(false);
                continue;
            };
            shown.push(*loose);
            let number = number?;
            let count = *blocks.paragraphs.get(number)?;
            let leaf = usize::from(leaf_list == Some(number));
            if number < self.lists() {
                // One paragraph is the skeleton's own.
                level.loose = old_lists.get(position)?.0;
                level.paragraphs |= count > 1 + leaf;
            } else if count > 0 || !has_blank {
                level.loose = *loose;
                level.paragraphs = count > leaf;
            } else {
                // Without a paragraph nothing tells whether it is loose.
                return None;
            }
        }
        let is_indented = levels
            .last()
            .is_some_and(|level| level.kind == Kind::Indented);
        let is_fence = matches!(
            levels.last(),
            Some(Level {
                kind: Kind::Fence { .. },
                ..
            })
        );
        let last = levels.last_mut().map_or(&mut kept, |level| &mut level.kept);
        let mut rest = if is_fence {
            &[][..]
        } else {
            *last = last.checked_sub(1)?;
            children.get(*last..)?
        };
        next.kept = kept;
        next.levels = levels;
        if certain {
            return Some((next, boundary));
        }
        let way = plan::kinds(&blocks.trail, next.levels.len());
        let Tail {
            mut blocks, before, ..
        } = next.read(known, lines.get(boundary..)?, false);
        if !way.eq(plan::kinds(&blocks.trail, next.levels.len())) {
            return None;
        }
        let graft = Graft::take(&mut blocks, before, &next.levels)?;
        let (last, others) = graft.children.split_last()?;
        if is_indented {
            // The parser alone says how many lines they are.
            let kept = children.len().checked_sub(last.len())?;
            next.levels.last_mut()?.kept = kept;
            rest = children.get(kept..)?;
        }
        let lists = graft.lists.iter().map(|(loose, seen)| *loose && *seen);
        let equal = last == rest && others.iter().all(Vec::is_empty) && lists.eq(shown);
        equal.then_some((next, boundary))
    }

    /// How many lists are open where the tail begins.
    fn lists(&self) -> usize {
        let is_list = |level: &&Level| matches!(level.kind, Kind::List { .. });
        self.levels.iter().filter(is_list).count()
    }
}

fn read_at(around: &Around<'_>, skeleton: &str, rest: &str, before: usize) -> Tail {
    let text = format!("{skeleton}{rest}");
    Tail {
        blocks: build::part(&text, around),
        at: skeleton.len(),
        before,
        text,
    }
}
