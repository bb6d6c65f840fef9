// Types of everything that crosses the wire and of what the views are given.
// Nothing here runs; the JSDoc types are what the rest of the lab is checked against.

/**
 * The lab's own types, so that a view needs one import.
 * @typedef {import("./view_types.js").Action} Action
 * @typedef {import("./view_types.js").Branch} Branch
 * @typedef {import("./view_types.js").BrowserFrame} BrowserFrame
 * @typedef {import("./view_types.js").ChainLink} ChainLink
 * @typedef {import("./view_types.js").Connection} Connection
 * @typedef {import("./view_types.js").FileFormat} FileFormat
 * @typedef {import("./view_types.js").Goal} Goal
 * @typedef {import("./view_types.js").Lesson} Lesson
 * @typedef {import("./view_types.js").MenuTarget} MenuTarget
 * @typedef {import("./view_types.js").Panel} Panel
 * @typedef {import("./view_types.js").Question} Question
 * @typedef {import("./view_types.js").Imported} Imported
 * @typedef {import("./view_types.js").Recorded} Recorded
 * @typedef {import("./view_types.js").Selection} Selection
 * @typedef {import("./view_types.js").Replay} Replay
 * @typedef {import("./view_types.js").Standing} Standing
 * @typedef {import("./view_types.js").Search} Search
 * @typedef {import("./view_types.js").Send} Send
 * @typedef {import("./view_types.js").Side} Side
 * @typedef {import("./view_types.js").ServerFrame} ServerFrame
 * @typedef {import("./view_types.js").Tab} Tab
 * @typedef {import("./view_types.js").Verdict} Verdict
 * @typedef {import("./view_types.js").View} View
 * @typedef {import("./view_types.js").ViewModel} ViewModel
 * @typedef {import("./view_types.js").Welcome} Welcome
 * @typedef {import("./view_types.js").Why} Why
 */

/**
 * @typedef {"follower"|"pre_candidate"|"candidate"|"leader"} Role
 * @typedef {[number, number]} Range microseconds, lowest and highest
 */

/**
 * A client's operation as it stands in a log entry.
 * @typedef {object} Command
 * @property {"put"|"append"|"delete"|"cas"|"get"} op
 * @property {string} key
 * @property {string|null} [value]
 * @property {string|null} [expected]
 * @property {string} client
 * @property {number} serial
 */

/**
 * @typedef {object} Configuration
 * @property {string[]} voters
 * @property {string[]} outgoing_voters
 * @property {string[]} learners
 */

/**
 * @typedef {object} Entry
 * @property {number} index
 * @property {number} term
 * @property {"command"|"noop"|"configuration"} kind
 * @property {Command|Configuration|null} data
 */

/**
 * @typedef {object} Log
 * @property {{index: number, term: number}} snapshot
 * @property {Entry[]} entries
 */

/**
 * @typedef {object} Timer
 * @property {"election"|"heartbeat"} kind
 * @property {number} armed_at_us
 * @property {number|null} fires_at_us null when timers only fire by hand
 */

/**
 * A write to disk that is not durable yet.
 * @typedef {object} DiskWrite
 * @property {number} id
 * @property {number} started_at_us
 * @property {number} done_at_us
 * @property {number} term
 * @property {string|null} voted_for
 * @property {number} last_index
 */

/**
 * @typedef {object} Progress what a leader believes of one follower
 * @property {number} next_index
 * @property {number} match_index
 * @property {"probe"|"replicate"|"snapshot"} mode
 * @property {number|null} heard_at_us
 * @property {number} inflight
 * @property {{index: number, offset: number, total: number}|null} snapshot one that is being sent, pair by pair
 */

/**
 * @typedef {object} WaitingRead a read that waits for its index, for a round of heartbeats, or to be applied so far
 * @property {string} client
 * @property {number|null} index
 * @property {number|null} round
 * @property {string|null} follower who asked on behalf of its client
 */

/**
 * @typedef {object} Server
 * @property {boolean} up
 * @property {boolean} paused
 * @property {boolean} wiped
 * @property {Role} role
 * @property {number} term
 * @property {string|null} voted_for
 * @property {string|null} leader_id
 * @property {Log} log
 * @property {number} durable_index
 * @property {number} durable_term
 * @property {string|null} durable_voted_for
 * @property {number} commit_index
 * @property {number} last_applied
 * @property {Configuration} configuration
 * @property {Record<string, string>} kv
 * @property {Record<string, Progress>} progress
 * @property {{granted: string[], refused: string[]}} votes
 * @property {Timer|null} timer
 * @property {number} clock_rate_percent
 * @property {Range|null} fsync_us null means the cluster's setting
 * @property {DiskWrite[]} writes
 * @property {{type: string, to: string, term: number, write: number, accepted: boolean|null}[]} waiting replies held until a write is durable
 * @property {{from: string, index: number, term: number, offset: number}|null} receiving a snapshot that arrives in chunks
 * @property {number|null} leader_heard_at_us
 * @property {number|null} lease_until_us
 * @property {{target: string, deadline_us: number|null, ordered: boolean}|null} transfer
 * @property {WaitingRead[]} reads
 */

