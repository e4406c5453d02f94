#pragma once
/// The one header of this folder that programs need; it names no LibTorch type.

#include "core/edit/modelregistry.h"
#include "core/weights/modelfiles.h"

namespace focal {

/// Whether a folder or file looks like a Qwen-Image-Edit checkpoint: a transformer of that kind is among its
/// tensors. Reads headers only. Throws nothing.
bool holdsQwenImageEdit(const QString& folderOrFile);

/// @param otherTokenizer  folder with Qwen2's vocabulary, for checkpoints that bring none
ModelEntry qwenImageEditEntry(const QString& folderOrFile, const QString& otherTokenizer);
/// The same for files chosen by hand. @param id    by which the program calls it
/// @param name  by which the user calls it
ModelEntry qwenImageEditEntry(const QString& id, const QString& name, const ModelPlaces& places,
                              const QString& otherTokenizer);

} // namespace focal
