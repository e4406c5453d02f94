#pragma once

#include "ui/settings/modelsettings.h"
#include "ui/worker/modelinspector.h"

#include <QWidget>

#include <array>
#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;

namespace focal {

class ModelSettingsForm;

/// What the page says of a model without looking into its files.
struct ModelFacts
{
    QString id;
    QString name;
    QString description;
    bool added = false; ///< By the user: its files can be seen, and it can be taken out.
    bool inUse = false;
    bool loading = false;

    friend bool operator==(const ModelFacts&, const ModelFacts&) = default;
};

/// One model: what it is, where its parts lie, what it needs here, and how it is run.
class ModelPage : public QWidget
{
    Q_OBJECT

public:
    /// @param hasTokenizer  Focal brings one for models that have none
    explicit ModelPage(bool hasTokenizer, QWidget* parent = nullptr);

    void show(const ModelFacts& facts, const ModelSettings& settings);
    const ModelFacts& facts() const { return m_facts; }
    /// Of the model that is shown; none while its files are being looked into.
    void setInspection(const std::optional<ModelInspection>& inspection);
    void setInspectError(const ErrorText& error);
    /// 0..1 while it runs.
    void setVerifying(std::optional<double> fraction);
    void setVerified(const QStringList& wrong);
    void setVerifyNote(const QString& note);
    void addLoras(const QStringList& files);

Q_SIGNALS:
    void useRequested();
    void removeRequested();
    void verifyRequested();
    void stopRequested();
    /// Wants other files for a part; empty: for the tokenizer.
    void chooseRequested(std::optional<focal::ModelPart> part);
    void loraRequested();
    void settingsChanged(const focal::ModelSettings& settings);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct PartRow
    {
        std::optional<ModelPart> part; ///< Empty: the tokenizer.
        QLabel* name = nullptr;
        QLabel* words = nullptr;
        QPushButton* choose = nullptr;
    };

    bool m_hasTokenizer = false;
    ModelFacts m_facts;
    std::optional<ModelInspection> m_inspection;
    std::optional<ErrorText> m_error;
    std::optional<double> m_verifying;
    QLabel* m_title = nullptr;
    QLabel* m_about = nullptr;
    QPushButton* m_use = nullptr;
    QPushButton* m_remove = nullptr;
    QWidget* m_files = nullptr;
    QLabel* m_partsTitle = nullptr;
    std::array<PartRow, 4> m_parts;
    QLabel* m_needsTitle = nullptr;
    QLabel* m_needs = nullptr;
    QPushButton* m_verify = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_verifyNote = nullptr;
    QLabel* m_settingsTitle = nullptr;
    ModelSettingsForm* m_settings = nullptr;

    QWidget* makeHead();
    QWidget* makeFiles();
    QWidget* makeVerifyRow();
    void updateHead();
    void updateFiles();
    QString wordsOf(const PartRow& row) const;
    void retranslate();
};

} // namespace focal
