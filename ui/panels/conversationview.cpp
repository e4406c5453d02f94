#include "ui/panels/conversationview.h"

#include "ui/panels/cardcontent.h"
#include "ui/panels/thumbnails.h"
#include "ui/panels/turncard.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QMenu>
#include <QResizeEvent>
#include <QTimer>

#include <algorithm>

namespace focal {

namespace {

QString thumbnailKey(TurnId id)
{
    return QStringLiteral("t%1").arg(static_cast<quint32>(id));
}

QString thumbnailKey(AnswerId id, int candidate)
{
    return QStringLiteral("a%1/%2").arg(static_cast<quint32>(id)).arg(candidate);
}

/// A candidate with some of its surroundings, so that it can be told from another of its kind.
cv::Rect withSurroundings(cv::Rect box)
{
    const int margin = std::max(box.width, box.height) / 4;
    return {box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin};
}

} // namespace

ConversationView::ConversationView(QWidget* parent) : QWidget(parent), m_thumbnails(new Thumbnails(this))
{
    connect(m_thumbnails, &Thumbnails::made, this, &ConversationView::thumbnailMade);
}

ConversationView::~ConversationView() = default;

void ConversationView::setDocument(Document* document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = document;
    m_thumbnails->clear();
    for (TurnCard* card : m_order) {
        card->hide();
        card->deleteLater();
    }
    m_order.clear();
    m_cards.clear();
    m_reveal.reset();
    if (document) {
        connect(document, &Document::turnAdded, this, [this](TurnId id) {
            // Its picture is at hand now; later it may have to be unpacked.
            m_thumbnails->request(thumbnailKey(id), m_document->picture(id));
            m_reveal = id;
            queueUpdate();
        });
        connect(document, &Document::answerAdded, this, [this](AnswerId id) {
            m_reveal = id;
            queueUpdate();
        });
        connect(document, &Document::currentChanged, this, [this](TurnId id) {
            m_reveal = id;
            queueUpdate();
        });
        connect(document, &Document::pathChanged, this, &ConversationView::queueUpdate);
        connect(document, &QObject::destroyed, this, [this] { setDocument(nullptr); });
        m_reveal = document->current();
    }
    rebuild();
}

void ConversationView::setJobs(const std::vector<QueueItem>& jobs)
{
    for (const QueueItem& job : jobs) {
        const auto known = std::find_if(m_jobs.begin(), m_jobs.end(),
                                        [&](const QueueItem& before) { return before.id == job.id; });
        if (known == m_jobs.end())
            m_reveal = JobKey{job.id};
    }
    m_jobs = jobs;
    queueUpdate();
}

void ConversationView::setJobProgress(quint64 id, double fraction, const QString& stage)
{
    for (QueueItem& job : m_jobs) {
        if (job.id != id)
            continue;
        job.fraction = fraction;
        job.stage = stage;
        const auto card = m_cards.find(JobKey{id});
        if (job.running && card != m_cards.end() &&
            card->second->content().state == CardContent::State::Running)
            card->second->setProgress(fraction, jobFoot(job));
    }
}

void ConversationView::retranslate()
{
    setAccessibleName(tr("Turns"));
    queueUpdate();
}

TurnCard* ConversationView::currentCard() const
{
    for (TurnCard* card : m_order) {
        if (card->content().current)
            return card;
    }
    return nullptr;
}

/// Several signals of one event make one update.
void ConversationView::queueUpdate()
{
    if (std::exchange(m_updateQueued, true))
        return;
    QTimer::singleShot(0, this, [this] {
        m_updateQueued = false;
        rebuild();
    });
}

void ConversationView::rebuild()
{
    const std::vector<ConversationRow> rows =
        m_document ? conversationRows(*m_document, m_jobs) : std::vector<ConversationRow>();
    std::map<RowKey, TurnCard*> kept;
    std::vector<TurnCard*> order;
    for (const ConversationRow& row : rows) {
        const auto known = m_cards.find(row.key);
        TurnCard* card = known == m_cards.end() ? makeCard(row.key) : known->second;
        CardContent content = contentOf(row, *m_document, m_jobs);
        if (known == m_cards.end() || !(content == card->content()))
            card->setContent(content);
        kept.emplace(row.key, card);
        order.push_back(card);
    }
    bool lostFocus = false;
    for (const auto& [key, card] : m_cards) {
        if (kept.count(key) > 0)
            continue;
        lostFocus = lostFocus || card->hasFocus();
        card->hide();
        card->deleteLater();
    }
    m_cards = std::move(kept);
    m_order = std::move(order);
    for (TurnCard* card : m_order) {
        if (const auto* answer = std::get_if<AnswerId>(&card->key())) {
            for (const CardContent::Button& button : card->content().buttons) {
                if (button.candidate >= 0)
                    card->setCandidateImage(button.candidate,
                                            m_thumbnails->image(thumbnailKey(*answer, button.candidate)));
            }
        }
    }
    for (std::size_t i = 1; i < m_order.size(); ++i)
        setTabOrder(m_order[i - 1], m_order[i]);
    TurnCard* current = currentCard();
    if (current) {
        setTabStop(current);
        if (lostFocus)
            current->setFocus(Qt::OtherFocusReason);
    }
    arrange();
    if (m_reveal) {
        const auto card = m_cards.find(*m_reveal);
        if (card != m_cards.end())
            Q_EMIT
        revealRequested(card->second);
        m_reveal.reset();
    }
}

void ConversationView::arrange()
{
    int y = grid::Unit;
    for (TurnCard* card : m_order) {
        const int height = card->heightForWidth(width());
        card->setGeometry(0, y, width(), height);
        y += height;
    }
    setMinimumHeight(y + grid::Small);
}

void ConversationView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (event->oldSize().width() != width())
        arrange();
}

