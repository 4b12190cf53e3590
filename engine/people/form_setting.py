"""What a body and a moment lend to the fields of its forms."""

from datetime import datetime

from engine.actor import Actor
from engine.procedures.body import Body
from forms.setting import FindFile, Setting, no_file


def setting_of(
    body: Body | None,
    actor: Actor,
    now: datetime,
    file: FindFile = no_file,
    parties: tuple[tuple[str, str], ...] = (),
) -> Setting:
    """Return what stands around a form.

    Args:
        body: whose form it is; ``None`` for a diagram outside any body.
        actor: who answers: the signer of what is signed.
        now: when.
        file: finds the files that may be answers.
        parties: (name, number) to remind of; none where answers are only checked.
    """
    return Setting(
        country=body.country if body else "",
        standards=tuple((one.code, one.name) for one in body.standards) if body else (),
        fields=tuple((one.code, one.name) for one in body.fields) if body else (),
        parties=parties,
        file=file,
        signer={"id": actor.person_id, "name": actor.name},
        now=now,
    )
