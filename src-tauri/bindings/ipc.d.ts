// Written by `cargo test -p chat-core --test contract` from chat-core's wire types. Do not edit.

export type ConversationId = string;

export type MessageId = string;

export type TurnId = string;

export type Role = "system" | "user" | "assistant";

export type MessageState = "pending" | "streaming" | "done" | "cancelled" | "failed" | "interrupted";

export type Code = "config_invalid" | "key_missing" | "key_rejected" | "key_expired" | "keyring_locked" | "keyring_unavailable" | "keyring_denied" | "payment_required" | "budget_reached" | "forbidden" | "model_not_found" | "bad_request" | "context_too_long" | "too_large" | "rate_limited" | "quota_exhausted" | "overloaded" | "gateway_error" | "provider_error" | "refused" | "offline" | "dns" | "tls" | "proxy" | "connect" | "idle_timeout" | "bad_response" | "interrupted" | "storage" | "internal";

export type Usage = { 
/**
 * Tokens read, cached ones included.
 */
inputTokens: number, 
/**
 * Tokens written, reasoning included.
 */
outputTokens: number, 
/**
 * The part of the output that was reasoning, where reported.
 */
reasoningTokens: number | null, 
/**
 * The part of the input read from the provider's cache, where reported.
 */
cachedInputTokens: number | null, 
/**
 * `input_tokens + output_tokens`.
 */
totalTokens: number, };

export type CostBasis = "billed" | "estimated";

export type Align = "none" | "left" | "center" | "right";

export type AlertKind = "note" | "tip" | "important" | "warning" | "caution";

export type TokenKind = "keyword" | "string" | "number" | "comment" | "function" | "type" | "constant" | "variable" | "property" | "tag" | "attribute" | "heading" | "inserted" | "deleted";

export type Token = [TokenKind, string];

export type MathTag = "mi" | "mn" | "mo" | "mtext" | "mspace" | "mrow" | "mfrac" | "msqrt" | "mroot" | "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover" | "mtable" | "mtr" | "mtd" | "mstyle" | "mpadded" | "mphantom";

export type MathVariant = "normal";

export type MathForm = "prefix" | "infix" | "postfix";

export type MathAlign = "left" | "right";

export type MathTable = "aligned" | "cases" | "stack";

export type MathLine = "top" | "right" | "bottom" | "left" | "up" | "down";

export type MathLength = number;

export type MathAttributes = { 
/**
 * How letters are drawn.
 */
mathvariant?: MathVariant, 
/**
 * Where an operator stands.
 */
form?: MathForm, 
/**
 * Whether an operator grows with what it stands beside, above or below.
 */
stretchy?: boolean, 
/**
 * Whether a growing operator stays centred on the axis.
 */
symmetric?: boolean, 
/**
 * Whether an operator is drawn large in formulas on lines of their own.
 */
largeop?: boolean, 
/**
 * Whether what is below and above an operator moves beside it within a line.
 */
movablelimits?: boolean, 
/**
 * Space before an operator.
 */
lspace?: MathLength, 
/**
 * Space after an operator.
 */
rspace?: MathLength, 
/**
 * Least size of a growing operator.
 */
minsize?: MathLength, 
/**
 * Greatest size of a growing operator.
 */
maxsize?: MathLength, 
/**
 * Whether what is above a base is an accent on it.
 */
accent?: boolean, 
/**
 * Whether what is below a base is an accent on it.
 */
accentunder?: boolean, 
/**
 * Whether a part is laid out as on a line of its own.
 */
displaystyle?: boolean, 
/**
 * How many sizes smaller than the text a part is drawn, 0 to 2.
 */
scriptlevel?: number, 
/**
 * How thick a fraction's line is.
 */
linethickness?: MathLength, 
/**
 * Width of a space, or of a group in place of its own.
 */
width?: MathLength, 
/**
 * Height of a space, or of a group in place of its own.
 */
height?: MathLength, 
/**
 * Depth of a space, or of a group in place of its own.
 */
depth?: MathLength, 
/**
 * Where a cell's content stands.
 */
columnalign?: MathAlign, 
/**
 * What a table is for.
 */
table?: MathTable, 
/**
 * Lines at or over the part.
 */
lines?: Array<MathLine>, };

export type Node = { "type": "paragraph", 
/**
 * Inline content.
 */
children: Array<Node>, } | { "type": "heading", 
/**
 * 1 to 6.
 */
level: number, 
/**
 * Inline content.
 */
children: Array<Node>, } | { "type": "list", 
/**
 * The first number of an ordered list; none for bullets.
 */
start: number | null, 
/**
 * Whether its items stand apart, because blank lines are between them.
 */
loose: boolean, 
/**
 * Items.
 */
children: Array<Node>, } | { "type": "item", 
/**
 * Whether the task is done; none when it is no task.
 */
done: boolean | null, 
/**
 * Blocks, also in a list that is not loose.
 */
children: Array<Node>, } | { "type": "quote", 
/**
 * Blocks.
 */
children: Array<Node>, } | { "type": "alert", 
/**
 * Of what.
 */
kind: AlertKind, 
/**
 * Blocks.
 */
children: Array<Node>, } | { "type": "code", 
/**
 * The language, only `[a-z0-9+#-]{1,20}`; empty when unknown.
 */
lang: string, 
/**
 * Lines, without their ends.
 */
children: Array<Node>, } | { "type": "line", 
/**
 * Texts and tokens.
 */
children: Array<Node>, } | { "type": "table", 
/**
 * One for each column.
 */
align: Array<Align>, 
/**
 * Rows, and [`Node::More`] as the last where the table goes on.
 */
children: Array<Node>, } | { "type": "row", 
/**
 * Cells, as many as there are columns, and [`Node::More`] as the last where there are
 * too many.
 */
children: Array<Node>, } | { "type": "cell", 
/**
 * Inline content.
 */
children: Array<Node>, } | { "type": "footnote", 
/**
 * Its name.
 */
label: string, 
/**
 * Blocks.
 */
children: Array<Node>, } | { "type": "rule" } | { "type": "more" } | { "type": "emphasis", 
/**
 * Inline content.
 */
children: Array<Node>, } | { "type": "strong", 
/**
 * Inline content.
 */
children: Array<Node>, } | { "type": "strike", 
/**
 * Inline content.
 */
children: Array<Node>, } | { "type": "codeSpan", 
/**
 * The code.
 */
text: string, } | { "type": "link", 
/**
 * The address, parsed and written back in ASCII.
 */
href: string, 
/**
 * Where it really leads, in ASCII, where the text does not say so or says otherwise.
 */
host: string | null, 
/**
 * Inline content.
 */
children: Array<Node>, } | { "type": "footnoteRef", 
/**
 * Its name.
 */
label: string, } | { "type": "break" } | { "type": "math", 
/**
 * Whether it stands on lines of its own.
 */
display: boolean, 
/**
 * The formula as written, without its marks.
 */
source: string, 
/**
 * What it looks like.
 */
children: Array<Node>, } | { "type": "mathPart", 
/**
 * The MathML element.
 */
tag: MathTag, 
/**
 * Its attributes.
 */
attributes?: MathAttributes, 
/**
 * Parts, or the text of a token element.
 */
children: Array<Node>, } | Token | string;

