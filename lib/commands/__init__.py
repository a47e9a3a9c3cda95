"""What `python3 app.py` does: it starts the app.

These modules run before anything is installed, so they import the standard library only. They alone
in `lib` read and write files and start other programs.
"""
