"""Grading: traces are executed again, and what a lesson asks for is judged anew by what happens then.

Nothing that a trace claims is believed: goals and answers are judged by the replay, and who handed it in is believed as
far as the signature of the server reaches. Everything that judges (`assignment`, `judge`, `sheet`, `rubric`,
`signature`, `sources`) needs the standard library and `raft_core` alone, so that the same code grades on Gradescope.
"""
