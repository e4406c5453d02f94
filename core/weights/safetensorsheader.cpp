#include "core/weights/safetensorsheader.h"

#include <nlohmann/json.hpp>

#include <QCoreApplication>

#include <cstring>
#include <limits>
#include <stdexcept>

namespace focal {

namespace {

using Json = nlohmann::json;

/// Follows the header's events with a small state machine, so that a name that comes twice is seen (a JSON
/// object would keep one of them) and deep nesting ends at its first bracket. Returning false stops the
/// parser.
class HeaderReader : public nlohmann::json_sax<Json>
{
    Q_DECLARE_TR_FUNCTIONS(focal::SafetensorsHeader)

public:
    SafetensorsHeader header;
    QString error; ///< translated; set when an event returned false

    bool start_object(std::size_t) override
    {
        switch (m_state) {
        case State::Start:
            m_state = State::Top;
            return true;
        case State::EntryValue:
            m_state = State::Entry;
            m_has = {};
            return true;
        case State::MetadataValue:
            m_state = State::Metadata;
            return true;
        default:
            return unexpected();
        }
    }

    bool key(string_t& text) override
    {
        const QString name = QString::fromStdString(text);
        switch (m_state) {
        case State::Top:
            return topKey(name);
        case State::Metadata:
            m_metadataKey = name;
            if (header.metadata.contains(name))
                return fail(tr("The metadata have the key \"%1\" twice.").arg(name));
            m_state = State::MetadataText;
            return true;
        case State::Entry:
            return entryKey(name);
        default:
            return unexpected();
        }
    }

    bool end_object() override
    {
        switch (m_state) {
        case State::Top:
            m_state = State::End;
            return true;
        case State::Metadata:
            m_state = State::Top;
            return true;
        case State::Entry:
            if (!m_has.type || !m_has.shape || !m_has.range)
                return fail(
                    tr("\"%1\" lacks its dtype, shape or data_offsets.").arg(header.entries.back().name));
            m_state = State::Top;
            return true;
        default:
            return unexpected();
        }
    }

    bool start_array(std::size_t) override
    {
        if (m_state == State::ShapeValue) {
            m_state = State::Shape;
            return true;
        }
        if (m_state == State::RangeValue) {
            m_state = State::Range;
            m_rangeNumbers = 0;
            return true;
        }
        return unexpected();
    }

    bool end_array() override
    {
        if (m_state == State::Range && m_rangeNumbers != 2)
            return fail(
                tr("The data_offsets of \"%1\" are not two numbers.").arg(header.entries.back().name));
        if (m_state != State::Shape && m_state != State::Range)
            return unexpected();
        m_state = State::Entry;
        return true;
    }

    bool string(string_t& text) override
    {
        if (m_state == State::MetadataText) {
            header.metadata.insert(m_metadataKey, QString::fromStdString(text));
            m_state = State::Metadata;
            return true;
        }
        if (m_state == State::TypeValue) {
            header.entries.back().type = QString::fromStdString(text);
            m_state = State::Entry;
            return true;
        }
        return unexpected();
    }

    bool number_unsigned(number_unsigned_t value) override
    {
        if (m_state != State::Shape && m_state != State::Range)
            return unexpected();
        if (value > static_cast<number_unsigned_t>(std::numeric_limits<qint64>::max()))
            return badNumber(QString::number(value));
        SafetensorsEntry& entry = header.entries.back();
        const auto number = static_cast<qint64>(value);
        if (m_state == State::Shape) {
            entry.shape.push_back(number);
            return true;
        }
        if (m_rangeNumbers == 2)
            return fail(tr("The data_offsets of \"%1\" are not two numbers.").arg(entry.name));
        (m_rangeNumbers++ == 0 ? entry.begin : entry.end) = number;
        return true;
    }

    bool number_integer(number_integer_t value) override
    {
        return m_state == State::Shape || m_state == State::Range ? badNumber(QString::number(value))
                                                                  : unexpected();
    }
    bool number_float(number_float_t, const string_t& text) override
    {
        return m_state == State::Shape || m_state == State::Range ? badNumber(QString::fromStdString(text))
                                                                  : unexpected();
    }
    bool null() override { return unexpected(); }
    bool boolean(bool) override { return unexpected(); }
    bool binary(binary_t&) override { return unexpected(); }

