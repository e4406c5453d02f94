#include "core/weights/ggufheader.h"

#include "core/base/error.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>

namespace focal {

namespace {

struct HeaderTexts
{
    Q_DECLARE_TR_FUNCTIONS(focal::GgufHeader)
};

[[noreturn]] void reject(const QString& path, const QString& why)
{
    throw UserError(ErrorKind::BadInput, HeaderTexts::tr("%1 is not a sound GGUF file.").arg(path), why,
                    HeaderTexts::tr("The download may be incomplete; fetch the file again."));
}

/// The format's numbers for the kinds of values.
enum ValueType : std::uint32_t {
    ValueU8,
    ValueI8,
    ValueU16,
    ValueI16,
    ValueU32,
    ValueI32,
    ValueF32,
    ValueBool,
    ValueText,
    ValueArray,
    ValueU64,
    ValueI64,
    ValueF64,
};

/// Of the kinds of fixed length; 0 for texts, arrays and what is unknown.
qint64 valueBytes(std::uint32_t type)
{
    constexpr std::array<qint64, 13> bytes{1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
    return type < bytes.size() ? bytes[type] : 0;
}

struct GgufTypeRow
{
    std::uint32_t number;
    QStringView name;
    std::optional<TensorType> type = std::nullopt;
};

constexpr std::array ggufTypes{
    GgufTypeRow{0, u"F32", TensorType::F32},
    GgufTypeRow{1, u"F16", TensorType::F16},
    GgufTypeRow{2, u"Q4_0", TensorType::Q4_0},
    GgufTypeRow{3, u"Q4_1", TensorType::Q4_1},
    GgufTypeRow{6, u"Q5_0", TensorType::Q5_0},
    GgufTypeRow{7, u"Q5_1", TensorType::Q5_1},
    GgufTypeRow{8, u"Q8_0", TensorType::Q8_0},
    GgufTypeRow{9, u"Q8_1"},
    GgufTypeRow{10, u"Q2_K", TensorType::Q2_K},
    GgufTypeRow{11, u"Q3_K", TensorType::Q3_K},
    GgufTypeRow{12, u"Q4_K", TensorType::Q4_K},
    GgufTypeRow{13, u"Q5_K", TensorType::Q5_K},
    GgufTypeRow{14, u"Q6_K", TensorType::Q6_K},
    GgufTypeRow{15, u"Q8_K"},
    GgufTypeRow{16, u"IQ2_XXS"},
    GgufTypeRow{17, u"IQ2_XS"},
    GgufTypeRow{18, u"IQ3_XXS"},
    GgufTypeRow{19, u"IQ1_S"},
    GgufTypeRow{20, u"IQ4_NL"},
    GgufTypeRow{21, u"IQ3_S"},
    GgufTypeRow{22, u"IQ2_S"},
    GgufTypeRow{23, u"IQ4_XS"},
    GgufTypeRow{24, u"I8"},
    GgufTypeRow{25, u"I16"},
    GgufTypeRow{26, u"I32"},
    GgufTypeRow{27, u"I64"},
    GgufTypeRow{28, u"F64"},
    GgufTypeRow{29, u"IQ1_M"},
    GgufTypeRow{30, u"BF16", TensorType::BF16},
    GgufTypeRow{34, u"TQ1_0"},
    GgufTypeRow{35, u"TQ2_0"},
    GgufTypeRow{39, u"MXFP4"},
};

const GgufTypeRow* ggufRow(std::uint32_t number) noexcept
{
    const auto* const found = std::find_if(ggufTypes.begin(), ggufTypes.end(),
                                           [number](const GgufTypeRow& row) { return row.number == number; });
    return found == ggufTypes.end() ? nullptr : found;
}

/// A position in bytes that checks every length before it reads. Each number is read once: a file that
/// changes under the reader must not lead it astray.
class Cursor
{
public:
    Cursor(const QString& path, std::span<const std::byte> bytes) : m_path(path), m_bytes(bytes) {}

    std::size_t position() const { return m_at; }
    std::size_t left() const { return m_bytes.size() - m_at; }

    std::span<const std::byte> take(std::size_t length)
    {
        if (length > left())
            reject(m_path, HeaderTexts::tr("It ends at byte %1, within its header.").arg(m_bytes.size()));
        const auto taken = m_bytes.subspan(m_at, length);
        m_at += length;
        return taken;
    }

    template <typename Number>
    Number number()
    {
        Number value{};
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return value;
    }

    /// A count of things of which each takes at least @p leastBytes in the file.
    std::size_t count(std::size_t leastBytes, const QString& ofWhat)
    {
        const auto value = number<std::uint64_t>();
        if (value > left() / leastBytes)
            reject(m_path, HeaderTexts::tr("It claims %1 %2; only %3 bytes follow.")
                               .arg(QString::number(value), ofWhat, QString::number(left())));
        return static_cast<std::size_t>(value);
    }

    QString text()
    {
        const std::size_t length = count(1, HeaderTexts::tr("bytes of a text"));
        const auto bytes = take(length);
        return QString::fromUtf8(reinterpret_cast<const char*>(bytes.data()),
                                 static_cast<qsizetype>(bytes.size()));
    }

    GgufArray array()
    {
        GgufArray array;
        array.elementType = number<std::uint32_t>();
        const auto fixed = static_cast<std::size_t>(valueBytes(array.elementType));
        if (fixed == 0 && array.elementType != ValueText)
            reject(m_path,
                   HeaderTexts::tr("An array holds values of the unknown kind %1.").arg(array.elementType));
        const std::size_t lengthBytes = sizeof(std::uint64_t);
        const std::size_t elements =
            count(fixed == 0 ? lengthBytes : fixed, HeaderTexts::tr("elements of an array"));
        array.count = static_cast<qint64>(elements);
        const std::size_t begin = m_at;
        if (fixed > 0)
            take(elements * fixed);
        for (std::size_t i = 0; fixed == 0 && i < elements; ++i)
            take(count(1, HeaderTexts::tr("bytes of a text")));
        array.bytes = m_bytes.subspan(begin, m_at - begin);
        return array;
    }

    GgufValue value(std::uint32_t type)
    {
        switch (type) {
        case ValueU8:
            return quint64{number<std::uint8_t>()};
        case ValueI8:
            return qint64{number<std::int8_t>()};
        case ValueU16:
            return quint64{number<std::uint16_t>()};
        case ValueI16:
            return qint64{number<std::int16_t>()};
        case ValueU32:
            return quint64{number<std::uint32_t>()};
        case ValueI32:
            return qint64{number<std::int32_t>()};
        case ValueF32:
            return double{number<float>()};
        case ValueBool:
            return number<std::uint8_t>() != 0;
        case ValueText:
            return text();
        case ValueArray:
            return array();
        case ValueU64:
            return quint64{number<std::uint64_t>()};
        case ValueI64:
            return qint64{number<std::int64_t>()};
        case ValueF64:
            return number<double>();
        default:
            reject(m_path, HeaderTexts::tr("A value is of the unknown kind %1.").arg(type));
        }
    }

private:
    QString m_path;
    std::span<const std::byte> m_bytes;
    std::size_t m_at = 0;
};

GgufEntry readEntry(Cursor& cursor, const QString& path)
{
    constexpr std::uint32_t mostDimensions = 4;
    GgufEntry entry;
    entry.name = cursor.text();
    const auto dimensions = cursor.number<std::uint32_t>();
    if (dimensions > mostDimensions)
        reject(path,
               HeaderTexts::tr("\"%1\" has %2 dimensions; the limit is 4.").arg(entry.name).arg(dimensions));
    for (std::uint32_t i = 0; i < dimensions; ++i) {
        const auto length = cursor.number<std::uint64_t>();
        if (length > static_cast<std::uint64_t>(std::numeric_limits<qint64>::max()))
            reject(path, HeaderTexts::tr("\"%1\" has a dimension of %2.").arg(entry.name).arg(length));
        entry.shape.insert(entry.shape.begin(), static_cast<qint64>(length));
    }
    entry.type = cursor.number<std::uint32_t>();
    const auto offset = cursor.number<std::uint64_t>();
    if (offset > static_cast<std::uint64_t>(std::numeric_limits<qint64>::max()))
        reject(path, HeaderTexts::tr("\"%1\" begins at byte %2.").arg(entry.name).arg(offset));
    entry.begin = static_cast<qint64>(offset);
    return entry;
}

void readMetadata(Cursor& cursor, const QString& path, std::size_t count, GgufHeader& header)
{
    for (std::size_t i = 0; i < count; ++i) {
        const QString key = cursor.text();
        const auto type = cursor.number<std::uint32_t>();
        const GgufValue value = cursor.value(type);
        if (header.metadata.contains(key))
            reject(path, HeaderTexts::tr("The metadata have the key \"%1\" twice.").arg(key));
        header.metadata.insert(key, value);
    }
    const auto alignment = header.metadata.constFind(QStringLiteral("general.alignment"));
    if (alignment == header.metadata.constEnd())
        return;
    constexpr quint64 largest = 1U << 20;
    const auto* number = std::get_if<quint64>(&*alignment);
    if (!number || !std::has_single_bit(*number) || *number > largest)
        reject(path, HeaderTexts::tr("Its alignment is no power of two from 1 to 1048576."));
    header.alignment = static_cast<qint64>(*number);
}

void checkVersion(const QString& path, std::uint32_t version)
{
    if (version == 2 || version == 3)
        return;
    const std::uint32_t swapped = __builtin_bswap32(version);
    if (swapped == 2 || swapped == 3)
        reject(path, HeaderTexts::tr("It was written for machines of the other byte order."));
    reject(path, HeaderTexts::tr("It is of version %1; 2 and 3 can be read.").arg(version));
}

} // namespace

GgufHeader readGgufHeader(const QString& path, std::span<const std::byte> file)
{
    Cursor cursor(path, file);
    if (file.size() < 4 || std::memcmp(cursor.take(4).data(), "GGUF", 4) != 0)
        reject(path, HeaderTexts::tr("It does not begin with \"GGUF\"."));
    checkVersion(path, cursor.number<std::uint32_t>());
    // The least that each takes: lengths, numbers and one byte of value.
    constexpr std::size_t leastTensorBytes = 8 + 4 + 4 + 8;
    constexpr std::size_t leastPairBytes = 8 + 4 + 1;
    const std::size_t tensors = cursor.count(leastTensorBytes, HeaderTexts::tr("tensors"));
    const std::size_t pairs = cursor.count(leastPairBytes, HeaderTexts::tr("metadata"));
    GgufHeader header;
    readMetadata(cursor, path, pairs, header);
    for (std::size_t i = 0; i < tensors; ++i)
        header.entries.push_back(readEntry(cursor, path));
    const auto end = static_cast<qint64>(cursor.position());
    header.dataOffset = (end + header.alignment - 1) / header.alignment * header.alignment;
    return header;
}

std::optional<QStringList> textsOf(const GgufArray& array)
{
    if (array.elementType != ValueText)
        return std::nullopt;
    Cursor cursor({}, array.bytes);
    QStringList texts;
    for (qint64 i = 0; i < array.count; ++i)
        texts << cursor.text();
    return texts;
}

std::optional<std::vector<qint64>> integersOf(const GgufArray& array)
{
    Cursor cursor({}, array.bytes);
    std::vector<qint64> numbers;
    for (qint64 i = 0; i < array.count; ++i) {
        if (array.elementType == ValueText)
            return std::nullopt;
        const GgufValue value = cursor.value(array.elementType);
        if (const auto* whole = std::get_if<quint64>(&value))
            numbers.push_back(static_cast<qint64>(*whole));
        else if (const auto* sign = std::get_if<qint64>(&value))
            numbers.push_back(*sign);
        else
            return std::nullopt;
    }
    return numbers;
}

std::optional<TensorType> tensorTypeFromGguf(std::uint32_t type) noexcept
{
    const GgufTypeRow* row = ggufRow(type);
    return row ? row->type : std::nullopt;
}

QString ggufTypeName(std::uint32_t type)
{
    const GgufTypeRow* row = ggufRow(type);
    return row ? row->name.toString() : QString::number(type);
}

} // namespace focal
