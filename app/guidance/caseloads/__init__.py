"""The journeys of one worker, and of a whole shop; handing them to colleagues."""