    bool parse_error(std::size_t position, const std::string& token, const Json::exception&) override
    {
        constexpr int longest = 40;
        return fail(tr("It is not valid JSON at byte %1, near \"%2\".")
                        .arg(position)
                        .arg(QString::fromStdString(token).left(longest)));
    }

private:
    /// What must come next.
    enum class State {
        Start,
        Top,
        MetadataValue,
        Metadata,
        MetadataText,
        EntryValue,
        Entry,
        TypeValue,
        ShapeValue,
        Shape,
        RangeValue,
        Range,
        End,
    };

    bool topKey(const QString& name)
    {
        if (name == u"__metadata__") {
            if (m_hasMetadata)
                return fail(tr("\"%1\" comes twice.").arg(name));
            m_hasMetadata = true;
            m_state = State::MetadataValue;
            return true;
        }
        header.entries.push_back({name, {}, {}, 0, 0});
        m_state = State::EntryValue;
        return true;
    }

    bool entryKey(const QString& name)
    {
        bool* has = nullptr;
        if (name == u"dtype") {
            has = &m_has.type;
            m_state = State::TypeValue;
        } else if (name == u"shape") {
            has = &m_has.shape;
            m_state = State::ShapeValue;
        } else if (name == u"data_offsets") {
            has = &m_has.range;
            m_state = State::RangeValue;
        } else {
            return fail(tr("\"%1\" has an unknown member \"%2\".").arg(header.entries.back().name, name));
        }
        if (*has)
            return fail(tr("\"%1\" has its \"%2\" twice.").arg(header.entries.back().name, name));
        *has = true;
        return true;
    }

    bool badNumber(const QString& got)
    {
        return fail(tr("\"%1\" has %2 where a whole number from 0 to 2^63 - 1 must stand.")
                        .arg(header.entries.back().name, got));
    }

    bool unexpected()
    {
        if (header.entries.empty())
            return fail(tr("Its structure is not that of a safetensors header."));
        return fail(tr("Its structure is not that of a safetensors header, at or after \"%1\".")
                        .arg(header.entries.back().name));
    }

    bool fail(const QString& text)
    {
        error = text;
        return false;
    }

    struct Members
    {
        bool type = false;
        bool shape = false;
        bool range = false;
    };

    State m_state = State::Start;
    Members m_has;
    QString m_metadataKey;
    int m_rangeNumbers = 0;
    bool m_hasMetadata = false;
};

[[noreturn]] void reject(const QString& path, const QString& why)
{
    throw UserError(
        ErrorKind::BadInput,
        QCoreApplication::translate("focal::SafetensorsHeader", "%1 is not a usable safetensors file.")
            .arg(path),
        why, QCoreApplication::translate("focal::SafetensorsHeader", "Fetch the file again."));
}

} // namespace

SafetensorsHeader readSafetensorsHeader(const QString& path, std::span<const std::byte> file)
{
    constexpr std::size_t lengthBytes = 8;
    if (file.size() < lengthBytes)
        reject(path,
               HeaderReader::tr("It has %1 bytes, too few for the length of a header.").arg(file.size()));
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < lengthBytes; ++i)
        length |= static_cast<std::uint64_t>(file[i]) << (8 * i);
    if (length > static_cast<std::uint64_t>(SafetensorsFile::maxHeaderBytes))
        reject(path, HeaderReader::tr("Its header claims %1 bytes; the limit is %2.")
                         .arg(length)
                         .arg(SafetensorsFile::maxHeaderBytes));
    if (length > file.size() - lengthBytes)
        reject(path, HeaderReader::tr("Its header claims %1 bytes, but only %2 follow: the file is cut off.")
                         .arg(length)
                         .arg(file.size() - lengthBytes));
    const auto* first = reinterpret_cast<const char*>(file.data() + lengthBytes);
    // Copied, because a file that changes under the parser must not lead it astray.
    const std::string json(first, first + length);
    HeaderReader reader;
    if (!Json::sax_parse(json, &reader, Json::input_format_t::json, true))
        reject(path, reader.error);
    reader.header.dataOffset = static_cast<qint64>(lengthBytes) + static_cast<qint64>(length);
    return std::move(reader.header);
}

} // namespace focal
