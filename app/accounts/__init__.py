"""Workers, their organisations and roles; signing in, sessions and permissions.

Modules named after what they hold, with their kind:
    current_user (facts): the actor of a request: a worker, in one shop, with the roles held there
    guards (dependencies): the permission that a route demands
    login_limits (actions): how often somebody may try to sign in
    passwords (rules): which passwords are allowed, and how they are hashed
    permissions (rules): which role may do what
    pins (actions): the PIN with which a worker confirms on a colleague's screen
    session_cookie (dependencies): the cookie of a session, and the actor of a request
    sessions (actions): sessions of signed-in workers
    shop_events (dependencies): the event stream of a page, as long as its reader may read it
"""
