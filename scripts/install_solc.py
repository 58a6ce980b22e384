"""Puts the Solidity compiler where Brownie, forge and slither look: .solcx/solc-v<version>.

Native where its host answers at once, otherwise a shim over npm's, which is the same compiler and slower.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".solcx"
PATIENCE_SECONDS = 3

# The version is answered here, because it is asked before every compilation and Node takes 0.7 s to say it.
SHIM = """\
#!/bin/sh
if [ "$1" = --version ]; then
    echo "solc, the solidity compiler commandline interface"
    echo "Version: {version}"
    exit
fi
exec "{node}" "{script}" "$@"
"""


def main() -> None:
    node = shutil.which("node")
    if node is None:
        raise SystemExit("node is not on the PATH: install Node 20 or newer")
    script = ROOT / "scripts" / "solc.mjs"
    version = version_of([node, str(script)])
    target = FOLDER / f"solc-v{version.partition('+')[0]}"

    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    if not install_native(target, version):
        target.write_text(SHIM.format(version=version, node=node, script=script))
        target.chmod(0o755)
    print(f"{target.relative_to(ROOT)}: {version_of([str(target)])}")


def version_of(command: list[str]) -> str:
    answer = subprocess.run([*command, "--version"], check=True, capture_output=True, text=True).stdout
    found = re.search(r"^Version: (\S+)$", answer, re.MULTILINE)
    if found is None:
        raise SystemExit(f"{command} does not say its version: {answer!r}")
    return found[1]


def install_native(target: Path, version: str) -> bool:
    """True when the native build of the very commit that the npm lock pins is in place."""
    os.environ["SOLCX_BINARY_PATH"] = str(FOLDER)
    import requests  # noqa: PLC0415  # solcx reads the environment when it is imported
    import solcx  # noqa: PLC0415

    try:
        requests.head(solcx.install.BINARY_DOWNLOAD_BASE.format("linux-amd64", "list.json"), timeout=PATIENCE_SECONDS)
        solcx.install_solc(version.partition("+")[0])
    except (OSError, solcx.exceptions.SolcInstallationError, solcx.exceptions.DownloadError) as reason:
        print(f"the native compiler is out of reach ({type(reason).__name__}): using npm's")
    if not target.is_file():
        return False
    commit = version.split(".")[3]
    return commit in version_of([str(target)])


if __name__ == "__main__":
    main()