/**
 * @typedef {object} Link one direction between two servers; null means the cluster's setting
 * @property {string} from
 * @property {string} to
 * @property {boolean} up
 * @property {Range|null} latency
 * @property {number|null} loss
 * @property {number|null} duplicate
 */

/**
 * @typedef {object} Message
 * @property {number} id
 * @property {string} type
 * @property {string} from
 * @property {string} to
 * @property {number} sent_at_us
 * @property {number|null} deliver_at_us null while the network is moved by hand
 * @property {number} sent_at_position
 * @property {number} term
 * @property {Entry[]} [entries]
 * @property {boolean} [success]
 * @property {boolean} [vote_granted]
 * @property {number} [prev_log_index]
 * @property {number} [prev_log_term]
 * @property {number} [leader_commit]
 * @property {number} [last_log_index]
 * @property {number} [last_log_term]
 * @property {number} [match_index]
 * @property {number} [last_included_index]
 * @property {number} [offset]
 * @property {boolean} [done]
 * @property {boolean} [installed]
 * @property {number} [read_index]
 */

/**
 * @typedef {object} Operation
 * @property {number} serial
 * @property {"put"|"append"|"delete"|"cas"|"get"} op
 * @property {string} key
 * @property {string|null} value
 * @property {string|null} expected
 * @property {null|"log"|"local"|"index"|"lease"} read
 * @property {string|null} to
 * @property {number} invoked_at_us
 * @property {number|null} completed_at_us
 * @property {"ok"|"refused"|"pending"|"timeout"} outcome
 * @property {string|boolean|null} result
 * @property {number|null} index
 * @property {string|null} server who it asks, or who answered
 * @property {number} redirects
 * @property {number} retries
 */

/**
 * @typedef {object} Client
 * @property {"ok"|"refused"|"pending"|"timeout"|"none"} last
 * @property {string|null} value
 * @property {Operation|null} operation
 * @property {string|null} leader
 * @property {Operation[]} recent finished operations, newest first
 */

/**
 * @typedef {object} Violation
 * @property {string} property
 * @property {number} position
 * @property {number} time_us
 * @property {string[]} servers
 * @property {string} says
 */

/**
 * @typedef {object} Settings
 * @property {number} seed
 * @property {string} timing
 * @property {Range} election_timeout
 * @property {number} heartbeat
 * @property {Range} latency
 * @property {number} loss
 * @property {number} duplicate
 * @property {Range} fsync
 * @property {boolean} [pre_vote] absent where the engine does not have it
 * @property {boolean} [check_quorum]
 * @property {boolean} [leader_stickiness]
 * @property {boolean} noop
 * @property {number} max_append_entries
 * @property {number} max_inflight
 * @property {"auto"|"manual"} network
 * @property {"auto"|"manual"} timers
 * @property {string[]} variant
 */

/**
 * The whole cluster at one position.
 * @typedef {object} State
 * @property {string} format
 * @property {number} version
 * @property {number} position
 * @property {number} time_us
 * @property {Settings} settings
 * @property {Record<string, Server>} servers
 * @property {Link[]} links
 * @property {Message[]} messages
 * @property {Record<string, Client>} clients
 * @property {Violation[]} violations
 * @property {"yes"|"no"|"unknown"} linearizable
 */

/**
 * @typedef {{snapshot: {index: number, term: number}, base: number, from: number, entries: Entry[]}} LogChange
 * @typedef {Partial<Omit<Server, "log">> & {log?: Log|LogChange}} ServerChange
 */

/**
 * What changed between a position and the one before it. An absent key did not change.
 * @typedef {object} Delta
 * @property {number} [time_us]
 * @property {Partial<Settings>} [settings]
 * @property {Record<string, ServerChange>} [servers]
 * @property {Link[]} [links]
 * @property {{add?: Message[], remove?: number[]}} [messages]
 * @property {Record<string, Client>} [clients]
 * @property {Violation[]} [violations]
 * @property {"yes"|"no"|"unknown"} [linearizable]
 */

