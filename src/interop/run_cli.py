"""Runs commands of the published CLI: each line of stdin is a JSON list of arguments, each line of stdout how it ended.

Starting Python and loading the SDK takes two seconds of computing, so one process runs many commands. Each of them goes
through the object that the installed script calls, and ends as that script would.
"""

import contextlib
import io
import json
import sys

from peaq_os_cli.main import cli


def run(arguments):
    out, err = io.StringIO(), io.StringIO()
    sys.argv = ["peaqos", *arguments]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = cli()
        except SystemExit as end:
            code = end.code
    return {"code": code or 0, "out": out.getvalue(), "err": err.getvalue()}


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
