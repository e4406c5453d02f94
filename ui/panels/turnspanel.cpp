#include "ui/panels/turnspanel.h"

#include "ui/panels/conversationview.h"
#include "ui/panels/turncard.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace focal {

TurnsPanel::TurnsPanel(QWidget* parent) : QWidget(parent)
{
    m_title = new QLabel(this);
    setRole(m_title, "section");
    m_title->setContentsMargins(grid::Medium, grid::Medium, grid::Medium, grid::Unit);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // so that the cards' width never jumps
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_view = new ConversationView(m_scroll);
    m_scroll->setWidget(m_view);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_title);
    layout->addWidget(m_scroll, 1);
    setMinimumWidth(200);

    connect(m_view, &ConversationView::revealRequested, this, &TurnsPanel::reveal);
    connect(m_view, &ConversationView::turnChosen, this, &TurnsPanel::turnChosen);
    connect(m_view, &ConversationView::branchRequested, this, &TurnsPanel::branchRequested);
    connect(m_view, &ConversationView::compareRequested, this, &TurnsPanel::compareRequested);
    connect(m_view, &ConversationView::copyRequested, this, &TurnsPanel::copyRequested);
    connect(m_view, &ConversationView::editAgainRequested, this, &TurnsPanel::editAgainRequested);
    connect(m_view, &ConversationView::tryAgainRequested, this, &TurnsPanel::tryAgainRequested);
    connect(m_view, &ConversationView::referenceRequested, this, &TurnsPanel::referenceRequested);
    connect(m_view, &ConversationView::pointRequested, this, &TurnsPanel::pointRequested);
    connect(m_view, &ConversationView::candidateHovered, this, &TurnsPanel::candidateHovered);
    connect(m_view, &ConversationView::candidateChosen, this, &TurnsPanel::candidateChosen);
    connect(m_view, &ConversationView::jobCancelRequested, this, &TurnsPanel::jobCancelRequested);
    retranslate();
}

TurnsPanel::~TurnsPanel() = default;

void TurnsPanel::setDocument(Document* document)
{
    m_view->setDocument(document);
}

void TurnsPanel::setJobs(const std::vector<QueueItem>& jobs)
{
    m_view->setJobs(jobs);
}

void TurnsPanel::setJobProgress(quint64 id, double fraction, const QString& stage)
{
    m_view->setJobProgress(id, fraction, stage);
}

void TurnsPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void TurnsPanel::retranslate()
{
    m_title->setText(tr("Turns"));
    m_view->retranslate();
}

void TurnsPanel::reveal(QWidget* card)
{
    m_scroll->ensureWidgetVisible(card, 0, grid::Large);
}

} // namespace focal
