// The page's types: those of the contract with the engine, written by Rust, and those of the
// page's own state. Nothing runs here.

/** @typedef {import('../../src-tauri/bindings/ipc').Event} WireEvent */
/** @typedef {import('../../src-tauri/bindings/ipc').Snapshot} Snapshot */
/** @typedef {import('../../src-tauri/bindings/ipc').RunningTurn} RunningTurn */
/** @typedef {import('../../src-tauri/bindings/ipc').StartedTurn} StartedTurn */
/** @typedef {import('../../src-tauri/bindings/ipc').MessageView} MessageView */
/** @typedef {import('../../src-tauri/bindings/ipc').AnswerFacts} AnswerFacts */
/** @typedef {import('../../src-tauri/bindings/ipc').ConversationView} ConversationView */
/** @typedef {import('../../src-tauri/bindings/ipc').OpenConversation} OpenConversation */
/** @typedef {import('../../src-tauri/bindings/ipc').MessagePage} MessagePage */
/** @typedef {import('../../src-tauri/bindings/ipc').PageWanted} PageWanted */
/** @typedef {import('../../src-tauri/bindings/ipc').VariantsView} VariantsView */
/** @typedef {import('../../src-tauri/bindings/ipc').ListFilter} ListFilter */
/** @typedef {import('../../src-tauri/bindings/ipc').ConversationChange} ConversationChange */
/** @typedef {import('../../src-tauri/bindings/ipc').Labels} Labels */
/** @typedef {import('../../src-tauri/bindings/ipc').EditMessage} EditMessage */
/** @typedef {import('../../src-tauri/bindings/ipc').SaveDraft} SaveDraft */
/** @typedef {import('../../src-tauri/bindings/ipc').DraftView} DraftView */
/** @typedef {import('../../src-tauri/bindings/ipc').FindMessages} FindMessages */
/** @typedef {import('../../src-tauri/bindings/ipc').SearchResults} SearchResults */
/** @typedef {import('../../src-tauri/bindings/ipc').SearchHit} SearchHit */
/** @typedef {import('../../src-tauri/bindings/ipc').HitSpot} HitSpot */
/** @typedef {import('../../src-tauri/bindings/ipc').WhatWasSent} WhatWasSent */
/** @typedef {import('../../src-tauri/bindings/ipc').SentRequest} SentRequest */
/** @typedef {import('../../src-tauri/bindings/ipc').DataView} DataView */
/** @typedef {import('../../src-tauri/bindings/ipc').EverythingDeleted} EverythingDeleted */
/** @typedef {import('../../src-tauri/bindings/ipc').AboutView} AboutView */
/** @typedef {import('../../src-tauri/bindings/ipc').Drawing} Drawing */
/** @typedef {import('../../src-tauri/bindings/ipc').HotkeyView} HotkeyView */
/** @typedef {import('../../src-tauri/bindings/ipc').AutostartState} AutostartState */
/** @typedef {import('../../src-tauri/bindings/ipc').ImportProgress} ImportProgress */
/** @typedef {import('../../src-tauri/bindings/ipc').BackupView} BackupView */
/** @typedef {import('../../src-tauri/bindings/ipc').RestoreView} RestoreView */
/** @typedef {import('../../src-tauri/bindings/ipc').ExportWanted} ExportWanted */
/** @typedef {import('../../src-tauri/bindings/ipc').HistoryImport} HistoryImport */
/** @typedef {import('../../src-tauri/bindings/ipc').HistoryCheckView} HistoryCheckView */
/** @typedef {import('../../src-tauri/bindings/ipc').SalvageView} SalvageView */
/** @typedef {import('../../src-tauri/bindings/ipc').ModelView} ModelView */
/** @typedef {import('../../src-tauri/bindings/ipc').KeyStatus} KeyStatus */
/** @typedef {import('../../src-tauri/bindings/ipc').NextTurn} NextTurn */
/** @typedef {import('../../src-tauri/bindings/ipc').Settings} Settings */
/** @typedef {import('../../src-tauri/bindings/ipc').UserError} UserError */
/** @typedef {import('../../src-tauri/bindings/ipc').Wanted} Wanted */
/** @typedef {import('../../src-tauri/bindings/ipc').Receipt} Receipt */
/** @typedef {import('../../src-tauri/bindings/ipc').ToolCallView} ToolCallView */
/** @typedef {import('../../src-tauri/bindings/ipc').OpenLink} OpenLink */
/** @typedef {import('../../src-tauri/bindings/ipc').LinkAnswer} LinkAnswer */
/** @typedef {import('../../src-tauri/bindings/ipc').LinkQuestion} LinkQuestion */
/** @typedef {import('../../src-tauri/bindings/ipc').Doubt} Doubt */
/** @typedef {import('../../src-tauri/bindings/ipc').Letter} Letter */
/** @typedef {import('../../src-tauri/bindings/ipc').FileView} FileView */
/** @typedef {import('../../src-tauri/bindings/ipc').StagedFile} StagedFile */
/** @typedef {import('../../src-tauri/bindings/ipc').PreviewTurn} PreviewTurn */
/** @typedef {import('../../src-tauri/bindings/ipc').TurnPreview} TurnPreview */
/** @typedef {import('../../src-tauri/bindings/ipc').ConnectionEdit} ConnectionEdit */
/** @typedef {import('../../src-tauri/bindings/ipc').TurnOptions} TurnOptions */
/** @typedef {import('../../src-tauri/bindings/ipc').Parameters} AskParameters */
/** @typedef {import('../../src-tauri/bindings/ipc').Preset} Preset */
/** @typedef {import('../../src-tauri/bindings/ipc').SavePreset} SavePreset */
/** @typedef {import('../../src-tauri/bindings/ipc').PromptTemplate} PromptTemplate */
/** @typedef {import('../../src-tauri/bindings/ipc').SaveTemplate} SaveTemplate */
/** @typedef {import('../../src-tauri/bindings/ipc').BeginWith} BeginWith */
/** @typedef {import('../../src-tauri/bindings/ipc').QuestionsWanted} QuestionsWanted */
/** @typedef {import('../../src-tauri/bindings/ipc').PastQuestion} PastQuestion */
/** @typedef {import('../../src-tauri/bindings/ipc').PresetImport} PresetImport */
/** @typedef {import('../../src-tauri/bindings/ipc').RoutingOption} RoutingOption */
/** @typedef {import('../../src-tauri/bindings/ipc').GuideChoice} GuideChoice */
/** @typedef {import('../../src-tauri/bindings/ipc').FoundServer} FoundServer */
/** @typedef {import('../../src-tauri/bindings/ipc').TestConnection} TestConnection */
/** @typedef {import('../../src-tauri/bindings/ipc').DiagnosisView} DiagnosisView */
/** @typedef {import('../../src-tauri/bindings/ipc').DraftAsking} DraftAsking */
/** @typedef {import('../../src-tauri/bindings/ipc').ImportView} ImportView */
/** @typedef {import('../../src-tauri/bindings/ipc').ConnectionView} ConnectionView */
/** @typedef {import('../../src-tauri/bindings/ipc').Report} Report */
/** @typedef {import('../../src-tauri/bindings/ipc').Code} Code */
/** @typedef {import('../../src-tauri/bindings/ipc').Node} TreeNode */
/** @typedef {import('../../src-tauri/bindings/ipc').PatchOp} PatchOp */
/** @typedef {import('../../src-tauri/bindings/ipc').Align} Align */
/** @typedef {import('../../src-tauri/bindings/ipc').AlertKind} AlertKind */
/** @typedef {import('../../src-tauri/bindings/ipc').Token} Token */
/** @typedef {import('../../src-tauri/bindings/ipc').MathTag} MathTag */
/** @typedef {import('../../src-tauri/bindings/ipc').MathAttributes} MathAttributes */
/** @typedef {import('../../src-tauri/bindings/ipc').SendMessage} SendMessage */
/** @typedef {import('../../src-tauri/bindings/ipc').AnswerAgain} AnswerAgain */
/** @typedef {import('../../src-tauri/bindings/ipc').ChatReply} ChatReply */
/** @typedef {import('../../src-tauri/bindings/ipc').WaitReason} WaitReason */
/** @typedef {Extract<WireEvent, {type: 'turnEnded'}>} TurnEnded */
/** @typedef {Extract<WireEvent, {type: 'turnPatched'}>} TurnPatched */