TurnCard* ConversationView::makeCard(const RowKey& key)
{
    auto* card = new TurnCard(key, this);
    connect(card, &TurnCard::activated, this, [this, key] { activate(key); });
    connect(card, &TurnCard::menuRequested, this, [this, key](QPoint global) { showMenu(key, global); });
    connect(card, &TurnCard::stepRequested, this, [this, card](int by) { step(card, by); });
    connect(card, &TurnCard::versionRequested, this, [this, key](int by) { showVersion(key, by); });
    connect(card, &TurnCard::removeRequested, this, [this, key] {
        if (const auto* job = std::get_if<JobKey>(&key))
            Q_EMIT
        jobCancelRequested(job->id);
    });
    connect(card, &TurnCard::focused, this, [this, card] {
        setTabStop(card);
        Q_EMIT
        revealRequested(card);
    });
    connect(card, &TurnCard::painted, this, [this, card] { askForThumbnails(*card); });
    connect(card, &TurnCard::buttonClicked, this, [this, key](int code) { buttonClicked(key, code); });
    connect(card, &TurnCard::candidateHovered, this, [this, key](int index) {
        if (const auto* answer = std::get_if<AnswerId>(&key))
            Q_EMIT
        candidateHovered(*answer, index);
    });
    if (const auto* turn = std::get_if<TurnId>(&key))
        card->setThumbnail(m_thumbnails->image(thumbnailKey(*turn)));
    card->show();
    return card;
}

QString ConversationView::instructionOf(const RowKey& key) const
{
    if (const auto* turn = std::get_if<TurnId>(&key))
        return m_document->turn(*turn).request.instruction;
    if (const auto* answer = std::get_if<AnswerId>(&key))
        return m_document->answer(*answer).request.instruction;
    const auto card = m_cards.find(key);
    return card == m_cards.end() ? QString() : card->second->content().title;
}

void ConversationView::askForThumbnails(const TurnCard& card)
{
    if (!m_document)
        return;
    if (const auto* turn = std::get_if<TurnId>(&card.key())) {
        if (!card.hasImage() && !m_thumbnails->isKnown(thumbnailKey(*turn)))
            m_thumbnails->request(thumbnailKey(*turn), m_document->picture(*turn));
        return;
    }
    const auto* answer = std::get_if<AnswerId>(&card.key());
    if (!answer)
        return;
    const Answer& said = m_document->answer(*answer);
    for (const CardContent::Button& button : card.content().buttons) {
        if (button.candidate < 0 || m_thumbnails->isKnown(thumbnailKey(*answer, button.candidate)))
            continue;
        const Candidate& candidate = said.result.candidates.at(static_cast<std::size_t>(button.candidate));
        m_thumbnails->request(thumbnailKey(*answer, button.candidate), m_document->picture(said.at),
                              withSurroundings(candidate.box));
    }
}

void ConversationView::thumbnailMade(const QString& key)
{
    const QImage image = m_thumbnails->image(key);
    for (TurnCard* card : m_order) {
        if (const auto* turn = std::get_if<TurnId>(&card->key())) {
            if (thumbnailKey(*turn) == key)
                card->setThumbnail(image);
        } else if (const auto* answer = std::get_if<AnswerId>(&card->key())) {
            for (const CardContent::Button& button : card->content().buttons) {
                if (button.candidate < 0 || thumbnailKey(*answer, button.candidate) != key)
                    continue;
                card->setCandidateImage(button.candidate, image);
                arrange();
            }
        }
    }
}

