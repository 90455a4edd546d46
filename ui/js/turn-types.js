// The types of what is on its way between the page and the engine. Nothing runs here.

/** @typedef {import('./types.js').TreeNode} TreeNode */
/** @typedef {import('./types.js').WaitReason} WaitReason */
/** @typedef {import('./types.js').TurnEnded} TurnEnded */
/** @typedef {import('./types.js').StagedFile} StagedFile */

/**
 * Whose draft something belongs to: that of the chat that was on screen when it began.
 * @typedef {object} DraftOwner
 * @property {number} view
 * @property {string | null} conversation none for one that was not begun
 * @property {boolean} temporary whether nothing is kept of it
 */

/**
 * A turn that runs, or ended while this page looked on.
 * @typedef {object} LiveTurn
 * @property {string} turnId
 * @property {string} conversation
 * @property {string} message the answer's id
 * @property {string} model
 * @property {TreeNode[]} base the tree that patches build on: another one after attaching again
 * @property {TreeNode[]} nodes
 * @property {string} reasoning
 * @property {number | null} reasoningMs how long the model reasoned until it last paused
 * @property {number | null} reasoningSinceMs since when it reasons now
 * @property {number} seq patches up to this one are in `nodes`
 * @property {boolean} begun whether a first token came
 * @property {{reason: WaitReason, untilMs: number | null, note: string | null} | null} wait
 * @property {number} activeAtMs when something last came
 * @property {boolean} stopping whether Stop was pressed
 * @property {TurnEnded | null} end
 */

/**
 * A command that was given and has no result yet.
 * @typedef {object} Sending
 * @property {string} turnId
 * @property {'send' | 'retry' | 'continue' | 'edit'} kind
 * @property {number} view the view it was given in
 * @property {string | null} conversation
 * @property {boolean} temporary whether nothing is kept of the chat
 * @property {string} text the question; empty where an answer is repeated or continued
 * @property {string | null} message the answer that is repeated or continued, the question that is put otherwise
 * @property {string | null} model
 * @property {string | null} preset what is asked with in place of the chat's own
 * @property {number | null} maxTokens
 * @property {number} leaveOut how many of the oldest turns are not sent
 * @property {StagedFile[]} files
 * @property {boolean} stopping
 */

export {};
