#pragma once
/// The three ways in which something inside core/ ends early. Foreign exceptions (c10, cv, std) become one of
/// these in translateexception.h, and at a worker's edge all of them become values.

#include <QString>

#include <exception>

namespace focal {

/// What a failure means to whoever asked; focal-cli maps it to its exit codes.
enum class ErrorKind {
    BadUsage,   ///< The request itself makes no sense.
    BadInput,   ///< A file or picture cannot be used.
    CannotDo,   ///< Understood, but no installed model can do it.
    Refused,    ///< Focal declines, to protect something of the user's.
    DoesNotFit, ///< The machine has not the memory or disk for it.
};

/// Something that the user can understand and act on. All texts are translated sentences.
class UserError : public std::exception
{
public:
    /// @param what    what went wrong, naming the file or thing
    /// @param why     the cause, as exactly as known; may be empty
    /// @param remedy  what to do next; may be empty
    UserError(ErrorKind kind, QString what, QString why = {}, QString remedy = {});

    ErrorKind kind() const noexcept { return m_kind; }
    const QString& summary() const noexcept { return m_what; }
    const QString& why() const noexcept { return m_why; }
    const QString& remedy() const noexcept { return m_remedy; }
    /// All three parts on one line.
    QString message() const;
    const char* what() const noexcept override { return m_utf8.constData(); }

private:
    ErrorKind m_kind;
    QString m_what;
    QString m_why;
    QString m_remedy;
    QByteArray m_utf8;
};

/// A bug in Focal: a broken invariant. Not translated; carries where it was raised.
class LogicError : public std::exception
{
public:
    /// The place is filled in by the compiler. (std::source_location is beyond the pinned clang-tidy.)
    explicit LogicError(const QString& what, const char* file = __builtin_FILE(),
                        int line = __builtin_LINE());
    const char* what() const noexcept override { return m_utf8.constData(); }

private:
    QByteArray m_utf8;
};

/// The user stopped the job. Never an error, never logged as one.
class Cancelled : public std::exception
{
public:
    const char* what() const noexcept override { return "cancelled"; }
};

} // namespace focal