export type PatchOp = { "op": "replaceFrom", 
/**
 * The node.
 */
path: Array<number>, 
/**
 * The first child that is replaced.
 */
index: number, 
/**
 * What stands there now.
 */
nodes: Array<Node>, } | { "op": "appendText", 
/**
 * A node that carries text.
 */
path: Array<number>, 
/**
 * What is added.
 */
text: string, } | { "op": "appendNodes", 
/**
 * The node.
 */
path: Array<number>, 
/**
 * What is added.
 */
nodes: Array<Node>, } | { "op": "setLoose", 
/**
 * A list.
 */
path: Array<number>, };

export type UserError = { 
/**
 * The code to act on.
 */
code: Code, 
/**
 * One sentence for a person.
 */
message: string, 
/**
 * What to do, one short sentence.
 */
action: string | null, 
/**
 * HTTP status, none where no response came.
 */
status: number | null, 
/**
 * The server's hint, in milliseconds.
 */
retryAfterMs: number | null, 
/**
 * The gateway's id of the request.
 */
requestId: string | null, 
/**
 * The model that may have been meant, where the one asked is not offered. Errors that were
 * stored before there was this have none.
 */
nearest: string | null, };

export type FinishReason = "stop" | "length" | "content_filter" | "tool_calls" | "cancelled";

export type WaitReason = "limiter" | "retry" | "signin" | "still";

export type FileView = { 
/**
 * Its name, safe to show; empty for a picture in an answer.
 */
name: string, 
/**
 * Its media type; `text/plain` for whatever goes as text.
 */
kind: string, 
/**
 * Its size in bytes.
 */
bytes: number, };

export type ExportAs = "markdown" | "html" | "json";

export type ExportWanted = { 
/**
 * One conversation; none is all.
 */
conversation: ConversationId | null, 
/**
 * As what.
 */
format: ExportAs, 
/**
 * Every message, for formats that show a path.
 */
tree: boolean, };

export type HistoryCheckView = { 
/**
 * Whether all is well.
 */
sound: boolean, 
/**
 * What is wrong with the file; empty when nothing is.
 */
complaints: Array<string>, 
/**
 * Messages and titles in the search index.
 */
indexed: number, 
/**
 * Messages and titles that are not in it and should be.
 */
missing: number, 
/**
 * What it should not have.
 */
surplus: number, 
/**
 * Of 4,096 groups those that are otherwise than their texts.
 */
wrongGroups: number, 
/**
 * Not indexed yet, at most; searching does it.
 */
left: number, };

export type HistoryImport = { 
/**
 * Whether nothing was stored, as was asked.
 */
dryRun: boolean, 
/**
 * Conversations that the archive holds.
 */
found: number, 
/**
 * Those that are new here.
 */
added: number, 
/**
 * Those that were here and got something.
 */
updated: number, 
/**
 * Those of which everything was here.
 */
unchanged: number, 
/**
 * Those that were left out.
 */
skipped: number, 
/**
 * Those of them that were deleted here.
 */
deleted: number, 
/**
 * Messages that are new here.
 */
messages: number, 
/**
 * Messages that are here with another text, which stays.
 */
differing: number, 
/**
 * Which were left out and why: the first thousand.
 */
skippedRows: Array<SkippedRow>, 
/**
 * What of the others has no place here.
 */
leftOut: LeftOutView, 
/**
 * Whether the archive was read to its end.
 */
whole: boolean, };

export type ImportProgress = { 
/**
 * Bytes read of the conversations, unpacked.
 */
bytes: number, 
/**
 * How many there are, as far as the archive tells.
 */
totalBytes: number, 
/**
 * Conversations looked at.
 */
conversations: number, };

export type LeftOutView = { 
/**
 * Messages that the other program never showed.
 */
hidden: number, 
/**
 * What tools were asked and said, where it is no text of the conversation.
 */
tools: number, 
/**
 * Files that the archive only names.
 */
files: number, 
/**
 * Messages that cannot be read.
 */
unreadable: number, 
/**
 * Characters that were no text.
 */
characters: number, };

export type SkippedRow = { 
/**
 * Its number in the archive; the first is 1.
 */
number: number, 
/**
 * Its title, as far as it is known.
 */
title: string | null, 
/**
 * Why, in words that follow "left out: ".
 */
reason: string, };

export type StagedFile = { 
/**
 * What `send_message` and `remove_file` name it by.
 */
id: string, 
/**
 * Its name, safe to show; empty for a picture in an answer.
 */
name: string, 
/**
 * Its media type; `text/plain` for whatever goes as text.
 */
kind: string, 
/**
 * Its size in bytes.
 */
bytes: number, };

export type BackupView = { 
/**
 * Its file's name in the folder of copies.
 */
name: string, 
/**
 * When it was made, milliseconds since 1970.
 */
atMs: number, 
/**
 * Its size.
 */
bytes: number, };

export type RestoreView = { 
/**
 * What it was read from.
 */
from: string, 
/**
 * The copy of the history as it was before; none for a trial.
 */
copy: string | null, 
/**
 * Conversations that were not here.
 */
added: number, 
/**
 * Conversations that got something.
 */
updated: number, 
/**
 * Conversations of which everything was here.
 */
unchanged: number, 
/**
 * Conversations that were left out because they were deleted here.
 */
deleted: number, 
/**
 * Conversations that cannot be taken; the first of them are named below.
 */
refused: number, 
/**
 * Of each refused one its id and why, for the first hundred.
 */
why: Array<string>, 
/**
 * Messages that came in.
 */
messages: number, };

export type SalvageView = { 
/**
 * Where the damaged file is now, as it was.
 */
aside: string, 
/**
 * What was read of it.
 */
read: RestoreView, 
/**
 * What the newest copy had beside that; none where there is no copy.
 */
copy: RestoreView | null, 
/**
 * Entries of the ledger that were read.
 */
entries: number, 
/**
 * Of each table in which something could not be read, how much.
 */
missing: Array<string>, };

export type TokenEstimate = { 
/**
 * Hardly fewer.
 */
low: number, 
/**
 * The best single guess.
 */
likely: number, 
/**
 * Hardly more.
 */
high: number, };

export type CostEstimate = { 
/**
 * The fewest tokens, all read from the provider's cache, and no answer.
 */
leastUsd: string, 
/**
 * The most tokens and the longest answer.
 */
mostUsd: string, 
/**
 * The longest answer that this reckons with, in tokens.
 */
outputLimit: number, };

export type TooLong = { 
/**
 * Whether it surely does, so that it would be refused here.
 */
sure: boolean, 
/**
 * The fewest turns without which the rest likely fits; none where the question alone does not.
 */
leaveOut: number | null, 
/**
 * A listed model that holds all of it.
 */
larger: string | null, };

export type PreviewTurn = { 
/**
 * The conversation to go on with; none starts one.
 */
conversation: ConversationId | null, 
/**
 * The question so far.
 */
text: string, 
/**
 * As in `SendMessage`.
 */
model: string | null, 
/**
 * As in `SendMessage`.
 */
connection: string | null, 
/**
 * As in `SendMessage`.
 */
maxTokens: number | null, 
/**
 * As in `SendMessage`.
 */
leaveOut: number, 
/**
 * As in `SendMessage`.
 */
files: Array<string>, 
/**
 * As in `SendMessage`.
 */
preset?: string | null, 
/**
 * As in `SendMessage`.
 */
begin?: BeginWith | null, };

