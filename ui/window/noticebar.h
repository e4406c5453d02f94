#pragma once

#include <QFrame>
#include <QTimer>

#include <functional>
#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace focal {

/// What the program says about something that is no turn: a file that cannot be opened, a model that did not
/// load, a picture being read. One line above the instruction box, never in the way.
class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);

    enum class Kind {
        Info,
        Error,
    };
    /// @param wayOut  the text of a button that does @p action and closes; empty: no button
    /// @return a number by which takeBack() knows it
    int say(Kind kind, const QString& sentence, const QString& wayOut = {},
            std::function<void()> action = {});
    /// Something is under way: an endless bar, and a button to stop it. Covers what was said, until
    /// endBusy().
    void sayBusy(const QString& sentence, std::function<void()> stop);
    void endBusy();
    /// Takes back what was said, unless something else was said since.
    void takeBack(int number);
    void close();
    /// What stands there now; empty where the bar is hidden.
    QString sentence() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Notice
    {
        Kind kind = Kind::Info;
        QString sentence;
        QString wayOut;
        std::function<void()> action;
    };

    QLabel* m_icon = nullptr;
    QLabel* m_sentence = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_wayOut = nullptr;
    QToolButton* m_close = nullptr;
    std::optional<Notice> m_said;
    std::optional<Notice> m_busy;
    int m_count = 0;
    QTimer m_fade; ///< What is no error and asks for nothing goes by itself.

    void showNotice();
    void act();
    void retranslate();
};

} // namespace focal
