#pragma once

#include "core/weights/gguf.h"
#include "core/weights/nametables.h"
#include "core/weights/safetensors.h"

#include <QSet>

namespace focal {

class MappedFile;

/// The tensors of one part of a model under their published names, whatever files hold them: safetensors, one
/// or in shards; GGUF; several of these together. A value: copies share everything.
///
/// What containers add to the weights is taken in here: scales of FP8 weights in all their spellings
/// (.scale_weight, .weight_scale), scales of inputs (not needed), descriptions of how a layer was quantised
/// (.comfy_quant, _quantization_metadata) and marker tensors (scaled_fp8, __index_timestep_zero__).
class TensorSet
{
public:
    /// Reads the headers. @param paths  of the part's files, or of a file that holds all parts
    /// @throws UserError (BadInput): a file cannot be read, or none of them holds the part.
    static TensorSet open(ModelPart part, const QStringList& paths);

    /// Under the names that the files have, nothing taken in: for models of other kinds.
    explicit TensorSet(const std::vector<SafetensorsFile>& files);

    const QStringList& paths() const noexcept;
    const std::vector<StoredTensor>& tensors() const noexcept; ///< the sound ones
    const StoredTensor* find(const QString& name) const noexcept;
    const std::vector<TensorFault>& faults() const noexcept;
    bool hasMarker(const QString& name) const noexcept;
    const QString& spelling() const noexcept; ///< translated: whose names the files use
    /// The container: "safetensors", "GGUF", or both.
    QString container() const;
    /// Metadata of the files as texts; of several files the first that has a key.
    QString metadata(const QString& key) const;

    /// To be called after tensors were read. @throws UserError (BadInput)
    void throwIfChanged() const;
    /// Holds all mappings.
    std::shared_ptr<const void> keepAlive() const noexcept { return m_data; }

    /// Asks the system to read the tensor's bytes ahead, or to forget them: they are read again when touched.
    void willNeed(const StoredTensor& tensor) const noexcept;
    void release(const StoredTensor& tensor) const noexcept;

private:
    struct Data;
    TensorSet() = default;
    std::shared_ptr<Data> m_data;
};

} // namespace focal
