#pragma once

#include "ui/panels/queueitem.h"

#include <QFrame>

class QLabel;
class QProgressBar;
class QToolButton;

namespace focal {

/// One job in the visible queue.
class QueueRow : public QFrame
{
    Q_OBJECT

public:
    explicit QueueRow(const QueueItem& item, QWidget* parent = nullptr);

    const QueueItem& item() const { return m_item; }
    void setItem(const QueueItem& item);

Q_SIGNALS:
    void cancelClicked();
    void stepped(int by); ///< Alt+Up is -1, Alt+Down +1.
    void dragged(int y);  ///< While the button is down; parent's coordinates of the pointer.
    void dropped(int y);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QueueItem m_item;
    QLabel* m_mark = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_state = nullptr;
    QProgressBar* m_progress = nullptr;
    QToolButton* m_cancel = nullptr;
    std::optional<QPoint> m_pressed;
    bool m_dragging = false;

    void showItem();
};

} // namespace focal