export type TurnPreview = { 
/**
 * The model; none for a local server that was not asked yet.
 */
model: string | null, 
/**
 * What is worth saying of it: it is gone, will be soon, or stands in for one that is.
 */
hint: string | null, 
/**
 * Input tokens, estimated.
 */
tokens: TokenEstimate, 
/**
 * How many tokens fit, where listed.
 */
contextWindow: number | null, 
/**
 * What it may cost, where a price is listed.
 */
cost: CostEstimate | null, 
/**
 * How many earlier turns there are.
 */
earlier: number, 
/**
 * How many of them are left out.
 */
leftOut: number, 
/**
 * The first question that is still sent; none where all earlier ones are left out.
 */
keptFrom: MessageId | null, 
/**
 * What can be done where it likely does not fit.
 */
tooLong: TooLong | null, 
/**
 * What each of its files takes of that.
 */
files: Array<FileEstimate>, 
/**
 * How many characters of the question and its texts nobody sees; pasted text may hold words
 * for the model in them.
 */
hidden: number, };

export type FileEstimate = { 
/**
 * The file, by the id that `add_file` gave.
 */
id: string, 
/**
 * Its tokens.
 */
tokens: TokenEstimate, 
/**
 * What the likely number of them costs where nothing of it is cached; none where no price is
 * listed.
 */
usd: string | null, };

export type CostView = { 
/**
 * An exact decimal.
 */
usd: string, 
/**
 * Reported or computed.
 */
basis: CostBasis, };

export type AttemptView = { 
/**
 * Its status; none where no response came.
 */
status: number | null, 
/**
 * Why it failed; none if it did not, or was stopped.
 */
code: Code | null, 
/**
 * How long it took, in milliseconds.
 */
ms: number, 
/**
 * The connection it went to; none for answers of earlier versions.
 */
connection: string | null, 
/**
 * The model asked of it; none for answers of earlier versions.
 */
model: string | null, };

export type AnswerFacts = { 
/**
 * The model asked; another one may have served.
 */
asked: string | null, 
/**
 * The provider that served, where reported.
 */
provider: string | null, 
/**
 * Tokens, where reported.
 */
usage: Usage | null, 
/**
 * Cost, where known.
 */
cost: CostView | null, 
/**
 * Milliseconds from sending to the first token.
 */
firstTokenMs: number | null, 
/**
 * Milliseconds from sending to the end; none before it.
 */
totalMs: number | null, 
/**
 * Every request made, in order.
 */
attempts: Array<AttemptView>, };

export type MessageView = { 
/**
 * Its id.
 */
id: MessageId, 
/**
 * The message before it on the path.
 */
parent: MessageId | null, 
/**
 * Who speaks.
 */
role: Role, 
/**
 * The exact text: what Copy gives.
 */
text: string, 
/**
 * What is drawn of the text, where nobody would see all of it.
 */
shown: string | null, 
/**
 * An answer's tree; empty for questions.
 */
nodes: Array<Node>, 
/**
 * The model's reasoning, as text.
 */
reasoning: string, 
/**
 * A question's files, or the pictures in an answer.
 */
files: Array<FileView>, 
/**
 * What became of it.
 */
state: MessageState, 
/**
 * The turn that an answer belongs to.
 */
turnId: TurnId | null, 
/**
 * The model that served, else the one asked.
 */
model: string | null, 
/**
 * The connection used.
 */
connection: string | null, 
/**
 * Why it ended.
 */
finish: FinishReason | null, 
/**
 * The token limit that was sent, if any.
 */
maxTokens: number | null, 
/**
 * What went wrong, for failed and interrupted answers.
 */
error: UserError | null, 
/**
 * Where an answer came from.
 */
receipt: Receipt, 
/**
 * Where it stands among others in its place.
 */
variants: VariantsView, 
/**
 * Milliseconds since 1970.
 */
createdAtMs: number, 
/**
 * The model asked; another one may have served.
 */
asked: string | null, 
/**
 * The provider that served, where reported.
 */
provider: string | null, 
/**
 * Tokens, where reported.
 */
usage: Usage | null, 
/**
 * Cost, where known.
 */
cost: CostView | null, 
/**
 * Milliseconds from sending to the first token.
 */
firstTokenMs: number | null, 
/**
 * Milliseconds from sending to the end; none before it.
 */
totalMs: number | null, 
/**
 * Every request made, in order.
 */
attempts: Array<AttemptView>, };

export type ConversationView = { 
/**
 * Its id.
 */
id: ConversationId, 
/**
 * One line, at most 80 characters.
 */
title: string, 
/**
 * Milliseconds since 1970.
 */
updatedAtMs: number, 
/**
 * How many messages it holds.
 */
messageCount: number, 
/**
 * Whether it stands before the others.
 */
pinned: boolean, 
/**
 * Whether it is out of the usual list.
 */
archived: boolean, 
/**
 * Whether an answer came that nobody has seen.
 */
unread: boolean, 
/**
 * The folder that it is in.
 */
folder: string | null, 
/**
 * Its tags.
 */
tags: Array<string>, 
/**
 * The connection that its next question goes to, where one was chosen for it.
 */
connection: string | null, 
/**
 * The model that its next question is asked of, where one was chosen for it.
 */
model: string | null, 
/**
 * The preset that its questions are asked with.
 */
preset: string | null, 
/**
 * Its own parameters; what it leaves out is as its preset says.
 */
parameters: Parameters, 
/**
 * Whether the instructions for all chats stay out of it.
 */
noDefaultInstructions: boolean, 
/**
 * Where the instructions that lead its messages come from.
 */
instructionsFrom: InstructionsFrom, 
/**
 * Whether nothing of it is kept on this computer. It is in no list.
 */
temporary: boolean, 
/**
 * When it was deleted, milliseconds since 1970, while it can be taken back.
 */
deletedAtMs: number | null, };

export type ListFilter = { 
/**
 * Those in the archive, in place of the others.
 */
archived: boolean, 
/**
 * Those in this folder, in the archive or not.
 */
folder: string | null, 
/**
 * Those with this tag, in the archive or not.
 */
tag: string | null, 
/**
 * All those that were deleted and can be taken back, the last one first, in place of the others.
 */
deleted: boolean, };

export type Labels = { 
/**
 * The folders that a conversation is in.
 */
folders: Array<LabelView>, 
/**
 * The tags that a conversation has.
 */
tags: Array<LabelView>, };

export type LabelView = { 
/**
 * Its name.
 */
name: string, 
/**
 * How many conversations have it, the archive not counted.
 */
conversations: number, };

export type ConversationChange = { 
/**
 * Whether it stands before the others.
 */
pinned: boolean | null, 
/**
 * Whether it is out of the usual list.
 */
archived: boolean | null, 
/**
 * Whether it counts as unread.
 */
unread: boolean | null, 
/**
 * The folder that it is in.
 */
folder: string | null, 
/**
 * Tags that it gets.
 */
tag: Array<string>, 
/**
 * Tags that it loses.
 */
untag: Array<string>, 
/**
 * The connection of its next questions.
 */
connection: string | null, 
/**
 * The model of its next questions.
 */
model: string | null, 
/**
 * Its instructions. Without its own, those of its preset count, else the ones for all chats.
 */
instructions: string | null, 
/**
 * The preset of its next questions. A connection, model, instructions or parameters that were
 * chosen for it before give way to what the preset says, unless they are named with it.
 */
preset: string | null, 
/**
 * The parameters of its next questions, all of them.
 */
parameters: Parameters | null, 
/**
 * Whether the instructions for all chats stay out of it.
 */
noDefaultInstructions: boolean | null, };

export type VariantsView = { 
/**
 * Its number, from 1.
 */
index: number, 
/**
 * How many there are.
 */
count: number, 
/**
 * The one before it.
 */
previous: MessageId | null, 
/**
 * The one after it.
 */
next: MessageId | null, };

