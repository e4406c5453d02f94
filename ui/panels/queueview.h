#pragma once

#include "ui/panels/queueitem.h"

#include <QWidget>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace focal {

class QueueRow;

/// The visible queue: what runs and what waits, each with its progress and a way to stop it. Waiting jobs are
/// put in another order by dragging, or with Alt+Up and Alt+Down.
class QueueView : public QWidget
{
    Q_OBJECT

public:
    explicit QueueView(QWidget* parent = nullptr);
    ~QueueView() override;

    /// The running ones first, then the waiting ones in their order.
    void setItems(const std::vector<QueueItem>& items);
    /// Of one job that is shown; unknown ones are no error.
    void setProgress(quint64 id, double fraction, const QString& stage);
    int count() const { return static_cast<int>(m_rows.size()); }

Q_SIGNALS:
    void cancelRequested(quint64 id);
    /// To @p position among the waiting ones; 0 is next.
    void moveRequested(quint64 id, int position);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QVBoxLayout* m_layout = nullptr;
    QLabel* m_empty = nullptr;
    std::vector<QueueRow*> m_rows;
    std::optional<int> m_dropLine; ///< View y of where the dragged row would go.

    QueueRow* addRow(const QueueItem& item);
    void retranslate();
    std::vector<QueueRow*> waiting() const;
    /// Among the waiting rows without @p row, the place that @p y lies at.
    int positionAt(const QueueRow* row, int y) const;
    void step(QueueRow* row, int by);
    void drag(const QueueRow* row, int y);
    void drop(QueueRow* row, int y);
};

} // namespace focal
