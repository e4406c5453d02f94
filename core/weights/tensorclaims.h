#pragma once

#include "core/weights/tensorset.h"

#include <QSet>

#include <initializer_list>

namespace focal {

/// The accounting of a model's tensors: whoever builds the model claims each tensor by name and shape, and
/// finish() fails unless the files held exactly what was claimed.
///
///     TensorClaims claims(SafetensorsFile(path));
///     const TensorView* weight = claims.claim(u"blocks.0.attn.qkv.weight"_s, {1152, 384});
///     ...
///     claims.finish();   // throws, naming everything that is wrong; before that, no view may be believed
class TensorClaims
{
public:
    /// One file, or the shards of one model: a name must come once over all of them.
    explicit TensorClaims(SafetensorsFile file);
    explicit TensorClaims(const std::vector<SafetensorsFile>& files);
    /// A part of a model, whatever its files are.
    explicit TensorClaims(TensorSet tensors);

    /// @param name   the full published name
    /// @param shape  as the model needs it
    /// @param types  the element types that the caller can take
    /// @return the tensor, or null where it cannot be used; finish() then says why.
    /// @throws LogicError when a name is claimed twice.
    const TensorView* claim(const QString& name, const TensorShape& shape,
                            std::initializer_list<TensorType> types = {TensorType::F32});

    /// The same of any type that can be decoded (decodeRows()): scaled, quantised, put together from several.
    const StoredTensor* claimStored(const QString& name, const TensorShape& shape);

    /// Whether the files hold it at all, sound or not: for parts that only some checkpoints have.
    bool contains(const QString& name) const;
    const TensorSet& tensors() const noexcept { return m_tensors; }

    /// Tensors which the caller knows and does not need: exactly this name, or all that begin with it when it
    /// ends with '.'. That the files lack them is no fault.
    void ignore(const QString& nameOrPrefix);

    /// @throws UserError (BadInput): every missing, extra, duplicate, wrongly shaped or typed tensor and
    /// every one that lies outside its file, in one message with expected and got; or that a file changed
    /// while it was read.
    void finish() const;

private:
    bool isIgnored(const QString& name) const;

    /// Null where it is missing, not sound, or of another shape.
    const StoredTensor* claimShape(const QString& name, const TensorShape& shape, const QStringList& types);

    TensorSet m_tensors;
    QSet<QString> m_unsound; ///< in the files, but of no use
    QSet<QString> m_wanted;
    QStringList m_ignored;
    std::vector<TensorFault> m_faults;
};

} // namespace focal
