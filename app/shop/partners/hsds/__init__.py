"""Services of partners exchanged with other directories, in HSDS 3.

Modules named after what they hold, with their kind:
    exporter (queries): what partners offer, as a directory
    importer (actions): stores what a directory says
    parser (rules): reads a directory, and says what is wrong with it
"""
