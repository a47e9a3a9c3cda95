"""What `python3 app.py` does: it starts the app, or runs a command without it.

`start` and `environment` run before anything is installed, so they import the standard library only. The
commands (`compose`, `join`, `check`) do what the pages do, with files and folders. These modules alone in
`lib` read and write files and start other programs.
"""