export type MessagePage = { 
/**
 * The messages; the instructions in force lead them where nothing comes before.
 */
messages: Array<MessageView>, 
/**
 * How many messages come before the first one, instructions not counted.
 */
position: number, 
/**
 * How many messages the path has.
 */
total: number, 
/**
 * Whether more come after the last one.
 */
later: boolean, 
/**
 * Whether it is the path that the conversation goes on with.
 */
onChosenPath: boolean, };

export type SearchRole = "system" | "user" | "assistant" | "title";

export type FindMessages = { 
/**
 * As typed; anything is a valid search.
 */
text: string, 
/**
 * What comes first.
 */
order: SearchOrder, 
/**
 * Whether its last word is still being typed, and finds what begins so.
 */
typing: boolean, 
/**
 * `next` of the page before; none for the first page.
 */
after: string | null, 
/**
 * How many hits at most, up to 200.
 */
limit: number, };

export type SearchOrder = "newest" | "relevance";

export type SearchResults = { 
/**
 * In the order that was asked for.
 */
hits: Array<SearchHit>, 
/**
 * Ask with this for what comes after. There may be more also where fewer than `limit` hits
 * came: looking through very much stops after a moment.
 */
next: string | null, 
/**
 * Sentences on how the search was read and what it did not look at.
 */
notes: Array<string>, 
/**
 * How many older messages are not in the index yet, at most.
 */
unindexed: number, };

export type SearchHit = { 
/**
 * Its conversation.
 */
conversation: ConversationId, 
/**
 * The title of that.
 */
title: string, 
/**
 * Whether that was put away.
 */
archived: boolean, 
/**
 * The message; of a title the first one of the conversation, if it has any.
 */
message: MessageId | null, 
/**
 * Whose text it is.
 */
role: SearchRole, 
/**
 * The model of an answer.
 */
model: string | null, 
/**
 * About 160 characters around the match, on one line.
 */
snippet: Array<SnippetPiece>, 
/**
 * The exact place of the match; none where no text was looked for.
 */
spot: HitSpot | null, 
/**
 * When it was written, in milliseconds since 1970.
 */
createdAtMs: number, };

export type SnippetPiece = { 
/**
 * Text.
 */
text: string, 
/**
 * Whether it is what was looked for.
 */
hit: boolean, };

export type HitSpot = { 
/**
 * What matches, as it stands there.
 */
text: string, 
/**
 * How often just this stands before it: in a rendered answer the place is that occurrence.
 */
nth: number, 
/**
 * Where it begins in the exact text, in UTF-16 units.
 */
start: number, 
/**
 * Where it ends.
 */
end: number, };

export type OpenConversation = { 
/**
 * Its row in the list.
 */
conversation: ConversationView, 
/**
 * The messages; the instructions in force lead them where nothing comes before.
 */
messages: Array<MessageView>, 
/**
 * How many messages come before the first one, instructions not counted.
 */
position: number, 
/**
 * How many messages the path has.
 */
total: number, 
/**
 * Whether more come after the last one.
 */
later: boolean, 
/**
 * Whether it is the path that the conversation goes on with.
 */
onChosenPath: boolean, };

export type WhatWasSent = { "type": "kept", 
/**
 * The request.
 */
request: SentRequest, } | { "type": "notKept", 
/**
 * Why.
 */
why: NotKept, };

export type NotKept = "nothingSent" | "running" | "elsewhere" | "off" | "gone";

export type SentRequest = { 
/**
 * Where it went, without a query.
 */
url: string, 
/**
 * The names of its headers beside the usual ones.
 */
headers: Array<string>, 
/**
 * Its body, JSON exactly as it was sent; none where it was too long to keep.
 */
body: string | null, 
/**
 * How long the body was.
 */
bodyBytes: number, 
/**
 * Providers whose own keys joined the body on its way; they are not in it here.
 */
ownKeys: Array<string>, 
/**
 * Whether a key of this process stood in the body and is `***` here.
 */
masked: boolean, 
/**
 * Which request of its answer it was; the first is 1.
 */
attempt: number, 
/**
 * How many there were.
 */
attempts: number, 
/**
 * When its answer began, milliseconds since 1970.
 */
atMs: number, };

export type DataView = { 
/**
 * The files, by what they are for.
 */
places: Array<DataPlace>, 
/**
 * Where keys are kept.
 */
keys: KeySource, 
/**
 * Conversations, those in the archive and deleted ones that can be taken back among them; none
 * where the history cannot be read.
 */
conversations: number | null, 
/**
 * Their messages.
 */
messages: number | null, };

export type DataPlace = { 
/**
 * What they are for.
 */
what: DataKind, 
/**
 * The file or the folder.
 */
path: string, 
/**
 * How much they take.
 */
bytes: number, 
/**
 * How many there are.
 */
files: number, };

export type DataKind = "history" | "setAside" | "backups" | "logs" | "webView";

export type EverythingDeleted = { 
/**
 * How many conversations there were; none where the history could not be read.
 */
conversations: number | null, 
/**
 * How many files were overwritten and removed.
 */
files: number, 
/**
 * How much they took.
 */
bytes: number, 
/**
 * The keys that were removed, by connection and address.
 */
keys: Array<string>, 
/**
 * Files that could not be removed, and why.
 */
left: Array<string>, };

export type AboutView = { 
/**
 * Its version.
 */
version: string, 
/**
 * The commit that it was built from, where that was known.
 */
commit: string | null, 
/**
 * The system, with its version where it tells one.
 */
system: string, 
/**
 * The web view, with its version.
 */
webView: string | null, 
/**
 * The data folder; none where the system names no home.
 */
data: string | null, 
/**
 * The folder of the log.
 */
log: string | null, 
/**
 * How the windows are drawn.
 */
drawing: Drawing, };

export type Drawing = "usual" | "without" | "usualNext" | "withoutByEnvironment" | "noHelp";

export type HotkeyView = { 
/**
 * Whether it does, and if not, why.
 */
state: HotkeyState, 
/**
 * The keys, as they are written in the setting, or as the desktop calls them; none where there
 * are to be none.
 */
keys: string | null, 
/**
 * Whether the desktop itself gives combinations, asks for consent, and may give another one:
 * on Wayland.
 */
byDesktop: boolean, };

export type HotkeyState = "off" | "paused" | "waiting" | "bound" | "taken" | "noSuchKey" | "refused" | "unsupported";

export type AutostartState = "off" | "on" | "elsewhere" | "unsupported";

export type PageWanted = { 
/**
 * The conversation.
 */
conversation: ConversationId, 
/**
 * The message that the page ends before.
 */
before: MessageId | null, 
/**
 * The message that the page begins after; counts where `before` is none.
 */
after: MessageId | null, };

export type SaveDraft = { 
/**
 * Whose draft it is; none is that of a new conversation.
 */
conversation: ConversationId | null, 
/**
 * The question of that conversation which is put otherwise in it; none is the draft of the box.
 */
message?: MessageId | null, 
/**
 * Whether a new conversation is to be a temporary one: its draft is kept in memory alone.
 */
temporary?: boolean, 
/**
 * The text, exactly as typed.
 */
text: string, 
/**
 * Where the caret is, in UTF-16 units.
 */
caret: number, 
/**
 * Its files, by the ids that `add_file` gave.
 */
files: Array<string>, 
/**
 * What a conversation that is not begun is to be asked with; none where nothing was chosen.
 */
asking?: DraftAsking | null, };

export type DraftAsking = { 
/**
 * Its preset.
 */
preset: string | null, 
/**
 * The model of the next message, as typed or chosen.
 */
model: string | null, 
/**
 * What it is set up with.
 */
begin: BeginWith | null, };

