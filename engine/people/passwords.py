"""Passwords: argon2 hashes, never the words themselves."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class _Hashing:
    """The hasher in use, and a hash that no password fits.

    An unknown person takes as long as a known one.
    """

    def __init__(self) -> None:
        self.set(PasswordHasher())

    def set(self, hasher: PasswordHasher) -> None:
        self.hasher = hasher
        self.nobody = hasher.hash("nobody has this password")


_hashing = _Hashing()


def use_costs(*, time_cost: int, memory_cost: int) -> None:
    """Set what a hash costs: rounds, and KiB of memory. Hashes made before still fit."""
    _hashing.set(PasswordHasher(time_cost=time_cost, memory_cost=memory_cost, parallelism=1))


def hash_password(password: str) -> str:
    """Return the argon2 hash of a password."""
    return _hashing.hasher.hash(password)


def password_fits(password: str, stored: str | None) -> bool:
    """Whether the password fits; takes as long for an unknown person as for a known one."""
    try:
        return _hashing.hasher.verify(stored or _hashing.nobody, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
