"""Settings for every test, before Django reads them: a demo installation in a folder of its own."""

import os
import sys
import tempfile

if "FAKETIME" not in os.environ:  # where times of files are moved too, what was compiled would look old each time
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # of a hundred commands and servers each would compile all of Siantar
    sys.dont_write_bytecode = False
os.environ["SIANTAR_DEMO"] = "1"
_DATA = tempfile.TemporaryDirectory(prefix="siantar-test-", ignore_cleanup_errors=True)  # gone with the process
os.environ["SIANTAR_DATA"] = _DATA.name
if "SIANTAR_TEST_TEMPLATES" not in os.environ:  # made by the first process of a run, shared by its workers, gone with it
    _TEMPLATES = tempfile.TemporaryDirectory(prefix="siantar-templates-", ignore_cleanup_errors=True)
    os.environ["SIANTAR_TEST_TEMPLATES"] = _TEMPLATES.name
os.environ["SIANTAR_OUTBOUND_ALLOW"] = "127.0.0.1"  # the far ends of the tests
os.environ["SIANTAR_FAST_PASSWORDS"] = "1"
