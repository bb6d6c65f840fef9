"""Classes: a presenter's room that others follow, who is in it, and what each of them did.

`course` is what a class remembers, a fold of records; `hall` is the class while it goes on, between its rooms and the
people; `classes` holds them all. What is told to whom is made in `documents` and sent by `audience`.
"""
