(***************************************************************************)
(* Whether a trace is a behaviour of Raft.                                 *)
(*                                                                         *)
(* The trace drives: each of its records is one action, and an action that *)
(* Raft does not allow there is not enabled, so that TLC reports a         *)
(* deadlock at that record. Logs are sequences of terms; snapshots replace *)
(* entries without forgetting them here. The names of the records follow   *)
(* the trace validation of etcd-raft where it has one. Sections are those  *)
(* of the Raft paper (extended version) and of Ongaro's dissertation.      *)
(***************************************************************************)

VARIABLES
  i,          \* the record that comes next
  node,       \* by server: term, vote, log, confs, snap - what goes to disk
  role,       \* by server
  commit,     \* by server: commitIndex
  disk,       \* by server: node as of the last write that is durable
  writing,    \* by server: writes on their way, by number
  candidacy,  \* [term, server] -> the last entry of that candidate's log (5.4.1)
  grants,     \* votes that were given: <<term, voter, candidate>>
  leaders,    \* who led which term: <<term, server>>
  written,    \* entries that leaders wrote: <<index, term, term before>>
  proposed,   \* configurations that leaders wrote
  committed   \* the terms of everything that was ever committed

vars == <<i, node, role, commit, disk, writing, candidacy, grants, leaders, written, proposed, committed>>

Server == 1..9
Nobody == 0

TermAt(log, index) == IF index = 0 THEN 0 ELSE IF index <= Len(log) THEN log[index] ELSE -1
LastTerm(log) == TermAt(log, Len(log))
UpTo(log, index) == SubSeq(log, 1, index)
Min(a, b) == IF a < b THEN a ELSE b

\* The configuration in force is the latest in the log (diss. 4.1).
Latest(confs) == CHOOSE c \in confs : \A other \in confs : other.index <= c.index
InForce(s) == Latest(node[s].confs)
ConfsUpTo(confs, index) == {c \in confs : c.index <= index}

\* A majority of the voters, and of the outgoing ones while the configuration is joint (5.2, 6).
Quorum(conf, servers) ==
  /\ 2 * Cardinality(conf.voters \cap servers) > Cardinality(conf.voters)
  /\ conf.outgoing # {} => 2 * Cardinality(conf.outgoing \cap servers) > Cardinality(conf.outgoing)

\* Two configurations of which every pair of majorities shares a server (4.1, 4.3).
Differ(a, b) == (a \ b) \cup (b \ a)
SafeStep(old, new) ==
  IF old.outgoing # {} THEN new.outgoing = {} /\ new.voters = old.voters
  ELSE IF new.outgoing # {} THEN new.outgoing = old.voters
  ELSE Cardinality(Differ(old.voters, new.voters)) <= 1

Init ==
  /\ i = 1
  /\ node = [s \in Server |-> Start[s]]
  /\ role = [s \in Server |-> "Follower"]
  /\ commit = [s \in Server |-> StartCommit[s]]
  /\ disk = node
  /\ writing = [s \in Server |-> <<>>]
  /\ candidacy = <<>>
  /\ grants = {}
  /\ leaders = {}
  /\ written = UNION {{<<k, Start[s].log[k], TermAt(Start[s].log, k - 1)>> : k \in 1..Len(Start[s].log)} : s \in Server}
  /\ proposed = {}
  /\ committed = LET longest == CHOOSE s \in Server : \A other \in Server : StartCommit[other] <= StartCommit[s]
                 IN UpTo(Start[longest].log, StartCommit[longest])

(* Elections. *)

BecomeCandidate(e) ==
  /\ role[e.server] # "Leader"
  /\ e.term = node[e.server].term + 1
  /\ node' = [node EXCEPT ![e.server].term = e.term, ![e.server].vote = e.server]
  /\ role' = [role EXCEPT ![e.server] = "Candidate"]
  /\ candidacy' = (<<e.term, e.server>> :> [index |-> Len(node[e.server].log), term |-> LastTerm(node[e.server].log)])
                  @@ candidacy
  /\ grants' = grants \cup {<<e.term, e.server, e.server>>}
  /\ UNCHANGED <<commit, disk, writing, leaders, written, proposed, committed>>

\* A newer term was begun by some candidate, and brings a new vote (5.1).
UpdateTerm(e) ==
  /\ e.term > node[e.server].term
  /\ \/ \E c \in DOMAIN candidacy : c[1] >= e.term
     \/ \E s \in Server : Start[s].term >= e.term
  /\ node' = [node EXCEPT ![e.server].term = e.term, ![e.server].vote = Nobody]
  /\ UNCHANGED <<role, commit, disk, writing, candidacy, grants, leaders, written, proposed, committed>>

BecomeFollower(e) ==
  /\ role' = [role EXCEPT ![e.server] = "Follower"]
  /\ UNCHANGED <<node, commit, disk, writing, candidacy, grants, leaders, written, proposed, committed>>

\* One vote a term, for a candidate whose log is at least as up to date (5.2, 5.4.1).
GrantVote(e) ==
  LET own == node[e.server] IN
  /\ e.term = own.term
  /\ own.vote \in {Nobody, e.candidate}
  /\ <<e.term, e.candidate>> \in DOMAIN candidacy
  /\ LET theirs == candidacy[<<e.term, e.candidate>>] IN
     \/ theirs.term > LastTerm(own.log)
     \/ theirs.term = LastTerm(own.log) /\ theirs.index >= Len(own.log)
  /\ node' = [node EXCEPT ![e.server].vote = e.candidate]
  /\ grants' = grants \cup {<<e.term, e.server, e.candidate>>}
  /\ UNCHANGED <<role, commit, disk, writing, candidacy, leaders, written, proposed, committed>>

BecomeLeader(e) ==
  /\ role[e.server] = "Candidate"
  /\ e.term = node[e.server].term
  /\ \A voter \in e.votes : <<e.term, voter, e.server>> \in grants
  /\ Quorum(InForce(e.server), e.votes)
  /\ ~ \E other \in Server : <<e.term, other>> \in leaders
  /\ disk[e.server].term = e.term /\ disk[e.server].vote = e.server
  /\ role' = [role EXCEPT ![e.server] = "Leader"]
  /\ leaders' = leaders \cup {<<e.term, e.server>>}
  /\ UNCHANGED <<node, commit, disk, writing, candidacy, grants, written, proposed, committed>>

(* Replication. *)

\* A leader appends entries of its own term; a follower only what a leader wrote, behind the entry it was written behind.
AppendToLog(e) ==
  LET log == node[e.server].log
      after == log \o e.terms
      added == {<<k, after[k], TermAt(after, k - 1)>> : k \in (Len(log) + 1)..Len(after)}
  IN
  /\ e.first = Len(log) + 1
  /\ IF role[e.server] = "Leader"
     THEN /\ \A entry \in added : entry[2] = node[e.server].term
          /\ written' = written \cup added
     ELSE /\ added \subseteq written
          /\ UNCHANGED written
  /\ node' = [node EXCEPT ![e.server].log = after]
  /\ UNCHANGED <<role, commit, disk, writing, candidacy, grants, leaders, proposed, committed>>

\* Conflicting entries go, never a leader's own, never committed ones (5.3).
Truncate(e) ==
  LET keep == e.first - 1 IN
  /\ role[e.server] # "Leader"
  /\ keep < Len(node[e.server].log)
  /\ keep >= commit[e.server]
  /\ node' = [node EXCEPT ![e.server].log = UpTo(@, keep), ![e.server].confs = ConfsUpTo(@, keep)]
  /\ UNCHANGED <<role, commit, disk, writing, candidacy, grants, leaders, written, proposed, committed>>

\* A leader commits what the disks of a quorum hold, of its own term (5.3, 5.4.2); others what was committed.
Commit(e) ==
  LET log == node[e.server].log
      holders == {s \in Server : TermAt(disk[s].log, e.index) = TermAt(log, e.index)}
  IN
  /\ e.index > commit[e.server]
  /\ e.index <= Len(log)
  /\ IF role[e.server] = "Leader"
     THEN /\ TermAt(log, e.index) = node[e.server].term
          /\ Quorum(InForce(e.server), holders)
          /\ \A k \in 1..Min(Len(committed), e.index) : committed[k] = log[k]
          /\ committed' = IF e.index > Len(committed) THEN UpTo(log, e.index) ELSE committed
     ELSE /\ e.index <= Len(committed)
          /\ \A k \in (commit[e.server] + 1)..e.index : committed[k] = log[k]
          /\ UNCHANGED committed
  /\ commit' = [commit EXCEPT ![e.server] = e.index]
  /\ UNCHANGED <<node, role, disk, writing, candidacy, grants, leaders, written, proposed>>

(* Membership (6, diss. 4). *)

ChangeConf(e) ==
  LET old == InForce(e.server)
      new == [index |-> e.index, voters |-> e.voters, outgoing |-> e.outgoing]
  IN
  /\ e.index <= Len(node[e.server].log)
  /\ e.index > old.index
  /\ IF role[e.server] = "Leader"
     THEN /\ old.index <= commit[e.server]
          /\ TermAt(node[e.server].log, commit[e.server]) = node[e.server].term
          /\ SafeStep(old, new)
          /\ proposed' = proposed \cup {new}
     ELSE /\ new \in proposed
          /\ UNCHANGED proposed
  /\ node' = [node EXCEPT ![e.server].confs = @ \cup {new}]
  /\ UNCHANGED <<role, commit, disk, writing, candidacy, grants, leaders, written, committed>>

(* Snapshots (7). *)

TakeSnapshot(e) ==
  /\ e.index <= commit[e.server]
  /\ node' = [node EXCEPT ![e.server].snap = e.index]
  /\ UNCHANGED <<role, commit, disk, writing, candidacy, grants, leaders, written, proposed, committed>>

\* What follows the snapshot stays if the log holds its last entry (Figure 13).
InstallSnapshot(e) ==
  LET log == node[e.server].log
      keeps == TermAt(log, e.index) = e.term
      known == ConfsUpTo(node[e.from].confs \cup disk[e.from].confs, e.index)
  IN
  /\ e.index > commit[e.server]
  /\ TermAt(committed, e.index) = e.term
  /\ e.kept = keeps
  /\ node' = [node EXCEPT
       ![e.server].log = IF keeps THEN @ ELSE UpTo(committed, e.index),
       ![e.server].snap = e.index,
       ![e.server].confs = {Latest(known)} \cup (IF keeps THEN {c \in @ : c.index > e.index} ELSE {})]
  /\ commit' = [commit EXCEPT ![e.server] = e.index]
  /\ UNCHANGED <<role, disk, writing, candidacy, grants, leaders, written, proposed, committed>>