export type DraftView = { 
/**
 * The text; empty where there is none.
 */
text: string, 
/**
 * Where the caret was, in UTF-16 units.
 */
caret: number, 
/**
 * Its files, which wait for their question again.
 */
files: Array<StagedFile>, 
/**
 * What was chosen for a conversation that is not begun.
 */
asking: DraftAsking | null, 
/**
 * Questions of it that were being put otherwise.
 */
edits: Array<HalfEdit>, };

export type HalfEdit = { 
/**
 * The question.
 */
message: MessageId, 
/**
 * What was made of it so far.
 */
text: string, };

export type NextTurn = { 
/**
 * The connection's name; none if the choice fails.
 */
connection: string | null, 
/**
 * The model id; none for a local server that was not asked yet.
 */
model: string | null, 
/**
 * Whether it is the demo gateway, with no model behind it.
 */
demo: boolean, 
/**
 * Whether a key is needed and missing, or another reason why sending would fail.
 */
problem: UserError | null, 
/**
 * What is worth saying of the model: it is gone, will be soon, or stands in for one that is.
 */
hint: string | null, 
/**
 * What the list at hand says of the model, its price among it; nobody is asked for it.
 */
facts: ModelView | null, };

export type RunningTurn = { 
/**
 * The turn.
 */
turnId: TurnId, 
/**
 * Its conversation.
 */
conversation: ConversationId, 
/**
 * The answer's message.
 */
message: MessageId, 
/**
 * The model asked.
 */
model: string, 
/**
 * The tree so far; patches after this continue it.
 */
nodes: Array<Node>, 
/**
 * The reasoning so far.
 */
reasoning: string, 
/**
 * How long the model reasoned until it last paused, in milliseconds.
 */
reasoningMs: number | null, 
/**
 * Since when it reasons now, milliseconds since 1970; none when it does not.
 */
reasoningSinceMs: number | null, 
/**
 * Patches up to this one are in `nodes`.
 */
seq: number, };

export type Snapshot = { 
/**
 * The program's version.
 */
version: string, 
/**
 * What the next message would use.
 */
next: NextTurn, 
/**
 * Keys, without any key in them.
 */
keys: Array<KeyStatus>, 
/**
 * The newest conversations; empty for quick-ask.
 */
conversations: Array<ConversationView>, 
/**
 * Turns that are running.
 */
turns: Array<RunningTurn>, 
/**
 * Files that wait for their question; empty for quick-ask.
 */
files: Array<StagedFile>, 
/**
 * The settings.
 */
settings: Settings, 
/**
 * Something to tell at start, such as an unusable store.
 */
notice: UserError | null, };

export type KeySource = "env" | "keyring" | "session" | "none";

export type KeyState = "present" | "absent" | "locked" | "denied" | "unavailable";

export type KeyStatus = { 
/**
 * The connection.
 */
connection: string, 
/**
 * The origin that the key belongs to, such as `https://ai-gateway.vercel.sh`.
 */
origin: string | null, 
/**
 * Where it comes from.
 */
source: KeySource, 
/**
 * What is known of it.
 */
state: KeyState, 
/**
 * Its last four characters, for keys of at least 12.
 */
last4: string | null, 
/**
 * When a sign-in token expires, milliseconds since 1970.
 */
expiresAtMs: number | null, 
/**
 * What looks wrong with it, such as a key of another provider. It is used all the same.
 */
warning: string | null, };

export type ModelView = { 
/**
 * The id that is sent.
 */
id: string, 
/**
 * The connection that offers it.
 */
connection: string, 
/**
 * How many tokens fit, where listed.
 */
contextWindow: number | null, 
/**
 * The longest answer in tokens, where listed.
 */
maxOutput: number | null, 
/**
 * Price of a million input tokens as an exact decimal, where listed.
 */
inputUsdPerMillion: string | null, 
/**
 * Price of a million output tokens as an exact decimal, where listed.
 */
outputUsdPerMillion: string | null, 
/**
 * When it stops answering, milliseconds since 1970, where announced.
 */
retiresAtMs: number | null, };

export type Timeouts = { 
/**
 * Until the connection stands.
 */
connectMs: number, 
/**
 * Until the first byte of the response.
 */
firstByteMs: number, 
/**
 * Between two data lines.
 */
idleMs: number, };

export type Settings = { 
/**
 * Time-outs.
 */
timeouts: Timeouts, 
/**
 * How often a failed request is repeated.
 */
retriesMax: number, 
/**
 * The connection used when none is named.
 */
defaultConnection: string | null, 
/**
 * The model used when none is named.
 */
defaultModel: string | null, 
/**
 * Models that are listed first.
 */
favouriteModels: Array<string>, 
/**
 * Our own pace, requests a minute and connection; 0 is off. None is the default: 10, and no
 * limit for the demo and local servers.
 */
limiterPerMinute: number | null, 
/**
 * How long answers are kept in the response cache, in seconds; 0 is off.
 */
cacheTtlSeconds: number, 
/**
 * The most that may be spent in a month, an exact decimal in US dollars; none is no limit.
 */
budgetMonthlyUsd: string | null, 
/**
 * The folder of the linked Vercel project, whose sign-in goes to the gateway.
 */
signinFolder: string | null, 
/**
 * The Vercel CLI, where it is not found by itself.
 */
signinCli: string | null, 
/**
 * What is asked instead where an attempt fails before its first token, in order, each as
 * `MODEL`, `CONNECTION=MODEL` or `CONNECTION=`; none by default.
 */
fallback: Array<string>, 
/**
 * Answer limit of the chat in tokens; none leaves it to the model.
 */
chatMaxTokens: number | null, 
/**
 * Answer limit of quick-ask in tokens; none leaves it to the model.
 */
quickMaxTokens: number | null, 
/**
 * How much of the answers' raw bytes is kept for replay, in megabytes; 0 is off.
 */
journalMegabytes: number, 
/**
 * How long it is kept, in days; 0 is no limit.
 */
journalDays: number, 
/**
 * How long a deleted conversation can be taken back, in minutes; 0 erases at once.
 */
undoMinutes: number, 
/**
 * What the window keeps in view once a question is sent.
 */
afterSend: AfterSend, 
/**
 * The language of the windows, the tray and the notifications.
 */
language: Language, 
/**
 * Instructions for every chat that has none of its own.
 */
defaultInstructions: string | null, 
/**
 * The colours of the windows.
 */
theme: Theme, 
/**
 * How large the texts of a chat are.
 */
textSize: TextSize, 
/**
 * How close things stand in the windows.
 */
density: Density, 
/**
 * How code is coloured.
 */
codeColours: CodeColours, 
/**
 * How much larger everything in the main window is drawn, in percent.
 */
zoom: number, 
/**
 * What a person changed of the keys, each as `ACT=KEYS`; `ACT=` alone leaves an act without
 * any. Acts that are not named have their usual keys.
 */
shortcuts: Array<string>, 
/**
 * Which key sends a question.
 */
sendWith: SendWith, 
/**
 * What becomes of a long text that is pasted into a question.
 */
longPaste: LongPaste, 
/**
 * The keys that open quick-ask from any program; `off` for none; null for the usual ones.
 */
quickShortcut: string | null, 
/**
 * How long quick-ask keeps its draft and its chat once it is hidden, in minutes; 0 is not at all.
 */
quickKeepMinutes: number, 
/**
 * Whether quick-ask hides when another window is chosen.
 */
quickHideOnBlur: boolean, 
/**
 * Whether the system tells of an answer that came while no window showed it.
 */
notifyAnswers: boolean, 
/**
 * What closing the main window does where no tray shows the program.
 */
onClose: OnClose, };

