"""Guards of routes: the signed-in worker, if a role of theirs grants what the route demands."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request

from app.accounts.current_user import Actor
from app.accounts.permissions import Permission, may
from app.accounts.session_cookie import current_actor


class Requires:
    """Dependency: the signed-in worker, if one of their roles grants the permission; without one: any role.

    What somebody may not do looks like what does not exist: 404 (TRUST 8).
    """

    def __init__(self, permission: Permission | None = None):
        self.permission = permission

    async def __call__(self, request: Request, actor: Annotated[Actor, Depends(current_actor)]) -> Actor:
        if self.permission is not None and not may(actor, self.permission):
            raise HTTPException(404)
        return actor


Anybody = Annotated[Actor, Depends(Requires())]
Doorkeeper = Annotated[Actor, Depends(Requires(Permission.RUN_DOOR))]
PersonReader = Annotated[Actor, Depends(Requires(Permission.SEE_PERSONS))]
Present = Annotated[Actor, Depends(Requires(Permission.BE_PRESENT))]
StoryReader = Annotated[Actor, Depends(Requires(Permission.READ_STORIES))]
Talker = Annotated[Actor, Depends(Requires(Permission.HOLD_TALKS))]
Follower = Annotated[Actor, Depends(Requires(Permission.FOLLOW))]
Sender = Annotated[Actor, Depends(Requires(Permission.HAND_OVER))]
Receiver = Annotated[Actor, Depends(Requires(Permission.ANSWER_HANDOVERS))]
OutcomeRecorder = Annotated[Actor, Depends(Requires(Permission.RECORD_OUTCOMES))]
Linker = Annotated[Actor, Depends(Requires(Permission.LINK_PERSONS))]
Importer = Annotated[Actor, Depends(Requires(Permission.IMPORT))]
Coordinator = Annotated[Actor, Depends(Requires(Permission.COORDINATE))]
ReportReader = Annotated[Actor, Depends(Requires(Permission.READ_REPORTS))]
RowReader = Annotated[Actor, Depends(Requires(Permission.READ_ROWS))]
Administrator = Annotated[Actor, Depends(Requires(Permission.ADMINISTER))]
ListKeeper = Annotated[Actor, Depends(Requires(Permission.KEEP_LISTS))]
RecordReader = Annotated[Actor, Depends(Requires(Permission.READ_RECORD))]
