#pragma once

#include "core/nn/device.h"
#include "core/nn/readahead.h"
#include "core/nn/tensorreader.h"

#include <c10/core/InferenceMode.h>

#include <utility>
#include <vector>

namespace focal {

/// What becomes of the pages of the files once a layer was decoded from them: they stay (quantised weights
/// that fit into memory: only decoding remains), or are given back (weights that do not fit: each pass reads
/// them from the disk).
enum class StreamedPages { Stay, GivenBack };

/// The layers of one stack, decoded one by one from whatever the files hold, and brought to the device that
/// computes, each while the one before computes. Two or three are in memory at a time.
template <typename Layer>
class StreamedLayers
{
public:
    using Passes = typename ReadAhead<Layer>::Passes;
    /// Builds the layer whose tensors lie below @p place. Called on the reading thread.
    using Make = std::function<std::shared_ptr<const Layer>(const TensorReader& place)>;

    /// Claims all tensors of the layers, so that what is missing or of another shape is reported with all the
    /// rest. @param reader  at the stack, whose layers are "0", "1", ...; its claims may end before the
    /// layers
    StreamedLayers(const TensorReader& reader, int64_t count, StreamedPages pages, Passes passes, Make make)
        : m_tensors(reader.claims().tensors()), m_reader(reader.serially()), m_uploads(reader.device()),
          m_pages(pages), m_passes(passes), m_make(std::move(make)), m_stored(static_cast<std::size_t>(count))
    {
        for (std::size_t i = 0; i < m_stored.size(); ++i)
            m_make(reader.listing(m_stored[i]).inside(static_cast<int>(i)));
        startReading();
    }

    int64_t count() const noexcept { return static_cast<int64_t>(m_stored.size()); }

    /// The weights live as long as the pointer, which is to be let go before the next layer is asked for.
    /// @throws UserError (BadInput) where the files fail, Cancelled
    std::shared_ptr<const Layer> take(int64_t index, const CancelToken& cancel)
    {
        cancel.throwIfCancelled();
        return m_layers->take(index, cancel);
    }

    /// Makes layers otherwise from the next one on, without opening anything again.
    void setMake(Make make)
    {
        m_layers.reset(); // its thread ends first
        m_make = std::move(make);
        startReading();
    }

    /// How long take() waited for weights in all, in seconds.
    double secondsWaited() const { return m_layers->secondsWaited(); }

private:
    void startReading()
    {
        m_layers = std::make_unique<ReadAhead<Layer>>(
            count(), [this](int64_t index, const CancelToken& cancel) { return read(index, cancel); },
            m_passes);
    }

    std::shared_ptr<const Layer> read(int64_t index, const CancelToken& cancel) const
    {
        const c10::InferenceMode inference;
        const std::vector<const StoredTensor*>& stored = m_stored[static_cast<std::size_t>(index)];
        for (const StoredTensor* tensor : stored)
            m_tensors.willNeed(*tensor);
        TensorClaims claims(m_tensors); // of this layer alone: all were accounted for at the beginning
        std::shared_ptr<const Layer> layer = m_uploads.run(
            [&] { return m_make(m_reader.over(claims).until(cancel).inside(static_cast<int>(index))); });
        m_tensors.throwIfChanged();
        if (m_pages == StreamedPages::GivenBack) {
            for (const StoredTensor* tensor : stored)
                m_tensors.release(*tensor);
        }
        return layer;
    }

    TensorSet m_tensors;
    TensorReader m_reader; ///< a place and a type; the claims are those of each layer
    UploadQueue m_uploads;
    StreamedPages m_pages;
    Passes m_passes;
    Make m_make;
    std::vector<std::vector<const StoredTensor*>> m_stored; ///< by layer
    std::unique_ptr<ReadAhead<Layer>> m_layers;             ///< last: its thread reads the rest
};

} // namespace focal