(* Disks and crashes (Figure 2, State). *)

StartWrite(e) ==
  /\ writing' = [writing EXCEPT ![e.server] = (e.number :> node[e.server]) @@ @]
  /\ UNCHANGED <<node, role, commit, disk, candidacy, grants, leaders, written, proposed, committed>>

FinishWrite(e) ==
  /\ e.number \in DOMAIN writing[e.server]
  /\ disk' = [disk EXCEPT ![e.server] = writing[e.server][e.number]]
  /\ UNCHANGED <<node, role, commit, writing, candidacy, grants, leaders, written, proposed, committed>>

WriteAtOnce(e) ==
  /\ disk' = [disk EXCEPT ![e.server] = node[e.server]]
  /\ UNCHANGED <<node, role, commit, writing, candidacy, grants, leaders, written, proposed, committed>>

Crash(e) ==
  /\ node' = [node EXCEPT ![e.server] = disk[e.server]]
  /\ role' = [role EXCEPT ![e.server] = "Follower"]
  /\ commit' = [commit EXCEPT ![e.server] = disk[e.server].snap]
  /\ writing' = [writing EXCEPT ![e.server] = <<>>]
  /\ UNCHANGED <<disk, candidacy, grants, leaders, written, proposed, committed>>

Wipe(e) ==
  LET empty == [term |-> 0, vote |-> Nobody, log |-> <<>>, snap |-> 0, confs |-> {NoConf}] IN
  /\ node' = [node EXCEPT ![e.server] = empty]
  /\ disk' = [disk EXCEPT ![e.server] = empty]
  /\ commit' = [commit EXCEPT ![e.server] = 0]
  /\ UNCHANGED <<role, writing, candidacy, grants, leaders, written, proposed, committed>>

