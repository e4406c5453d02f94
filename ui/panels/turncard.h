#pragma once

#include "ui/panels/conversation.h"
#include "ui/panels/textblock.h"

#include <QImage>
#include <QWidget>

#include <vector>

class QToolButton;

namespace focal {

class FlowLayout;

/// What one card shows, in words and pictures that are ready to be drawn.
struct CardContent
{
    enum class State {
        Opened,
        Done,
        Waiting,
        Running,
        NotFound,
        CannotDo,
        Unclear,
        NothingChanged,
        Failed,
        Cancelled,
    };

    State state = State::Done;
    QString title;       ///< The sentence; the file's name for the root.
    QString body;        ///< What was done, or why not and what would help.
    QString foot;        ///< State, duration, time of day.
    QString tip;         ///< Everything, uncut.
    QString removeTip;   ///< Of the cross that takes a job away; empty for no cross.
    QString branch;      ///< "after “...”" in the first row of a branch.
    double progress = 0; ///< 0..1, while running.
    int depth = 0;
    bool dimmed = false;
    bool current = false;
    bool hasThumbnail = false;
    int version = 0; ///< 1-based; of the turn's versions.
    int versions = 1;

    struct Button
    {
        QString text;
        QString iconName;
        QString tip;
        int code = 0;       ///< Given back by TurnCard::buttonClicked().
        int candidate = -1; ///< Of a button that offers one: its index.

        friend bool operator==(const Button&, const Button&) = default;
    };
    std::vector<Button> buttons;

    friend bool operator==(const CardContent&, const CardContent&) = default;
};

/// One turn, answer or job of the conversation. Drawn by hand, so that hundreds stay quick; its buttons are
/// widgets.
class TurnCard : public QWidget
{
    Q_OBJECT

public:
    explicit TurnCard(const RowKey& key, QWidget* parent = nullptr);
    ~TurnCard() override;

    const RowKey& key() const { return m_key; }
    const CardContent& content() const { return m_content; }
    void setContent(const CardContent& content);
    void setProgress(double fraction, const QString& foot);
    void setThumbnail(const QImage& image);
    bool hasImage() const { return !m_thumbnail.isNull(); }
    void setCandidateImage(int candidate, const QImage& image);
    /// Whether the Tab key stops at this card.
    void setInTabChain(bool in);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

Q_SIGNALS:
    void activated(); ///< Click or Enter.
    void menuRequested(QPoint global);
    void stepRequested(int by); ///< Up and Down; Home and End are large.
    void versionRequested(int by);
    void removeRequested(); ///< Delete.
    void focused();
    void painted(); ///< It is in view: a thumbnail that is missing is worth making.
    void buttonClicked(int code);
    void candidateHovered(int index); ///< -1 when the pointer leaves.

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Places;

    RowKey m_key;
    CardContent m_content;
    QImage m_thumbnail;
    QWidget* m_buttonArea = nullptr;
    FlowLayout* m_buttons = nullptr;
    QToolButton* m_remove = nullptr; ///< Made for jobs.
    QToolButton* m_older = nullptr;  ///< Made when a turn has more than one version.
    QToolButton* m_newer = nullptr;
    mutable TextBlock m_title, m_body, m_foot, m_branch; ///< Laid out for the width asked last.
    bool m_pressed = false;
    bool m_hovered = false;

    Places places(int width) const;
    void rebuildButtons();
    QToolButton* makeSmallButton(const QString& iconName);
    void updateRemoveButton();
    void updateVersionButtons();
    void placeChildren();
    void updateAccessible();
    void paintThumbnail(QPainter& painter, const QRect& where) const;
    void paintGutter(QPainter& painter, const Places& at) const;
};

} // namespace focal
