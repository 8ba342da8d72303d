"""Exchange of partners' services with other directories, in HSDS 3.

Modules named after what they hold, with their kind:
    exporter (queries): builds a directory of what partners offer
    importer (actions): stores the services of a directory
    parser (rules): reads a directory and reports what is wrong with it
"""
