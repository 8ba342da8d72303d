"""A file uploaded with a form."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException


@dataclass(frozen=True)
class Upload:
    """`name`: the file's name on the sender's computer; `content`: its bytes. Both empty if no file was chosen."""

    name: str = ""
    content: bytes = b""


async def _read(request: Request) -> Upload:
    try:
        fields = await request.form(max_files=1, max_fields=10, max_part_size=100_000)
    except (MultiPartException, UnicodeDecodeError, ValueError):
        raise HTTPException(400) from None
    file = fields.get("file")
    if not isinstance(file, UploadFile):
        return Upload()
    return Upload((file.filename or "").replace("\\", "/").rpartition("/")[2][:200], await file.read())


# The file that was sent in the field "file". `web.security.RequestGuard` limits its size: the whole file is read before
# a route runs.
UploadedFile = Annotated[Upload, Depends(_read)]