void ConversationView::activate(const RowKey& key)
{
    if (const auto* turn = std::get_if<TurnId>(&key))
        Q_EMIT
    turnChosen(*turn);
    else if (const auto* answer = std::get_if<AnswerId>(&key)) Q_EMIT
    turnChosen(m_document->answer(*answer).at);
}

void ConversationView::step(const TurnCard* from, int by)
{
    const auto at = std::find(m_order.begin(), m_order.end(), from);
    if (at == m_order.end())
        return;
    const long count = static_cast<long>(m_order.size());
    const long to = std::clamp(static_cast<long>(at - m_order.begin()) + by, 0L, count - 1);
    m_order[static_cast<std::size_t>(to)]->setFocus(Qt::TabFocusReason);
}

void ConversationView::showVersion(const RowKey& key, int by)
{
    const auto* turn = std::get_if<TurnId>(&key);
    if (!turn || !m_document)
        return;
    const std::vector<TurnId> versions = m_document->versions(*turn);
    const auto at = std::find(versions.begin(), versions.end(), *turn);
    const long to = static_cast<long>(at - versions.begin()) + by;
    if (to >= 0 && to < static_cast<long>(versions.size()))
        Q_EMIT
    turnChosen(versions[static_cast<std::size_t>(to)]);
}

void ConversationView::showMenu(const RowKey& key, QPoint global)
{
    if (!m_document)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString instruction = instructionOf(key);
    if (const auto* turn = std::get_if<TurnId>(&key)) {
        const TurnId id = *turn;
        const bool here = id == m_document->current();
        menu->addAction(icon(QStringLiteral("eye")), tr("Go to this turn"), this,
                        [this, id] {
                            Q_EMIT
                            turnChosen(id);
                        })
            ->setEnabled(!here);
        menu->addAction(icon(QStringLiteral("branch")), tr("Continue from here"), this, [this, id] {
            Q_EMIT
            branchRequested(id);
        });
        menu->addAction(icon(QStringLiteral("compare")), tr("Compare with the current turn"), this,
                        [this, id] {
                            Q_EMIT
                            compareRequested(id);
                        })
            ->setEnabled(!here);
    } else if (const auto* answer = std::get_if<AnswerId>(&key)) {
        const AnswerId id = *answer;
        menu->addAction(icon(QStringLiteral("retry")), tr("Try again"), this, [this, id] {
            Q_EMIT
            tryAgainRequested(id);
        });
    } else {
        const quint64 id = std::get<JobKey>(key).id;
        menu->addAction(icon(QStringLiteral("stop")), tr("Stop"), this, [this, id] {
            Q_EMIT
            jobCancelRequested(id);
        });
    }
    if (!instruction.isEmpty()) {
        menu->addSeparator();
        menu->addAction(icon(QStringLiteral("copy")), tr("Copy the sentence"), this, [this, instruction] {
            Q_EMIT
            copyRequested(instruction);
        });
        menu->addAction(icon(QStringLiteral("edit")), tr("Put the sentence into the box"), this,
                        [this, instruction] {
                            Q_EMIT
                            editAgainRequested(instruction);
                        });
    }
    menu->popup(global);
}

void ConversationView::buttonClicked(const RowKey& key, int code)
{
    if (const auto* job = std::get_if<JobKey>(&key)) {
        Q_EMIT
        jobCancelRequested(job->id);
        return;
    }
    const auto* answer = std::get_if<AnswerId>(&key);
    if (!answer || !m_document)
        return;
    if (code >= CardButton::FirstCandidate)
        Q_EMIT
    candidateChosen(*answer, code - CardButton::FirstCandidate);
    else if (code == CardButton::TryAgain) Q_EMIT
    tryAgainRequested(*answer);
    else if (code == CardButton::AddReference) Q_EMIT
    referenceRequested(*answer);
    else if (code == CardButton::PointAtIt) Q_EMIT
    pointRequested(*answer);
    else if (code == CardButton::EditSentence) Q_EMIT
    editAgainRequested(instructionOf(key));
}

void ConversationView::setTabStop(TurnCard* card)
{
    for (TurnCard* other : m_order)
        other->setInTabChain(other == card);
}

} // namespace focal
