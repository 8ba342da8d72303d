"""Writes and undoes an import in short batches, in a process of its own.

Modules named after what they hold, with their kind:
    batches (actions): short pieces of work, with a heartbeat
    bulk_writer (actions): writes planned records
    command (routes): `main.py import`
    coordinators (queries): who may import where
    dry_run (actions): what would come of an import
    job_queue (actions): which import is next, and how many run at once
    lease (actions): one process at a time works on an import
    process_limits (actions): memory and time of a process that reads a file
    rejected_rows_file (actions): refused lines as a file to mend
    retention (actions): how long the file of an import is kept
    subprocess_jobs (jobs): processes beside the server
    trial_read (actions): reads a file once in a limited process
    undo (actions): takes an import back
"""
