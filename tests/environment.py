"""Settings for every test, before Django reads them: a demo installation in a folder of its own."""

import os
import tempfile

os.environ["SIANTAR_DEMO"] = "1"
os.environ["SIANTAR_DATA"] = tempfile.mkdtemp(prefix="siantar-test-")
os.environ["SIANTAR_FAST_PASSWORDS"] = "1"
