"""Documents: the state of a world, what changes from step to step, and recordings that can be run again."""