export type AfterSend = "end" | "question";

export type Language = "auto" | "en" | "de" | "ja" | "ar";

export type Theme = "system" | "light" | "dark";

export type TextSize = "small" | "normal" | "large" | "larger";

export type Density = "roomy" | "compact";

export type CodeColours = "colourful" | "plain";

export type OnClose = "ask" | "stay" | "quit";

export type SendWith = "enter" | "modEnter";

export type LongPaste = "file" | "text";

export type TurnOptions = { 
/**
 * Sampling temperature.
 */
temperature: number | null, 
/**
 * Seed of the sampling, where the model has one.
 */
seed: number | null, 
/**
 * Texts at which the answer ends.
 */
stop: Array<string>, 
/**
 * How much to think: `off`, `minimal`, `low`, `medium`, `high`, `max`, or a number of tokens.
 */
reasoning: string | null, };

export type Parameters = { 
/**
 * The answer's limit in tokens.
 */
maxTokens: number | null, 
/**
 * Sampling temperature.
 */
temperature: number | null, 
/**
 * Seed of the sampling, where the model has one.
 */
seed: number | null, 
/**
 * Texts at which the answer ends.
 */
stop: Array<string>, 
/**
 * How much to think, as in `TurnOptions`.
 */
reasoning: string | null, };

export type Preset = { 
/**
 * Its name, one line of at most 60 characters.
 */
name: string, 
/**
 * The connection that is asked.
 */
connection: string | null, 
/**
 * The model that is asked.
 */
model: string | null, 
/**
 * The instructions.
 */
instructions: string | null, 
/**
 * What is asked of the model beside the question.
 */
parameters: Parameters, };

export type SavePreset = { 
/**
 * The preset as it is to be.
 */
preset: Preset, 
/**
 * The name that it had; none is a new one. Chats that use it go on with it.
 */
before: string | null, };

export type PromptTemplate = { 
/**
 * Its name, without the `/`: up to 40 letters, digits, `-` and `_`.
 */
name: string, 
/**
 * The text. At `{{input}}` stands what was typed behind the name.
 */
text: string, };

export type SaveTemplate = { 
/**
 * The template as it is to be.
 */
template: PromptTemplate, 
/**
 * The name that it had; none is a new one.
 */
before: string | null, };

export type InstructionsFrom = "own" | "preset" | "default";

export type BeginWith = { 
/**
 * Its own instructions.
 */
instructions: string | null, 
/**
 * Whether the instructions for all chats stay out of it.
 */
noDefaultInstructions: boolean, 
/**
 * Its own parameters.
 */
parameters: Parameters, };

export type QuestionsWanted = { 
/**
 * The chat whose questions are wanted; none is all of them.
 */
conversation: ConversationId | null, 
/**
 * The question before which those wanted were asked; none begins with the newest.
 */
before: MessageId | null, 
/**
 * How many, 100 at most.
 */
limit: number, };

export type PastQuestion = { 
/**
 * Its message.
 */
message: MessageId, 
/**
 * Its chat.
 */
conversation: ConversationId, 
/**
 * The text, exactly as asked; files that were texts are in it.
 */
text: string, 
/**
 * Milliseconds since 1970.
 */
createdAtMs: number, };

export type PresetImport = { 
/**
 * Whether nothing was stored.
 */
dryRun: boolean, 
/**
 * Each preset of the file.
 */
presets: Array<ImportedName>, 
/**
 * Each template of the file.
 */
templates: Array<ImportedName>, };

export type ImportedName = { 
/**
 * Its name.
 */
name: string, 
/**
 * What became of it.
 */
outcome: ImportOutcome, };

export type ImportOutcome = "added" | "replaced" | "unchanged";

export type SendMessage = { 
/**
 * Made by the page; a repeated command with the same id changes nothing.
 */
turnId: TurnId, 
/**
 * The conversation to go on with; none starts one.
 */
conversation: ConversationId | null, 
/**
 * The question.
 */
text: string, 
/**
 * The model; none takes the preset's, the one chosen for the conversation, its last, else the
 * default.
 */
model: string | null, 
/**
 * The connection; none is taken from the same places, else the usual choice.
 */
connection: string | null, 
/**
 * The answer's limit in tokens; none takes the preset's, else the conversation's, else leaves
 * it to the model. So it is with `options`.
 */
maxTokens: number | null, 
/**
 * How many of the oldest turns are not sent; they stay in the conversation.
 */
leaveOut: number, 
/**
 * Files that go with it, by the ids that `add_file` gave.
 */
files: Array<string>, 
/**
 * What is asked of the model beside it.
 */
options: TurnOptions, 
/**
 * Begins a conversation of which nothing is kept on this computer. One that is begun stays
 * what it is.
 */
temporary: boolean, 
/**
 * The preset to ask with: what is said here wins over it, and it wins over what was chosen for
 * the chat. A chat that begins keeps it; in another one it counts for this question, and its
 * instructions replace those in force.
 */
preset?: string | null, 
/**
 * What a chat that begins is set up with.
 */
begin?: BeginWith | null, };

export type EditMessage = { 
/**
 * Made by the page, for the new turn.
 */
turnId: TurnId, 
/**
 * The question that is put otherwise. Its pictures and documents go with the new one.
 */
message: MessageId, 
/**
 * The question as it is now.
 */
text: string, 
/**
 * The model; none takes the conversation's last.
 */
model: string | null, 
/**
 * The answer's limit in tokens; none leaves it to the model.
 */
maxTokens: number | null, 
/**
 * As in [`SendMessage`].
 */
leaveOut: number, 
/**
 * As in [`SendMessage`].
 */
options: TurnOptions, 
/**
 * As in [`SendMessage`].
 */
preset?: string | null, };

export type AnswerAgain = { 
/**
 * Made by the page, for the new turn.
 */
turnId: TurnId, 
/**
 * The answer to repeat or to go on from.
 */
message: MessageId, 
/**
 * The model; none takes the answer's.
 */
model: string | null, 
/**
 * The answer's limit in tokens; none leaves it to the model.
 */
maxTokens: number | null, 
/**
 * As in [`SendMessage`].
 */
leaveOut: number, 
/**
 * As in [`SendMessage`].
 */
options: TurnOptions, 
/**
 * As in [`SendMessage`].
 */
preset?: string | null, };

export type StartedTurn = { 
/**
 * The turn.
 */
turnId: TurnId, 
/**
 * Its conversation.
 */
conversation: ConversationId, 
/**
 * The question's message.
 */
question: MessageId, 
/**
 * The answer's message.
 */
message: MessageId, 
/**
 * The connection used.
 */
connection: string, 
/**
 * The model asked.
 */
model: string, 
/**
 * What is drawn of the question, where nobody would see all of it.
 */
shown: string | null, };

export type ChatReply = { 
/**
 * The answer's text.
 */
reply: string, };

export type PaidBy = "own-key" | "gateway";

export type CitationView = { 
/**
 * Its address as it came; shown as text, never fetched.
 */
url: string, 
/**
 * Its title; empty where none was given.
 */
title: string, 
/**
 * The address as a link opens it; none where it may not be one.
 */
href: string | null, 
/**
 * Where the link leads, where its title does not say so.
 */
host: string | null, };

