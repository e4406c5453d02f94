#include "core/weights/tensor.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace focal {

namespace {

struct TypeRow
{
    TensorType type;
    QStringView name;
    qint64 bytes;
    qint64 elements = 1;
};

constexpr std::array typeRows{
    TypeRow{TensorType::Bool, u"BOOL", 1},
    TypeRow{TensorType::U8, u"U8", 1},
    TypeRow{TensorType::I8, u"I8", 1},
    TypeRow{TensorType::F8E4M3, u"F8_E4M3", 1},
    TypeRow{TensorType::F8E5M2, u"F8_E5M2", 1},
    TypeRow{TensorType::F8E8M0, u"F8_E8M0", 1},
    TypeRow{TensorType::U16, u"U16", 2},
    TypeRow{TensorType::I16, u"I16", 2},
    TypeRow{TensorType::F16, u"F16", 2},
    TypeRow{TensorType::BF16, u"BF16", 2},
    TypeRow{TensorType::U32, u"U32", 4},
    TypeRow{TensorType::I32, u"I32", 4},
    TypeRow{TensorType::F32, u"F32", 4},
    TypeRow{TensorType::U64, u"U64", 8},
    TypeRow{TensorType::I64, u"I64", 8},
    TypeRow{TensorType::F64, u"F64", 8},
    TypeRow{TensorType::Q4_0, u"Q4_0", 18, 32},
    TypeRow{TensorType::Q4_1, u"Q4_1", 20, 32},
    TypeRow{TensorType::Q5_0, u"Q5_0", 22, 32},
    TypeRow{TensorType::Q5_1, u"Q5_1", 24, 32},
    TypeRow{TensorType::Q8_0, u"Q8_0", 34, 32},
    TypeRow{TensorType::Q2_K, u"Q2_K", 84, 256},
    TypeRow{TensorType::Q3_K, u"Q3_K", 110, 256},
    TypeRow{TensorType::Q4_K, u"Q4_K", 144, 256},
    TypeRow{TensorType::Q5_K, u"Q5_K", 176, 256},
    TypeRow{TensorType::Q6_K, u"Q6_K", 210, 256},
};

const TypeRow& rowOf(TensorType type) noexcept
{
    return *std::find_if(typeRows.begin(), typeRows.end(),
                         [type](const TypeRow& row) { return row.type == type; });
}

} // namespace

std::optional<qint64> shapeElements(const TensorShape& shape)
{
    // A zero makes the product zero whatever the others are, so it is looked for first.
    if (std::find(shape.begin(), shape.end(), 0) != shape.end())
        return 0;
    qint64 elements = 1;
    for (const qint64 dimension : shape) {
        if (dimension < 0 || __builtin_mul_overflow(elements, dimension, &elements))
            return std::nullopt;
    }
    return elements;
}

std::optional<qint64> tensorBytes(TensorType type, const TensorShape& shape)
{
    const TypeRow& row = rowOf(type);
    const std::optional<qint64> elements = shapeElements(shape);
    if (!elements || (row.elements > 1 && (shape.empty() || shape.back() % row.elements != 0)))
        return std::nullopt;
    qint64 bytes = 0;
    if (__builtin_mul_overflow(*elements / row.elements, row.bytes, &bytes))
        return std::nullopt;
    return bytes;
}

QString tensorTypeName(TensorType type)
{
    return rowOf(type).name.toString();
}

std::optional<TensorType> tensorTypeFromName(QStringView name)
{
    for (const TypeRow& row : typeRows) {
        if (row.name == name && row.elements == 1)
            return row.type;
    }
    return std::nullopt;
}

bool isQuantised(TensorType type) noexcept
{
    return blockElements(type) > 1;
}

qint64 blockElements(TensorType type) noexcept
{
    return rowOf(type).elements;
}

qint64 blockBytes(TensorType type) noexcept
{
    return rowOf(type).bytes;
}

QString shapeText(const TensorShape& shape)
{
    constexpr std::size_t longest = 8;
    QStringList numbers;
    for (std::size_t i = 0; i < std::min(shape.size(), longest); ++i)
        numbers << QString::number(shape[i]);
    if (shape.size() > longest)
        numbers << QStringLiteral("…");
    return u'[' + numbers.join(QStringLiteral(", ")) + u']';
}

bool TensorView::isAligned() const noexcept
{
    // A block's own fields are read byte by byte.
    const qint64 alignment = isQuantised(type) ? 1 : elementBytes(type);
    return reinterpret_cast<std::uintptr_t>(data) % static_cast<std::uintptr_t>(alignment) == 0;
}

} // namespace focal
