"""One file per page, each a script that reads like the task it is for."""