/** @typedef {import('./turn-types.js').LiveTurn} LiveTurn */
/** @typedef {import('./turn-types.js').Sending} Sending */
/** @typedef {import('./turn-types.js').DraftOwner} DraftOwner */

/**
 * Names a person can choose from.
 * @typedef {object} Models
 * @property {string | null} connection
 * @property {'none' | 'loading' | 'ready' | 'failed'} phase
 * @property {ModelView[]} list
 * @property {string} problem a sentence, for `failed`
 */

/** @typedef {{presets: Preset[], templates: PromptTemplate[]}} Library */

/** @typedef {{connection: string, model: string}} RecentModel */

/**
 * A part of the conversation on screen. Its messages are held only while somebody may look at them.
 * @typedef {object} Page
 * @property {string} key stays as long as it begins with the same message
 * @property {number} position how many messages come before it
 * @property {number} count how many it has, instructions not counted
 * @property {string} first the id of its first message
 * @property {string} last the id of its last message
 * @property {MessageView[] | null} messages none while they are away
 */

/**
 * A place in a conversation.
 * @typedef {object} Place
 * @property {string} message
 * @property {number | null} offset how far below the upper edge it begins; none centres it
 * @property {HitSpot | null} spot the text in it that is looked for
 */

/**
 * Another list in place of the usual one.
 * @typedef {object} Shelf
 * @property {{archived: boolean, deleted: boolean, tag: string | null}} filter
 * @property {ConversationView[]} list the newest first
 * @property {boolean} whole whether there are no older ones
 * @property {boolean} read whether the first of them came
 */

