"""``python -m mlwidgets`` is the command line."""

from __future__ import annotations

import sys

from mlwidgets.cli import main

sys.exit(main())
