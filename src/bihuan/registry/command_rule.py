"""Which commands need a second person (双人复核), and how long a command may wait."""

from datetime import timedelta

from django.conf import settings

CONTROL_COMMANDS = frozenset({"1012", "1072", *(str(code) for code in range(3011, 3025))})
ONE_PERSON_SUFFICES = frozenset({"1012"})
TWO_PERSON_COMMANDS = CONTROL_COMMANDS - ONE_PERSON_SUFFICES
LONGEST_IN_QUEUE = timedelta(hours=24)
LONGEST_EXECUTION = timedelta(hours=2)


def needs_second_person(command_code: str) -> bool:
    """Whether a command waits for another person's approval before it is sent.

    By default the control commands 3011 to 3024 and the password (1072); setting the clock
    (1012) is left to one person, as it is done in practice. The setting ``TWO_PERSON_COMMANDS``
    overrides it.
    """
    chosen = getattr(settings, "TWO_PERSON_COMMANDS", TWO_PERSON_COMMANDS)
    return command_code in chosen
