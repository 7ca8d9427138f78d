"""
Writes every fixture of test/oracle/fixtures, or those of the makers that are named:

    python test/oracle/generate.py [--into FOLDER] [heads optimizers …]

test/oracle/README.md says which Python. Each maker is a process of its own, because Keras chooses its backend and its precision once.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
MAKERS = ["layers", "heads", "optimizers", "losses", "initializers", "resize", "augment", "pixels", "folders", "files", "networks", "torch_exports"]
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "", "PYTHONDONTWRITEBYTECODE": "1"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--into", type=Path, default=HERE / "fixtures", metavar="FOLDER")
    parser.add_argument("makers", nargs="*", metavar="maker", help=", ".join(MAKERS))
    options = parser.parse_args()
    unknown = [name for name in options.makers if name not in MAKERS]
    if unknown:
        parser.error(f"there is no maker {', '.join(unknown)}; there are {', '.join(MAKERS)}")
    options.into.mkdir(parents=True, exist_ok=True)
    for name in options.makers or MAKERS:
        began = time.monotonic()
        done = subprocess.run([sys.executable, HERE / "makers" / f"{name}.py", options.into], env={**os.environ, **QUIET}, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{name} failed:\n{done.stderr}")
        print(f"{name}: {time.monotonic() - began:.0f} s")
    print(f"{options.into}: {sum(file.stat().st_size for file in options.into.iterdir()) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
