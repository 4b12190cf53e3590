"""The commands that need no web server: what they say, and with which exit code they end."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import main
from engine.persistence.database import open_database, reading
from engine.persistence.tables import metadata, people, role_grants, versions
from engine.settings import Settings
from tests.engine.runtime.play import END, START, document, line, user, xor
from tests.installations import repository

RUNS = document(START + user("a") + END + line("s", "a", "e"))
FAULTY = document(START + user("a") + xor("which") + line("s", "a", "which"))
BODIES = Settings().bpmn_path
PASSWORD = "a long enough password"

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command on a database of its own, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REGLAMENT_DATABASE_URL", f"sqlite:///{tmp_path / 'own.sqlite'}")

    def run(*arguments: object, input: str | None = None) -> Result:
        result = CliRunner().invoke(main, [str(a) for a in arguments], input=input)
        assert result.exception is None or isinstance(result.exception, SystemExit), (
            result.exception
        )
        return result

    return run


def rows(tmp_path: Path, table: str) -> list[dict[str, object]]:
    """Return the rows of a table of the command's database."""
    database = open_database(f"sqlite:///{tmp_path / 'own.sqlite'}")
    with reading(database) as connection:
        found = [dict(row._mapping) for row in connection.execute(metadata.tables[table].select())]
    database.dispose()
    return found


