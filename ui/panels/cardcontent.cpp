#include "ui/panels/cardcontent.h"

#include "ui/panels/plannames.h"
#include "ui/settings/modelsettings.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(focal::Conversation)
};

constexpr std::size_t MostCandidates = 6;
constexpr int MostQuoted = 24; ///< Characters of the sentence that a branch is named after.

QString joined(const QStringList& parts)
{
    QStringList said;
    std::copy_if(parts.begin(), parts.end(), std::back_inserter(said),
                 [](const QString& s) { return !s.isEmpty(); });
    return said.join(QStringLiteral(" · "));
}

/// "1024", "1024 × 768"
QString valueText(const QJsonValue& value)
{
    if (!value.isArray())
        return value.toVariant().toString();
    const QJsonArray array = value.toArray();
    QStringList parts;
    for (const auto& part : array)
        parts << valueText(part);
    return parts.join(array.first().isArray() ? QStringLiteral(", ") : QStringLiteral(" × "));
}

QString clock(const QDateTime& when)
{
    return QLocale().toString(when.toLocalTime().time(), QLocale::ShortFormat);
}

/// What the result was made with, for who wants to make it again: the model, and the sizes that programs
/// choose differently.
QString madeWith(const Provenance& provenance)
{
    if (provenance.modelId.isEmpty())
        return {};
    QStringList parts{Texts::tr("Made by %1, version %2").arg(provenance.modelId, provenance.modelVersion)};
    const QJsonObject sizes = provenance.settings.value(QStringLiteral("sizes")).toObject();
    for (auto size = sizes.begin(); size != sizes.end(); ++size) {
        const QString value = valueText(size.value());
        if (size.key() == QStringLiteral("drawn"))
            parts << Texts::tr("Drawn at %1").arg(value);
        else if (size.key() == QStringLiteral("seen"))
            parts << Texts::tr("Pictures seen at %1").arg(value);
        else
            parts << QStringLiteral("%1: %2").arg(size.key(), value);
    }
    return parts.join(u'\n');
}

/// All that the card may have cut short.
QString tipOf(const CardContent& content, const QDateTime& created, const Provenance& provenance = {})
{
    QStringList lines;
    for (const QString& line :
         {content.title, content.body, madeWith(provenance), QLocale().toString(created.toLocalTime())}) {
        if (!line.isEmpty())
            lines << line;
    }
    return lines.join(u'\n');
}

QString duration(const StoredResult& result)
{
    if (result.timings.isEmpty())
        return {};
    const double seconds = result.seconds();
    return Texts::tr("%1 s").arg(QLocale().toString(seconds, 'f', seconds < 10 ? 1 : 0));
}

QString nameOf(const Document& document, TurnId id)
{
    const Turn& turn = document.turn(id);
    return turn.isRoot() ? document.name() : turn.request.instruction;
}

CardContent contentOfTurn(TurnId id, const Document& document)
{
    const Turn& turn = document.turn(id);
    CardContent content;
    content.hasThumbnail = true;
    if (turn.isRoot()) {
        content.state = CardContent::State::Opened;
        content.title = document.name();
        content.foot = joined({Texts::tr("Original"), clock(turn.created)});
        content.tip = tipOf(content, turn.created);
        return content;
    }
    content.state = CardContent::State::Done;
    content.title = turn.request.instruction;
    content.body = turn.result.message;
    const Provenance& provenance = turn.result.provenance;
    if (const QString made = settingsText(provenance.settings, provenance.seed); !made.isEmpty())
        content.body += u'\n' + made;
    const std::vector<TurnId> versions = document.versions(id);
    content.versions = static_cast<int>(versions.size());
    content.version =
        static_cast<int>(std::find(versions.begin(), versions.end(), id) - versions.begin()) + 1;
    // The steps through the versions take the place of the time of day.
    content.foot = joined({duration(turn.result), versions.size() > 1 ? QString() : clock(turn.created)});
    content.tip = tipOf(content, turn.created, provenance);
    return content;
}

QString failureText(const Failure& failure)
{
    QStringList lines;
    for (const QString& part : {failure.what, failure.why, failure.remedy}) {
        if (!part.isEmpty())
            lines << part;
    }
    return lines.join(u'\n');
}

void addCandidates(CardContent& content, const Answer& answer)
{
    const std::size_t count = std::min(answer.result.candidates.size(), MostCandidates);
    for (std::size_t i = 0; i < count; ++i) {
        const int percent = static_cast<int>(std::lround(answer.result.candidates[i].confidence * 100));
        CardContent::Button button;
        button.text = QString::number(i + 1);
        const QString label = answer.result.candidates[i].label;
        button.tip = label.isEmpty() ? Texts::tr("This one (%1 % sure)").arg(percent)
                                     : Texts::tr("This one: %1 (%2 % sure)").arg(label).arg(percent);
        button.code = CardButton::FirstCandidate + static_cast<int>(i);
        button.candidate = static_cast<int>(i);
        content.buttons.push_back(button);
    }
}

