#pragma once

#include "ui/panels/conversation.h"

#include <QPointer>
#include <QWidget>

#include <map>
#include <vector>

namespace focal {

class Thumbnails;
class TurnCard;

/// The cards of a conversation below one another. Cards are kept by what they stand for: an update touches
/// only those that say something else than before.
class ConversationView : public QWidget
{
    Q_OBJECT

public:
    explicit ConversationView(QWidget* parent = nullptr);
    ~ConversationView() override;

    void setDocument(Document* document);
    void setJobs(const std::vector<QueueItem>& jobs);
    void setJobProgress(quint64 id, double fraction, const QString& stage);
    void retranslate();
    std::vector<TurnCard*> cards() const { return m_order; }
    TurnCard* currentCard() const;

Q_SIGNALS:
    void revealRequested(QWidget* card); ///< Scroll there.
    void turnChosen(focal::TurnId id);
    void branchRequested(focal::TurnId id);
    void compareRequested(focal::TurnId id);
    void copyRequested(const QString& instruction);
    void editAgainRequested(const QString& instruction);
    void tryAgainRequested(focal::AnswerId id);
    void referenceRequested(focal::AnswerId id);
    void pointRequested(focal::AnswerId id);
    void candidateHovered(focal::AnswerId id, int index);
    void candidateChosen(focal::AnswerId id, int index);
    void jobCancelRequested(quint64 id);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QPointer<Document> m_document;
    std::vector<QueueItem> m_jobs;
    std::map<RowKey, TurnCard*> m_cards;
    std::vector<TurnCard*> m_order;
    Thumbnails* m_thumbnails = nullptr;
    bool m_updateQueued = false;
    std::optional<RowKey> m_reveal; ///< After the next update.

    void queueUpdate();
    void rebuild();
    void arrange();
    TurnCard* makeCard(const RowKey& key);
    QString instructionOf(const RowKey& key) const;
    void askForThumbnails(const TurnCard& card);
    void thumbnailMade(const QString& key);
    void activate(const RowKey& key);
    void step(const TurnCard* from, int by);
    void showVersion(const RowKey& key, int by);
    void showMenu(const RowKey& key, QPoint global);
    void buttonClicked(const RowKey& key, int code);
    void setTabStop(TurnCard* card);
};

} // namespace focal