COMMANDS = (
    (),
    ("check",),
    ("publish",),
    ("rehearse",),
    ("worker",),
    ("user",),
    ("user", "add"),
    ("backup",),
    ("restore",),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_helps(run: Run, command: tuple[str, ...], option: str) -> None:
    result = run(*command, option)
    assert result.exit_code == 0
    assert result.output.startswith("Usage:")
    assert len(result.output.splitlines()) > 3


def test_every_subcommand_says_what_it_does(run: Run) -> None:
    listed = run("--help").output.partition("Commands:")[2].splitlines()
    described = {row.split()[0] for row in listed if len(row.split()) > 2}
    assert described >= {"check", "publish", "rehearse", "worker", "user", "backup", "restore"}


def test_check_is_silent_on_what_is_right(run: Run, tmp_path: Path) -> None:
    (tmp_path / "runs.bpmn").write_text(RUNS)
    result = run("check", "runs.bpmn")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 file(s) checked, 0 fault(s)." in result.stderr
    assert run("check", BODIES, Settings().forms_path).exit_code == 0


def test_check_prints_every_fault_and_fails(run: Run, tmp_path: Path) -> None:
    (tmp_path / "runs.bpmn").write_text(RUNS)
    (tmp_path / "faulty.bpmn").write_text(FAULTY)
    (tmp_path / "no.bpmn").write_text("no XML")
    result = run("check", tmp_path)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [row for row in lines if row.startswith(f"{tmp_path}/faulty.bpmn:1 which: ")]
    assert [row for row in lines if row.startswith(f"{tmp_path}/no.bpmn")]
    assert not [row for row in lines if "runs.bpmn" in row]


@pytest.mark.parametrize("command", ["check", "publish", "rehearse"])
def test_nothing_to_work_on_is_a_usage_error(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "empty").mkdir()
    for path in ("empty", "nowhere"):
        result = run(command, path)
        assert result.exit_code == 2
        assert path in result.stderr or "There is no" in result.stderr
    assert run(command).exit_code == 2


def test_publishing_twice_is_one_version(run: Run, tmp_path: Path) -> None:
    first, second = run("publish", BODIES), run("publish", BODIES, "--note", "again")
    assert first.exit_code == second.exit_code == 0
    assert first.stdout == second.stdout
    assert first.stdout.startswith("kg_accreditation/1_application: version 1, ")
    assert [row["number"] for row in rows(tmp_path, versions.name)] == [1] * len(
        first.stdout.splitlines()
    )


def test_a_changed_diagram_is_the_next_version(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.bpmn").write_text(RUNS)
    assert ": version 1, " in run("publish", "t.bpmn").stdout
    (tmp_path / "t.bpmn").write_text(RUNS.replace("<userTask", '<userTask name="New"'))
    assert ": version 2, " in run("publish", "t.bpmn", "--note", "a name").stdout
    kept = rows(tmp_path, versions.name)
    assert [(row["in_force"], row["note"]) for row in kept] == [(False, ""), (True, "a name")]


def test_publishing_goes_on_after_a_faulty_diagram_and_fails(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.bpmn").write_text(FAULTY)
    (tmp_path / "b.bpmn").write_text(RUNS)
    result = run("publish", tmp_path)
    assert result.exit_code == 1
    assert "a.bpmn:1 which: " in result.stdout
    assert "version 1" in result.stdout
    assert len(rows(tmp_path, versions.name)) == 1


def test_what_is_found_is_told_in_the_language_asked_for(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t.bpmn").write_text(RUNS)
    (tmp_path / "wrong.yaml").write_text("diagram: t.bpmn\nsteps:\n  - waits: [b]\n")
    (tmp_path / "broken.yaml").write_text("diagram: t.bpmn\nsteps:\n  - wait: [b]\n")
    told = run("rehearse", "wrong.yaml", "broken.yaml", "--language", "ru").stdout.splitlines()
    assert told == [
        "wrong.yaml:3 waits: должны ждать [b], а ждут [a]",
        "broken.yaml:3 wait: Ключ неизвестен; может быть, «waits»?",
    ]
    forms = tmp_path / "forms" / "definitions" / "kg"
    forms.mkdir(parents=True)
    (forms / "a.json").write_text('{"components": [{"type": "text", "text": "<b>"}]}')
    monkeypatch.setenv("LC_ALL", "kk_KZ.UTF-8")
    line = run("check", forms).stdout.strip()
    assert line.endswith("«text» — қарапайым сөздер: HTML, өрнек және үлгісіз.")
    (tmp_path / "faulty.bpmn").write_text(FAULTY)
    refused = run("publish", "faulty.bpmn", "--language", "ky").stdout
    assert "which: Бул шлюздан" in refused


def test_rehearse_ends_with_whether_any_differed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.bpmn").write_text(RUNS)
    (tmp_path / "right.yaml").write_text("diagram: t.bpmn\nsteps:\n  - waits: [a]\n")
    (tmp_path / "wrong.yaml").write_text("diagram: t.bpmn\nsteps:\n  - waits: [b]\n")
    right, both = run("rehearse", "right.yaml"), run("rehearse", "right.yaml", "wrong.yaml")
    assert (right.exit_code, right.stdout) == (0, "")
    assert both.exit_code == 1
    assert both.stdout == "wrong.yaml:3 waits: expected [b] to wait, but [a] does\n"
    assert "2 rehearsal(s) played, 1 differed." in both.stderr


def test_a_person_is_added_with_roles_and_signs_in(run: Run, tmp_path: Path) -> None:
    options = ("--name", "Айгүл", "--role", "kg_accreditation:specialist", "--language", "ky")
    result = run("user", "add", "aigul", *options, "--password", PASSWORD)
    assert (result.exit_code, result.stdout) == (0, "aigul was added.\n")
    [person] = rows(tmp_path, people.name)
    assert (person["name"], person["language"], person["demo"]) == ("Айгүл", "ky", False)
    assert PASSWORD not in str(person["password_hash"])
    [grant] = rows(tmp_path, role_grants.name)
    assert (grant["body"], grant["role"]) == ("kg_accreditation", "specialist")


def test_a_password_is_asked_for_twice(run: Run, tmp_path: Path) -> None:
    result = run("user", "add", "aigul", "--name", "A", input=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    assert run("user", "add", "b", "--name", "B", input=f"{PASSWORD}\nother\n").exit_code == 1


REFUSED_PEOPLE = {
    "role without a body": (("--role", "specialist"), 2, "BODY:ROLE"),
    "unknown role": (("--role", "kg_accreditation:king"), 1, "«king»"),
    "short password": (("--password", "short"), 1, "10 characters"),
}


@pytest.mark.parametrize("refused", REFUSED_PEOPLE)
def test_a_wrong_person_is_refused_with_a_sentence(run: Run, tmp_path: Path, refused: str) -> None:
    options, code, words = REFUSED_PEOPLE[refused]
    result = run("user", "add", "x", "--name", "X", "--password", PASSWORD, *options)
    assert (result.exit_code, words in result.stderr) == (code, True)


def test_a_taken_name_is_refused(run: Run, tmp_path: Path) -> None:
    for code in (0, 1):
        result = run("user", "add", "x", "--name", "X", "--password", PASSWORD)
        assert result.exit_code == code
    assert "«x» is taken" in result.stderr
    assert len(rows(tmp_path, people.name)) == 1


def test_backup_and_restore(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("publish", BODIES)
    run("user", "add", "x", "--name", "X", "--password", PASSWORD)
    made = run("backup", "b.gz")
    assert made.exit_code == 0
    assert "rows written to b.gz" in made.stdout
    assert run("backup", "b.gz").exit_code == 1
    assert "not empty" in run("restore", "b.gz").stderr
    before = rows(tmp_path, people.name), rows(tmp_path, versions.name)
    (tmp_path / "own.sqlite").rename(tmp_path / "old.sqlite")
    back = run("restore", "b.gz")
    assert back.exit_code == 0
    assert "rows restored from b.gz" in back.stdout
    assert (rows(tmp_path, people.name), rows(tmp_path, versions.name)) == before


def test_a_file_that_is_no_backup_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.gz").write_text("Dear Sir or Madam")
    result = run("restore", "b.gz")
    assert result.exit_code == 1
    assert "not a whole backup" in result.stderr
    assert run("restore", "nowhere.gz").exit_code == 2


def test_the_worker_does_what_is_due_once(run: Run) -> None:
    result = run("worker", "--once")
    assert result.exit_code == 0
    assert "0 done." in result.stderr


@pytest.mark.parametrize(
    "command", [("worker", "--once"), ("publish", BODIES), ("backup", "b.gz"), ("restore", "x.gz")]
)
def test_a_database_that_cannot_be_opened_is_a_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[object, ...]
) -> None:
    (tmp_path / "x.gz").write_bytes(b"")
    monkeypatch.setenv("REGLAMENT_DATABASE_URL", f"sqlite:///{tmp_path}")
    result = run(*command)
    assert result.exit_code == 1
    assert "cannot be opened" in result.stderr


def test_a_faulty_body_is_a_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bpmn" / "body").mkdir(parents=True)
    (tmp_path / "bpmn" / "body" / "body.yaml").write_text("key: [")
    monkeypatch.setenv("REGLAMENT_BPMN_PATH", str(tmp_path / "bpmn"))
    result = run("worker", "--once")
    assert result.exit_code == 1
    assert "body.yaml" in result.stderr


def test_the_worker_stops_when_it_is_asked_to(tmp_path: Path) -> None:
    """A process of its own: signals reach the main thread alone."""
    environment = os.environ | {"REGLAMENT_DATABASE_URL": f"sqlite:///{tmp_path / 'own.sqlite'}"}
    with subprocess.Popen(
        [sys.executable, "-c", "from engine.cli import main; main()", "worker"],
        cwd=repository(),
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        said = next(row for row in process.stderr if "Working" in row)
        process.send_signal(signal.SIGTERM)
        rest = process.stderr.read()
        assert process.wait(30) == 0
    assert "Ctrl+C" in said
    assert "Traceback" not in rest
