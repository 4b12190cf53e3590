"""What the pages are told when they are served."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class WebConfig:
    """Settings of the pages; none of them is read from the environment here.

    Attributes:
        secret_key: signs the session cookie and the tokens against forged requests.
        demo: people of the demonstration sign in with one click, without a password.
        secure_cookies: cookies travel over HTTPS only; false for a plain local address.
        default_language: used when the browser asks for none that there is.
        session_lifetime: how long a person stays signed in without asking for a page.
        body_limit: largest request, bytes.
        files_limit: largest request with files, bytes.
        trusted_proxies: how many proxies in front may name the visitor's address.
    """

    secret_key: str
    demo: bool = False
    secure_cookies: bool = False
    default_language: str = "ru"
    session_lifetime: timedelta = timedelta(hours=12)
    body_limit: int = 25 * 1024 * 1024
    files_limit: int = 4 * 25 * 1024 * 1024
    trusted_proxies: int = 0
