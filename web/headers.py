"""What every answer tells the browser: own scripts and styles only, in no frame, never guessed."""

from flask import Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_YEAR = 365 * 24 * 3600


def set_up(app: Flask) -> None:
    """Add the headers to every answer of the app."""

    @app.after_request
    def add(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}")
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response