export type ToolCallView = { 
/**
 * The provider's id of the call.
 */
id: string, 
/**
 * The tool's name.
 */
name: string, 
/**
 * What it was to be called with: JSON as text, not always well-formed.
 */
arguments: string, 
/**
 * Whether the arguments are longer than what is told here.
 */
cut: boolean, };

export type Receipt = { 
/**
 * When the answer was kept, milliseconds since 1970, if it came from the response cache.
 */
cachedAtMs: number | null, 
/**
 * What the cache saved, an exact decimal in US dollars.
 */
savedUsd: string | null, 
/**
 * Whose credential paid, where told.
 */
credential: PaidBy | null, 
/**
 * What the answer refers to.
 */
citations: Array<CitationView>, 
/**
 * How many of the oldest turns were left out of what was sent; they stay in the conversation.
 */
leftOut: number, 
/**
 * What was said of asking otherwise than asked for: another model, a parameter left out.
 */
notes: Array<string>, 
/**
 * How long the model reasoned where that was shown, in milliseconds.
 */
reasoningMs: number | null, 
/**
 * The tools that the model wanted; none of them was run.
 */
toolCalls: Array<ToolCallView>, };

export type Doubt = "otherText" | "disguised" | "userinfo" | "address" | "port" | "long" | "mail";

export type Letter = { 
/**
 * Whom it goes to.
 */
to: string, 
/**
 * Who gets a copy; empty for nobody.
 */
cc: string, 
/**
 * Who gets a copy unseen; empty for nobody.
 */
bcc: string, 
/**
 * Its subject.
 */
subject: string, 
/**
 * Its text.
 */
body: string, };

export type OpenLink = { 
/**
 * The address, as the tree has it.
 */
href: string, 
/**
 * What the link says, so that a text that claims to lead elsewhere is noticed.
 */
text: string, };

export type LinkQuestion = { 
/**
 * What `answer_link` names it by.
 */
id: string, 
/**
 * The whole address, in ASCII.
 */
href: string, 
/**
 * Where it leads: the host in ASCII, with a port that is not the usual one, or whom a letter
 * goes to.
 */
host: string, 
/**
 * Why it is asked; never empty.
 */
doubts: Array<Doubt>, 
/**
 * The letter that it prepares, for `mailto:`.
 */
letter: Letter | null, };

export type LinkAnswer = { "type": "opened" } | { "type": "asked", 
/**
 * What.
 */
question: LinkQuestion, };

export type GuideChoice = { 
/**
 * The provider's own.
 */
own: string, 
/**
 * The guide's, to keep it.
 */
keep: string, };

export type ConnectionView = { 
/**
 * The name that `-c` and settings use.
 */
name: string, 
/**
 * Whether it is built in.
 */
builtin: boolean, 
/**
 * Its wire protocol.
 */
dialect: string, 
/**
 * The address in effect; none where none is set, or where it cannot be used.
 */
baseUrl: string | null, 
/**
 * Whether that address comes from the environment.
 */
fromEnvironment: boolean, 
/**
 * Whether questions need a key.
 */
needsKey: boolean, 
/**
 * Extra headers.
 */
headers: { [key in string]: string }, 
/**
 * Its own time-outs in milliseconds; none are those of the settings.
 */
connectMs: number | null, 
/**
 * See `connect_ms`.
 */
firstByteMs: number | null, 
/**
 * See `connect_ms`.
 */
idleMs: number | null, 
/**
 * Its own proxy.
 */
proxy: string | null, 
/**
 * Whether it trusts certificates of its own.
 */
hasCa: boolean, 
/**
 * Why it cannot be used as it stands.
 */
problem: UserError | null, 
/**
 * The choice that stands before the guide's `api.vercel.ai` is used; none where it is made.
 */
guideChoice: GuideChoice | null, };

export type ConnectionEdit = { 
/**
 * Its wire protocol, for a connection of one's own.
 */
dialect: string | null, 
/**
 * Its address; empty is the built-in one.
 */
baseUrl: string | null, 
/**
 * All of its extra headers.
 */
headers: { [key in string]: string }, 
/**
 * Its own time-outs in milliseconds; none are those of the settings.
 */
connectMs: number | null, 
/**
 * See `connect_ms`.
 */
firstByteMs: number | null, 
/**
 * See `connect_ms`.
 */
idleMs: number | null, 
/**
 * Its own proxy; none is the system's.
 */
proxy: string | null, 
/**
 * Certificates in PEM that it trusts beside the system's; empty takes them away.
 */
caPem: string | null, 
/**
 * Whether questions need a key, for a connection of one's own.
 */
needsKey: boolean | null, };

export type FoundServer = { 
/**
 * What it seems to be, such as `Ollama`.
 */
kind: string, 
/**
 * Its address, as `LOCAL_BASE_URL` or a connection takes it.
 */
baseUrl: string, 
/**
 * The models that it lists, at most 20.
 */
models: Array<string>, };

export type TestConnection = { 
/**
 * Made by the page; `cancel_turn` stops the test by it.
 */
turnId: TurnId, 
/**
 * The connection.
 */
connection: string, 
/**
 * Whether a tiny answer is asked for, which may cost a fraction of a cent.
 */
spend: boolean, };

export type LayerView = { 
/**
 * `config`, `dns`, `tcp`, `proxy`, `tls`, `http`, `key`, `credit`, `model` or `stream`.
 */
layer: string, 
/**
 * Why it failed; none where it holds.
 */
error: UserError | null, 
/**
 * What was found, where it holds.
 */
note: string, 
/**
 * How long it took, in milliseconds.
 */
ms: number, };

export type DiagnosisView = { 
/**
 * The connection.
 */
connection: string, 
/**
 * The layers, as far as they were reached; only the last can have failed.
 */
layers: Array<LayerView>, };

export type CreditView = { 
/**
 * The host that said it.
 */
host: string, 
/**
 * What is left, an exact decimal; below zero is possible.
 */
balanceUsd: string, 
/**
 * What was used in all, an exact decimal.
 */
usedUsd: string, };

export type ImportedKeyView = { 
/**
 * The variable that it stands in.
 */
variable: string, 
/**
 * The connection that it is for.
 */
connection: string, 
/**
 * The only origin that it goes to.
 */
origin: string, 
/**
 * Its last four characters, for keys of at least 12.
 */
last4: string | null, 
/**
 * What looks wrong with it.
 */
warning: string | null, };

export type ImportedAddress = { 
/**
 * The connection.
 */
connection: string, 
/**
 * The address's origin.
 */
origin: string, };

export type UnusedVariable = { 
/**
 * Its name.
 */
variable: string, 
/**
 * Why.
 */
reason: string, };

export type ImportView = { 
/**
 * Keys that can be used.
 */
keys: Array<ImportedKeyView>, 
/**
 * Connections that get another address.
 */
addresses: Array<ImportedAddress>, 
/**
 * Whether it holds a sign-in token, which is not kept: its folder gives new ones.
 */
hasToken: boolean, 
/**
 * Variables that hold nothing that can be used.
 */
unused: Array<UnusedVariable>, 
/**
 * How many other names it sets.
 */
others: number, 
/**
 * How many of its lines set nothing.
 */
unreadLines: number, };

export type RoutingOption = { 
/**
 * Its name, as `gateway.NAME` on the command line.
 */
name: string, 
/**
 * What is said; empty where nothing is.
 */
value: string, };

export type UsageBy = "day" | "month" | "model" | "connection";

export type ErrorCount = { 
/**
 * The code.
 */
code: Code, 
/**
 * How often.
 */
count: number, };

