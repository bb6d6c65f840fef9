"""Settings come from flags, the environment, or defaults, in that order."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import default_data_dir, read_settings


def test_without_anything_said_the_server_listens_on_the_loopback() -> None:
    settings = read_settings({})
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_a_flag_goes_before_the_environment_and_that_before_the_default() -> None:
    environment = {"ORBITAL_PORT": "9001", "ORBITAL_MAX_ROOMS": "3"}
    settings = read_settings(environment, port=9002, host=None)
    assert (settings.port, settings.max_rooms, settings.host) == (9002, 3, "127.0.0.1")


def test_origins_are_separated_by_spaces() -> None:
    settings = read_settings({"ORBITAL_ORIGINS": "https://lab.example https://other.example"})
    assert settings.origins == ("https://lab.example", "https://other.example")


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"ORBITAL_PORT": "http"}, "ORBITAL_PORT=http"),
        ({"ORBITAL_PORT": "70000"}, "ORBITAL_PORT=70000"),
        ({"ORBITAL_LOG_LEVEL": "loud"}, "ORBITAL_LOG_LEVEL=loud: legal values are debug, info"),
        ({"ORBITAL_STALL_SECONDS": "0"}, "ORBITAL_STALL_SECONDS=0"),
    ],
)
def test_a_bad_value_is_named_with_where_it_came_from(environment: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_settings(environment)


def test_a_bad_flag_is_named_as_a_flag() -> None:
    with pytest.raises(ValueError, match="--max-rooms=0"):
        read_settings({}, max_rooms=0)


def test_data_lie_where_the_system_says() -> None:
    assert default_data_dir({"XDG_DATA_HOME": "data"}) == Path("data/orbital-raft")
    assert default_data_dir({}).parts[-3:] == (".local", "share", "orbital-raft")
