"""Batchdesk without its pages: bytes and values in, bytes and values out.

The packages stand on floors; a package imports from the floors below it, never from its neighbours.

    commands                                 what `python3 app.py` does
    desk                                     all of a tab as one file
    failures | analysis | review | export    uses of the joined table
    join                                     everything loaded, as one table
    compose | repair | results               the work of one page each
    check                                    what is wrong with a batch file
    sheets | batch                           the two kinds of file
    schema | providers                       the two kinds of rule
    json                                     values and lines
    common                                   problems, bytes and cells
"""
