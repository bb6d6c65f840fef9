"""Settings come from flags, the environment, a file, or defaults, in that order."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from app.cli import main
from app.settings import Settings, default_data_dir, flag_of, read_settings, read_sources


def written(folder: Path, text: str) -> Path:
    """A file with settings."""
    path = folder / "orbital.toml"
    path.write_text(text, encoding="utf-8")
    return path


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


def test_a_file_goes_before_the_default_and_after_everything_else(tmp_path: Path) -> None:
    file = written(tmp_path, "port = 9001\nmax_rooms = 9001\nmax_viewers = 9001\n")
    environment = {"ORBITAL_CONFIG": str(file), "ORBITAL_MAX_ROOMS": "9002", "ORBITAL_PORT": "9002"}
    settings = read_settings(environment, port=9003)
    assert (settings.port, settings.max_rooms, settings.max_viewers) == (9003, 9002, 9001)


def test_the_flag_names_another_file_than_the_environment(tmp_path: Path) -> None:
    file = written(tmp_path, "port = 9001\n")
    assert read_settings({"ORBITAL_CONFIG": "/nowhere.toml"}, config=str(file)).port == 9001


def test_a_folder_in_a_file_lies_beside_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, 'data_dir = "data"\nlessons_dir = "/srv/lessons"\n')
    settings = read_settings({}, config=file)
    assert (settings.data_dir, settings.lessons_dir) == (tmp_path / "data", Path("/srv/lessons"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("port = 70000\n", r"orbital\.toml: port=70000: .* less than or equal to 65535"),
        ('authoring = "perhaps"\n', r"orbital\.toml: authoring=perhaps"),
        ("prot = 8000\n", r"orbital\.toml: prot is no setting; did you mean port\?"),
        ("zebra = 8000\n", r"orbital\.toml: zebra is no setting; legal keys are host, port"),
        ("port 8000\n", r"orbital\.toml: this is no TOML: .*line 1"),
        ('root_path = "raft"\n', r"orbital\.toml: root_path=raft: legal is a path .* begins with a slash"),
        ('trusted_proxies = ["proxy"]\n', "trusted_proxies=.*legal are addresses and networks"),
        ("host = 4\n", r"orbital\.toml: host=4: "),
    ],
)
def test_a_mistake_in_a_file_is_named_with_file_and_key_and_what_is_legal(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_settings({}, config=written(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"nowhere\.toml: No such file"):
        read_settings({}, config=tmp_path / "nowhere.toml")


def test_the_settings_are_shown_with_where_they_are_from(tmp_path: Path) -> None:
    file = written(tmp_path, "max_rooms = 7\n")
    table = read_sources({"ORBITAL_LOG_LEVEL": "debug"}, config=file, port="9002").table()
    lines = [line.split("#") for line in table.splitlines() if not line.startswith("#")]
    shown = {setting.strip(): origin.strip() for setting, origin in lines}
    assert shown["port = 9002"] == "--port"
    assert shown['log_level = "debug"'] == "ORBITAL_LOG_LEVEL"
    assert shown["max_rooms = 7"] == f"{file}: max_rooms"
    assert shown["max_viewers = 400"] == "default"


def test_what_is_shown_can_be_read_as_a_file(tmp_path: Path) -> None:
    shown = read_sources({}, origins="https://a.example https://b.example", max_rooms=5)
    again = read_settings({}, config=written(tmp_path, shown.table()))
    assert again == shown.settings
    assert tomllib.loads(shown.table())["max_rooms"] == 5


def test_every_setting_has_a_flag(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    told = capsys.readouterr().out
    for name in Settings.model_fields:
        assert flag_of(name) in told


def test_every_setting_is_in_the_manual() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "operating.md").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"`{name}`" in manual, f"docs/operating.md does not tell of {name}"


def test_the_command_shows_settings_and_ends(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in [name for name in os.environ if name.startswith("ORBITAL_")]:
        monkeypatch.delenv(variable)
    assert main(["serve", "--show-settings", "--root-path", "/raft/", "--no-authoring"]) == 0
    told = capsys.readouterr().out
    assert 'root_path = "/raft"' in told
    assert main(["serve", "--port", "99999"]) == 2
    assert "--port=99999" in capsys.readouterr().err