/** @typedef {{id: number, type: string, from: string, to: string, term: number}} MessageRef */

/**
 * @typedef {object} Cause
 * @property {"message"|"timer"|"write"|"client"|"intervention"|"start"} kind
 * @property {string|null} server
 * @property {number|null} position
 * @property {string} says
 * @property {MessageRef|null} message
 * @property {string|null} directive
 * @property {string|null} who
 */

/**
 * @typedef {(
 *   {kind: "ElectionStarted", server: string, term: number} |
 *   {kind: "TermChanged", server: string, old: number, new: number} |
 *   {kind: "RoleChanged", server: string, old: Role, new: Role, term: number} |
 *   {kind: "BecameLeader", server: string, term: number, votes: string[]} |
 *   {kind: "SteppedDown", server: string, term: number, reason: string} |
 *   {kind: "VoteGranted", server: string, candidate: string, term: number} |
 *   {kind: "VoteRefused", server: string, candidate: string, term: number, says?: string} |
 *   {kind: "VoteCounted", server: string, voter: string, term: number, granted: boolean, votes: number, needed: number} |
 *   {kind: "EntriesAppended", server: string, first_index: number, last_index: number, term: number} |
 *   {kind: "EntriesRejected", server: string, leader: string, prev_log_index: number, prev_log_term: number, says?: string} |
 *   {kind: "EntriesTruncated", server: string, first_index: number, last_index: number} |
 *   {kind: "MatchAdvanced", server: string, follower: string, match_index: number} |
 *   {kind: "CommitAdvanced", server: string, old: number, new: number} |
 *   {kind: "EntriesApplied", server: string, first_index: number, last_index: number} |
 *   {kind: "WriteStarted", server: string, write: number} |
 *   {kind: "WriteCompleted", server: string, write: number, durable_index: number} |
 *   {kind: "MessageSent"|"MessageDelivered"|"MessageWaiting", message: MessageRef} |
 *   {kind: "MessageDropped", message: MessageRef, reason: "loss"|"cut"|"down"|"dropped"} |
 *   {kind: "MessageDuplicated", message: MessageRef, copy: number} |
 *   {kind: "MessageDelayed", message: MessageRef, by_us: number} |
 *   {kind: "ClientInvoked", client: string, serial?: number, words?: string, operation?: Operation} |
 *   {kind: "ClientRedirected", client: string, server: string, leader: string|null} |
 *   {kind: "ClientRetried", client: string, server: string|null} |
 *   {kind: "ClientCompleted", client: string, outcome: "ok"|"refused"|"timeout", result: string|boolean|null} |
 *   {kind: "ServerCrashed", server: string, lost_entries: number} |
 *   {kind: "ServerRestarted"|"ServerPaused"|"ServerResumed"|"DiskWiped"|"DiskChanged", server: string} |
 *   {kind: "LinkCut"|"LinkHealed"|"LinkChanged", from: string, to: string} |
 *   {kind: "PreVoteStarted", server: string, term: number} |
 *   {kind: "PreVoteAnswered", server: string, candidate: string, term: number, granted: boolean} |
 *   {kind: "CandidateIgnored", server: string, candidate: string, term: number} |
 *   {kind: "ConfigurationAppended"|"ConfigurationRestored", server: string, index: number} & Configuration |
 *   {kind: "SnapshotTaken", server: string, index: number, term: number} |
 *   {kind: "SnapshotStarted", server: string, follower: string, index: number} |
 *   {kind: "SnapshotChunkStored", server: string, leader: string, index: number, offset: number} |
 *   {kind: "SnapshotInstalled", server: string, leader: string, index: number, term: number, kept: boolean} |
 *   {kind: "TransferStarted", server: string, target: string} |
 *   {kind: "TransferEnded", server: string, target: string, reason: string} |
 *   {kind: "ReadRegistered", server: string, client: string, serial: number, index: number, round: number} |
 *   {kind: "ReadServed", server: string, client: string, serial: number, index: number, how: "index"|"lease"|"follower"|"local"} |
 *   {kind: "ServerAdded", server: string} |
 *   {kind: "PartitionMade", groups: string[][]} |
 *   {kind: "ClockChanged", server: string, percent: number} |
 *   {kind: "SettingChanged", key: string, value: unknown}
 * )} Event
 */

/**
 * @typedef {object} Step
 * @property {number} position
 * @property {number} time_us
 * @property {boolean} interesting
 * @property {Cause} cause
 * @property {Event[]} events
 * @property {Delta} delta
 */

export {};
