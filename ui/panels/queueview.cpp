#include "ui/panels/queueview.h"

#include "ui/panels/queuerow.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace focal {

QueueView::QueueView(QWidget* parent) : QWidget(parent)
{
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(grid::Small, grid::Small, grid::Small, grid::Small);
    m_layout->setSpacing(grid::Unit);
    m_empty = new QLabel(this);
    setRole(m_empty, "dim");
    m_layout->addWidget(m_empty);
    m_layout->addStretch();
    retranslate();
}

QueueView::~QueueView() = default;

void QueueView::setItems(const std::vector<QueueItem>& items)
{
    // Rows are kept by job: a row that is being dragged or has the focus stays the same widget.
    std::vector<QueueRow*> rows;
    for (const QueueItem& item : items) {
        const auto known = std::find_if(m_rows.begin(), m_rows.end(),
                                        [&](const QueueRow* row) { return row->item().id == item.id; });
        QueueRow* row = known == m_rows.end() ? addRow(item) : *known;
        row->setItem(item);
        rows.push_back(row);
    }
    for (QueueRow* row : m_rows) {
        if (std::find(rows.begin(), rows.end(), row) == rows.end()) {
            m_layout->removeWidget(row);
            row->hide();
            row->deleteLater(); // its own signal may have led here
        }
    }
    m_rows = std::move(rows);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_layout->indexOf(m_rows[i]) != static_cast<int>(i) + 1) {
            m_layout->removeWidget(m_rows[i]);
            m_layout->insertWidget(static_cast<int>(i) + 1, m_rows[i]);
        }
        if (i > 0)
            setTabOrder(m_rows[i - 1], m_rows[i]);
    }
    m_empty->setVisible(m_rows.empty());
}

QueueRow* QueueView::addRow(const QueueItem& item)
{
    auto* row = new QueueRow(item, this);
    connect(row, &QueueRow::cancelClicked, this, [this, row] {
        Q_EMIT
        cancelRequested(row->item().id);
    });
    connect(row, &QueueRow::stepped, this, [this, row](int by) { step(row, by); });
    connect(row, &QueueRow::dragged, this, [this, row](int y) { drag(row, y); });
    connect(row, &QueueRow::dropped, this, [this, row](int y) { drop(row, y); });
    return row;
}

void QueueView::setProgress(quint64 id, double fraction, const QString& stage)
{
    for (QueueRow* row : m_rows) {
        if (row->item().id != id)
            continue;
        QueueItem item = row->item();
        item.fraction = fraction;
        item.stage = stage;
        row->setItem(item);
    }
}

std::vector<QueueRow*> QueueView::waiting() const
{
    std::vector<QueueRow*> rows;
    std::copy_if(m_rows.begin(), m_rows.end(), std::back_inserter(rows),
                 [](const QueueRow* row) { return !row->item().running; });
    return rows;
}

int QueueView::positionAt(const QueueRow* row, int y) const
{
    int position = 0;
    for (const QueueRow* other : waiting()) {
        if (other != row && y > other->geometry().center().y())
            ++position;
    }
    return position;
}

void QueueView::step(QueueRow* row, int by)
{
    const std::vector<QueueRow*> rows = waiting();
    const auto at = std::find(rows.begin(), rows.end(), row);
    if (at == rows.end())
        return;
    const int to = static_cast<int>(at - rows.begin()) + by;
    if (to >= 0 && to < static_cast<int>(rows.size()))
        Q_EMIT
    moveRequested(row->item().id, to);
}

void QueueView::drag(const QueueRow* row, int y)
{
    std::vector<QueueRow*> others = waiting();
    std::erase(others, row);
    const int position = positionAt(row, y);
    if (others.empty())
        return;
    m_dropLine = position < static_cast<int>(others.size())
                     ? others[static_cast<std::size_t>(position)]->y() - grid::Unit / 2
                     : others.back()->geometry().bottom() + grid::Unit / 2;
    update();
}

void QueueView::drop(QueueRow* row, int y)
{
    m_dropLine.reset();
    update();
    const std::vector<QueueRow*> rows = waiting();
    const auto at = std::find(rows.begin(), rows.end(), row);
    const int to = positionAt(row, y);
    if (at != rows.end() && to != static_cast<int>(at - rows.begin()))
        Q_EMIT
    moveRequested(row->item().id, to);
}

void QueueView::paintEvent(QPaintEvent*)
{
    if (!m_dropLine)
        return;
    QPainter painter(this);
    painter.fillRect(QRect(grid::Small, *m_dropLine - 1, width() - 2 * grid::Small, 2),
                     currentTheme().accent);
}

void QueueView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void QueueView::retranslate()
{
    m_empty->setText(tr("Nothing is waiting."));
    setAccessibleName(tr("Queue"));
}

} // namespace focal
