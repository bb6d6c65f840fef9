"""Deliberate changes of single decisions: one file each, found by looking, never listed by hand.

A variant replaces an entry of the record of rules; the protocol itself knows nothing of variants.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Final

from raft_core.rules import RAFT, Rules
from raft_core.variant.base import Variant

__all__ = ["VARIANTS", "Variant", "find", "rules_for"]


def _discovered() -> Iterator[Variant]:
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        if module.name != "base":
            variant = import_module(f"{__name__}.{module.name}").VARIANT
            if not isinstance(variant, Variant) or variant.name != module.name:
                raise TypeError(f"{module.name}.py must define VARIANT, a Variant named {module.name}")
            yield variant


VARIANTS: Final[Mapping[str, Variant]] = MappingProxyType({variant.name: variant for variant in _discovered()})
"""Every variant by its name."""

_BY_ID: Final[Mapping[str, Variant]] = MappingProxyType(
    {identity: variant for variant in VARIANTS.values() for identity in variant.ids}
)


def find(name: str) -> Variant:
    """The variant with a name or a catalogue id. Raises ValueError that names the legal ones."""
    variant = VARIANTS.get(name) or _BY_ID.get(name)
    if variant is None:
        raise ValueError(f"{name!r} is not a variant; variants are {', '.join(VARIANTS)}, or a catalogue id like E-06")
    return variant


def rules_for(names: tuple[str, ...]) -> Rules:
    """The rules with the named variants applied, in order. Raises ValueError for an unknown name."""
    rules = RAFT
    for name in names:
        rules = find(name).rules(rules)
    return rules
