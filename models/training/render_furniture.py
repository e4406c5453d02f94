"""Pictures of the three-dimensional models in Debian's `sweethome3d-furniture`, several views of each.

    render_furniture.py ARCHIVES OUT [VIEWS]

ARCHIVES is the folder with the unpacked .sh3f catalogues, OUT receives `ID-VIEW.png` (320 pixels, RGBA, the thing alone)
and `furniture.tsv` (file, English name, tags, creator). Needs trimesh, pyrender and the library libosmesa6; no window, no
graphics card. Files that are there already are not made again.
"""
import os

os.environ["PYOPENGL_PLATFORM"] = "osmesa"

import io
import pathlib
import random
import re
import signal
import sys

import numpy as np

np.infty = np.inf  # pyrender 0.1.45 was written for NumPy 1.
import pyrender
import trimesh
from PIL import Image

SIZE = 320
MOST_FACES = 200_000


def catalogue(folder):
    """Entries of one catalogue: dictionaries with id, name, tags, model, creator."""
    text = (folder / "PluginFurnitureCatalog.properties").read_bytes().decode("latin-1")
    entries = {}
    for line in text.splitlines():
        match = re.match(r"(id|name|tags|model|creator)#(\d+)=(.*)", line)
        if match:
            entries.setdefault(match[2], {})[match[1]] = match[3].strip()
    return [e for e in entries.values() if "model" in e and "name" in e]


def camera_pose(azimuth, elevation, distance):
    """Looks at the origin; y is up, azimuth 0 is the thing's front."""
    a, e = np.radians(azimuth), np.radians(elevation)
    eye = distance * np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])
    back = eye / np.linalg.norm(eye)
    right = np.cross([0, 1, 0], back)
    right /= np.linalg.norm(right)
    pose = np.eye(4)
    pose[:3, 0], pose[:3, 1], pose[:3, 2], pose[:3, 3] = right, np.cross(back, right), back, eye
    return pose


def load_meshes(path):
    scene = trimesh.load(path, force="scene", process=False)
    if sum(len(g.faces) for g in scene.geometry.values()) > MOST_FACES:
        raise ValueError("too many faces")
    scene.apply_translation(-scene.bounds.mean(axis=0))
    scene.apply_scale(1 / np.linalg.norm(scene.extents))
    return scene


def render(scene, view, rng, renderer):
    field = rng.uniform(0.5, 0.9)
    stage = pyrender.Scene.from_trimesh_scene(scene, bg_color=[0, 0, 0, 0], ambient_light=[rng.uniform(0.25, 0.5)] * 3)
    for node in stage.mesh_nodes:
        for primitive in node.mesh.primitives:
            primitive.material.doubleSided = True
            primitive.material.metallicFactor = min(primitive.material.metallicFactor or 0, 0.1)
    azimuth = [25, -35, 0, 70, -110, 180][view % 6] + rng.uniform(-18, 18)
    elevation = rng.choice([rng.uniform(2, 15), rng.uniform(15, 45)])
    pose = camera_pose(azimuth, elevation, 0.55 / np.tan(field / 2))
    stage.add(pyrender.PerspectiveCamera(yfov=field, znear=0.05), pose=pose)
    warmth = rng.uniform(-0.12, 0.12)
    key = pyrender.DirectionalLight(color=[1 + warmth, 1.0, 1 - warmth], intensity=rng.uniform(2.0, 4.5))
    stage.add(key, pose=camera_pose(azimuth + rng.uniform(-70, 70), rng.uniform(25, 70), 2))
    fill = pyrender.DirectionalLight(color=[1, 1, 1], intensity=rng.uniform(0.3, 1.5))
    stage.add(fill, pose=camera_pose(azimuth + rng.uniform(-120, 120), rng.uniform(0, 40), 2))
    colour, depth = renderer.render(stage, flags=pyrender.RenderFlags.RGBA)
    picture = np.dstack([colour[..., :3], ((depth > 0) * 255).astype(np.uint8)])
    image = Image.fromarray(picture).resize((SIZE, SIZE), Image.BOX)
    box = image.getchannel("A").getbbox()
    return image.crop(box) if box else None


def main(archives, out, views):
    out.mkdir(parents=True, exist_ok=True)
    renderer = pyrender.OffscreenRenderer(2 * SIZE, 2 * SIZE)
    rows = []
    signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(TimeoutError()))
    for folder in sorted(p for p in archives.iterdir() if p.is_dir()):
        for number, entry in enumerate(catalogue(folder)):
            stem = re.sub(r"[^A-Za-z0-9]+", "_", f"{folder.name}_{entry['id'].split('#')[-1]}")
            files = [out / f"{stem}-{v}.png" for v in range(views)]
            try:
                signal.alarm(60)
                if not all(f.exists() for f in files):
                    scene = load_meshes(folder / entry["model"].lstrip("/"))
                    rng = random.Random(stem)
                    for view, file in enumerate(files):
                        image = render(scene, view, rng, renderer)
                        if image is not None:
                            image.save(file)
            except Exception as error:  # A model that cannot be read is left out, and said.
                print("left out", stem, type(error).__name__, str(error)[:80], flush=True)
            finally:
                signal.alarm(0)
            rows += [(f.name, entry["name"], entry.get("tags", ""), entry.get("creator", "")) for f in sorted(out.glob(f"{stem}-*.png"))]
    (out / "furniture.tsv").write_text("".join("\t".join(r) + "\n" for r in rows), encoding="utf8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 4)
