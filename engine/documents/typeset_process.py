"""The process that typesets: it holds no key and no connection, and can be ended at any moment.

It reads one JSON request per line, and answers each with a line of JSON. It may write no file, and
its way to the network leads nowhere, so that a template fetches nothing.
"""

import base64
import json
import os
import resource
import sys
import warnings
from typing import Any

MEMORY = 2 * 1024**3
"""Bytes of address space."""


def main() -> None:
    """Answer requests until there are no more."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        os.environ[name] = "http://127.0.0.1:9"
    import typst

    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    for line in sys.stdin.buffer:
        request = json.loads(line)
        answer: dict[str, Any]
        try:
            answer = {"parts": [_text(part) for part in _typeset(typst, request)]}
        except typst.TypstError as error:
            answer = {"failure": error.diagnostic or error.message}
        except (MemoryError, ValueError, RuntimeError) as error:
            answer = {"failure": f"{type(error).__name__}: {error}"}
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


def _typeset(typst: Any, request: Any) -> list[bytes]:
    files = {name: base64.b64decode(text) for name, text in request["files"].items()}
    kind = request["format"]
    found = typst.compile(
        # The first file is the main one.
        {"main.typ": files[request["main"]], **files},
        format=kind,
        sys_inputs={"input": json.dumps(request["input"], ensure_ascii=False), "target": kind},
        ignore_system_fonts=True,
        root=request["root"],
        package_path=request["root"],
        package_cache_path=request["root"],
        **({"pdf_standards": ["a-2b"], "timestamp": request["at"]} if kind == "pdf" else {}),
    )
    return found if isinstance(found, list) else [found]


def _text(part: bytes) -> str:
    return base64.b64encode(part).decode()


if __name__ == "__main__":
    main()
