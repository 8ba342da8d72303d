"""Navigation and home page.

Modules named after what they hold, with their kind:
    layout_context (dependencies): navigation, badge counts and shop, on every page
"""
