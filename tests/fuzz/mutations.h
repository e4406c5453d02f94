#pragma once
/// Damage to files that follows from a seed.

#include <QByteArray>
#include <QList>
#include <QRandomGenerator>

#include <array>
#include <cctype>

namespace focal::fuzz {

/// Changes a file in one to four places, in ways that readers trip over: bits, numbers at the edge of their
/// range, bytes cut out, doubled or moved, another length; in JSON also whole numbers, words and brackets.
class Mutator
{
public:
    explicit Mutator(quint32 seed) : m_random(seed) {}

    QByteArray mutated(QByteArray content)
    {
        const int times = 1 + m_random.bounded(4);
        for (int i = 0; i < times && !content.isEmpty(); ++i)
            change(content);
        return content;
    }

private:
    qsizetype place(const QByteArray& content)
    {
        // Most of what can be misread stands at the beginning.
        const qsizetype most =
            m_random.bounded(3) == 0 ? content.size() : std::min<qsizetype>(content.size(), 1024);
        return static_cast<qsizetype>(m_random.bounded(static_cast<int>(most)));
    }

    void change(QByteArray& content)
    {
        const qsizetype at = place(content);
        const auto length = static_cast<qsizetype>(1 + m_random.bounded(24));
        switch (m_random.bounded(9)) {
        case 0:
            content[at] = static_cast<char>(content[at] ^ (1 << m_random.bounded(8)));
            break;
        case 1:
            content[at] = static_cast<char>(m_random.bounded(256));
            break;
        case 2:
            putNumber(content, at);
            break;
        case 3:
            content.truncate(at);
            break;
        case 4:
            content.remove(at, length);
            break;
        case 5:
            content.insert(at, content.mid(place(content), length));
            break;
        case 6:
            content.append(length, '\xff');
            break;
        case 7:
            replaceDigits(content, at);
            break;
        default:
            replaceWord(content, at);
            break;
        }
    }

    void putNumber(QByteArray& content, qsizetype at)
    {
        constexpr std::array<quint64, 10> numbers{0,
                                                  1,
                                                  0xff,
                                                  0x7fffffff,
                                                  0xffffffff,
                                                  0x100000000,
                                                  0x7fffffffffffffff,
                                                  0x8000000000000000,
                                                  0xffffffffffffffff,
                                                  0x4000000000000001};
        const quint64 number =
            numbers[static_cast<std::size_t>(m_random.bounded(static_cast<int>(numbers.size())))];
        const qsizetype bytes = m_random.bounded(2) == 0 ? 4 : 8;
        content.replace(at, bytes, QByteArray(reinterpret_cast<const char*>(&number), bytes));
    }

    void replaceDigits(QByteArray& content, qsizetype at)
    {
        static const QList<QByteArray> numbers{"0",   "-1",    "18446744073709551615", "9223372036854775807",
                                               "1e9", "1e999", "4294967296",           "2147483648"};
        while (at < content.size() && std::isdigit(static_cast<unsigned char>(content[at])) == 0)
            ++at;
        qsizetype end = at;
        while (end < content.size() && std::isdigit(static_cast<unsigned char>(content[end])) != 0)
            ++end;
        content.replace(at, end - at, numbers[m_random.bounded(static_cast<int>(numbers.size()))]);
    }

    void replaceWord(QByteArray& content, qsizetype at)
    {
        static const QList<QByteArray> words{
            "null", "true", "[]", "{}",      "\"", "[[[[[[[[", "\xed\xa0\x80", "F64",
            "BF16", ",",    ":",  "\\u0000", "}",  "]",        "__metadata__", "U8"};
        const QByteArray& word = words[m_random.bounded(static_cast<int>(words.size()))];
        content.replace(at, m_random.bounded(2) == 0 ? word.size() : 0, word);
    }

    QRandomGenerator m_random;
};

} // namespace focal::fuzz
