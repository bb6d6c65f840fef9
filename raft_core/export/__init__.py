"""A run in the forms of other tools: each file is one form, made from a trace that was executed again."""
