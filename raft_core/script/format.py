"""Writing a script: one directive a line, without comments; reading it again gives an equal script."""

from raft_core.script.directive import Script
from raft_core.script.start import format_scenario


def format_script(script: Script) -> str:
    """The script's text."""
    return format_scenario(script.scenario) + "".join(f"{each.action.directive}\n" for each in script.directives)
