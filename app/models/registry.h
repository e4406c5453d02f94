#pragma once

#include "core/edit/modelregistry.h"
#include "core/weights/modelfiles.h"

#include <optional>

namespace focal {

/// The models that this program was built with, the default one first. The one place that knows which there
/// are.
ModelRegistry modelRegistry();

/// The model of that id, or the one whose files @p nameOrFolder holds: a Qwen-Image-Edit checkpoint (a folder
/// as diffusers saves it, a folder of files for ComfyUI or in GGUF), a folder as models/ is laid out, or one
/// that holds grounding.safetensors and tokenizer.model itself (the encoder is then looked for where it
/// always is).
/// @throws UserError (BadUsage) for neither
ModelEntry findModel(const QString& nameOrFolder);

/// Where Focal's own Qwen2 vocabulary lies, for checkpoints that bring none; empty where set-up did not run.
QString qwenVocabulary();

/// What can be loaded out of a model that the user added.
ModelEntry addedModelEntry(const QString& id, const QString& name, const ModelPlaces& places);

/// Why the model cannot be loaded on this machine, translated; nothing where its files are there. Reads no
/// weights.
std::optional<QString> whyUnavailable(const ModelEntry& entry);

} // namespace focal
