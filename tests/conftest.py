"""Settings for every test: a demo installation in a folder of its own."""

import os
import tempfile

os.environ.setdefault("SIANTAR_DEMO", "1")
os.environ["SIANTAR_DATA"] = tempfile.mkdtemp(prefix="siantar-test-")
