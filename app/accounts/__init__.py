"""Workers, organisations and roles; signing in, sessions and permissions.

Modules named after what they hold, with their kind:
    current_user (facts): the actor of a request: a worker in one shop, with the roles held there
    guards (dependencies): the permission that a route requires
    login_limits (actions): how many sign-in attempts are allowed
    passwords (rules): which passwords are allowed, and how they are hashed
    permissions (rules): which role grants which permission
    pins (actions): the PIN with which a worker confirms on a colleague's screen
    session_cookie (dependencies): the session cookie, and the actor of a request
    sessions (actions): sessions of signed-in workers
    shop_events (dependencies): the event stream of a page, open while its reader may see the page
"""