/**
 * @typedef {object} State
 * @property {boolean} ready whether a snapshot came
 * @property {string} version
 * @property {NextTurn} next
 * @property {KeyStatus[]} keys
 * @property {Settings} settings
 * @property {UserError | null} notice
 * @property {ConversationView[]} conversations
 * @property {boolean} allListed whether there are no older ones
 * @property {number} listedToMs down to which time all of the usual list are known
 * @property {Shelf | null} shelf another list in place of the usual one
 * @property {Labels} labels which folders and tags there are
 * @property {number} view counts up whenever another chat comes on screen
 * @property {string | null} open the conversation on screen; none is a new chat
 * @property {boolean} opening
 * @property {Page[]} pages what is known of the conversation on screen, in its order
 * @property {MessageView[]} messages those of them that are held and reach to its end without a gap
 * @property {number} position how many messages come before the first page
 * @property {boolean} temporary whether nothing is kept of this chat
 * @property {import('./lib/undoing.js').Removal | null} removal what was taken away last, while it can be had back
 * @property {number} openCount how many messages the engine counted when they were read
 * @property {number} openAtMs when it had last changed then
 * @property {ReadonlyMap<string, LiveTurn>} turns
 * @property {Sending[]} sendings
 * @property {StagedFile[]} files what goes with the next message
 * @property {UserError | null} fileProblem why a file does not go
 * @property {boolean} draftComing whether the draft of the chat on screen is not here yet
 * @property {DraftOwner[]} adding whose draft files are on their way to
 * @property {number | null} leaveOut how many of the oldest turns are not sent; none as last time
 * @property {Library} library presets and templates
 * @property {string | null} preset what a chat that is not begun, or not kept, is asked with
 * @property {BeginWith} begin what it is set up with
 * @property {RecentModel[]} recent models asked last, the last one first
 * @property {TurnPreview | null} preview what the next message would be
 * @property {UserError | null} failure why a command was refused
 * @property {Sending | 'opening' | (() => void) | null} refused what can be given again then: a turn, the reading of the chat, or another command
 * @property {string | null} whenOnline the answer that is asked for again once the network is back
 * @property {string | null} model what the person typed or chose for this chat
 * @property {Models} models
 * @property {boolean} asked whether a question was ever sent from here
 * @property {boolean} keyCard whether the card was asked for
 * @property {string} status what the polite status says
 */

/**
 * What the page itself does to its state.
 * @typedef {{type: 'attached', snapshot: Snapshot}
 *   | {type: 'opening', id: string, temporary?: boolean}
 *   | {type: 'opened', opened: OpenConversation, view: number}
 *   | {type: 'newChat', temporary: boolean, back?: boolean}
 *   | {type: 'placed', around: OpenConversation, end: OpenConversation, place: Place | null, view: number}
 *   | {type: 'pageCame', page: MessagePage, wanted: {before: string | null, after: string | null}, view: number}
 *   | {type: 'pagesLeft', keys: string[]}
 *   | {type: 'toEnd'}
 *   | {type: 'removal', removal: import('./lib/undoing.js').Removal | null}
 *   | {type: 'draftOpened', files: StagedFile[], asking?: DraftAsking | null, edits?: DraftView['edits']}
 *   | {type: 'draftComing', coming: boolean}
 *   | {type: 'sending', sending: Sending}
 *   | {type: 'started', started: StartedTurn}
 *   | {type: 'refused', sending: Sending, error: UserError}
 *   | {type: 'failed', error: UserError, again?: 'opening' | (() => void), inPlace?: boolean}
 *   | {type: 'failureSeen'}
 *   | {type: 'noticeSeen'}
 *   | {type: 'whenOnline', message: string | null}
 *   | {type: 'stopping', turnId: string}
 *   | {type: 'modelChosen', model: string | null}
 *   | {type: 'models', models: Models}
 *   | {type: 'fileAdded', file: StagedFile, owner: DraftOwner}
 *   | {type: 'adding', owners: DraftOwner[]}
 *   | {type: 'fileRemoved', id: string}
 *   | {type: 'fileRefused', error: UserError | null}
 *   | {type: 'leaveOut', turns: number}
 *   | {type: 'library', library: Library}
 *   | {type: 'presetChosen', preset: string | null}
 *   | {type: 'beginWith', begin: BeginWith}
 *   | {type: 'recent', recent: RecentModel[]}
 *   | {type: 'previewed', preview: TurnPreview | null}
 *   | {type: 'settings', settings: Settings}
 *   | {type: 'keys', keys: KeyStatus[]}
 *   | {type: 'conversationsListed', list: ConversationView[], before: string | null}
 *   | {type: 'folderListed', list: ConversationView[]}
 *   | {type: 'shelfChosen', filter: Shelf['filter'] | null}
 *   | {type: 'shelfListed', filter: Shelf['filter'], list: ConversationView[], before: string | null}
 *   | {type: 'labels', labels: Labels}
 *   | {type: 'keyCard', open: boolean}
 *   | {type: 'said', text: string}} Action
 */

export {};
