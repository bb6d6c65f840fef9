"""What happened in a step: events, in the past tense, as plain data.

`interesting` says whether stepping, folding and narration stop at the kind.
"""

from typing import TypeAlias

from raft_core.event.practice import (
    CandidateIgnored,
    ConfigurationAppended,
    ConfigurationRestored,
    PreVoteAnswered,
    PreVoteStarted,
    ReadRegistered,
    ReadServed,
    ServerAdded,
    SnapshotChunkStored,
    SnapshotInstalled,
    SnapshotStarted,
    SnapshotTaken,
    TransferEnded,
    TransferStarted,
)
from raft_core.event.protocol import (
    BecameLeader,
    CommitAdvanced,
    ElectionStarted,
    EntriesAppended,
    EntriesApplied,
    EntriesRejected,
    EntriesTruncated,
    MatchAdvanced,
    RoleChanged,
    SteppedDown,
    TermChanged,
    VoteCounted,
    VoteGranted,
    VoteRefused,
    WriteCompleted,
    WriteStarted,
)
from raft_core.event.surroundings import (
    ClientCompleted,
    ClientInvoked,
    ClientRedirected,
    ClientRetried,
    ClockChanged,
    DiskChanged,
    DiskWiped,
    LinkChanged,
    LinkCut,
    LinkHealed,
    MessageDelayed,
    MessageDelivered,
    MessageDropped,
    MessageDuplicated,
    MessageSent,
    MessageWaiting,
    ServerCrashed,
    ServerPaused,
    ServerRestarted,
    ServerResumed,
    SettingChanged,
)

__all__ = [
    "BecameLeader",
    "CandidateIgnored",
    "ClientCompleted",
    "ClientInvoked",
    "ClientRedirected",
    "ClientRetried",
    "ClockChanged",
    "CommitAdvanced",
    "ConfigurationAppended",
    "ConfigurationRestored",
    "DiskChanged",
    "DiskWiped",
    "ElectionStarted",
    "EntriesAppended",
    "EntriesApplied",
    "EntriesRejected",
    "EntriesTruncated",
    "Event",
    "LinkChanged",
    "LinkCut",
    "LinkHealed",
    "MatchAdvanced",
    "MessageDelayed",
    "MessageDelivered",
    "MessageDropped",
    "MessageDuplicated",
    "MessageSent",
    "MessageWaiting",
    "PreVoteAnswered",
    "PreVoteStarted",
    "ReadRegistered",
    "ReadServed",
    "RoleChanged",
    "ServerAdded",
    "ServerCrashed",
    "ServerPaused",
    "ServerRestarted",
    "ServerResumed",
    "SettingChanged",
    "SnapshotChunkStored",
    "SnapshotInstalled",
    "SnapshotStarted",
    "SnapshotTaken",
    "SteppedDown",
    "TermChanged",
    "TransferEnded",
    "TransferStarted",
    "VoteCounted",
    "VoteGranted",
    "VoteRefused",
    "WriteCompleted",
    "WriteStarted",
]

Event: TypeAlias = (
    ElectionStarted
    | TermChanged
    | RoleChanged
    | BecameLeader
    | SteppedDown
    | VoteGranted
    | VoteRefused
    | VoteCounted
    | EntriesAppended
    | EntriesRejected
    | EntriesTruncated
    | MatchAdvanced
    | CommitAdvanced
    | EntriesApplied
    | PreVoteStarted
    | PreVoteAnswered
    | CandidateIgnored
    | ConfigurationAppended
    | ConfigurationRestored
    | SnapshotTaken
    | SnapshotStarted
    | SnapshotChunkStored
    | SnapshotInstalled
    | TransferStarted
    | TransferEnded
    | ReadRegistered
    | ReadServed
    | ServerAdded
    | WriteStarted
    | WriteCompleted
    | MessageSent
    | MessageDelivered
    | MessageWaiting
    | MessageDropped
    | MessageDuplicated
    | MessageDelayed
    | ClientInvoked
    | ClientRedirected
    | ClientRetried
    | ClientCompleted
    | ServerCrashed
    | ServerRestarted
    | ServerPaused
    | ServerResumed
    | DiskWiped
    | LinkCut
    | LinkHealed
    | LinkChanged
    | DiskChanged
    | ClockChanged
    | SettingChanged
)
