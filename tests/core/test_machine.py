"""The state machine executes commands; sessions remember the last answer of each client (8)."""

from raft_core.machine import Command, Machine


def test_commands_mean_what_they_say() -> None:
    machine = Machine()
    assert machine.execute(Command("put", "x", "1")) is None
    assert machine.execute(Command("append", "x", "2")) is None
    assert machine.execute(Command("get", "x")) == "12"
    assert machine.execute(Command("cas", "x", "3", expected="1")) is False
    assert machine.execute(Command("cas", "x", "3", expected="12")) is True
    assert machine.read("x") == "3"
    machine.execute(Command("delete", "x"))
    assert machine.read("x") is None


def test_a_session_remembers_the_answer_to_the_latest_command() -> None:
    machine = Machine()
    command = Command("cas", "x", "1", expected="0", client_id="c1", serial_number=3)
    assert machine.answer_to(command) is None
    machine.execute(command)
    session = machine.answer_to(command)
    assert session is not None
    assert (session.serial_number, session.result) == (3, False)


def test_a_copy_and_its_original_grow_apart() -> None:
    machine = Machine()
    machine.execute(Command("put", "x", "1"))
    twin = machine.copy()
    machine.execute(Command("put", "x", "2"))
    twin.execute(Command("put", "x", "3"))
    assert (machine.read("x"), twin.read("x")) == ("2", "3")
