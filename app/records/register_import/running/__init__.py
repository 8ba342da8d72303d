"""Runs the jobs of an import: scan, count, write and undo, in short batches in a separate process.

Modules named after what they hold, with their kind:
    batches (actions): short batches of work, with a heartbeat
    bulk_writer (actions): writes planned records
    command (routes): `main.py import`
    coordinators (queries): the workers who may import, for the command line
    dry_run (actions): reads, matches and plans an import without writing it
    job_queue (actions): the order of the imports, and how many run at once
    lease (actions): lets one process at a time work on an import
    process_limits (actions): limits the memory and time of a process that reads a file
    rejected_rows_file (actions): the refused lines as a file to correct
    retention (actions): deletes the files of imports after a month
    subprocess_jobs (jobs): runs each import in a separate process
    trial_read (actions): reads a file once in a process with limits
    undo (actions): removes what an import wrote
"""