CardContent contentOfAnswer(const Answer& answer)
{
    const CardContent::Button again = {Texts::tr("Try again"), QStringLiteral("retry"),
                                       Texts::tr("Run the same sentence once more"), CardButton::TryAgain,
                                       -1};
    const CardContent::Button point = {Texts::tr("Point at it"), QStringLiteral("click"),
                                       Texts::tr("Click on what you mean in the picture"),
                                       CardButton::PointAtIt, -1};
    const CardContent::Button edit = {Texts::tr("Say it differently"), QStringLiteral("edit"),
                                      Texts::tr("Put the sentence back into the box"),
                                      CardButton::EditSentence, -1};
    CardContent content;
    content.title = answer.request.instruction;
    content.body = answer.result.message;
    QString state;
    switch (answer.kind) {
    case Answer::Kind::NotFound:
        content.state =
            answer.result.candidates.empty() ? CardContent::State::NotFound : CardContent::State::Unclear;
        state = answer.result.candidates.empty() ? Texts::tr("Not found") : Texts::tr("Which one?");
        addCandidates(content, answer);
        content.buttons.insert(content.buttons.end(), {point, edit});
        break;
    case Answer::Kind::CannotDo:
        content.state = CardContent::State::CannotDo;
        state = Texts::tr("Cannot do this");
        content.buttons = {edit};
        break;
    case Answer::Kind::Unclear:
        content.state = CardContent::State::Unclear;
        state = answer.result.candidates.empty() ? Texts::tr("Not understood") : Texts::tr("Which one?");
        addCandidates(content, answer);
        if (lacksReference(answer.result.plan, answer.request.references.size())) {
            state = Texts::tr("Which picture?");
            content.buttons.push_back({Texts::tr("Add a picture…"), QStringLiteral("plus"),
                                       Texts::tr("Choose the picture that is meant; the sentence then runs"),
                                       CardButton::AddReference, -1});
        }
        content.buttons.push_back(edit);
        break;
    case Answer::Kind::NothingChanged:
        content.state = CardContent::State::NothingChanged;
        state = Texts::tr("Nothing changed");
        content.body = Texts::tr("The picture is already so: not one pixel would differ.");
        content.buttons = {edit};
        break;
    case Answer::Kind::Failed:
        content.state = CardContent::State::Failed;
        state = Texts::tr("Failed");
        content.body = failureText(answer.failure);
        content.buttons = {again, edit};
        break;
    case Answer::Kind::Cancelled:
        content.state = CardContent::State::Cancelled;
        state = Texts::tr("Stopped");
        content.buttons = {again};
        break;
    }
    content.foot = joined({state, duration(answer.result), clock(answer.created)});
    return content;
}

CardContent contentOfJob(const QueueItem& job)
{
    CardContent content;
    content.state = job.running ? CardContent::State::Running : CardContent::State::Waiting;
    content.title = job.title;
    content.foot = jobFoot(job);
    content.progress = job.fraction;
    content.removeTip =
        job.running ? Texts::tr("Stop this (Delete)") : Texts::tr("Take it out of the queue (Delete)");
    return content;
}

} // namespace

QString jobFoot(const QueueItem& job)
{
    if (!job.running)
        return job.waitsForModel ? Texts::tr("Waiting for the model") : Texts::tr("Waiting");
    return joined({stageText(job.stage), Texts::tr("%1 %").arg(std::lround(job.fraction * 100))});
}

CardContent contentOf(const ConversationRow& row, const Document& document,
                      const std::vector<QueueItem>& jobs)
{
    CardContent content;
    if (const auto* turn = std::get_if<TurnId>(&row.key)) {
        content = contentOfTurn(*turn, document);
        content.dimmed = !row.inPicture;
    } else if (const auto* answer = std::get_if<AnswerId>(&row.key)) {
        content = contentOfAnswer(document.answer(*answer));
    } else {
        const quint64 id = std::get<JobKey>(row.key).id;
        const auto job =
            std::find_if(jobs.begin(), jobs.end(), [id](const QueueItem& item) { return item.id == id; });
        if (job != jobs.end())
            content = contentOfJob(*job);
    }
    content.depth = row.depth;
    content.current = row.current;
    if (row.branchOf) {
        QString quoted = nameOf(document, *row.branchOf).simplified();
        if (quoted.size() > MostQuoted)
            quoted = quoted.left(MostQuoted - 1).trimmed() + QStringLiteral("…");
        content.branch = Texts::tr("after “%1”").arg(quoted);
    }
    return content;
}

} // namespace focal
