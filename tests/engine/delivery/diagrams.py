"""Procedures that send each other messages and signals."""

from tests.engine.runtime.play import END, START, document, el, line, message, signal, user

M, S = '<message id="m" name="Paid"/>', '<signal id="g" name="Stop"/>'
LISTENER = document(
    START + el("intermediateCatchEvent", "catch", signal("g")) + user("heard") + END
    + line("s", "catch", "heard", "e"), declared=S
)  # fmt: skip
CALLER = document(
    START + user("give") + el("intermediateThrowEvent", "throw", signal("g")) + END
    + line("s", "give", "throw", "e"), declared=S
)  # fmt: skip
BY_MESSAGE = document(
    el("startEvent", "s", message("m")) + user("begun") + END + line("s", "begun", "e"), declared=M
)