export type Latency = { 
/**
 * Of how many answers the whole time is known: those that ended by themselves and came from a
 * server.
 */
answers: number, 
/**
 * The time that half of them did not pass, in milliseconds.
 */
medianMs: number | null, 
/**
 * The time that 95 of 100 did not pass.
 */
p95Ms: number | null, 
/**
 * The time that half of all requests that began to be answered did not pass before their first
 * text or reasoning.
 */
firstTokenMedianMs: number | null, };

export type ReportRow = { 
/**
 * The day (`2026-03-01`), month (`2026-03`), model or connection.
 */
key: string, 
/**
 * Requests made, failed ones and repeats included; answers from the cache are not.
 */
requests: number, 
/**
 * Tokens read, cached ones included.
 */
inputTokens: number, 
/**
 * The part of them that was read from the provider's cache, where reported.
 */
cachedInputTokens: number, 
/**
 * Tokens written, reasoning included.
 */
outputTokens: number, 
/**
 * The part of them that was reasoning, where reported.
 */
reasoningTokens: number, 
/**
 * What they cost, as an exact decimal: `billed_usd` and `estimated_usd` together.
 */
usd: string, 
/**
 * The part that was reported.
 */
billedUsd: string, 
/**
 * The part that is listed price times tokens.
 */
estimatedUsd: string, 
/**
 * Requests that may have cost something of which nothing is known.
 */
unpricedRequests: number, 
/**
 * Answers from the response cache.
 */
cachedAnswers: number, 
/**
 * What those would have cost again, where known.
 */
savedUsd: string, 
/**
 * What providers' caches spared, by the prices as they are listed now.
 */
cacheReadSavedUsd: string, 
/**
 * Both together.
 */
allSavedUsd: string, 
/**
 * Tokens read from providers' caches of which no price is listed.
 */
unpricedCachedTokens: number, 
/**
 * The part of the requests that failed.
 */
failedRequests: number, 
/**
 * Why they failed, the most frequent first.
 */
errors: Array<ErrorCount>, 
/**
 * How long answers took.
 */
latency: Latency, };

export type Report = { 
/**
 * A row for each day, month, model or connection.
 */
rows: Array<ReportRow>, 
/**
 * All of them.
 */
total: ReportRow, };

export type BudgetLevel = "ok" | "near" | "over";

export type BudgetLimit = { 
/**
 * The most that may be spent in the month.
 */
usd: string, 
/**
 * What is left of it; never below nothing.
 */
leftUsd: string, 
/**
 * How much of it is gone.
 */
level: BudgetLevel, };

export type BudgetView = { 
/**
 * The month of the UTC calendar, such as `2026-11`.
 */
month: string, 
/**
 * What ended requests count for.
 */
spentUsd: string, 
/**
 * What is held for requests under way.
 */
reservedUsd: string, 
/**
 * The budget; none where none is set.
 */
limit: BudgetLimit | null, };

export type UsageSpan = { 
/**
 * The first day; none is the beginning of the ledger.
 */
from: string | null, 
/**
 * The last day; none is without an end.
 */
until: string | null, };

export type UsageWanted = { 
/**
 * By what.
 */
by: UsageBy, 
/**
 * The first day; none is the beginning of the ledger.
 */
from: string | null, 
/**
 * The last day; none is without an end.
 */
until: string | null, };

export type Missing = "bus" | "tray" | "shortcut" | "notifications";

export type Wanted = { "kind": "chat", 
/**
 * Which.
 */
id: ConversationId, } | { "kind": "newChat" } | { "kind": "settings", 
/**
 * The section, by the name that the page has for it; none is where they were left.
 */
section: string | null, } | { "kind": "setUp", 
/**
 * What was asked before there was a way; may be empty.
 */
question: string, } | { "kind": "preview", 
/**
 * All of it.
 */
text: string, 
/**
 * How many characters were left out because nobody can see them.
 */
hidden: number, } | { "kind": "badLink" } | { "kind": "missing", 
/**
 * All of it that was not told before.
 */
what: Array<Missing>, };

export type UsageReport = { 
/**
 * The budget, whatever the span.
 */
budget: BudgetView, 
/**
 * A row for each day, month, model or connection.
 */
rows: Array<ReportRow>, 
/**
 * All of them.
 */
total: ReportRow, };

export type Event = { "type": "snapshot", 
/**
 * Turns that were running.
 */
turns: Array<TurnId>, } | { "type": "turnStarted", 
/**
 * The turn.
 */
turnId: TurnId, 
/**
 * Its conversation.
 */
conversation: ConversationId, 
/**
 * The question's message.
 */
question: MessageId, 
/**
 * The answer's message.
 */
message: MessageId, 
/**
 * The connection used.
 */
connection: string, 
/**
 * The model asked.
 */
model: string, 
/**
 * What is drawn of the question, where nobody would see all of it.
 */
shown: string | null, } | { "type": "turnWaiting", 
/**
 * The turn.
 */
turnId: TurnId, 
/**
 * For what.
 */
reason: WaitReason, 
/**
 * Until when, milliseconds since 1970; none when unknown.
 */
untilMs: number | null, 
/**
 * What is asked otherwise than asked for, and why: it is told before that is sent.
 */
note: string | null, } | { "type": "turnPatched", 
/**
 * The turn.
 */
turnId: TurnId, 
/**
 * Counts up by one per turn and window.
 */
seq: number, 
/**
 * Changes of the answer's tree, in order.
 */
ops: Array<PatchOp>, 
/**
 * Added reasoning text, mostly empty.
 */
reasoning: string, } | { "type": "usageUpdated", 
/**
 * The turn.
 */
turnId: TurnId, 
/**
 * Tokens.
 */
usage: Usage | null, 
/**
 * Cost.
 */
cost: CostView | null, } | { "type": "turnEnded", 
/**
 * The turn.
 */
turnId: TurnId, 
/**
 * Its conversation.
 */
conversation: ConversationId, 
/**
 * The answer's message.
 */
message: MessageId, 
/**
 * What became of it.
 */
state: MessageState, 
/**
 * Why, unless an error ended it.
 */
finish: FinishReason | null, 
/**
 * The error that ended it.
 */
error: UserError | null, 
/**
 * The model that served, else the one asked.
 */
model: string, 
/**
 * The pictures in it.
 */
files: Array<FileView>, 
/**
 * Where the answer came from.
 */
receipt: Receipt, 
/**
 * Words in the answer, for the status line.
 */
words: number, 
/**
 * The model asked; another one may have served.
 */
asked: string | null, 
/**
 * The provider that served, where reported.
 */
provider: string | null, 
/**
 * Tokens, where reported.
 */
usage: Usage | null, 
/**
 * Cost, where known.
 */
cost: CostView | null, 
/**
 * Milliseconds from sending to the first token.
 */
firstTokenMs: number | null, 
/**
 * Milliseconds from sending to the end; none before it.
 */
totalMs: number | null, 
/**
 * Every request made, in order.
 */
attempts: Array<AttemptView>, } | { "type": "conversationChanged", 
/**
 * Its row now; none when it is gone or many changed: ask for the list again.
 */
conversation: ConversationView | null, } | { "type": "keysChanged", 
/**
 * The states now.
 */
keys: Array<KeyStatus>, 
/**
 * What the next message would use.
 */
next: NextTurn, } | { "type": "settingsChanged" } | { "type": "notice", 
/**
 * What.
 */
error: UserError, } | { "type": "wanted" } | { "type": "resync" };

export declare const MAX_EVENT_BYTES: 8000;
export declare const MAX_UNACKED_EVENTS: 64;
export declare const ACK_EVERY: 16;
