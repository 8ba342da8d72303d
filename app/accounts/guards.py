"""Route guards: annotations that yield the signed-in worker if a role grants the required permission."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request

from app.accounts.current_user import Actor
from app.accounts.permissions import Permission, may
from app.accounts.session_cookie import current_actor


class Requires:
    """Dependency that returns the signed-in worker if one of their roles grants the permission.

    `permission`: None lets every signed-in worker in. Raises 404, not 403, so that what a worker may not do looks
    like what does not exist (TRUST 8).
    """

    def __init__(self, permission: Permission | None = None):
        self.permission = permission

    async def __call__(self, request: Request, actor: Annotated[Actor, Depends(current_actor)]) -> Actor:
        if self.permission is not None and not may(actor, self.permission):
            raise HTTPException(404)
        return actor


AnyWorker = Annotated[Actor, Depends(Requires())]
CanRunFrontDesk = Annotated[Actor, Depends(Requires(Permission.RUN_FRONT_DESK))]
CanSeePersons = Annotated[Actor, Depends(Requires(Permission.SEE_PERSONS))]
CanBePresent = Annotated[Actor, Depends(Requires(Permission.BE_PRESENT))]
CanReadStories = Annotated[Actor, Depends(Requires(Permission.READ_STORIES))]
CanHoldIntakes = Annotated[Actor, Depends(Requires(Permission.HOLD_INTAKES))]
CanFollow = Annotated[Actor, Depends(Requires(Permission.FOLLOW))]
CanHandOver = Annotated[Actor, Depends(Requires(Permission.HAND_OVER))]
CanAnswerHandovers = Annotated[Actor, Depends(Requires(Permission.ANSWER_HANDOVERS))]
CanRecordOutcomes = Annotated[Actor, Depends(Requires(Permission.RECORD_OUTCOMES))]
CanMergePersons = Annotated[Actor, Depends(Requires(Permission.MERGE_PERSONS))]
CanImport = Annotated[Actor, Depends(Requires(Permission.IMPORT))]
CanCoordinate = Annotated[Actor, Depends(Requires(Permission.COORDINATE))]
CanReadReports = Annotated[Actor, Depends(Requires(Permission.READ_REPORTS))]
CanReadRows = Annotated[Actor, Depends(Requires(Permission.READ_ROWS))]
CanAdminister = Annotated[Actor, Depends(Requires(Permission.ADMINISTER))]
CanEditLists = Annotated[Actor, Depends(Requires(Permission.EDIT_LISTS))]
CanReadAuditLog = Annotated[Actor, Depends(Requires(Permission.READ_AUDIT_LOG))]