Allowed(e) ==
  CASE e.event = "BecomeCandidate" -> BecomeCandidate(e)
    [] e.event = "UpdateTerm" -> UpdateTerm(e)
    [] e.event = "BecomeFollower" -> BecomeFollower(e)
    [] e.event = "GrantVote" -> GrantVote(e)
    [] e.event = "BecomeLeader" -> BecomeLeader(e)
    [] e.event = "AppendToLog" -> AppendToLog(e)
    [] e.event = "Truncate" -> Truncate(e)
    [] e.event = "Commit" -> Commit(e)
    [] e.event = "ChangeConf" -> ChangeConf(e)
    [] e.event = "TakeSnapshot" -> TakeSnapshot(e)
    [] e.event = "InstallSnapshot" -> InstallSnapshot(e)
    [] e.event = "StartWrite" -> StartWrite(e)
    [] e.event = "FinishWrite" -> FinishWrite(e)
    [] e.event = "WriteAtOnce" -> WriteAtOnce(e)
    [] e.event = "Crash" -> Crash(e)
    [] e.event = "Wipe" -> Wipe(e)

Next ==
  \/ i <= Len(Trace) /\ Allowed(Trace[i]) /\ i' = i + 1
  \/ i > Len(Trace) /\ UNCHANGED vars

Spec == Init /\ [][Next]_vars

(* What must hold at every record, besides. *)

LeaderCompleteness ==
  \A s \in Server : role[s] = "Leader" =>
    \A k \in 1..Len(committed) :
      committed[k] < node[s].term => (k <= Len(node[s].log) /\ node[s].log[k] = committed[k])

CommittedIsOne ==
  \A s \in Server : commit[s] <= Len(committed) /\ \A k \in 1..commit[s] : node[s].log[k] = committed[k]
